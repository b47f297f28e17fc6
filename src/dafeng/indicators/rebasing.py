"""Base years and yearly parts: decreases, indices, points against percent, progress.

Percentages are exact fractions in percent: 17 is 17 %. Amounts at constant prices are
in :mod:`dafeng.indicators.constant_prices`, unlike definitions in
:mod:`dafeng.indicators.comparing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction

import attrs

from dafeng.base.errors import BadInputError
from dafeng.base.rounding import round_half_even

_WHOLE = 100
_PLACES = 6
_PRECISE = Context(prec=40)


@attrs.frozen(kw_only=True)
class Decrease:
    """How much a quantity fell from one year to another.

    Attributes
    ----------
    base, year : int
        From which year to which.
    percent : Fraction
        Of the value of ``base``; a rise is negative. At most 100.

    Raises
    ------
    BadInputError
        ``rebasing.percent``: a quantity cannot fall by more than all of it.
    """

    base: int
    year: int
    percent: Fraction = attrs.field(converter=Fraction)

    def __attrs_post_init__(self) -> None:
        if self.percent > _WHOLE:
            msg = (
                f"A decrease of {float(self.percent):g} % from {self.base} to "
                f"{self.year} is more than all of it. Give percent of the base year."
            )
            raise BadInputError(msg, code="rebasing.percent", base=self.base)

    @property
    def left(self) -> Fraction:
        """Value of ``year`` over that of ``base``."""
        return 1 - self.percent / _WHOLE


def chain(*decreases: Decrease) -> Decrease:
    """Join decreases that follow one another: ``1 - (1 - d1)(1 - d2)``.

    Raises
    ------
    BadInputError
        ``rebasing.gap``: one does not begin where the one before ends, or there is
        none.

    Examples
    --------
    >>> eleventh = Decrease(base=2005, year=2010, percent=20)
    >>> twelfth = Decrease(base=2010, year=2015, percent=10)
    >>> chain(eleventh, twelfth).percent
    Fraction(28, 1)
    """
    if not decreases:
        msg = "Nothing to chain: give at least one decrease."
        raise BadInputError(msg, code="rebasing.gap")
    left = Fraction(1)
    for before, after in zip(decreases, decreases[1:], strict=False):
        if before.year != after.base:
            msg = (
                f"The decrease to {before.year} is followed by one from {after.base}. "
                f"Give the one from {before.year} to {after.base} as well."
            )
            raise BadInputError(msg, code="rebasing.gap", year=before.year)
    for one in decreases:
        left *= one.left
    return Decrease(
        base=decreases[0].base, year=decreases[-1].year, percent=(1 - left) * _WHOLE
    )


def rebase(decrease: Decrease, *, base: int, known: Iterable[Decrease]) -> Decrease:
    """State a decrease against another base year.

    Parameters
    ----------
    decrease : Decrease
    base : int
        The base year that is wanted.
    known : iterable of Decrease
        Decreases of the same quantity that join the two base years, in any order; one
        from 2005 to 2020 serves both ways.

    Returns
    -------
    Decrease
        From ``base`` to the year of ``decrease``.

    Raises
    ------
    BadInputError
        ``rebasing.no_link``: nothing joins the base years. ``rebasing.zero``: on the
        way back stands a decrease of 100 %.

    Examples
    --------
    >>> since_2005 = Decrease(base=2005, year=2025, percent=55)
    >>> before = Decrease(base=2005, year=2020, percent=50)
    >>> rebase(since_2005, base=2020, known=[before]).percent
    Fraction(10, 1)
    """
    ratios = _ratios(base, tuple(known))
    if decrease.base not in ratios:
        msg = (
            f"Nothing joins {base} and {decrease.base}: from {base} there is a way to "
            f"{', '.join(map(str, sorted(ratios)))}. Give the decrease between them."
        )
        raise BadInputError(msg, code="rebasing.no_link", base=base)
    left = ratios[decrease.base] * decrease.left
    return Decrease(base=base, year=decrease.year, percent=(1 - left) * _WHOLE)


def _ratios(base: int, known: tuple[Decrease, ...]) -> Mapping[int, Fraction]:
    """Value of every year that can be reached, over that of ``base``."""
    ratios = {base: Fraction(1)}
    waiting = [base]
    while waiting:
        here = waiting.pop(0)
        for one in known:
            if one.base == here and one.year not in ratios:
                ratios[one.year] = ratios[here] * one.left
                waiting.append(one.year)
            elif one.year == here and one.base not in ratios:
                ratios[one.base] = _back(one, ratios[here])
                waiting.append(one.base)
    return ratios


def _back(one: Decrease, ratio: Fraction) -> Fraction:
    if one.left == 0:
        msg = (
            f"Nothing was left in {one.year} of what there was in {one.base}: "
            f"no year can be stated against {one.year}. Take another base year."
        )
        raise BadInputError(msg, code="rebasing.zero", year=one.year)
    return ratio / one.left


def rebase_index(
    index: Mapping[int, Decimal | Fraction], *, base: int
) -> Mapping[int, Fraction]:
    """Turn levels into an index with ``base`` = 100.

    Raises
    ------
    BadInputError
        ``rebasing.no_year``: there is no level of that year, or it is zero.

    Examples
    --------
    >>> rebase_index({2020: Decimal(80), 2025: Decimal(60)}, base=2020)[2025]
    Fraction(75, 1)
    """
    level = index.get(base)
    if not level:
        msg = (
            f"There is no level of {base} to divide by. "
            f"There are: {', '.join(str(year) for year in sorted(index)) or 'none'}."
        )
        raise BadInputError(msg, code="rebasing.no_year", base=base)
    whole = Fraction(level)
    return {year: Fraction(one) / whole * _WHOLE for year, one in index.items()}


def points_between(before: Decimal, after: Decimal) -> Fraction:
    """Change of a share in percentage points (百分点): from 10 % to 12 % it is 2."""
    return Fraction(after) - Fraction(before)


def percent_between(before: Decimal, after: Decimal) -> Fraction:
    """Change of a value in percent of itself: from 10 % to 12 % it is 20.

    Raises
    ------
    BadInputError
        ``rebasing.zero``: from zero there is no change in percent.
    """
    if before == 0:
        msg = (
            "A change from 0 has no percent. State it in the unit itself, "
            "a share in percentage points (百分点)."
        )
        raise BadInputError(msg, code="rebasing.zero")
    return (Fraction(after) / Fraction(before) - 1) * _WHOLE


def after_points(before: Decimal, points: Decimal) -> Fraction:
    """Share after a change by percentage points."""
    return Fraction(before) + Fraction(points)


def after_percent(before: Decimal, percent: Decimal) -> Fraction:
    """Value after a change by percent of itself."""
    return Fraction(before) * (1 + Fraction(percent) / _WHOLE)


class Way(StrEnum):
    """How a cut of several years is spread over them; which one holds is a choice."""

    EQUAL_RATE = "equal-rate"
    """The same rate every year: ``1 - (1 - T)^(n/N)``."""
    LINEAR = "linear"
    """The same number of points every year: ``T·n/N``."""


def progress_due(cut: Decimal, *, gone: int, years: int, way: Way) -> Decimal:
    """Cumulative decrease that is due after some years of a longer cut.

    Parameters
    ----------
    cut : Decimal
        The whole cut T in percent, for example 17; a rise is negative.
    gone : int
        Years n that are over, from 0 to ``years``.
    years : int
        Years N of the whole, for example 5.
    way : Way

    Returns
    -------
    Decimal
        In percent of the base year, six decimals.

    Raises
    ------
    BadInputError
        ``rebasing.years``: more years are gone than there are, or fewer than none.
        ``rebasing.percent``: the cut is more than 100 %.

    Source
    ------
    Both ways stand in the formulas that local assessments share; which one a city uses
    must be asked.

    Examples
    --------
    >>> progress_due(Decimal(15), gone=2, years=5, way=Way.LINEAR)
    Decimal('6.000000')
    """
    if years < 1 or not 0 <= gone <= years:
        msg = f"{gone} of {years} years cannot be over. Count from 0 to the last year."
        raise BadInputError(msg, code="rebasing.years", gone=gone, years=years)
    if cut > _WHOLE:
        msg = f"A cut of {cut} % is more than all of it. Give percent of the base year."
        raise BadInputError(msg, code="rebasing.percent", cut=str(cut))
    if way is Way.LINEAR:
        return round_half_even(Fraction(cut) * gone / years, _PLACES)
    if gone == 0:
        return round_half_even(0, _PLACES)
    left = _PRECISE.subtract(Decimal(1), _PRECISE.divide(cut, Decimal(_WHOLE)))
    part = _PRECISE.divide(Decimal(gone), Decimal(years))
    due = _PRECISE.subtract(Decimal(1), _PRECISE.power(left, part))
    return round_half_even(due * _WHOLE, _PLACES)
