"""Draft a task, and change what it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import attrs
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.plans.models import Clause, Plan, Project, Target
from dafeng.web.plans.models import Task as PlanTask
from dafeng.web.work.models import (
    Task,
    TaskIndicator,
    TaskStep,
    TaskUnit,
    UnitRole,
)
from dafeng.web.work.models.tasks import ENDED
from dafeng.web.work.permissions import right_to_change
from dafeng.work import Recurrence, TaskState


@attrs.frozen(kw_only=True)
class UnitDuty:
    """A unit beside the lead, and the group of the plan that it came from."""

    organisation: Organisation
    role: UnitRole = attrs.field(converter=UnitRole)
    group: str = ""


@attrs.frozen(kw_only=True)
class StepFacts:
    """One step of a task, in its order."""

    title: str
    due_on: date


@attrs.frozen(kw_only=True)
class TaskFacts:
    """What a task says; how far it is lies elsewhere.

    Attributes
    ----------
    number : str
        Once per issuer; empty: the next one of the year.
    """

    number: str = ""
    title: str
    lead: Organisation
    due_on: date
    begins_on: date | None = None
    year: int | None = None
    recurrence: Recurrence = attrs.field(default=Recurrence.ONCE, converter=Recurrence)
    deliverable: str = ""
    evidence_asked: str = ""
    clause: Clause | None = None
    units: tuple[UnitDuty, ...] = ()
    steps: tuple[StepFacts, ...] = ()
    targets: tuple[Target, ...] = ()
    projects: tuple[Project, ...] = ()
    indicators: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Origin:
    """Where a task comes from, besides the person who drafts it."""

    plan: Plan | None = None
    plan_task: PlanTask | None = None
    parent: Task | None = None
    group: str = ""
    synthetic: bool = False


class StaleTaskError(BadInputError):
    """Somebody else changed the task meanwhile: both versions are shown.

    Attributes
    ----------
    mine, theirs : TaskFacts
        What was to be written, and what stands now.
    version : int
        Of what stands now.
    """

    code = "task.stale"

    def __init__(self, *, mine: TaskFacts, theirs: TaskFacts, version: int) -> None:
        self.mine, self.theirs, self.version = mine, theirs, version
        super().__init__(
            f"The task was changed meanwhile and stands at version {version}. "
            "Compare both versions and save again.",
            version=version,
        )


@transaction.atomic
def task_create(
    *,
    by: User | None,
    organisation: Organisation,
    facts: TaskFacts,
    origin: Origin | None = None,
) -> Task:
    """Draft a task of ``organisation``; nobody below sees it before it is assigned.

    Raises
    ------
    ValidationError
        A field cannot be right: the number is taken, the deadline lies before the
        start; or the same form was sent before, and its draft stands.
    """
    source = origin or Origin()
    if by is not None:
        right = "work.task.issue" if source.parent is None else "work.task.split"
        require(by, right, organisation)
        _see_it_is_new(organisation, by, facts, source)
    task = Task(
        organisation=organisation,
        plan=source.plan or (facts.clause.plan if facts.clause else None),
        plan_task=source.plan_task,
        parent=source.parent,
        group=source.group,
        first_due_on=facts.due_on,
        created_by=by,
        created_at=timezone.now(),
        synthetic=source.synthetic,
    )
    _write(task, facts)
    task.number = facts.number or next_number(organisation, facts)
    task.full_clean()
    task.save()
    _link(task, facts)
    audit.record(by=by, action="task.create", target=task, data=plain_facts(facts))
    return task


def _see_it_is_new(
    organisation: Organisation, by: User, facts: TaskFacts, source: Origin
) -> None:
    """Refuse a form that was sent twice."""
    twin = Task.objects.filter(
        organisation=organisation,
        created_by=by,
        parent=source.parent,
        plan_task=source.plan_task,
        state=TaskState.DRAFT.value,
        title=facts.title,
        lead=facts.lead,
        due_on=facts.due_on,
        year=facts.year,
    ).first()
    if twin is not None:
        words = _("您已草拟同一任务：%(task)s，没有再建一份。")
        raise ValidationError(words, params={"task": twin}, code="twice")


@transaction.atomic
def task_edit(*, by: User | None, task: Task, facts: TaskFacts, version: int) -> Task:
    """Change what a task says, if nobody changed it since ``version``.

    Parameters
    ----------
    version : int
        What the person looked at while writing.

    Raises
    ------
    StaleTaskError
        The task is newer; both versions come along.
    BadInputError
        ``task.ended``: it is closed or cancelled. ``task.fixed``: lead or deadline of
        a task that was assigned already; a deadline moves by an extension.
    ValidationError
        A field cannot be right.
    """
    held = locked(task)
    if by is not None:
        require(by, *right_to_change(held))
    before = facts_of(held)
    if held.version != version:
        raise StaleTaskError(mine=facts, theirs=before, version=held.version)
    _require_changeable(held, facts)
    _write(held, facts)
    held.number = facts.number or held.number
    if held.state == TaskState.DRAFT.value:
        held.first_due_on = facts.due_on
    held.version += 1
    held.full_clean()
    held.save()
    _link(held, facts)
    old, new = plain_facts(before), plain_facts(facts_of(held))
    changed = [name for name in new if old[name] != new[name]]
    audit.record(
        by=by,
        action="task.edit",
        target=held,
        data={
            "version": held.version,
            "before": {name: old[name] for name in changed},
            "after": {name: new[name] for name in changed},
        },
    )
    return held


def locked(task: Task) -> Task:
    """The task as it stands now, held until the transaction ends."""
    rows = Task.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "lead", "clause__plan").get(pk=task.pk)


def facts_of(task: Task) -> TaskFacts:
    """What a task says now."""
    return TaskFacts(
        number=task.number,
        title=task.title,
        lead=task.lead,
        due_on=task.due_on,
        begins_on=task.begins_on,
        year=task.year,
        recurrence=task.recurrence,
        deliverable=task.deliverable,
        evidence_asked=task.evidence_asked,
        clause=task.clause,
        units=tuple(
            UnitDuty(organisation=one.organisation, role=one.role, group=one.group)
            for one in task.units.select_related("organisation").order_by("pk")
        ),
        steps=tuple(
            StepFacts(title=one.title, due_on=one.due_on)
            for one in task.steps.order_by("order")
        ),
        targets=tuple(task.targets.order_by("order", "pk")),
        projects=tuple(task.projects.order_by("order", "pk")),
        indicators=tuple(
            task.indicators.order_by("code").values_list("code", flat=True)
        ),
    )


def plain_facts(facts: TaskFacts) -> dict[str, object]:
    """Facts for the audit: names and keys instead of rows."""
    return {
        "number": facts.number,
        "title": facts.title,
        "lead": facts.lead.code,
        "due_on": facts.due_on,
        "begins_on": facts.begins_on,
        "year": facts.year,
        "recurrence": facts.recurrence.value,
        "deliverable": facts.deliverable,
        "evidence_asked": facts.evidence_asked,
        "clause": facts.clause.ref if facts.clause else "",
        "units": [[u.organisation.code, u.role.value, u.group] for u in facts.units],
        "steps": [[step.title, step.due_on.isoformat()] for step in facts.steps],
        "targets": [target.key for target in facts.targets],
        "projects": [project.key for project in facts.projects],
        "indicators": list(facts.indicators),
    }


def next_number(organisation: Organisation, facts: TaskFacts) -> str:
    """Number of a task that no plan numbers: ``2025-007``."""
    year = facts.year or facts.due_on.year
    taken = set(
        Task.objects.filter(
            organisation=organisation, number__startswith=f"{year}-"
        ).values_list("number", flat=True)
    )
    serial = 1
    while f"{year}-{serial:03}" in taken:
        serial += 1
    return f"{year}-{serial:03}"


def _require_changeable(task: Task, facts: TaskFacts) -> None:
    if task.state in ENDED:
        msg = f"The task {task.number} has ended and is changed no more."
        raise BadInputError(msg, code="task.ended", number=task.number)
    fixed = facts.lead.pk != task.lead_id or facts.due_on != task.due_on
    if task.state != TaskState.DRAFT.value and fixed:
        msg = (
            f"The task {task.number} was assigned: its lead and deadline stand. "
            "Extend it to move the deadline; cancel it to give it to another unit."
        )
        raise BadInputError(msg, code="task.fixed", number=task.number)


def _write(task: Task, facts: TaskFacts) -> None:
    task.title = facts.title.strip()
    task.lead = facts.lead
    task.due_on = facts.due_on
    task.begins_on = facts.begins_on
    task.year = facts.year
    task.recurrence = facts.recurrence.value
    task.deliverable = facts.deliverable.strip()
    task.evidence_asked = facts.evidence_asked.strip()
    task.clause = facts.clause


def _link(task: Task, facts: TaskFacts) -> None:
    task.targets.set(facts.targets)
    task.projects.set(facts.projects)
    _set_units(task, facts.units)
    _set_steps(task, facts.steps)
    _set_indicators(task, facts.indicators)


def _set_units(task: Task, units: Sequence[UnitDuty]) -> None:
    """Units beside the lead; the lead itself is not beside itself."""
    wanted = {
        (one.organisation.pk, one.group): one
        for one in units
        if one.organisation.pk != task.lead_id or one.group
    }
    kept = {(row.organisation_id, row.group): row for row in task.units.all()}
    gone = [row.pk for key, row in kept.items() if key not in wanted]
    if gone:
        task.units.filter(pk__in=gone).delete()
    new = []
    for key, one in wanted.items():
        row = kept.get(key)
        if row is None:
            new.append(
                TaskUnit(
                    task=task,
                    organisation=one.organisation,
                    role=one.role.value,
                    group=one.group,
                )
            )
        elif row.role != one.role.value:
            row.role = one.role.value
            row.save(update_fields=["role"])
    TaskUnit.objects.bulk_create(new)


def _set_steps(task: Task, steps: Sequence[StepFacts]) -> None:
    """Steps in their order; what was done stays done while its title stays."""
    done = {row.title: row.done_on for row in task.steps.all() if row.done_on}
    rows = []
    for order, one in enumerate(steps, start=1):
        title = one.title.strip()
        row = TaskStep(
            task=task,
            order=order,
            title=title,
            due_on=one.due_on,
            done_on=done.pop(title, None),
        )
        row.clean_fields(exclude=("task",))
        rows.append(row)
    task.steps.all().delete()
    TaskStep.objects.bulk_create(rows)


def _set_indicators(task: Task, codes: Iterable[str]) -> None:
    wanted = {code.strip() for code in codes if code.strip()}
    task.indicators.exclude(code__in=wanted).delete()
    kept = set(task.indicators.values_list("code", flat=True))
    rows = [TaskIndicator(task=task, code=code) for code in sorted(wanted - kept)]
    for row in rows:
        row.clean_fields(exclude=("task",))
    TaskIndicator.objects.bulk_create(rows)
