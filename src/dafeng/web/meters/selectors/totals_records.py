"""What the totals of towns and parks are asked for, and what they say."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

import attrs

from dafeng.base.periods import Period, PeriodKind


class Step(StrEnum):
    """How long a sum is."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


MOST_DAYS = {Step.DAY: 92, Step.MONTH: 1100, Step.YEAR: 1830}
"""Days that can be asked for at once."""


@attrs.frozen(kw_only=True)
class TotalsAsked:
    """Days, both included, and the steps that they are put in."""

    first: date
    last: date
    step: Step

    @property
    def steps(self) -> tuple[tuple[date, date], ...]:
        """First and last day of each step, cut to the days that are asked for."""
        if self.step is Step.DAY:
            count = (self.last - self.first).days + 1
            days = (self.first + timedelta(days=at) for at in range(count))
            return tuple((one, one) for one in days)
        kind = PeriodKind.MONTH if self.step is Step.MONTH else PeriodKind.YEAR
        years = map(Period.year, range(self.first.year, self.last.year + 1))
        return tuple(
            (max(one.start, self.first), min(one.end, self.last))
            for year in years
            for one in ([year] if kind is PeriodKind.YEAR else year.children(kind))
            if one.end >= self.first and one.start <= self.last
        )


@attrs.frozen(kw_only=True)
class TotalCell:
    """What a place used in a step; None is unknown.

    Attributes
    ----------
    tce_g, equal_g, co2_g : int or None
        Grams: standard coal by calorific and equal value, CO2; of what is known.
    known : Decimal or None
        Share of the time of its meters that is known; None where no meter lived.
    """

    tce_g: int | None
    equal_g: int | None
    co2_g: int | None
    known: Decimal | None


@attrs.frozen(kw_only=True)
class PlaceTotals:
    """A town or park, or all of them.

    Attributes
    ----------
    place : int or None
        Key of the unit; None is all that the person may see.
    meters : int
        Through which energy comes in.
    """

    place: int | None
    firms: int
    meters: int
    cells: tuple[TotalCell, ...]
    whole: TotalCell
