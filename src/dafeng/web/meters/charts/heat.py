"""A year of hours as cells: a path per class, without script, sharp in print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.meters.profiles import UNKNOWN

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLASSES = 8


@attrs.frozen(kw_only=True)
class HeatMap:
    """The picture: a column per day, a row per hour.

    Attributes
    ----------
    paths : tuple of str
        One per class from the lowest up; empty classes are empty.
    unknown : str
        Cells of hours that are not known.
    bounds : tuple of int
        Where each class ends, in quanta; the last one is the highest load.
    """

    days: int
    paths: tuple[str, ...]
    unknown: str
    bounds: tuple[int, ...]


def heat_map(grid: NDArray[np.int64]) -> HeatMap:
    """Sort the cells of a grid into classes of about as many cells each.

    Parameters
    ----------
    grid : array, shape (days, 24)
        As :func:`dafeng.meters.profiles.day_grid` gives it.
    """
    known = grid[grid != UNKNOWN]
    cuts: list[int] = []
    if len(known):
        order = np.sort(known)
        places = np.arange(1, CLASSES + 1) * len(order) // CLASSES - 1
        cuts = [int(order[place]) for place in np.maximum(places, 0)]
    kind = np.searchsorted(np.array(cuts, np.int64), grid, side="left")
    kind[grid == UNKNOWN] = -1
    paths = tuple(_runs(kind == number) for number in range(CLASSES))
    return HeatMap(
        days=len(grid),
        paths=paths,
        unknown=_runs(grid == UNKNOWN),
        bounds=tuple(cuts),
    )


def _runs(mask: NDArray[np.bool_]) -> str:
    """Rectangles of the cells: neighbours in a column are one."""
    padded = np.zeros((mask.shape[0], mask.shape[1] + 2), np.int8)
    padded[:, 1:-1] = mask
    change = np.diff(padded, axis=1)
    days, begins = np.nonzero(change == 1)
    _same, ends = np.nonzero(change == -1)
    return "".join(
        f"M{day} {begin}h1v{end - begin}h-1z"
        for day, begin, end in zip(
            days.tolist(), begins.tolist(), ends.tolist(), strict=True
        )
    )
