"""The curve of a year: which part of it each month usually is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

import attrs

from dafeng.base.rounding import round_half_even
from dafeng.enterprises.budgets.months import MONTHS, MonthUse
from dafeng.enterprises.budgets.quanta import PLACES, to_quanta

Year = Sequence[MonthUse | None]


@attrs.frozen(kw_only=True)
class YearCurve:
    """Shares of the twelve months.

    Attributes
    ----------
    shares : tuple of Fraction, 12 of them
        They add up to one.
    years : tuple of int
        The years that it was taken from; none where it is even.
    """

    shares: tuple[Fraction, ...]
    years: tuple[int, ...]

    @property
    def even(self) -> bool:
        """Whether there was no past: each month is a twelfth."""
        return not self.years

    def until(self, month: int, part: Fraction = Fraction(0)) -> Fraction:
        """Share of the year up to the end of a month, and a part of the next one."""
        whole = sum(self.shares[:month], Fraction())
        rest = self.shares[month] * part if month < MONTHS else Fraction()
        return whole + rest


def seasonal_curve(history: Mapping[int, Year]) -> YearCurve:
    """Return the mean of the monthly shares of past years that are known whole.

    Without one the months are even twelfths, and the curve says so.

    Parameters
    ----------
    history : mapping of int to twelve MonthUse or None
        Years before the one asked for.

    Examples
    --------
    >>> seasonal_curve({}).shares[0], seasonal_curve({}).even
    (Fraction(1, 12), True)
    """
    sums = [Fraction(0)] * MONTHS
    years = []
    for year, row in sorted(history.items()):
        known = [one.tce for one in row if one is not None and one.whole]
        values = [Fraction(one) for one in known if one is not None]
        total = sum(values, Fraction())
        if len(values) < MONTHS or not total:
            continue
        years.append(year)
        sums = [old + new / total for old, new in zip(sums, values, strict=True)]
    if not years:
        return YearCurve(shares=(Fraction(1, MONTHS),) * MONTHS, years=())
    return YearCurve(shares=tuple(one / len(years) for one in sums), years=tuple(years))


def monthly_budget(budget: Decimal, curve: YearCurve) -> tuple[Decimal, ...]:
    """Lay a budget out over the months: whole quanta that add up to it exactly.

    Examples
    --------
    >>> parts = monthly_budget(Decimal("100.00"), seasonal_curve({}))
    >>> sum(parts), parts[0], parts[11]
    (Decimal('100.00'), Decimal('8.33'), Decimal('8.33'))
    """
    quanta = to_quanta(budget)
    sums = accumulate(curve.shares, initial=Fraction())
    ends = [int(round_half_even(quanta * one, 0)) for one in sums]
    parts = (after - before for before, after in zip(ends, ends[1:], strict=False))
    return tuple(Decimal(one).scaleb(-PLACES) for one in parts)
