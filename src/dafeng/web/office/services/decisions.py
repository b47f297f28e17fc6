"""Decisions of the leading group: recorded, linked with changes, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import attrs
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.office.models import (
    Decision,
    DecisionItem,
    DecisionTarget,
    DecisionTask,
)
from dafeng.web.office.services.papers import Paper
from dafeng.web.plans.models import Act, Target
from dafeng.web.work.models import Task, TaskMove

RECORD = "office.decision.record"
EFFECT_OF_MOVE = {"extend": "extend", "suspend": "suspend", "cancel": "cancel"}


@attrs.frozen(kw_only=True)
class Minutes:
    """The frame of a meeting's decisions."""

    number: str
    meeting: str
    met_on: date
    chair: str = ""
    present: str = ""
    text: str = ""


@attrs.frozen(kw_only=True)
class ItemFacts:
    """One thing that was decided, and what it changes: pairs of effect and object."""

    text: str
    targets: Sequence[tuple[str, Target]] = ()
    tasks: Sequence[tuple[str, Task]] = ()


@transaction.atomic
def decision_record(
    *,
    organisation: Organisation,
    by: User | None,
    minutes: Minutes,
    items: Sequence[ItemFacts] = (),
    paper: Paper | None = None,
) -> Decision:
    """Enter the decisions of one meeting.

    Raises
    ------
    BadInputError
        ``decision.future``: the meeting is still to come.
    """
    if by is not None:
        require(by, RECORD, organisation)
    if minutes.met_on > timezone.localdate():
        msg = f"The meeting of {minutes.met_on} is still to come."
        raise BadInputError(msg, code="decision.future")
    row = Decision(
        organisation=organisation,
        recorded_by=by,
        recorded_at=timezone.now(),
        **{name: _plain(value) for name, value in attrs.asdict(minutes).items()},
    )
    if paper is not None:
        row.file_name, row.file_sha256 = paper.name, paper.sha256
        row.file_size, row.file_media = paper.size, paper.media
    row.full_clean()
    row.save()
    data = attrs.asdict(minutes) | {"file": row.file_sha256}
    audit.record(by=by, action="office.decision.record", target=row, data=data)
    for facts in items:
        item_add(decision=row, by=by, facts=facts)
    return row


@transaction.atomic
def item_add(*, decision: Decision, by: User | None, facts: ItemFacts) -> DecisionItem:
    """Add one thing that the meeting decided.

    Raises
    ------
    BadInputError
        ``decision.gone``: the decision was withdrawn.
    """
    held = _held(decision, by)
    last = held.items.aggregate(last=Max("order"))["last"]
    item = DecisionItem(decision=held, order=(last or 0) + 1, text=facts.text.strip())
    item.full_clean()
    item.save()
    for effect, target in facts.targets:
        _saved(DecisionTarget(item=item, target=target, effect=effect))
    for effect, task in facts.tasks:
        _saved(DecisionTask(item=item, task=task, effect=effect))
    data = {
        "item": item.order,
        "text": item.text,
        "targets": [[effect, target.key] for effect, target in facts.targets],
        "tasks": [[effect, task.number] for effect, task in facts.tasks],
    }
    audit.record(by=by, action="office.decision.item", target=held, data=data)
    return item


@transaction.atomic
def target_change_link(
    *, item: DecisionItem, by: User | None, target: Target, act: Act
) -> DecisionTarget:
    """Say that a change of a target was made because of this item."""
    held = _held(item.decision, by)
    row = DecisionTarget.objects.filter(item=item, target=target).first()
    row = row or DecisionTarget(item=item, target=target, effect="revise")
    row.act = act
    _saved(row)
    data = {"item": item.order, "target": target.key, "act": act.pk}
    audit.record(by=by, action="office.decision.link", target=held, data=data)
    return row


@transaction.atomic
def task_change_link(
    *, item: DecisionItem, by: User | None, move: TaskMove
) -> DecisionTask:
    """Say that a task was extended, suspended or cancelled because of this item."""
    held = _held(item.decision, by)
    effect = EFFECT_OF_MOVE.get(move.act, "revise")
    row = DecisionTask.objects.filter(item=item, task=move.task).first()
    row = row or DecisionTask(item=item, task=move.task, effect=effect)
    row.move = move
    _saved(row)
    data = {"item": item.order, "task": move.task.number, "move": move.pk}
    audit.record(by=by, action="office.decision.link", target=held, data=data)
    return row


@transaction.atomic
def decision_withdraw(*, decision: Decision, by: User, reason: str) -> Decision:
    """Take back what was recorded wrongly; it no longer backs any change.

    Raises
    ------
    BadInputError
        ``decision.gone``: it was withdrawn before. ``decision.reason``: no reason.
    """
    held = _held(decision, by)
    if not reason.strip():
        msg = "Say why the decision is withdrawn."
        raise BadInputError(msg, code="decision.reason")
    held.withdrawn, held.reason = True, reason.strip()
    held.full_clean()
    held.save()
    data = {"reason": held.reason}
    audit.record(by=by, action="office.decision.withdraw", target=held, data=data)
    return held


def _held(decision: Decision, by: User | None) -> Decision:
    rows = Decision.objects.select_for_update(of=("self",))
    held = rows.select_related("organisation").get(pk=decision.pk)
    if by is not None:
        require(by, RECORD, held.organisation)
    if held.withdrawn:
        msg = f"{held} was withdrawn."
        raise BadInputError(msg, code="decision.gone", number=held.number)
    return held


def _saved(row: DecisionTarget | DecisionTask) -> None:
    row.full_clean()
    row.save()


def _plain(value: object) -> object:
    return value.strip() if isinstance(value, str) else value
