"""Sets of measures that are asked for on a page and chosen by a worker, once.

The page answers at once.  A set takes seconds, so it is chosen outside a transaction;
only keeping it locks anything.  A worker that was killed leaves the order waiting, and
the next one takes it up.
"""

from __future__ import annotations

import json
from functools import partial

from django.db import transaction
from django.utils import timezone, translation

from dafeng.base.errors import DafengError
from dafeng.base.plain import record_to_json
from dafeng.pathways.achieved import Achieved
from dafeng.pathways.achieving import achieve
from dafeng.web.core import audit
from dafeng.web.core.job_queue import job_enqueue
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.notices.services.writing import notices_write
from dafeng.web.pathways.choice_words import choice_label
from dafeng.web.pathways.jobs import CHOOSE
from dafeng.web.pathways.models import ChoiceOrder, ChoiceState, OutlookRun
from dafeng.web.pathways.selectors.answers import case_of
from dafeng.web.pathways.selectors.choices import achieved_of, wish_key, wish_of
from dafeng.web.pathways.wording import error_words
from dafeng.work import Channel, NoticeKind, Post, Recipient, Reminder, Why

LONGEST = 500


@transaction.atomic
def choice_order(*, by: User, run: OutlookRun, asked: ChoiceOrder) -> ChoiceOrder:
    """Ask for a set; one that is there or waits already is the answer.

    Parameters
    ----------
    asked : ChoiceOrder
        The wish, not saved yet: probability, cut, capital, since.

    Raises
    ------
    PermissionDenied
        The person may not see the outlook.
    ValidationError
        A figure is none that can be kept.
    """
    require(by, "pathways.run.view", run.organisation)
    asked.run, asked.asked_by, asked.asked_at = run, by, timezone.now()
    asked.wish = wish_key(wish_of(asked))
    held = ChoiceOrder.objects.select_for_update(of=("self",)).filter(
        run=run, wish=asked.wish
    )
    order = held.select_related("run__organisation").first()
    if order is None:
        asked.full_clean()
        asked.save()
        order = asked
    elif order.state == ChoiceState.WAITING or achieved_of(order) is not None:
        return order
    else:
        order.state, order.step, order.trouble = ChoiceState.WAITING, 0, ""
        order.asked_by, order.asked_at, order.ended_at = by, asked.asked_at, None
        order.content = None
        order.save()
    data = {"seal": run.seal, "wish": order.wish}
    audit.record(by=by, action="pathways.choice.order", target=order, data=data)
    job_enqueue(CHOOSE)
    return order


def choices_work() -> int:
    """Choose every set that waits; return how many orders ended."""
    waiting = ChoiceOrder.objects.filter(state=ChoiceState.WAITING)
    rows = waiting.select_related("run__organisation", "asked_by")
    return sum(_carry_out(order) for order in rows)


def _carry_out(order: ChoiceOrder) -> bool:
    try:
        found = achieve(
            case_of(order.run.seal), wish_of(order), partial(_step, order.pk)
        )
    except DafengError as error:
        with translation.override(order.asked_by.language):
            return _end(order, None, error_words(error))
    return _end(order, found, "")


def _step(pk: int, _what: str, done: int, _of: int) -> None:
    """Let the page say how far the search is."""
    ChoiceOrder.objects.filter(pk=pk, state=ChoiceState.WAITING).update(step=done + 1)


@transaction.atomic
def _end(order: ChoiceOrder, found: Achieved | None, trouble: str) -> bool:
    """Keep what came of an order; False when another worker was faster."""
    rows = ChoiceOrder.objects.select_for_update(of=("self",))
    held = rows.select_related("asked_by", "run__organisation").get(pk=order.pk)
    if held.state != ChoiceState.WAITING:
        return False
    held.ended_at = timezone.now()
    held.trouble = trouble[:LONGEST]
    held.state = ChoiceState.FAILED
    if found is not None:
        held.content = json.loads(record_to_json(found))
        held.state = ChoiceState.DONE
    held.save()
    _tell(held)
    return True


def _tell(order: ChoiceOrder) -> None:
    """Let the person who asked know that it is there, or why it is not."""
    person = order.asked_by.username
    with translation.override(order.asked_by.language):
        label = choice_label(order)
    asked_at = f"{order.asked_at:%Y%m%d%H%M%S%f}"
    notice = Reminder(
        key=f"choice-order:{order.pk}:{asked_at}:{person}",
        kind=NoticeKind.COMPUTED,
        object=f"pathways.choiceorder/{order.pk}",
        label=label,
        address=order.get_absolute_url(),
        unit=order.run.organisation.code,
        recipient=Recipient(person=person, post=Post.OFFICE, why=Why.IN_CHARGE),
        channels=(Channel.SITE,),
        note=order.trouble,
    )
    notices_write([notice], on=timezone.localdate())
