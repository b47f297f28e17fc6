"""The division of tasks of a year: drafts out of the confirmed tasks of a plan."""

from __future__ import annotations

import attrs
from django.db import transaction

from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.plans.models import ACCEPTED, Plan
from dafeng.web.work.models import Task
from dafeng.web.work.selectors.task_divisions import DraftTask, year_division
from dafeng.web.work.services.tasks import (
    Origin,
    StepFacts,
    TaskFacts,
    UnitDuty,
    task_create,
)

FIRST_YEAR, LAST_YEAR = 2000, 2100


@attrs.frozen(kw_only=True)
class TasksMade:
    """What a division of a year brought.

    Attributes
    ----------
    made : tuple of Task
        New drafts.
    kept : tuple of Task
        What stood already; nothing of it was changed.
    findings : tuple of Finding
        Units without a registration, tasks without a lead.
    """

    made: tuple[Task, ...]
    kept: tuple[Task, ...]
    findings: tuple[Finding, ...]


@transaction.atomic
def tasks_from_plan(*, plan: Plan, year: int, by: User | None) -> TasksMade:
    """Draft the tasks of a year out of a plan's confirmed tasks; twice is once.

    The plan's owner issues them, all due on the last day of the year. What was made
    before stays as people left it.

    Raises
    ------
    BadInputError
        ``division.year``: no year that a plan could speak of.
    """
    if by is not None:
        require(by, "work.task.issue", plan.owner)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        msg = f"{year} is no year of a plan; give one from {FIRST_YEAR} on."
        raise BadInputError(msg, code="division.year", year=year)
    division = year_division(plan, year)
    made = tuple(_draft(plan, draft, by) for draft in division.missing)
    if made:
        audit.record(
            by=by,
            action="task.divide",
            target=plan,
            data={"year": year, "made": [task.number for task in made]},
        )
    return TasksMade(
        made=made,
        kept=tuple(one.standing for one in division.drafts if one.standing),
        findings=division.findings,
    )


def _draft(plan: Plan, draft: DraftTask, by: User | None) -> Task:
    source = draft.plan_task
    facts = TaskFacts(
        number=draft.number,
        title=source.title,
        lead=draft.lead,
        due_on=draft.due_on,
        year=draft.due_on.year,
        evidence_asked=draft.evidence_asked,
        clause=source.clause,
        units=tuple(
            UnitDuty(organisation=one.organisation, role=one.role, group=one.group)
            for one in draft.units
        ),
        steps=tuple(
            StepFacts(title=step.title, due_on=step.due_on) for step in draft.steps
        ),
        targets=tuple(source.targets.filter(state__in=ACCEPTED)),
        projects=tuple(source.projects.filter(state__in=ACCEPTED)),
    )
    origin = Origin(
        plan=plan, plan_task=source, group=draft.group, synthetic=plan.synthetic
    )
    return task_create(by=by, organisation=plan.owner, facts=facts, origin=origin)
