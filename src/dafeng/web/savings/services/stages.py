"""Enter the stages of a project, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises.savings import Stage, earliest_of, see_course
from dafeng.web.core import audit
from dafeng.web.core.days import FIRST_DAY
from dafeng.web.core.models import User
from dafeng.web.savings.models import ProjectStage, SavingProject
from dafeng.web.savings.permissions import KEEP
from dafeng.web.savings.services.holding import held, take_back


@attrs.frozen(kw_only=True)
class StageFacts:
    """What is known of a stage; an unknown day is None.

    Attributes
    ----------
    skipped_reason : str
        Why the project does without it; then it has no days.
    """

    planned_begin: date | None = None
    planned_end: date | None = None
    actual_begin: date | None = None
    actual_end: date | None = None
    responsible: str = ""
    document: str = ""
    skipped_reason: str = ""


NAMES = tuple(field.name for field in attrs.fields(StageFacts))


@transaction.atomic
def stage_enter(
    *, project: SavingProject, by: User | None, stage: Stage, facts: StageFacts
) -> ProjectStage:
    """Enter a stage of a project.

    Raises
    ------
    BadInputError
        ``savings.withdrawn``; ``stage.nothing``: no day, and no reason to do without;
        ``stage.document``: it has begun, and no document says so; and those of
        :func:`dafeng.enterprises.savings.see_course`.
    ValidationError
        It is entered already.
    """
    row = held(project, by, KEEP, project.enterprise)
    made = ProjectStage(project=row, stage=stage.value, entered_by=by)
    _write(made, facts)
    data = {"stage": stage.value, "after": attrs.asdict(facts)}
    audit.record(by=by, action="savings.stage.enter", target=row, data=data)
    return made


@transaction.atomic
def stage_change(
    *, stage: ProjectStage, by: User | None, facts: StageFacts, version: int
) -> ProjectStage:
    """Write down what became of a stage, or put it right; the audit keeps both.

    Raises
    ------
    BadInputError
        ``savings.stale``: somebody changed it since; as :func:`stage_enter`.
    """
    row = held(stage.project, by, KEEP, stage.project.enterprise)
    mine = held(stage, by, KEEP, row.enterprise)
    if version != mine.version:
        msg = f"{mine} was changed: version {mine.version} is the newest."
        raise BadInputError(msg, code="savings.stale", version=mine.version)
    before = {name: getattr(mine, name) for name in NAMES}
    mine.version += 1
    _write(mine, facts)
    after = attrs.asdict(facts)
    names = [name for name in NAMES if before[name] != after[name]]
    data = {
        "stage": mine.stage,
        "before": {name: before[name] for name in names},
        "after": {name: after[name] for name in names},
    }
    audit.record(by=by, action="savings.stage.change", target=row, data=data)
    return mine


@transaction.atomic
def stage_withdraw(
    *, stage: ProjectStage, by: User | None, reason: str
) -> ProjectStage:
    """Take back a stage that was entered by mistake.

    Raises
    ------
    BadInputError
        ``savings.withdrawn``, ``savings.reason``; ``stage.order``,
        ``stage.retrofit``: a later stage has begun by it.
    """
    row = held(stage.project, by, KEEP, stage.project.enterprise)
    mine = held(stage, by, KEEP, row.enterprise)
    take_back(mine, reason)
    _see_order(_standing(row))
    data = {"stage": mine.stage, "reason": reason.strip()}
    audit.record(by=by, action="savings.stage.withdraw", target=row, data=data)
    return mine


def _write(mine: ProjectStage, facts: StageFacts) -> None:
    """Save a stage after it was held against the others, in order."""
    for name in NAMES:
        setattr(mine, name, getattr(facts, name))
    _see_told(mine)
    mine.recorded_on = timezone.localdate()
    others = [one for one in _standing(mine.project) if one.stage != mine.stage]
    _see_order([*others, mine])
    mine.full_clean()
    mine.save()


def _see_told(mine: ProjectStage) -> None:
    days = mine.days
    told = (days.planned_begin, days.planned_end, days.actual_begin, days.actual_end)
    if not any(told) and not mine.skipped_reason:
        msg = f"{mine} has no day, and no reason to do without it."
        raise BadInputError(msg, code="stage.nothing")
    if days.actual_begin is not None and not mine.document:
        msg = f"{mine} has begun; name the document that says so."
        raise BadInputError(msg, code="stage.document")


def _see_order(rows: Iterable[ProjectStage]) -> None:
    """Refuse what is out of order; tell the table from when each stage may begin."""
    kept = {Stage(one.stage): one for one in rows}
    course = {stage: one.days for stage, one in kept.items()}
    see_course(course, timezone.localdate())
    for stage, one in kept.items():
        day = earliest_of(stage, course)
        earliest = None if day is None else max(day, FIRST_DAY)
        if one.earliest != earliest:
            one.earliest = earliest
            if one.pk is not None:
                one.save(update_fields=["earliest"])


def _standing(project: SavingProject) -> list[ProjectStage]:
    return list(project.stages.filter(withdrawn_at=None))
