"""Documents that are asked for on a page and composed by a worker, with progress.

The page answers at once and tells how far it is; who asked gets a notice at its end.
A worker claims an order, so that no other one composes the same beside it.  The claim
of one that was killed lapses; what was composed since it was asked for is not composed
again.  An order always ends: what stands in its way is its trouble, and the next one
goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dafeng.base.errors import BadInputError, DafengError
from dafeng.reports.composing import PaperKind
from dafeng.web.core import audit
from dafeng.web.core.job_queue import job_enqueue
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.notices.services.writing import notices_write
from dafeng.web.papers.jobs import MAKE as JOB
from dafeng.web.papers.models import (
    OrderScope,
    OrderState,
    Paper,
    PaperOrder,
    PaperState,
)
from dafeng.web.papers.selectors.units import units_with_tasks
from dafeng.web.papers.services.making import (
    MAKE,
    Asked,
    paper_make,
    period_of,
    shown_document,
)
from dafeng.web.papers.services.setting import page_pictures
from dafeng.web.papers.wording import error_words
from dafeng.web.plans.models import Plan
from dafeng.work import Channel, NoticeKind, Post, Recipient, Reminder, Why

LONGEST = 500
CLAIM_LAPSES = timedelta(minutes=5)
"""So long after a worker was last heard of, another one takes its order."""
TROUBLES = (DafengError, ValidationError, PermissionDenied, IntegrityError, OSError)
"""What may stand in the way of one document, and must not of the others."""


@transaction.atomic
def paper_order(
    *, plan: Plan, asked: Asked, by: User, scope: OrderScope = OrderScope.ONE
) -> PaperOrder:
    """Ask for a document, or for one of each unit; one that waits is not asked twice.

    Raises
    ------
    BadInputError
        ``paper.period``, ``paper.ahead``; ``paper.scope``: only division sheets are
        made for each unit.
    """
    require(by, MAKE, plan.owner)
    period = period_of(asked.kind, asked.period)
    if period.start > timezone.localdate():
        msg = f"{period} has not begun."
        raise BadInputError(msg, code="paper.ahead", period=period.name_zh)
    if scope is OrderScope.EACH and asked.kind is not PaperKind.DIVISION:
        msg = f"A {asked.kind} is made once for the district."
        raise BadInputError(msg, code="paper.scope")
    order, is_new = PaperOrder.objects.get_or_create(
        plan=plan,
        kind=asked.kind.value,
        period=period.code,
        unit=asked.unit,
        scope=scope,
        state=OrderState.WAITING,
        defaults={"asked_by": by, "asked_at": timezone.now()},
    )
    if is_new:
        order.full_clean()
        data = {"kind": order.kind, "period": order.period, "unit": asked.unit.code}
        audit.record(by=by, action="papers.order.ask", target=order, data=data)
        job_enqueue(JOB)
    return order


def orders_work() -> int:
    """Compose everything that waits; return how many orders ended."""
    waiting = PaperOrder.objects.filter(state=OrderState.WAITING)
    rows = waiting.select_related("plan__owner", "unit", "asked_by")
    return sum(_carry_out(order) for order in rows if _claimed(order))


def _claimed(order: PaperOrder) -> bool:
    """Take an order, unless another worker has it and was heard of lately."""
    now = timezone.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_LAPSES)
    rows = PaperOrder.objects.filter(free, pk=order.pk, state=OrderState.WAITING)
    return bool(rows.update(claimed_at=now))


def _carry_out(order: PaperOrder) -> bool:
    units = _units(order)
    _tell(order, 0, len(units))
    first: Paper | None = None
    troubles: list[str] = []
    for at, unit in enumerate(units, start=1):
        try:
            made = _made(order, unit)
            first = first or made
            # Who opens the document next need not wait for its pictures.
            document, day = shown_document(made)
            page_pictures(document, made.pdf_sha256, day)
        except TROUBLES as trouble:
            with translation.override(order.asked_by.language):
                troubles.append(f"{unit}：{_words(trouble)}")
        _tell(order, at, len(units))
    return _end(order, first, troubles)


def _made(order: PaperOrder, unit: Organisation) -> Paper:
    """The document of a unit: the one that was made since it was asked for, or new."""
    standing = Paper.objects.filter(
        organisation=order.plan.owner,
        kind=order.kind,
        period=order.period,
        unit=unit,
        made_at__gte=order.asked_at,
    ).exclude(state=PaperState.WITHDRAWN)
    found = standing.order_by("-pk").first()
    if found is not None:
        return found
    asked = Asked(kind=PaperKind(order.kind), period=order.period, unit=unit)
    return paper_make(plan=order.plan, asked=asked, by=order.asked_by)


def _words(trouble: Exception) -> str:
    """The sentence that a person reads for what stood in the way."""
    match trouble:
        case DafengError():
            return error_words(trouble)
        case ValidationError():
            return "；".join(trouble.messages)
        case PermissionDenied():
            return _("提出人已没有编写文件的权限。")
        case IntegrityError():
            return _("这一期已有正在办理的文件。")
    return _("文件写不进去：%(reason)s。") % {"reason": trouble}


def _units(order: PaperOrder) -> Sequence[Organisation]:
    """Whom the documents are about: the whole first, then each unit."""
    if order.scope == OrderScope.ONE:
        return [order.unit]
    year = int(order.period)
    return [order.plan.owner, *units_with_tasks(order.plan, year)]


def _tell(order: PaperOrder, done: int, of: int) -> None:
    """Let the page see how far it is, at once; the claim holds on."""
    PaperOrder.objects.filter(pk=order.pk, state=OrderState.WAITING).update(
        done=done, of=of, claimed_at=timezone.now()
    )


@transaction.atomic
def _end(order: PaperOrder, paper: Paper | None, troubles: Sequence[str]) -> bool:
    """Close an order; False when another worker was faster."""
    rows = PaperOrder.objects.select_for_update(of=("self",))
    held = rows.select_related("asked_by", "plan__owner").get(pk=order.pk)
    if held.state != OrderState.WAITING:
        return False
    held.ended_at = timezone.now()
    held.paper = paper
    held.trouble = "；".join(troubles)[:LONGEST]
    held.state = OrderState.FAILED if paper is None else OrderState.DONE
    held.save()
    _notify(held)
    return True


def _notify(order: PaperOrder) -> None:
    """Let the person who asked know that it is there, or why it is not."""
    notice = Reminder(
        key=f"paper-order:{order.pk}",
        kind=NoticeKind.COMPUTED,
        object=f"papers.paperorder/{order.pk}",
        label=str(order),
        address=order.get_absolute_url(),
        unit=order.plan.owner.code,
        recipient=Recipient(
            person=order.asked_by.username, post=Post.OFFICE, why=Why.IN_CHARGE
        ),
        channels=(Channel.SITE,),
        note=order.trouble,
    )
    notices_write([notice], on=timezone.localdate())
