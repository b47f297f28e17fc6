"""Divide a plan's year among its units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.division.checks import check_division
from dafeng.assessment.division.evidence import report_asked
from dafeng.assessment.division.index import PlanIndex
from dafeng.assessment.division.records import (
    Division,
    DivisionInputs,
    Pair,
    UnitSheet,
)
from dafeng.assessment.division.rosters import Exemptions, Rosters
from dafeng.assessment.division.rows import (
    Exempted,
    MilestoneRow,
    ProjectRow,
    Reach,
    TargetRow,
    TaskRow,
    Through,
    Timing,
)
from dafeng.assessment.division.steps import DatedText, task_steps
from dafeng.assessment.division.targets import Letters, RowMaker, judged, shape_on
from dafeng.assessment.division.years import (
    Years,
    milestone_timing,
    nearest,
)
from dafeng.assessment.records import Role
from dafeng.base.periods import Period
from dafeng.plan.records import UnitKind

if TYPE_CHECKING:
    from dafeng.plan import Plan, Target, Task

DEFAULT_OFFICE = "碳达峰碳中和工作领导小组办公室"
"""Keeps what nobody answers for where the plan names no office of its own."""

_ORDER = (Role.LEAD, Role.SUPPORT, Role.IMPLEMENT)


def divide(plan: Plan, year: int, inputs: DivisionInputs | None = None) -> Division:
    """Make the sheets of tasks for a year, one for each unit.

    A task stands on the sheet of every unit that the plan names, and of every member
    of a group that it names, also of groups inside it, for the part of the year in
    which the unit belongs to the group. A task or target that nobody answers for stands
    on the carbon office's sheet and is a finding. A task ends when a person closes it,
    never by its date.

    Parameters
    ----------
    plan : Plan
    year : int
        Outside of the plan's years only what has no date is asked for, and a finding
        says so.
    inputs : DivisionInputs, optional

    Raises
    ------
    BadInputError
        ``roster.self``, ``assessment.roster_circle``, ``exemption.no_ground``,
        ``validity.reversed``: a roster or exemption that cannot hold.
    NotFoundError
        ``definition.unknown``: a goal names a definition that the catalogue lacks.
    """
    given = inputs or DivisionInputs()
    made = _Divider.of(plan, year, given)
    sheets = tuple(made.sheets())
    return Division(
        plan=plan.document.title or "",
        number=plan.document.number or "",
        year=year,
        span=made.rows.years.span,
        first_year=made.rows.years.first,
        last_year=made.rows.years.last,
        tasks=tuple(made.index.tasks),
        sheets=sheets,
        matrix=made.matrix,
        findings=check_division(made.plan, made.index, made.rows, given, sheets),
    )


@attrs.frozen(kw_only=True)
class _Arrival:
    """How a task comes to a unit."""

    unit: str
    role: Role | None
    reach: Reach
    through: tuple[Through, ...] = ()


@attrs.frozen(kw_only=True)
class _Divider:
    """A plan's year, ready to be divided."""

    plan: Plan
    index: PlanIndex
    rows: RowMaker
    rosters: Rosters
    exemptions: Exemptions
    office: str
    matrix: tuple[Pair, ...]
    target_rows: Mapping[str, TargetRow | None]

    @classmethod
    def of(cls, plan: Plan, year: int, given: DivisionInputs) -> _Divider:
        letters = Letters(decrees=given.decrees, on=Period.year(year).end)
        goals = {goal.id: goal for goal in given.goals if goal.plan in _own_names(plan)}
        targets = tuple(judged(t, goals.get(t.id), letters) for t in plan.targets)
        plan = attrs.evolve(plan, targets=targets)
        index = PlanIndex.of(plan)
        rows = RowMaker(
            years=Years.of(plan, year),
            goals=goals,
            letters=letters,
            catalogue=given.catalogue,
            shape=shape_on(letters.on),
        )
        return cls(
            plan=plan,
            index=index,
            rows=rows,
            rosters=Rosters.of(given.members, year),
            exemptions=Exemptions.of(given.exemptions, year),
            office=given.office or _office_of(plan),
            matrix=tuple(_matrix(index.tasks)),
            target_rows={target.id: rows.target(target) for target in targets},
        )

    def sheets(self) -> Iterator[UnitSheet]:
        """Sheets of the units of the plan, the office, and members of groups."""
        kinds = dict.fromkeys(self.rosters.groups, UnitKind.GROUP.value)
        units = {unit.name: unit.kind.value for unit in self.plan.units}
        kinds |= units
        named = dict.fromkeys([*units, *(pair.unit for pair in self.matrix)])
        for target in self.plan.targets:
            named |= dict.fromkeys(target.responsible)
        reached = {
            unit
            for unit, groups in self.rosters.groups_of.items()
            if any(each.group in named for each in groups)
        }
        for unit in dict.fromkeys([*named, *self._office_first(), *sorted(reached)]):
            yield self._sheet(unit, kinds.get(unit, UnitKind.OTHER.value))

    def _office_first(self) -> tuple[str, ...]:
        """The office, where it has something to keep."""
        kept = self._unassigned() or any(self._loose(self.office))
        return (self.office,) if kept else ()

    def _unassigned(self) -> list[str]:
        return [key for key, task in self.index.tasks.items() if not task.responsible]

    def _sheet(self, unit: str, kind: str) -> UnitSheet:
        found = [
            row
            for key, task in self.index.tasks.items()
            if (row := self._task(key, task, unit)) is not None
        ]
        targets, milestones, projects = self._loose(unit)
        return UnitSheet(
            unit=unit,
            kind=kind,
            lead=tuple(row for row in found if row.role is Role.LEAD),
            support=tuple(row for row in found if row.role not in (Role.LEAD, None)),
            unassigned=tuple(row for row in found if row.role is None),
            targets=targets,
            milestones=milestones,
            projects=projects,
            members=self.rosters.members_of.get(unit, ()),
        )

    def _through(self, unit: str, names: Iterable[str]) -> tuple[Through, ...]:
        """Groups among ``names`` by which something reaches a unit."""
        groups = self.rosters.groups_of.get(unit, ())
        meant = set(names)
        return tuple(each for each in groups if each.group in meant)

    def _task(self, key: str, task: Task, unit: str) -> TaskRow | None:
        """Row of a task on a unit's sheet; None when it does not reach the unit."""
        arrival = self._arrival(task, unit)
        if arrival is None:
            return None
        targets = self._targets(self.index.targets.get(key, ()), unit)
        milestones = self._milestones(key)
        due = [
            DatedText(ends=each.ends, text=each.text)
            for each in milestones
            if each.timing is Timing.DUE
        ]
        timing = self._task_timing(key)
        active = self.rows.years.shown(timing)
        asks = active and not any(target.evidence for target in targets)
        return TaskRow(
            key=key,
            clause=task.clause,
            title=task.title,
            action=task.action or "",
            role=arrival.role,
            reach=arrival.reach,
            through=arrival.through,
            timing=timing,
            targets=targets,
            milestones=milestones,
            projects=self._projects(key),
            steps=task_steps(due) if active else (),
            evidence=(report_asked(self.rows.years.year),) if asks else (),
            exempted=self._exempted(key, unit),
        )

    def _arrival(self, task: Task, unit: str) -> _Arrival | None:
        roles = _roles(task)
        through = self._through(unit, roles)
        if unit in roles:
            role = roles[unit]
            return _Arrival(unit=unit, role=role, reach=Reach.NAMED, through=through)
        if through:
            role = min((roles[each.group] for each in through), key=_ORDER.index)
            return _Arrival(unit=unit, role=role, reach=Reach.GROUP, through=through)
        if not roles and unit == self.office:
            return _Arrival(unit=unit, role=None, reach=Reach.UNASSIGNED)
        return None

    def _task_timing(self, key: str) -> Timing:
        years = self.rows.years
        targets = self.index.targets.get(key, ())
        milestones = self.index.milestones.get(key, ())
        return nearest(
            [
                *map(self.rows.timing, targets),
                *(milestone_timing(each, years) for each in milestones),
            ]
        )

    def _targets(self, targets: Iterable[Target], unit: str) -> tuple[TargetRow, ...]:
        return tuple(
            attrs.evolve(row, exempted=self._exempted(row.id, unit))
            for target in targets
            if (row := self.target_rows[target.id]) is not None
        )

    def _exempted(self, subject: str, unit: str) -> tuple[Exempted, ...]:
        """Exemptions of a unit; whoever of its groups is exempt, the unit is."""
        groups = self.rosters.groups_of.get(unit, ())
        return self.exemptions.find(subject, unit, groups)

    def _milestones(self, key: str) -> tuple[MilestoneRow, ...]:
        made = map(self.rows.milestone, self.index.milestones.get(key, ()))
        return tuple(row for row in made if row is not None)

    def _projects(self, key: str) -> tuple[ProjectRow, ...]:
        made = map(self.rows.project, self.index.projects.get(key, ()))
        return tuple(row for row in made if row is not None)

    def _loose(
        self, unit: str
    ) -> tuple[tuple[TargetRow, ...], tuple[MilestoneRow, ...], tuple[ProjectRow, ...]]:
        """What no task of the unit brings onto its sheet and still concerns it."""
        names = (unit, *(e.group for e in self.rosters.groups_of.get(unit, ())))
        targets = self._targets(
            (t for t in self.plan.targets if self._concerns(t, names)), unit
        )
        if unit != self.office:
            return targets, (), ()
        return targets, self._milestones(""), self._projects("")

    def _concerns(self, target: Target, names: tuple[str, ...]) -> bool:
        """Whether a target is a unit's, and none of its tasks holds it."""
        keys = self.index.holders.get(target.id, ())
        holders = [_roles(self.index.tasks[key]) for key in keys]
        if not any(holders) and not target.responsible:
            # Held by nobody; a task without units brings it to the office already.
            return names[0] == self.office and not holders
        brought = any(name in roles for roles in holders for name in names)
        return not brought and any(name in target.responsible for name in names)


def _own_names(plan: Plan) -> frozenset[str]:
    """What a goal calls its plan when it is of this one."""
    return frozenset({"", plan.document.title or "", plan.document.number or ""})


def _roles(task: Task) -> dict[str, Role]:
    """Units of a task with their roles; of two roles the higher one."""
    found: dict[str, Role] = {}
    for one in task.responsible:
        role = Role(one.role.value)
        kept = found.get(one.name, role)
        found[one.name] = min(kept, role, key=_ORDER.index)
    return found


def _matrix(tasks: Mapping[str, Task]) -> Iterator[Pair]:
    for key, task in tasks.items():
        for unit, role in _roles(task).items():
            yield Pair(task=key, unit=unit, role=role)


def _office_of(plan: Plan) -> str:
    offices = (unit.name for unit in plan.units if unit.kind is UnitKind.OFFICE)
    return next(offices, DEFAULT_OFFICE)
