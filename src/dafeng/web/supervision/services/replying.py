"""The unit's side: received, answered, confirmed by the head, carried out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.supervision import Asks, CaseAct, case_move, review_day
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.moments import moment
from dafeng.web.core.permissions import require
from dafeng.web.supervision.models import (
    Case,
    RectificationItem,
    Reply,
)
from dafeng.web.supervision.services.moving import (
    case_held,
    case_moved,
    see_it_is_open,
    trail_written,
)
from dafeng.web.supervision.services.registering import letter_answered
from dafeng.web.supervision.telling import units_told
from dafeng.work import NoticeKind, Post

RECEIVE = "supervision.case.receive"
WRITE, CONFIRM = "supervision.reply.write", "supervision.reply.confirm"


@attrs.frozen(kw_only=True)
class PlanLine:
    """One line of a plan of rectification."""

    what: str
    due_on: date
    who: str = ""


@attrs.frozen(kw_only=True)
class ReplyContent:
    """What a unit answers."""

    text: str = ""
    problems: str = ""
    contact: str = ""
    items: Sequence[PlanLine] = ()


class StaleReplyError(BadInputError):
    """The reply was saved since the page was opened; nothing was overwritten.

    Attributes
    ----------
    mine, theirs : ReplyContent
        What the person wanted to write, and what the reply says now.
    version : int
        The newest version.
    """

    code = "reply.stale"

    def __init__(
        self, *, mine: ReplyContent, theirs: ReplyContent, version: int
    ) -> None:
        self.mine, self.theirs, self.version = mine, theirs, version
        super().__init__(f"Version {version} is the newest.", version=version)


@transaction.atomic
def case_receive(
    *, case: Case, unit: Organisation, by: User, at: datetime | None = None
) -> Case:
    """Sign for a case; of several units the last one moves it on."""
    held, now = case_held(case), moment(at)
    require(by, RECEIVE, unit)
    case_move(held.state, CaseAct.RECEIVE, asks=Asks(held.asks))
    row = held.units.select_for_update(of=("self",)).get(organisation=unit)
    if row.received_at is not None:
        msg = f"{unit} received {held} before."
        raise BadInputError(msg, code="case.received", case=str(held))
    row.received_by, row.received_at = by, now
    row.full_clean()
    row.save()
    if held.units.filter(received_at__isnull=True).exists():
        trail_written(
            held, CaseAct.RECEIVE, before=held.state, by=by, at=now, unit=unit
        )
    else:
        case_moved(held, CaseAct.RECEIVE, by=by, at=now, unit=unit)
    return held


def content_of(reply: Reply) -> ReplyContent:
    """What a reply says now."""
    return ReplyContent(
        text=reply.text,
        problems=reply.problems,
        contact=reply.contact,
        items=[
            PlanLine(what=one.what, who=one.who, due_on=one.due_on)
            for one in reply.items.all()
        ],
    )


@transaction.atomic
def reply_save(
    *,
    case: Case,
    unit: Organisation,
    by: User,
    content: ReplyContent,
    version: int = 0,
    at: datetime | None = None,
) -> Reply:
    """Save the draft of an answer; the first save begins one.

    Parameters
    ----------
    version : int
        Version that the person saw; 0 when there was none.

    Raises
    ------
    StaleReplyError
        Somebody saved it since then.
    BadInputError
        ``case.closed``, ``case.ended``; ``reply.handed``: it is in the head's hand.
    CaseMoveRefusedError
        Nobody asks for an answer now.
    """
    held, now = answerable_held(case), moment(at)
    require(by, WRITE, unit)
    reply = draft_held(held) or Reply(
        case=held, unit=unit, turn=held.replies.count() + 1, version=0, written_at=now
    )
    if reply.handed_at is not None:
        msg = "The head has it."
        raise BadInputError(msg, code="reply.handed")
    if version != reply.version:
        raise StaleReplyError(
            mine=content, theirs=content_of(reply), version=reply.version
        )
    before = _told(content_of(reply)) if reply.version else {}
    reply.text, reply.problems = content.text.strip(), content.problems.strip()
    reply.contact = content.contact.strip()
    reply.version += 1
    reply.written_by, reply.written_at = by, now
    reply.full_clean()
    reply.save()
    _plan(reply, content.items)
    audit.record(
        by=by,
        action="supervision.reply.save",
        target=reply,
        data={"case": held.number, "before": before, "after": _told(content)},
    )
    return reply


@transaction.atomic
def reply_hand_in(*, case: Case, by: User, at: datetime | None = None) -> Reply:
    """Give the draft to the head of the unit.

    Raises
    ------
    BadInputError
        ``reply.none``, ``reply.empty``, ``reply.no_plan``, ``reply.handed``.
    """
    held, now = answerable_held(case), moment(at)
    reply = draft_held(held)
    if reply is None:
        msg = "There is no answer yet."
        raise BadInputError(msg, code="reply.none")
    require(by, WRITE, reply.unit)
    if reply.handed_at is not None:
        msg = "The head has it."
        raise BadInputError(msg, code="reply.handed")
    if not reply.text:
        msg = "It says nothing of what was done."
        raise BadInputError(msg, code="reply.empty")
    if not reply.items.exists():
        msg = "It has no plan of rectification."
        raise BadInputError(msg, code="reply.no_plan")
    reply.handed_at = now
    reply.written_by = by
    reply.full_clean()
    reply.save()
    _handed(held, reply, by, "hand_in")
    units_told(
        held,
        NoticeKind.SUBMITTED,
        by=by,
        on=timezone.localdate(now),
        turn=Post.HEAD,
        mark=f"{reply.turn}-{reply.version}",
    )
    return reply


@transaction.atomic
def reply_take_back(*, case: Case, by: User) -> Reply:
    """Take the draft back from the head: the officer goes on writing, or the head asks.

    Raises
    ------
    BadInputError
        ``reply.not_handed``: the head does not have it.
    """
    held = answerable_held(case)
    reply = draft_held(held)
    if reply is None or reply.handed_at is None:
        msg = "The head does not have it."
        raise BadInputError(msg, code="reply.not_handed")
    require(by, RECEIVE, reply.unit)
    reply.handed_at = None
    reply.version += 1
    reply.save()
    _handed(held, reply, by, "take_back")
    return reply


@transaction.atomic
def reply_confirm(
    *,
    case: Case,
    by: User,
    at: datetime | None = None,
    version: int | None = None,
) -> Case:
    """Confirm the answer: it goes to the office.

    Parameters
    ----------
    version : int, optional
        Version of the answer that the person saw.

    Raises
    ------
    BadInputError
        ``case.closed``, ``case.ended``; ``reply.none``, ``reply.not_handed``;
        ``reply.same_person``: the officer who wrote it confirms nothing;
        ``reply.stale``: it was taken back and changed since the person saw it.
    """
    held, now = answerable_held(case), moment(at)
    reply = draft_held(held)
    if reply is None:
        msg = "There is no answer yet."
        raise BadInputError(msg, code="reply.none")
    require(by, CONFIRM, reply.unit)
    if reply.handed_at is None:
        msg = "The officer has not handed it in."
        raise BadInputError(msg, code="reply.not_handed")
    if reply.written_by == by:
        msg = f"{by} wrote it; another person confirms it."
        raise BadInputError(msg, code="reply.same_person")
    if version is not None and version != reply.version:
        msg = "The answer was changed since."
        raise BadInputError(msg, code="reply.stale")
    reply.confirmed_by, reply.confirmed_at = by, now
    reply.full_clean()
    reply.save()
    day = timezone.localdate(now)
    held.review_by = review_day(held.step, day)
    case_moved(held, CaseAct.REPLY, by=by, at=now, unit=reply.unit)
    letter_answered(held, day)
    units_told(held, NoticeKind.RECEIVED, by=by, on=day, turn=Post.OFFICE)
    return held


def answerable_held(case: Case) -> Case:
    """Lock a case that asks for an answer now."""
    held = case_held(case)
    see_it_is_open(held)
    case_move(held.state, CaseAct.REPLY, asks=Asks(held.asks))
    return held


def draft_held(held: Case) -> Reply | None:
    """The answer of a locked case that is not confirmed yet."""
    return (
        held.replies.select_related("unit", "written_by")
        .filter(confirmed_at__isnull=True)
        .first()
    )


def _plan(reply: Reply, items: Sequence[PlanLine]) -> None:
    reply.items.all().delete()
    rows = [
        RectificationItem(
            reply=reply,
            order=order,
            what=one.what.strip(),
            who=one.who.strip(),
            due_on=one.due_on,
        )
        for order, one in enumerate(items, start=1)
    ]
    for row in rows:
        row.full_clean(exclude=["reply"])
    RectificationItem.objects.bulk_create(rows)


def _handed(held: Case, reply: Reply, by: User, verb: str) -> None:
    audit.record(
        by=by,
        action=f"supervision.reply.{verb}",
        target=reply,
        data={"case": held.number, "turn": reply.turn, "version": reply.version},
    )


def _told(content: ReplyContent) -> dict[str, object]:
    return {
        "text": content.text,
        "problems": content.problems,
        "items": [f"{one.due_on} {one.what}" for one in content.items],
    }
