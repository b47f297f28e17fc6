"""Level and seasons of the months of a unit, by least squares on their logarithms.

A month in which nothing was used has no logarithm: it is left out of the fit, and so is
one far below all others, in which the works stood still. What the year used before and
after says how it goes on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.enterprises.budgets.months import MONTHS, MonthUse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.enterprises.budgets.seasons import Year

    Array: TypeAlias = NDArray[np.float64]
    Marks: TypeAlias = NDArray[np.bool_]

STANDSTILL = 3
"""A month that used less than this part of what the others say of it stood still."""
_SIGMAS = 4
"""And it lies further below them than noise of their size does."""
_CLOSE = 1e-8


@attrs.frozen(kw_only=True, eq=False)
class Fit:
    """Logarithms of the twelve months of the year, and how well they are known.

    ``still`` are months in which nothing is ever used; ``variance`` is None where
    nothing says how large the noise is.
    """

    logs: Array
    cover: Array
    variance: float | None
    freedom: int
    still: Marks
    seasonal: bool


def fit_months(
    months: Sequence[MonthUse | None], past: Mapping[int, Year]
) -> Fit | None:
    """Fit the months of a year together with those of the years before.

    Returns
    -------
    Fit or None
        None: no month is known in which anything was used.
    """
    rows = [row for year in sorted(past) if ((row := _whole(past[year])) > 0).any()]
    now = _whole(months)
    if (now > 0).any():
        seasonal = _fitted(np.array([*rows, now])) if _seasons(rows) else None
        return seasonal or _fitted(now[None])
    if not rows:
        return None
    return _as_it_was(rows[-1])


def _as_it_was(last: Array) -> Fit:
    """Nothing of the year is known whole yet: its months are those of the last one."""
    known = ~np.isnan(last)
    logs = _logs(last)
    return Fit(
        logs=np.where(np.isnan(logs), np.nanmean(logs), logs),
        cover=np.eye(MONTHS),
        variance=None,
        freedom=0,
        still=known & (last <= 0),
        seasonal=bool(known.all()),
    )


def _fitted(table: Array) -> Fit | None:
    """Fit the last row of a table; None: its months do not say all twelve."""
    seen = ~np.isnan(table)
    still: Marks = np.logical_and(
        seen.any(axis=0), np.all((table <= 0) | ~seen, axis=0)
    )
    at_row, at_month = np.nonzero(seen & (table > 0))
    values = _logs(table)[at_row, at_month]
    design = _design(at_row, at_month, len(table))
    kept = _moving(design, values)
    design, values = design[kept], values[kept]
    last = np.full(MONTHS, len(table) - 1)
    wanted = _design(last, np.arange(MONTHS), len(table))
    inverse = np.linalg.pinv(design)
    if not _told(wanted[~still], inverse @ design):
        return None
    found = inverse @ values
    freedom = len(values) - int(np.linalg.matrix_rank(design))
    noise = values - design @ found
    return Fit(
        logs=wanted @ found,
        cover=wanted @ (inverse @ inverse.T) @ wanted.T + np.eye(MONTHS),
        variance=float(noise @ noise) / freedom if freedom > 0 else None,
        freedom=freedom,
        still=still,
        seasonal=len(table) > 1,
    )


def _told(wanted: Array, spanned: Array) -> bool:
    """Whether the months that are known say the wanted ones."""
    return bool(np.allclose(wanted @ spanned, wanted, atol=_CLOSE))


def _moving(design: Array, values: Array) -> Marks:
    """Leave months out in which the works stood still, the lowest first.

    A month is held against what all others say of it; one of which they say nothing
    stays.
    """
    kept = np.ones(len(values), np.bool_)
    while kept.sum() > 1:
        found = _lowest(design[kept], values[kept])
        if found is None:
            break
        kept[np.flatnonzero(kept)[found]] = False
    return kept


def _lowest(design: Array, values: Array) -> int | None:
    """The month that lies furthest below what the others say of it, if it stood still.

    Residuals of a fit without each month follow from one fit (leave-one-out).
    """
    inverse = np.linalg.pinv(design)
    noise = values - design @ (inverse @ values)
    free = 1 - np.einsum("ij,ji->i", design, inverse)
    judged = free > _CLOSE
    if not judged.any():
        return None
    without = np.where(judged, noise / np.where(judged, free, 1), 0.0)
    at = int(np.argmin(without))
    freedom = len(values) - int(np.linalg.matrix_rank(design)) - 1
    rest = max(float(noise @ noise - noise[at] * without[at]), 0.0)
    sigma = math.sqrt(rest / freedom) if freedom > 0 else 0.0
    limit = max(math.log(STANDSTILL), _SIGMAS * sigma)
    return at if without[at] < -limit else None


def _logs(table: Array) -> Array:
    """Logarithms; unknown and zero have none."""
    logs: Array = np.log(np.where(table > 0, table, np.nan))
    return logs


def _design(at_row: NDArray[np.intp], at_month: NDArray[np.intp], rows: int) -> Array:
    """A column for the level of each year, and for each season but that of January.

    One year alone has a level and no seasons.
    """
    levels = np.equal.outer(at_row, np.arange(rows)).astype(float)
    if rows == 1:
        return levels
    seasons = np.equal.outer(at_month, np.arange(1, MONTHS)).astype(float)
    return np.hstack([levels, seasons])


def _seasons(rows: Sequence[Array]) -> bool:
    """Whether every month of the year is known of some past year."""
    known = [~np.isnan(row) for row in rows]
    return bool(known) and bool(np.any(known, axis=0).all())


def _whole(row: Sequence[MonthUse | None]) -> Array:
    return np.array(
        [
            float(one.tce)
            if one is not None and one.whole and one.tce is not None
            else np.nan
            for one in row
        ]
    )
