"""Years: which ones a plan covers, and how a dated thing stands to one of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.division.records import Span
from dafeng.assessment.division.rows import Timing

if TYPE_CHECKING:
    from dafeng.plan import Milestone, Plan

_NEAREST = (
    Timing.DUE,
    Timing.STEP,
    Timing.UNDERWAY,
    Timing.STANDING,
    Timing.LATER,
    Timing.OVER,
)


@attrs.frozen(kw_only=True)
class Years:
    """The year of a division and the years that the plan covers."""

    year: int
    first: int | None
    last: int | None

    @classmethod
    def of(cls, plan: Plan, year: int) -> Years:
        """Years of a plan: from its own date to the last year that it names.

        A plan without a date has no first year: nothing tells when it began.
        """
        issued = plan.document.date
        first = year_of(issued) if issued else None
        ends = [target.year for target in plan.targets if target.year is not None]
        ends += [year_of(step.end) for step in plan.milestones if step.end]
        return cls(year=year, first=first, last=max(ends, default=first))

    @property
    def span(self) -> Span:
        """How the year stands to the plan; within where the plan has no date."""
        if self.first is not None and self.year < self.first:
            return Span.BEFORE
        if self.last is not None and self.year > self.last:
            return Span.AFTER
        return Span.WITHIN

    def timing(self, begins: int | None, ends: int | None) -> Timing:
        """How a thing with these years stands to the year of the division."""
        if ends is None:
            return Timing.STANDING
        if ends < self.year:
            return Timing.OVER
        if self.span is Span.BEFORE or (begins is not None and begins > self.year):
            return Timing.LATER
        return Timing.DUE if ends == self.year else Timing.UNDERWAY

    def shown(self, timing: Timing) -> bool:
        """Whether such a thing stands on a sheet of this year."""
        return timing not in (Timing.OVER, Timing.LATER)


def year_of(date: str) -> int:
    """Year of ``2025``, ``2025-06`` or ``2025-06-15``."""
    return int(date[:4])


def quarter_of(date: str) -> int | None:
    """Quarter of ``2025-06``; None where only the year is known."""
    month = date[5:7]
    return (int(month) + 2) // 3 if month else None


def milestone_timing(milestone: Milestone, years: Years) -> Timing:
    """How a milestone stands to the year; without an end it is standing."""
    begins = year_of(milestone.start) if milestone.start else None
    return years.timing(begins, year_of(milestone.end) if milestone.end else None)


def nearest(timings: Iterable[Timing]) -> Timing:
    """The timing that decides for a task: what is due before what stands."""
    return min(timings, key=_NEAREST.index, default=Timing.STANDING)
