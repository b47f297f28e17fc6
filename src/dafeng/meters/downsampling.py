"""Few enough points for a picture, and every one of them was there.

A line over a year of readings has more points than a screen has columns.  Per column
the first, the last, the lowest and the highest are kept: drawn at that width the line
is the same, dot for dot.  Nothing is averaged, nothing between two readings made up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.meters.readings import Int64

PER_COLUMN = 4
"""Points that a column keeps at most."""


def drawn_rows(at: Int64, value: NDArray[np.number], columns: int) -> NDArray[np.intp]:
    """Choose the rows that a line of so many columns needs.

    Parameters
    ----------
    at : array of int64
        Times, ascending.
    value : array
        What is drawn; known everywhere.
    columns : int
        Width of the picture, at least 1.

    Returns
    -------
    array of int
        Rows in order, each once: all of them where they are few.

    Examples
    --------
    >>> at, value = np.arange(12), np.array([3, 3, 9, 3, 3, 3, 4, 4, 4, 0, 4, 4])
    >>> drawn_rows(at, value, 1).tolist()
    [0, 2, 9, 11]
    """
    count = len(at)
    if count <= PER_COLUMN * columns:
        return np.arange(count)
    width = (int(at[-1]) - int(at[0])) // columns + 1
    column = (at - at[0]) // width
    starts = np.append(0, np.flatnonzero(np.diff(column)) + 1)
    sizes = np.diff(np.append(starts, count))
    kept = np.zeros(count, np.bool_)
    kept[starts] = True
    kept[starts + sizes - 1] = True
    for extreme in (np.minimum, np.maximum):
        reached = value == np.repeat(extreme.reduceat(value, starts), sizes)
        rows = np.flatnonzero(reached)
        # Of rows that share the extreme of a column the first one stands for it.
        kept[rows[np.append(True, np.diff(column[rows]) > 0)]] = True
    return np.flatnonzero(kept)


def gaps_before(at: Int64, rows: NDArray[np.intp], longest: int) -> NDArray[np.bool_]:
    """Say before which of the chosen rows the line is broken.

    Parameters
    ----------
    at : array of int64
        Times of all rows, ascending.
    rows : array of int
        As :func:`drawn_rows` gives them.
    longest : int
        Longest step that is no gap, in the unit of ``at``.

    Examples
    --------
    >>> gaps_before(np.array([0, 1, 2, 9, 10]), np.array([0, 2, 4]), 1).tolist()
    [False, False, True]
    """
    wide = np.append(0, np.cumsum(np.diff(at) > longest))[: len(at)]
    broken = np.zeros(len(rows), np.bool_)
    broken[1:] = np.diff(wide[rows]) > 0
    return broken
