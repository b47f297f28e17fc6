"""What a person may do with a case now."""

from __future__ import annotations

import attrs

from dafeng.supervision import Asks, CaseAct, CaseState, case_moves_from
from dafeng.web.core.models import User
from dafeng.web.core.permissions import may, require
from dafeng.web.core.selectors import Person
from dafeng.web.supervision.models import Case, CaseUnit, Reply
from dafeng.web.supervision.selectors.one_case import own_unit, own_units

CHECK, ISSUE = "supervision.case.check", "supervision.case.issue"
DRAFT, REVIEW = "supervision.case.draft", "supervision.case.review"
RECEIVE = "supervision.case.receive"
WRITE, CONFIRM = "supervision.reply.write", "supervision.reply.confirm"
_BY_OFFICE = (CaseAct.ACCEPT, CaseAct.RETURN, CaseAct.REVIEW, CaseAct.CLOSE)


@attrs.frozen(kw_only=True)
class Doable:
    """One act, and whether it wants words."""

    act: CaseAct
    words: bool


def acts_for(user: Person, case: Case) -> tuple[Doable, ...]:
    """Acts that the case allows and the person may do, in the order to offer them."""
    moves = case_moves_from(case.state, asks=Asks(case.asks))
    return tuple(
        Doable(act=move.act, words=move.reason_asked)
        for move in moves
        if _may(user, case, move.act)
    )


def require_right(user: User, case: Case, act: CaseAct) -> None:
    """Return when the person may ever do the act, whatever the state of the case.

    Raises
    ------
    RightMissingError
    """
    if act in (CaseAct.RECEIVE, CaseAct.REPLY):
        right = RECEIVE if act is CaseAct.RECEIVE else CONFIRM
        if own_unit(user, case, right) is None:
            require(user, right, case)
        return
    if act is CaseAct.AMEND and may(user, ISSUE, case.organisation):
        return
    require(user, _right_of(case, act), case.organisation)


def _right_of(case: Case, act: CaseAct) -> str:
    if act is CaseAct.WITHDRAW:
        return DRAFT if case.issued_at is None else ISSUE
    if act in (CaseAct.CHECK, CaseAct.AMEND):
        return CHECK
    return REVIEW if act in _BY_OFFICE else ISSUE


def _may(user: Person, case: Case, act: CaseAct) -> bool:
    if act is CaseAct.RECEIVE:
        return unit_to_receive(user, case) is not None
    if act is CaseAct.REPLY:
        reply = draft_reply(case)
        handed = reply is not None and reply.handed_at is not None
        return handed and confirms(user, reply)
    if act is CaseAct.AMEND and may(user, ISSUE, case.organisation):
        return True
    if act is CaseAct.ISSUE and case.checked_by == user:
        return False
    return may(user, _right_of(case, act), case.organisation)


def unit_to_receive(user: Person, case: Case) -> CaseUnit | None:
    """The first of the person's units that has not received the case yet."""
    if not isinstance(user, User):
        return None
    mine = own_units(user, case, RECEIVE)
    return next((unit for unit in mine if unit.received_at is None), None)


def unit_to_write(user: Person, case: Case) -> CaseUnit | None:
    """The person's unit, where an answer can be written now."""
    open_now = case.state in (CaseState.RECEIVED.value, CaseState.RETURNED.value)
    if not open_now or case.asks != Asks.REPLY.value or not isinstance(user, User):
        return None
    return own_unit(user, case, WRITE)


def draft_reply(case: Case) -> Reply | None:
    """The answer that is not confirmed yet; fetch ``replies`` along."""
    drafts = [one for one in case.replies.all() if one.confirmed_at is None]
    return drafts[0] if drafts else None


def confirms(user: Person, reply: Reply | None) -> bool:
    """Whether the person may confirm an answer: not the one who wrote it."""
    if reply is None or reply.written_by == user:
        return False
    return may(user, CONFIRM, reply.unit)


def reads_drafts_of(user: Person, case: Case) -> bool:
    """Whether the person sees what the unit is still writing: its own people do."""
    return isinstance(user, User) and any(
        own_unit(user, case, right) is not None for right in (WRITE, RECEIVE)
    )
