"""Objections as far as a person may see them, and until when what may follow."""

from __future__ import annotations

from datetime import date

import attrs
from django.db.models import Q, QuerySet
from django.utils import timezone

from dafeng.assessment.objection_limits import Limits
from dafeng.assessment.objections import NEXT, Act, due_on, late_answers
from dafeng.web.assessment.convert_acts import objection_record
from dafeng.web.assessment.models import (
    ActCode,
    AssessmentRun,
    Objection,
    ObjectionMove,
    RunStatus,
)
from dafeng.web.assessment.selectors.scores import may_see
from dafeng.web.core.selectors import Person


def objections_for(user: Person, run: AssessmentRun) -> QuerySet[Objection]:
    """Objections to the result and to those it replaced, newest first."""
    visible = _visible(user)
    of_run = Q(score__run=run) | Q(
        score__run__plan=run.plan_id,
        score__run__period=run.period,
        score__run__scheme=run.scheme,
        score__run__status=RunStatus.REPLACED,
    )
    rows = Objection.objects.filter(of_run & visible)
    return rows.select_related("score__run__plan", "by").prefetch_related("moves__by")


def objection_of(user: Person, pk: int) -> Objection | None:
    """One objection, if the person may see it."""
    rows = Objection.objects.filter(_visible(user), pk=pk)
    return rows.select_related(
        "score__run__plan",
        "score__run__organisation",
        "score__organisation",
        "by",
    ).first()


def _visible(user: Person) -> Q:
    return may_see(user, "score__organisation__path", "score__run__organisation__path")


@attrs.frozen(kw_only=True)
class Course:
    """How far an objection is, for its page.

    Attributes
    ----------
    moves : tuple of ObjectionMove
        In the order in which they were made.
    answers : tuple of ActCode
        What the office may do next; empty when it is not its turn.
    may_appeal : bool
        Whether the unit can ask for a review, in time.
    due_on : date or None
        Last day of the next step; None when nothing may follow.
    late_by : int
        Days that the office is late; 0 in time.
    """

    moves: tuple[ObjectionMove, ...]
    answers: tuple[ActCode, ...]
    may_appeal: bool
    due_on: date | None
    late_by: int


def course_of(objection: Objection) -> Course:
    """What was done about an objection, what may follow, and until when."""
    record, today = objection_record(objection), timezone.localdate()
    last = due_on(record)
    follows = NEXT[record.stage]
    late = bool(late_answers(record, today)) and last is not None
    return Course(
        moves=tuple(objection.moves.select_related("by").order_by("order")),
        answers=tuple(ActCode(a.value) for a in follows if a is not Act.APPEAL),
        may_appeal=Act.APPEAL in follows and last is not None and today <= last,
        due_on=last,
        late_by=(today - last).days if late and last is not None else 0,
    )


def last_day_to_object(run: AssessmentRun) -> date | None:
    """Until when a unit can object to a result; None before it is published."""
    if run.frozen_at is None:
        return None
    return Limits().end("file", timezone.localdate(run.frozen_at))


def correction_of(run: AssessmentRun) -> str:
    """Seal of the result that stands in the place of a corrected one, if any."""
    if run.status != RunStatus.REPLACED:
        return ""
    rows = AssessmentRun.objects.filter(
        plan=run.plan_id,
        period=run.period,
        scheme=run.scheme,
        status=RunStatus.FROZEN,
    )
    return rows.values_list("seal", flat=True).first() or ""
