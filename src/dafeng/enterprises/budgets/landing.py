"""Where the year will land: what is used, and what the rest of it will bring.

Logarithms of months are a level of the year plus a season of the month plus noise,

    ln(use) = level[year] + season[month] + noise,

fitted by least squares to all whole months that are known (:mod:`.fitting`). What is
left of the year is the sum of the fitted months; its spread holds the noise of those
months and how well level and seasons are known, with Student's distribution for as many
degrees of freedom as the fit leaves (error propagation on the sum; textbook two-way
layout). Without a past the seasons are left out. The interval covers the truth at its
rate as long as the noise of the months is alike and independent; a change of the works
is no noise. One so wide that it says nothing is none.
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
from dafeng.enterprises.budgets.fitting import Fit, fit_months
from dafeng.enterprises.budgets.months import MONTHS, MonthUse
from dafeng.enterprises.budgets.quanta import PLACES, ZERO
from dafeng.enterprises.errors import BudgetError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.enterprises.budgets.seasons import Year

    Array = NDArray[np.float64]

FEWEST = 3
"""Whole months of the year that have to be known before its landing is a warning."""
LEVEL = Decimal("0.80")
"""How often the interval holds the truth."""
WIDEST = 10
"""An interval whose upper end is further than this from the centre says nothing."""


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
        What is known of the year, tce, and counts: never below zero.
    gross : Decimal
        What is known of the year before anything is taken off.
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
    known_months : int
        Months of the year that are known whole.
    deducted : Decimal
        What was taken off the sums, and is still in ``months`` and ``path``.
    """

    used: Decimal
    gross: Decimal = ZERO
    expected: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    months: tuple[Decimal, ...] = ()
    path: tuple[tuple[Decimal, Decimal] | None, ...] = ()
    rest: Decimal = ZERO
    seasonal: bool = False
    known_months: int = 0
    spread: Spread | None = None
    deducted: Decimal = ZERO

    @property
    def firm(self) -> bool:
        """Whether enough is known to warn by it: some months, and how they vary."""
        told = self.low is not None or self.seasonal
        return told and self.known_months >= FEWEST

    def less(self, amount: Decimal) -> Landing:
        """Return the same year with an amount that does not count taken off.

        It is taken from the sums; the months stay as they are.
        """
        return attrs.evolve(
            self,
            used=max(self.gross - self.deducted - amount, ZERO),
            expected=_off(self.expected, amount),
            low=_off(self.low, amount),
            high=_off(self.high, amount),
            deducted=self.deducted + amount,
        )

    def chance_over(self, budget: Decimal) -> float | None:
        """Probability that the year ends above a budget; None is unknown."""
        # Deductions may exceed what was used so far; the rest of the year pays them.
        used = self.gross - self.deducted
        if used > budget:
            return 1.0
        if self.expected is None:
            return None
        if self.spread is None or not self.spread.scale or not self.rest:
            # Nothing is left that could be uncertain.
            known = not self.rest or self.low is not None
            return float(self.expected > budget) if known else None
        if used == budget:
            return 1.0
        far = math.log(float((budget - used) / self.rest)) / self.spread.scale
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
    total = _rounded(used)
    known_months = sum(one is not None and one.whole for one in months)
    so_far = Landing(used=total, gross=total, known_months=known_months)
    if not left.any():
        parts = tuple(_rounded(_known(one)) for one in months)
        return attrs.evolve(so_far, expected=total, low=total, high=total, months=parts)
    fitted = fit_months(months, past)
    if fitted is None:
        return so_far
    centre = np.where(fitted.still, 0.0, np.exp(fitted.logs)) * left
    known = np.array([float(_known(one)) for one in months])
    rate = (1 + float(level)) / 2
    ends = _ends(fitted, centre, left, rate)
    path = tuple(
        None if one is None else _interval(known, centre, at, one, rate)
        for at, one in enumerate(ends)
    )
    rest, last = float(centre.sum()), path[-1]
    return attrs.evolve(
        so_far,
        expected=_rounded(used + _exact(rest)),
        low=None if last is None else last[0],
        high=None if last is None else last[1],
        months=tuple(_rounded(_exact(float(one))) for one in known + centre),
        path=path if last is not None else (),
        rest=_rounded(_exact(rest)),
        seasonal=fitted.seasonal,
        spread=ends[-1],
    )


def _ends(fitted: Fit, centre: Array, left: Array, rate: float) -> list[Spread | None]:
    """How uncertain the year is until the end of each month; none if it is absurd."""
    ends = [_spread(fitted, centre[: at + 1], left[: at + 1]) for at in range(MONTHS)]
    last = ends[-1]
    if last is not None and _far(last, rate) > math.log(WIDEST):
        return [None] * MONTHS
    return ends


def _far(spread: Spread, rate: float) -> float:
    """How far the end of the interval is from the centre, in logarithms."""
    return float(stdtrit(spread.freedom, rate)) * spread.scale


def _spread(fitted: Fit, centre: Array, left: Array) -> Spread | None:
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
    far = min(_far(spread, rate), math.log(WIDEST))
    used, rest = float(known[: at + 1].sum()), float(centre[: at + 1].sum())
    low, high = (used + rest * math.exp(sign * far) for sign in (-1, 1))
    return _rounded(_exact(low)), _rounded(_exact(high))


def _off(value: Decimal | None, amount: Decimal) -> Decimal | None:
    return None if value is None else max(value - amount, ZERO)


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
