"""Results that are asked for on a page and made by a worker, once.

The page answers at once.  The case is assessed outside a transaction, for it takes
seconds; only keeping the result locks anything.  A worker that was killed leaves the
order waiting, and it is made by the next one.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone, translation

from dafeng.base.errors import DafengError
from dafeng.web.assessment.models import OrderState, ScoreOrder
from dafeng.web.assessment.services.running import (
    Asked,
    case_of_house,
    made_of,
)
from dafeng.web.assessment.services.storing import Made, run_store
from dafeng.web.assessment.wording import error_words
from dafeng.web.core import audit
from dafeng.web.core.job_queue import job_enqueue
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.notices.services.writing import notices_write
from dafeng.web.plans.models import Plan
from dafeng.work import Channel, NoticeKind, Post, Recipient, Reminder, Why

JOB = "assessment.scores-make"
LONGEST = 500


@transaction.atomic
def score_order(*, plan: Plan, asked: Asked, by: User, address: str = "") -> ScoreOrder:
    """Ask for a result; one that waits already is not asked for twice.

    Parameters
    ----------
    address : str
        Page to lead to when it is there; without it, the page of the order.
    """
    require(by, "assessment.run.make", plan)
    order, is_new = ScoreOrder.objects.get_or_create(
        plan=plan,
        period=asked.period,
        scheme=asked.scheme,
        as_of=asked.as_of,
        state=OrderState.WAITING,
        defaults={
            "asked_by": by,
            "asked_at": timezone.now(),
            "address": address,
        },
    )
    if is_new:
        order.address = order.address or order.get_absolute_url()
        order.full_clean()
        order.save()
        data = {"period": asked.period, "scheme": asked.scheme, "as_of": asked.as_of}
        audit.record(by=by, action="assessment.run.order", target=order, data=data)
        job_enqueue(JOB)
    return order


def orders_work() -> int:
    """Make every result that waits; return how many orders ended."""
    waiting = ScoreOrder.objects.filter(state=OrderState.WAITING)
    return sum(
        _carry_out(order) for order in waiting.select_related("plan", "asked_by")
    )


def _carry_out(order: ScoreOrder) -> bool:
    asked = Asked(period=order.period, scheme=order.scheme, as_of=order.as_of)
    try:
        made = made_of(case_of_house(order.plan, asked))
    except DafengError as error:
        with translation.override(order.asked_by.language):
            return _end(order, None, error_words(error))
    return _end(order, made, "")


@transaction.atomic
def _end(order: ScoreOrder, made: Made | None, trouble: str) -> bool:
    """Keep what came of an order; False when another worker was faster."""
    rows = ScoreOrder.objects.select_for_update(of=("self",))
    held = rows.select_related("asked_by", "plan__owner").get(pk=order.pk)
    if held.state != OrderState.WAITING:
        return False
    held.ended_at = timezone.now()
    held.trouble = trouble[:LONGEST]
    held.state = OrderState.FAILED
    if made is not None:
        held.run = run_store(made=made, plan=held.plan, by=held.asked_by)
        held.state = OrderState.DONE
    held.save()
    _tell(held)
    return True


def _tell(order: ScoreOrder) -> None:
    """Let the person who asked know that it is there, or why it is not."""
    recipient = Recipient(
        person=order.asked_by.username, post=Post.OFFICE, why=Why.IN_CHARGE
    )
    notice = Reminder(
        key=f"score-order:{order.pk}:{order.asked_by.username}",
        kind=NoticeKind.COMPUTED,
        object=f"assessment.scoreorder/{order.pk}",
        label=f"{order.period} {order.scheme}",
        address=order.address,
        unit=order.plan.owner.code,
        recipient=recipient,
        channels=(Channel.SITE,),
        note=order.trouble,
    )
    notices_write([notice], on=timezone.localdate())
