"""Where the year will land: what is used, and what the rest of it will bring.

Logarithms of months are a level of the year plus a season of the month plus noise,

    ln(use) = level[year] + season[month] + noise,

fitted by least squares to all whole months that are known. What is left of the year is
the sum of the fitted months; its spread holds the noise of those months and how well
level and seasons are known, with Student's distribution for as many degrees of freedom
as the fit leaves (error propagation on the sum; textbook two-way layout). Without a
past the seasons are left out. The interval covers the truth at its rate as long as the
noise of the months is alike and independent; a change of the works is no noise.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import numpy as np
from scipy.special import stdtr, stdtrit

from dafeng.base.rounding import round_half_even
from dafeng.enterprises.budgets.months import MONTHS, MonthUse
from dafeng.enterprises.budgets.quanta import PLACES, ZERO
from dafeng.enterprises.errors import BudgetError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.enterprises.budgets.seasons import Year

    Array = NDArray[np.float64]

LEVEL = Decimal("0.80")
"""How often the interval holds the truth."""
_LEAST_SHARE = 1e-4
"""A month that stood still is taken as this part of the mean: it has a logarithm."""


@attrs.frozen(kw_only=True)
class Spread:
    """How uncertain the rest of the year is: the logarithm of it, about its centre."""

    scale: float
    freedom: int


@attrs.frozen(kw_only=True)
class Landing:
    """Where a year will land.

    Attributes
    ----------
    used : Decimal
        What is known of the year, tce.
    expected : Decimal or None
        The whole year; None where nothing says anything of the rest.
    low, high : Decimal or None
        Ends of the interval; None where nothing says how uncertain the rest is.
    months : tuple of Decimal, 12 of them
        What is known of a month and what is expected of its rest; empty with
        ``expected``.
    path : tuple of (Decimal, Decimal) or None, 12 of them
        The interval of what is used until the end of each month; None for a month that
        is known whole, with all before it; empty with ``low``.
    rest : Decimal
        What is expected of the rest of the year.
    seasonal : bool
        Whether a past gave the seasons.
    deducted : Decimal
        What was taken off the sums, and is still in ``months`` and ``path``.
    """

    used: Decimal
    expected: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    months: tuple[Decimal, ...] = ()
    path: tuple[tuple[Decimal, Decimal] | None, ...] = ()
    rest: Decimal = ZERO
    seasonal: bool = False
    spread: Spread | None = None
    deducted: Decimal = ZERO

    def less(self, amount: Decimal) -> Landing:
        """Return the same year with an amount that does not count taken off.

        It is taken from the sums; the months stay as they are.
        """
        return attrs.evolve(
            self,
            used=max(self.used - amount, ZERO),
            expected=_off(self.expected, amount),
            low=_off(self.low, amount),
            high=_off(self.high, amount),
            deducted=self.deducted + amount,
        )

    def chance_over(self, budget: Decimal) -> float | None:
        """Probability that the year ends above a budget; None is unknown."""
        if self.used > budget:
            return 1.0
        if self.expected is None:
            return None
        if self.spread is None or not self.spread.scale or not self.rest:
            # Nothing is left that could be uncertain.
            known = not self.rest or self.low is not None
            return float(self.expected > budget) if known else None
        if self.used == budget:
            return 1.0
        far = math.log(float((budget - self.used) / self.rest)) / self.spread.scale
        return float(1 - stdtr(self.spread.freedom, far))

    def over_in(self, budget: Decimal) -> int | None:
        """The month in which the budget is expected to run out; None: it lasts."""
        total = -self.deducted
        for month, use in enumerate(self.months, start=1):
            total += use
            if total > budget:
                return month
        return None


def landing_of(
    year: int,
    months: Sequence[MonthUse | None],
    history: Mapping[int, Year],
    *,
    level: Decimal = LEVEL,
) -> Landing:
    """Say where a year will land from what is known so far.

    Parameters
    ----------
    year : int
    months : sequence of MonthUse or None, 12 of them
        The year itself; a month that goes on has the days that are known.
    history : mapping of int to twelve MonthUse or None
        Years before it; others are left out.
    level : Decimal
        How often the interval is to hold the truth, above 0 and below 1.

    Raises
    ------
    BudgetError
        ``budget.level``.
    """
    if not 0 < level < 1:
        msg = f"The rate of an interval lies between 0 and 1, and is {level}."
        raise BudgetError(msg, code="budget.level", value=str(level))
    past = {one: row for one, row in history.items() if one < year}
    used = sum((one.tce for one in months if one and one.tce is not None), Decimal())
    left = np.array([_left(one) for one in months])
    if not left.any():
        parts = tuple(_rounded(_known(one)) for one in months)
        total = _rounded(used)
        return Landing(used=total, expected=total, low=total, high=total, months=parts)
    fitted = _fit(months, past)
    if fitted is None:
        return Landing(used=_rounded(used))
    centre = np.where(fitted.still, 0.0, np.exp(fitted.logs)) * left
    known = np.array([float(_known(one)) for one in months])
    ends = [_spread(fitted, centre[: at + 1], left[: at + 1]) for at in range(MONTHS)]
    rate = (1 + float(level)) / 2
    path = tuple(
        None if one is None else _interval(known, centre, at, one, rate)
        for at, one in enumerate(ends)
    )
    rest, last = float(centre.sum()), path[-1]
    return Landing(
        used=_rounded(used),
        expected=_rounded(used + _exact(rest)),
        low=None if last is None else last[0],
        high=None if last is None else last[1],
        months=tuple(_rounded(_exact(float(one))) for one in known + centre),
        path=path if last is not None else (),
        rest=_rounded(_exact(rest)),
        seasonal=fitted.seasonal,
        spread=ends[-1],
    )


@attrs.frozen(kw_only=True, eq=False)
class _Fit:
    """Logarithms of the twelve months of the year, and how well they are known.

    ``still`` are months in which nothing is ever used; ``variance`` is None where
    nothing says how large the noise is.
    """

    logs: Array
    cover: Array
    variance: float | None
    freedom: int
    still: NDArray[np.bool_]
    seasonal: bool


def _fit(months: Sequence[MonthUse | None], past: Mapping[int, Year]) -> _Fit | None:
    rows = [row for year in sorted(past) if ((row := _whole(past[year])) > 0).any()]
    now = _whole(months)
    if (now > 0).any():
        return _fitted(now, rows)
    if not rows:
        return None
    return _as_it_was(rows[-1])


def _as_it_was(last: Array) -> _Fit:
    """Nothing of the year is known whole yet: its months are those of the last one."""
    known = ~np.isnan(last)
    logs = _logs(last[None], (known & (last > 0))[None])[0]
    return _Fit(
        logs=np.where(np.isnan(logs), np.nanmean(logs), logs),
        cover=np.eye(MONTHS),
        variance=None,
        freedom=0,
        still=known & (last <= 0),
        seasonal=bool(known.all()),
    )


def _fitted(now: Array, past: Sequence[Array]) -> _Fit:
    """Fit the level of a year together with those before it."""
    seasonal = _seasons(past)
    table = np.array([*(past if seasonal else ()), now])
    seen = ~np.isnan(table)
    still = seen.any(axis=0) & ((table <= 0) | ~seen).all(axis=0)
    at_row, at_month = np.nonzero(seen & ~still)
    values = _logs(table, seen & ~still)[at_row, at_month]
    design = _design(at_row, at_month, len(table), seasonal)
    found, _sum, rank, _sizes = np.linalg.lstsq(design, values, rcond=None)
    last = np.full(MONTHS, len(table) - 1)
    wanted = _design(last, np.arange(MONTHS), len(table), seasonal)
    freedom = len(values) - int(rank)
    noise = values - design @ found
    inverse = np.linalg.pinv(design.T @ design)
    return _Fit(
        logs=wanted @ found,
        cover=wanted @ inverse @ wanted.T + np.eye(MONTHS),
        variance=float(noise @ noise) / freedom if freedom > 0 else None,
        freedom=freedom,
        still=still,
        seasonal=seasonal,
    )


def _logs(table: Array, taken: NDArray[np.bool_]) -> Array:
    values = np.where(taken, table, np.nan)
    floor = np.nanmean(values, axis=1)[:, None] * _LEAST_SHARE
    logs: Array = np.log(np.maximum(values, floor))
    return logs


def _design(
    at_row: NDArray[np.int64],
    at_month: NDArray[np.int64],
    rows: int,
    seasonal: bool,  # noqa: FBT001 - of this file alone
) -> Array:
    """A column for the level of each year, and for each season but that of January."""
    levels = np.equal.outer(at_row, np.arange(rows)).astype(float)
    if not seasonal:
        return levels
    seasons = np.equal.outer(at_month, np.arange(1, MONTHS)).astype(float)
    return np.hstack([levels, seasons])


def _spread(fitted: _Fit, centre: Array, left: Array) -> Spread | None:
    """How uncertain the sum of what is left of some months is."""
    total = float(centre.sum())
    if fitted.variance is None or not total:
        return None
    # A part of a month has fewer days to even out its noise, which is larger in it.
    noise = np.diag((left > 0) * (1 / np.maximum(left, 1e-9) - 1))
    cover = fitted.cover[: len(left), : len(left)] + noise
    variance = float(centre @ cover @ centre) * fitted.variance
    scale = math.sqrt(max(variance, 0.0)) / total
    return Spread(scale=scale, freedom=fitted.freedom)


def _interval(
    known: Array, centre: Array, at: int, spread: Spread, rate: float
) -> tuple[Decimal, Decimal]:
    """Ends of what is used until the end of a month."""
    far = float(stdtrit(spread.freedom, rate)) * spread.scale
    used, rest = float(known[: at + 1].sum()), float(centre[: at + 1].sum())
    low, high = (used + rest * math.exp(sign * far) for sign in (-1, 1))
    return _rounded(_exact(low)), _rounded(_exact(high))


def _seasons(rows: Sequence[Array]) -> bool:
    """Whether every month of the year is known of some past year."""
    known = [~np.isnan(row) for row in rows]
    return bool(known) and bool(np.any(known, axis=0).all())


def _off(value: Decimal | None, amount: Decimal) -> Decimal | None:
    return None if value is None else max(value - amount, ZERO)


def _whole(row: Sequence[MonthUse | None]) -> Array:
    return np.array(
        [
            float(one.tce)
            if one is not None and one.whole and one.tce is not None
            else np.nan
            for one in row
        ]
    )


def _left(one: MonthUse | None) -> float:
    if one is None or one.tce is None:
        return 1.0
    return max(0.0, 1 - one.days / one.due_days)


def _known(one: MonthUse | None) -> Decimal:
    return Decimal(0) if one is None or one.tce is None else one.tce


def _exact(value: float) -> Decimal:
    return Decimal(repr(value))


def _rounded(value: Decimal) -> Decimal:
    return round_half_even(Fraction(value), PLACES)
