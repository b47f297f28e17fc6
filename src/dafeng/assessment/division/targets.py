"""Targets, milestones and projects as rows of a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.division.evidence import report_asked
from dafeng.assessment.division.rows import (
    EvidenceAsked,
    MilestoneRow,
    ProjectRow,
    Step,
    TargetRow,
    Timing,
)
from dafeng.assessment.division.steps import YearDemand, target_steps
from dafeng.assessment.division.years import milestone_timing, year_of
from dafeng.assessment.records import PathPoint
from dafeng.assessment.standings.demands import Asked, asked_of, base_year_before
from dafeng.assessment.standings.paths import expected_at
from dafeng.assessment.standings.rules import PathShape, state_rules
from dafeng.assessment.standings.views import ENDLESS
from dafeng.base.errors import NotFoundError
from dafeng.indicators import definition_register
from dafeng.plan.milestones import dates_in
from dafeng.plan.records import TargetKind

if TYPE_CHECKING:
    from dafeng.assessment.division.evidence import Catalogue
    from dafeng.assessment.division.years import Years
    from dafeng.assessment.records import Decree, Goal
    from dafeng.plan import Milestone, Project, Target


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
    """Where a target's value is fixed, and how the way between goes.

    Attributes
    ----------
    fixed : tuple of PathPoint
        The path, and the target itself; each year once.
    start : PathPoint or None
        Base year and 0, for a target that counts the change since then.
    shape : PathShape
    always : Decimal or None
        What a target of a kind that holds in every period asks for.
    """

    fixed: tuple[PathPoint, ...] = ()
    start: PathPoint | None = None
    shape: PathShape = PathShape.LINEAR
    always: Decimal | None = None

    @classmethod
    def of(
        cls, target: Target, path: Iterable[PathPoint], counted: PathShape | None
    ) -> Line:
        """Fixed values of a target, and those on the way to it.

        Parameters
        ----------
        target : Target
        path : iterable of PathPoint
        counted : PathShape or None
            The way of a change since a base year; None for any other target.
        """
        if target.kind.value in ENDLESS:
            return cls(always=target.value)
        points = {point.year: point for point in path}
        if target.year is not None and target.value is not None:
            points[target.year] = PathPoint(year=target.year, value=target.value)
        fixed = tuple(points.values())
        if counted is None or target.year is None:
            return cls(fixed=fixed)
        base = target.base_year or base_year_before(target.year)
        start = PathPoint(year=base, value=Decimal(0))
        return cls(fixed=fixed, start=start, shape=counted)

    def reached_by(self, year: int) -> Decimal | None:
        """What the way asks for by the end of a year; None where nothing tells."""
        if self.always is not None:
            return self.always
        begun = (self.start,) if self.start else ()
        points = {point.year: point for point in (*begun, *self.fixed)}
        if not self.fixed or year > max(points):
            return None
        return expected_at(year, tuple(points.values()), self.shape)


def asked_in(line: Line, year: int) -> YearDemand:
    """Value for a year from the years for which one is fixed.

    Parameters
    ----------
    line : Line
    year : int

    Returns
    -------
    YearDemand
        The fixed value; between two fixed ones what the path of a standing asks for,
        as a proposal; outside of them, and in the base year, nothing.

    Examples
    --------
    >>> steps = (PathPoint(year=y, value=Decimal(v)) for y, v in ((2024, 4), (2026, 8)))
    >>> asked_in(Line(fixed=tuple(steps)), 2025)
    YearDemand(value=Decimal('6'), proposed=True)
    """
    if line.start is not None and year <= line.start.year:
        return YearDemand()
    value = line.reached_by(year)
    known = line.always is not None or any(p.year == year for p in line.fixed)
    return YearDemand(value=value, proposed=value is not None and not known)


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


def shape_on(day: date) -> PathShape:
    """The way that the rules of states take; before any rule the straight one."""
    try:
        return state_rules(day).path
    except NotFoundError:
        return PathShape.LINEAR


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
    shape : PathShape
        How a change since a base year gets to its target.
    """

    years: Years
    goals: Mapping[str, Goal]
    letters: Letters
    catalogue: Catalogue | None
    shape: PathShape

    def timing(self, target: Target) -> Timing:
        """How a target stands to the year, shown or not."""
        plain = self.years.timing(None, target.year)
        fixed = self._line(target).fixed
        asked_now = any(point.year == self.years.year for point in fixed)
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
            steps=self._steps(line, asked),
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

    def _asked(self, target: Target) -> Asked | None:
        goal = self.goals.get(target.id)
        if goal is None:
            return None
        return asked_of(goal, self.letters.decrees, self.letters.on)

    def _steps(self, line: Line, asked: YearDemand) -> tuple[Step, ...]:
        """Quarters of the year; what holds in every period has none."""
        if line.always is not None:
            return ()
        before = YearDemand(value=line.reached_by(self.years.year - 1))
        return target_steps(before, asked)

    def _line(self, target: Target) -> Line:
        known = self._asked(target)
        counted = self.shape if self._counts_change(target) else None
        return Line.of(target, known.path if known else (), counted)

    def _counts_change(self, target: Target) -> bool:
        """Whether a target counts the change since its base year."""
        goal = self.goals.get(target.id)
        if goal is not None and goal.definition:
            register = self.catalogue.definitions if self.catalogue else None
            return (register or definition_register()).compares(goal.definition)
        delegated = target.kind is TargetKind.DELEGATED and target.base_year is not None
        return delegated or target.kind is TargetKind.RELATIVE_CHANGE

    def _evidence(self, target: Target) -> tuple[EvidenceAsked, ...]:
        if self.catalogue is None:
            return ()
        definition, year = self._definition(target), self.years.year
        return self.catalogue.evidence(definition, year) if definition else ()

    def _definition(self, target: Target) -> str:
        """Definition that a target is measured by; empty where nothing says."""
        goal = self.goals.get(target.id)
        if goal is not None and goal.definition:
            return goal.definition
        if self.catalogue is None:
            return ""
        code = target.indicator_code or ""
        return self.catalogue.definition_of(code, self.years.year)
