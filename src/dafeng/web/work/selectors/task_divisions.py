"""What the confirmed tasks of a plan ask of units in a year: tasks to be drafted.

Who leads and who supports comes from the plan through :mod:`dafeng.assessment`; groups
are taken apart by their dated roster.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache

import attrs

from dafeng.assessment import Member
from dafeng.assessment.division import (
    Division,
    DivisionInputs,
    Reach,
    StepBasis,
    TaskRow,
    divide,
    task_keys,
)
from dafeng.assessment.records import Role
from dafeng.base.findings import Finding, Severity
from dafeng.plan.records import UnitKind
from dafeng.web.core.models import AuditRow, Organisation
from dafeng.web.plans.models import (
    ACCEPTED,
    GroupMember,
    Plan,
    PlanUnit,
    ProposalKind,
)
from dafeng.web.plans.models import Task as PlanTask
from dafeng.web.plans.selectors.plans import confirmed_plan
from dafeng.web.plans.selectors.proposals import proposals_of
from dafeng.web.plans.selectors.units import organisations_by_name
from dafeng.web.work.models import Task, UnitRole

LAST_MONTH, LAST_DAY = 12, 31
QUARTER_ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))


@attrs.frozen(kw_only=True)
class DraftUnit:
    """A unit beside the lead of a draft."""

    organisation: Organisation
    role: UnitRole
    group: str = ""


@attrs.frozen(kw_only=True)
class DraftStep:
    """A step of a draft."""

    title: str
    due_on: date


@attrs.frozen(kw_only=True)
class DraftTask:
    """One task that the year asks for; ``standing`` is the task that was made of it."""

    number: str
    plan_task: PlanTask
    lead: Organisation
    group: str = ""
    units: tuple[DraftUnit, ...] = ()
    steps: tuple[DraftStep, ...] = ()
    evidence_asked: str = ""
    due_on: date
    standing: Task | None = None


@attrs.frozen(kw_only=True)
class YearDivision:
    """The division of tasks of one year."""

    plan: Plan
    year: int
    drafts: tuple[DraftTask, ...]
    findings: tuple[Finding, ...]

    @property
    def missing(self) -> tuple[DraftTask, ...]:
        """Drafts that were not made into tasks."""
        return tuple(draft for draft in self.drafts if draft.standing is None)


def year_division(plan: Plan, year: int) -> YearDivision:
    """What the confirmed tasks of a plan ask of registered units in a year."""
    keys, made = divided(plan.pk, year, _stamp())
    rows = proposals_of(plan, ProposalKind.TASK).filter(state__in=ACCEPTED)
    tasks = dict(zip(keys, rows, strict=True))
    divider = _Divider.of(plan, made)
    drafts = [
        draft for key, task in tasks.items() for draft in divider.drafts(key, task)
    ]
    return YearDivision(
        plan=plan,
        year=year,
        drafts=tuple(drafts),
        findings=tuple(divider.findings),
    )


def _stamp() -> str:
    """Seal of the last act on a plan: what was divided before it may not hold."""
    rows = AuditRow.objects.filter(action__startswith="plans.").order_by("-number")
    return rows.values_list("hash", flat=True).first() or ""


@lru_cache(maxsize=8)
def divided(pk: int, year: int, _stamp: str) -> tuple[tuple[str, ...], Division]:
    """Keys of a plan's tasks and their division, kept until a plan changes."""
    plan = Plan.objects.select_related("owner").get(pk=pk)
    record = confirmed_plan(plan)
    made = divide(record, year, DivisionInputs(members=roster_of(plan)))
    return task_keys(record), made


def roster_of(plan: Plan) -> tuple[Member, ...]:
    """Who belongs to which group of a plan, and how long."""
    rows = GroupMember.objects.filter(group__plan=plan).select_related("group")
    return tuple(
        Member(
            group=row.group.name,
            unit=row.name,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in rows.order_by("group__order", "pk")
    )


def registered_units(plan: Plan) -> dict[str, Organisation]:
    """Registered units by the names that the plan and its rosters use."""
    found = organisations_by_name()
    members = GroupMember.objects.filter(
        group__plan=plan, organisation__isnull=False
    ).select_related("organisation")
    found |= {row.name: row.organisation for row in members if row.organisation}
    units = PlanUnit.objects.filter(
        plan=plan, organisation__isnull=False
    ).select_related("organisation")
    for unit in units:
        if unit.organisation is not None:
            found |= dict.fromkeys((unit.name, *unit.variants), unit.organisation)
    return found


@attrs.frozen(kw_only=True)
class _Arrival:
    """A unit that a task reaches through a group."""

    unit: str
    group: str


@attrs.frozen(kw_only=True)
class _Divider:
    """A year's division, with the register behind the plan's names."""

    plan: Plan
    year: int
    register: Mapping[str, Organisation]
    rows: Mapping[str, TaskRow]
    named: Mapping[str, tuple[tuple[str, Role], ...]]
    members: Mapping[str, tuple[_Arrival, ...]]
    groups: frozenset[str]
    standing: Mapping[str, Task]
    taken: frozenset[str]
    findings: list[Finding] = attrs.field(factory=list)

    @classmethod
    def of(cls, plan: Plan, made: Division) -> _Divider:
        groups = frozenset(
            sheet.unit for sheet in made.sheets if sheet.kind == UnitKind.GROUP.value
        )
        rows: dict[str, TaskRow] = {}
        members: dict[str, list[_Arrival]] = defaultdict(list)
        for sheet in made.sheets:
            for row in sheet.tasks:
                rows.setdefault(row.key, row)
                if sheet.unit not in groups and row.reach is not Reach.UNASSIGNED:
                    members[row.key] += [
                        _Arrival(unit=sheet.unit, group=way.group)
                        for way in row.through
                    ]
        named: dict[str, list[tuple[str, Role]]] = defaultdict(list)
        for pair in made.matrix:
            named[pair.task].append((pair.unit, pair.role))
        own = Task.objects.filter(organisation=plan.owner, year=made.year)
        return cls(
            plan=plan,
            year=made.year,
            register=registered_units(plan),
            rows=rows,
            named={key: tuple(found) for key, found in named.items()},
            members={key: tuple(found) for key, found in members.items()},
            groups=groups,
            standing={task.number: task for task in own.filter(plan=plan)},
            taken=frozenset(own.exclude(plan=plan).values_list("number", flat=True)),
        )

    def drafts(self, key: str, task: PlanTask) -> Iterator[DraftTask]:
        """Drafts of one task of the plan: one, or one for each member that leads."""
        named = self.named.get(key, ())
        leads = [name for name, role in named if role is Role.LEAD]
        single = [name for name in leads if name not in self.groups]
        lead = next((self.register[n] for n in single if n in self.register), None)
        units = tuple(self._units(key, named))
        if lead is None and any(name in self.groups for name in leads):
            yield from self._by_member(key, task, leads, units)
            return
        if lead is None:
            self._note("division.no_lead", key, "、".join(n for n, _role in named))
        yield self._draft(
            key, task, lead or self.plan.owner, units=units, group="", suffix=""
        )

    def _by_member(
        self, key: str, task: PlanTask, leads: list[str], units: tuple[DraftUnit, ...]
    ) -> Iterator[DraftTask]:
        """A group leads: each of its members leads a task of its own."""
        done: set[int] = set()
        for one in self._members(key):
            unit = self.register.get(one.unit)
            if one.group not in leads or unit is None or unit.pk in done:
                continue
            done.add(unit.pk)
            beside = tuple(u for u in units if u.role is not UnitRole.LEAD)
            yield self._draft(
                key, task, unit, units=beside, group=one.group, suffix=f"-{unit.code}"
            )
        if not done:
            self._note("division.empty_group", key, "、".join(leads))
            yield self._draft(
                key, task, self.plan.owner, units=units, group="", suffix=""
            )

    def _units(
        self, key: str, named: Iterable[tuple[str, Role]]
    ) -> Iterator[DraftUnit]:
        """Named units with their roles, groups by their members."""
        for name, role in named:
            if name in self.groups:
                yield from self._of_group(key, name, role)
            elif name in self.register:
                yield DraftUnit(organisation=self.register[name], role=_role(role))
            else:
                self._note("division.unregistered", key, name)

    def _members(self, key: str) -> list[_Arrival]:
        """Members that a task reaches, in the order of the register."""

        def place(one: _Arrival) -> str:
            unit = self.register.get(one.unit)
            return one.unit if unit is None else unit.path

        return sorted(self.members.get(key, ()), key=place)

    def _of_group(self, key: str, group: str, role: Role) -> Iterator[DraftUnit]:
        members = [one for one in self._members(key) if one.group == group]
        if not members:
            self._note("division.no_members", key, group)
        for one in members:
            unit = self.register.get(one.unit)
            if unit is None:
                self._note("division.unregistered", key, one.unit)
                continue
            yield DraftUnit(organisation=unit, role=_role(role), group=group)

    def _draft(
        self,
        key: str,
        task: PlanTask,
        lead: Organisation,
        *,
        units: tuple[DraftUnit, ...],
        group: str,
        suffix: str,
    ) -> DraftTask:
        number = f"{self.year}-{key}{suffix}"
        if number in self.taken:
            number = f"{number}@{self.plan.pk}"
        row = self.rows.get(key)
        beside = (u for u in units if u.organisation.pk != lead.pk or u.group)
        return DraftTask(
            number=number,
            plan_task=task,
            lead=lead,
            group=group,
            units=tuple(dict.fromkeys(beside)),
            steps=tuple(_steps(row, self.year)),
            evidence_asked=_evidence(row),
            due_on=date(self.year, LAST_MONTH, LAST_DAY),
            standing=self.standing.get(number),
        )

    def _note(self, code: str, key: str, value: str) -> None:
        finding = Finding(
            code=code,
            severity=Severity.WARNING,
            place=key,
            value=value,
            rule="Every unit that a task names is registered, and one of them leads.",
        )
        if finding not in self.findings:
            self.findings.append(finding)


def _role(role: Role) -> UnitRole:
    return UnitRole(role.value)


def _steps(row: TaskRow | None, year: int) -> Iterator[DraftStep]:
    """Dated steps that the plan itself names in the year."""
    for step in row.steps if row else ():
        if step.basis is StepBasis.MILESTONE and step.text:
            month, day = QUARTER_ENDS[step.quarter - 1]
            yield DraftStep(title=step.text[:200], due_on=date(year, month, day))


def _evidence(row: TaskRow | None) -> str:
    """Names of the evidence that the division asks for, one a line."""
    if row is None:
        return ""
    asked = [one for target in row.targets for one in target.evidence]
    lines = [f"{one.name}（{one.form}）" for one in (*row.evidence, *asked)]
    return "\n".join(dict.fromkeys(lines))
