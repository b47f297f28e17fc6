"""Targets, milestones and projects as rows of a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.division.evidence import report_asked
from dafeng.assessment.division.rows import (
    EvidenceAsked,
    MilestoneRow,
    ProjectRow,
    TargetRow,
    Timing,
)
from dafeng.assessment.division.steps import Asked, between, target_steps
from dafeng.assessment.division.years import milestone_timing, year_of
from dafeng.assessment.standings.demands import Asked as Demand
from dafeng.assessment.standings.demands import asked_of
from dafeng.plan.milestones import dates_in
from dafeng.plan.records import TargetKind

if TYPE_CHECKING:
    from dafeng.assessment.division.evidence import Catalogue
    from dafeng.assessment.division.years import Years
    from dafeng.assessment.records import Decree, Goal, PathPoint
    from dafeng.plan import Milestone, Project, Target


_COUNTED_FROM_BASE = (TargetKind.RELATIVE_CHANGE, TargetKind.DELEGATED)


@attrs.frozen(kw_only=True)
class Letters:
    """What the city handed down, as far as it counts for a year.

    Attributes
    ----------
    decrees : tuple of Decree
    on : date
        Last day of the year: of the letters until then the newest holds.
    """

    decrees: tuple[Decree, ...]
    on: date


@attrs.frozen(kw_only=True)
class Line:
    """Where a target's value is fixed.

    Attributes
    ----------
    fixed : mapping of int to Decimal
        Year to value: the path, and the target itself.
    start : tuple of int and Decimal, or None
        Base year and 0, for a target that counts the change since then.
    """

    fixed: Mapping[int, Decimal]
    start: tuple[int, Decimal] | None = None

    @classmethod
    def of(cls, target: Target, path: Iterable[PathPoint]) -> Line:
        """Fixed values of a target, and those on the way to it."""
        fixed = {point.year: point.value for point in path}
        if target.value is not None and target.year is not None:
            fixed[target.year] = target.value
        base = target.base_year
        if base is None or target.kind not in _COUNTED_FROM_BASE:
            return cls(fixed=fixed)
        return cls(fixed=fixed, start=(base, Decimal(0)))


def asked_in(line: Line, year: int) -> Asked:
    """Value for a year from the years for which one is fixed.

    Parameters
    ----------
    line : Line
    year : int

    Returns
    -------
    Asked
        The fixed value; between two fixed ones the straight line, as a proposal;
        outside of them nothing.

    Examples
    --------
    >>> asked_in(Line(fixed={2024: Decimal(4), 2026: Decimal(8)}), 2025)
    Asked(value=Decimal('6.0'), proposed=True)
    """
    if year in line.fixed:
        return Asked(value=line.fixed[year])
    points = dict([line.start] if line.start else ()) | dict(line.fixed)
    below = max((known for known in points if known < year), default=None)
    above = min((known for known in points if known > year), default=None)
    if below is None or above is None:
        return Asked()
    share = Fraction(year - below, above - below)
    value = between(points[below], points[above], share)
    return Asked(value=value, proposed=True)


def judged(target: Target, goal: Goal | None, letters: Letters) -> Target:
    """Target as it is judged in the year: the city's letter, else the goal, else plan.

    Who answers comes from the goal's duties where the plan names nobody.
    """
    if goal is None:
        return target
    known = asked_of(goal, letters.decrees, letters.on)
    handed = known.decree is not None
    value = known.value if handed else goal.value
    units = target.responsible or tuple(duty.unit for duty in goal.duties)
    return attrs.evolve(
        target,
        value=target.value if value is None else value,
        value_max=None if handed else target.value_max,
        unit=(known.unit if handed else goal.unit) or target.unit,
        comparator=(known.comparator if handed else goal.comparator)
        or target.comparator,
        year=known.year or target.year,
        base_year=known.base_year or target.base_year,
        responsible=units,
    )


@attrs.frozen(kw_only=True)
class RowMaker:
    """Makes the rows of one year; what does not concern it gives None.

    Attributes
    ----------
    years : Years
    goals : mapping of str to Goal
        By the key of their target.
    letters : Letters
    catalogue : Catalogue or None
    """

    years: Years
    goals: Mapping[str, Goal]
    letters: Letters
    catalogue: Catalogue | None

    def timing(self, target: Target) -> Timing:
        """How a target stands to the year, shown or not."""
        plain = self.years.timing(None, target.year)
        asked_now = self.years.year in self._line(target).fixed
        return Timing.STEP if asked_now and plain is Timing.UNDERWAY else plain

    def target(self, target: Target) -> TargetRow | None:
        """Row of a target; None when its year is over or has not come."""
        timing = self.timing(target)
        if not self.years.shown(timing):
            return None
        line, year, known = self._line(target), self.years.year, self._asked(target)
        asked = asked_in(line, year)
        return TargetRow(
            id=target.id,
            clause=target.clause,
            indicator=target.indicator,
            timing=timing,
            kind=target.kind.value,
            softness=target.softness.value,
            direction=target.direction.value,
            comparator=target.comparator or "",
            value=target.value,
            value_max=target.value_max,
            unit=target.unit or "",
            due_year=target.year,
            base_year=target.base_year,
            scope=target.scope or "",
            responsible=target.responsible,
            source=known.source if known else target.clause,
            asked=asked.value,
            asked_proposed=asked.proposed,
            steps=target_steps(asked_in(line, year - 1), asked),
            evidence=self._evidence(target) or (report_asked(year),),
        )

    def milestone(self, milestone: Milestone) -> MilestoneRow | None:
        """Row of a milestone; None when it is over or has not begun."""
        timing = milestone_timing(milestone, self.years)
        if not self.years.shown(timing):
            return None
        return MilestoneRow(
            clause=milestone.clause,
            text=milestone.text,
            begins=milestone.start or "",
            ends=milestone.end,
            timing=timing,
        )

    def project(self, project: Project) -> ProjectRow | None:
        """Row of a project; None when its time is over or has not come."""
        dates = dates_in(project.period or "")
        timing = self.years.timing(
            year_of(dates.start) if dates.start else None,
            year_of(dates.end) if dates.end else None,
        )
        if not self.years.shown(timing):
            return None
        return ProjectRow(
            id=project.id,
            clause=project.clause,
            name=project.name,
            place=project.place or "",
            capacity=project.capacity,
            unit=project.unit or "",
            period=project.period or "",
            timing=timing,
        )

    def _asked(self, target: Target) -> Demand | None:
        goal = self.goals.get(target.id)
        if goal is None:
            return None
        return asked_of(goal, self.letters.decrees, self.letters.on)

    def _line(self, target: Target) -> Line:
        known = self._asked(target)
        return Line.of(target, known.path if known else ())

    def _evidence(self, target: Target) -> tuple[EvidenceAsked, ...]:
        if self.catalogue is None:
            return ()
        goal, year = self.goals.get(target.id), self.years.year
        definition = (goal.definition if goal else "") or self.catalogue.definition_of(
            target.indicator_code or "", year
        )
        return self.catalogue.evidence(definition, year) if definition else ()
