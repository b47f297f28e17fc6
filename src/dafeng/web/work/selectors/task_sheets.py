"""The yearly sheet of a unit, and whether all sheets add up to what the plan says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import attrs
from django.db.models import Q, QuerySet

from dafeng.plan.records import Role
from dafeng.web.core.models import Organisation
from dafeng.web.core.selectors import Person
from dafeng.web.plans.models import ACCEPTED, Plan, TaskResponsibility
from dafeng.web.work.models import SheetSignOff, Task, TaskUnit, UnitRole
from dafeng.web.work.selectors.task_divisions import registered_units
from dafeng.web.work.selectors.tasks import tasks_visible_to
from dafeng.work import TaskState

OUTSIDE = (TaskState.DRAFT.value, TaskState.CANCELLED.value)
"""What stands on no sheet: not given yet, or taken back."""


@attrs.frozen(kw_only=True)
class SheetRow:
    """A task on a unit's sheet; ``groups`` are those through which it came."""

    task: Task
    role: UnitRole
    groups: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class UnitSheet:
    """What a unit has to do in a year, and who signed for it.

    Attributes
    ----------
    lead, support : tuple of SheetRow
        By day and number; a task stands on the sheet once, under its strongest role.
    digest : str
        Seals what the rows say: number, title, deadline and role.
    signed : SheetSignOff or None
        The signature under exactly these rows.
    before : SheetSignOff or None
        The last signature under other rows.
    hidden : int
        Rows that the reader may not see; whether all were signed for is then unknown.
    """

    unit: Organisation
    year: int
    lead: tuple[SheetRow, ...]
    support: tuple[SheetRow, ...]
    digest: str
    signed: SheetSignOff | None
    before: SheetSignOff | None
    hidden: int = 0

    @property
    def rows(self) -> tuple[SheetRow, ...]:
        """All rows, those that the unit leads first."""
        return self.lead + self.support


def sheet_for(user: Person, unit: Organisation, year: int) -> UnitSheet:
    """The sheet of a unit, of the tasks that the person may see."""
    found = _sheet(tasks_visible_to(user), unit, year)
    whole = _rows_of(Task.objects.all(), unit, year).count()
    hidden = whole - len(found.rows)
    if not hidden:
        return found
    return attrs.evolve(found, signed=None, before=None, hidden=hidden)


def sheet_of(unit: Organisation, year: int) -> UnitSheet:
    """The whole sheet of a unit, as its head signs it."""
    return _sheet(Task.objects.all(), unit, year)


def sheet_unit_for(user: Person, code: str) -> Organisation | None:
    """The unit of a sheet, if the person sees a task that the unit leads or helps."""
    unit = Organisation.objects.filter(code=code).first()
    if unit is None:
        return None
    return unit if tasks_visible_to(user).filter(_concerns(unit)).exists() else None


def _concerns(unit: Organisation) -> Q:
    helped = TaskUnit.objects.filter(organisation=unit).values("task")
    return Q(lead=unit) | Q(pk__in=helped)


def _rows_of(tasks: QuerySet[Task], unit: Organisation, year: int) -> QuerySet[Task]:
    return tasks.filter(_concerns(unit), year=year).exclude(state__in=OUTSIDE)


def _sheet(tasks: QuerySet[Task], unit: Organisation, year: int) -> UnitSheet:
    found = (
        _rows_of(tasks, unit, year)
        .select_related("clause", "lead", "organisation")
        .prefetch_related("units")
        .order_by("due_on", "number")
    )
    rows = [_row(task, unit) for task in found]
    lead = tuple(row for row in rows if row.role is UnitRole.LEAD)
    support = tuple(row for row in rows if row.role is not UnitRole.LEAD)
    digest = _digest(lead + support)
    signed = list(SheetSignOff.objects.filter(unit=unit, year=year).order_by("-pk"))
    return UnitSheet(
        unit=unit,
        year=year,
        lead=lead,
        support=support,
        digest=digest,
        signed=next((one for one in signed if one.digest == digest), None),
        before=next((one for one in signed if one.digest != digest), None),
    )


_ORDER = (UnitRole.LEAD, UnitRole.SUPPORT, UnitRole.IMPLEMENT)


def _row(task: Task, unit: Organisation) -> SheetRow:
    own = [one for one in task.units.all() if one.organisation_id == unit.pk]
    roles = [UnitRole(one.role) for one in own]
    if task.lead_id == unit.pk:
        roles.append(UnitRole.LEAD)
    groups = [one.group for one in own if one.group]
    if task.lead_id == unit.pk and task.group:
        groups.append(task.group)
    return SheetRow(
        task=task,
        role=min(roles, key=_ORDER.index),
        groups=tuple(dict.fromkeys(groups)),
    )


def _digest(rows: Iterable[SheetRow]) -> str:
    lines = (
        f"{row.task.number}\t{row.task.title}\t{row.task.due_on}\t{row.role.value}"
        for row in rows
    )
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


@attrs.frozen(kw_only=True, order=True)
class DutyPair:
    """One cell of the responsibility matrix: a clause, a unit or group, its role."""

    clause: str
    unit: str
    role: str


@attrs.frozen(kw_only=True)
class MatrixCheck:
    """Whether the sheets of a year add up to the plan's responsibility matrix.

    Attributes
    ----------
    pairs : int
        Cells of the matrix.
    missing : tuple of DutyPair
        What the plan says and no sheet holds.
    added : tuple of DutyPair
        What sheets hold and the plan does not say.
    """

    pairs: int
    missing: tuple[DutyPair, ...]
    added: tuple[DutyPair, ...]

    @property
    def agrees(self) -> bool:
        """Whether nothing is missing and nothing was added."""
        return not self.missing and not self.added


def check_matrix(plan: Plan, year: int) -> MatrixCheck:
    """Hold the tasks of a year against the plan's own responsibilities."""
    duties = TaskResponsibility.objects.filter(
        task__plan=plan, task__state__in=ACCEPTED, unit__state__in=ACCEPTED
    ).values_list("task", "task__clause__ref", "unit__name", "role")
    register = registered_units(plan)
    names = {
        name: register[name].name_zh if name in register else name
        for _task, _clause, name, _role in duties
    }
    asked = {
        (task, DutyPair(clause=clause, unit=names[name], role=role))
        for task, clause, name, role in duties
    }
    held = _held_pairs(plan, year)
    return MatrixCheck(
        pairs=len(asked),
        missing=tuple(sorted({pair for _task, pair in asked - held})),
        added=tuple(sorted({pair for _task, pair in held - asked})),
    )


def _held_pairs(plan: Plan, year: int) -> set[tuple[int, DutyPair]]:
    """Cells that the tasks of a year fill, by task of the plan; parts are left out."""
    rows = Task.objects.filter(
        plan=plan, year=year, plan_task__isnull=False, parent__isnull=True
    ).exclude(state=TaskState.CANCELLED.value)
    found: set[tuple[int, DutyPair]] = set()
    for task in rows.select_related("clause", "lead").prefetch_related(
        "units__organisation"
    ):
        clause = task.clause.ref if task.clause else ""
        cells = [(task.group or task.lead.name_zh, Role.LEAD.value)]
        cells += [
            (one.group or one.organisation.name_zh, one.role)
            for one in task.units.all()
        ]
        found |= {
            (task.plan_task_id or 0, DutyPair(clause=clause, unit=unit, role=role))
            for unit, role in cells
        }
    return found
