"""Which days are settled together: a month or a quarter, or the part that is due."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from dafeng.base.rounding import round_half_even

_DAY = timedelta(days=1)
_QUARTER = 3
_PLACES = 6


class Length(StrEnum):
    """How long a period of a contract is."""

    MONTH = "month"
    QUARTER = "quarter"


def days_of(begin: date, end: date) -> int:
    """How many days there are, both included."""
    return (end - begin).days + 1


def whole_period(length: Length, day: date) -> tuple[date, date]:
    """First and last day of the month or quarter of the calendar that a day is in.

    Examples
    --------
    >>> [str(day) for day in whole_period(Length.QUARTER, date(2026, 5, 20))]
    ['2026-04-01', '2026-06-30']
    """
    month = day.month
    if length is Length.QUARTER:
        month -= (month - 1) % _QUARTER
    last = month if length is Length.MONTH else month + _QUARTER - 1
    until = calendar.monthrange(day.year, last)[1]
    return date(day.year, month, 1), date(day.year, last, until)


def stretch_at(length: Length, day: date, turns: Iterable[date]) -> tuple[date, date]:
    """Days that are settled together with a day.

    Parameters
    ----------
    length : Length
    day : date
    turns : iterable of date
        Days on which something new begins: the report period, a term, a change. They
        cut a month or quarter.

    Examples
    --------
    >>> turns = [date(2026, 5, 11), date(2026, 7, 1)]
    >>> [str(day) for day in stretch_at(Length.MONTH, date(2026, 5, 20), turns)]
    ['2026-05-11', '2026-05-31']
    """
    first, last = whole_period(length, day)
    for turn in turns:
        if turn <= day:
            first = max(first, turn)
        else:
            last = min(last, turn - _DAY)
    return first, last


def adjustment_part(
    energy: Decimal, first: date, last: date, begin: date, end: date
) -> Decimal:
    """The part of an adjustment of some days that falls into a period, by days.

    Parts of periods that follow one another add up to the whole to the last digit.

    Examples
    --------
    >>> days = date(2026, 3, 30), date(2026, 4, 1)
    >>> adjustment_part(Decimal(100), *days, date(2026, 3, 1), date(2026, 3, 31))
    Decimal('66.666667')
    >>> adjustment_part(Decimal(100), *days, date(2026, 4, 1), date(2026, 4, 30))
    Decimal('33.333333')
    """
    whole = days_of(first, last)

    def until(day: date) -> Decimal:
        passed = min(max(days_of(first, day), 0), whole)
        return round_half_even(Fraction(energy) * passed / whole, _PLACES)

    before = begin - _DAY
    return until(end) - until(before)
