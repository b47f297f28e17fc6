"""Where a case stands, in one sentence: who must do what by when."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dafeng.supervision import Asks, CaseState
from dafeng.web.supervision.models import Case, CaseMove


def standing_sentence(case: Case) -> str:
    """The first line of its page; fetch ``units__organisation`` and ``moves`` along."""
    state = CaseState(case.state)
    if state in (CaseState.CLOSED, CaseState.WITHDRAWN, CaseState.SUPERSEDED):
        return _ended(case, state)
    if state in (CaseState.DRAFT, CaseState.CHECKED):
        return _unsigned(state)
    if state in (CaseState.ISSUED, CaseState.RECEIVED, CaseState.RETURNED):
        return _at_unit(case, state)
    return _at_office(case, state)


def _ended(case: Case, state: CaseState) -> str:
    move = _last(case)
    told = {"day": _day(None if move is None else timezone.localdate(move.at))}
    if state is CaseState.CLOSED:
        return _("已于 %(day)s 销号，不再办理。") % told
    if state is CaseState.WITHDRAWN:
        return _("已于 %(day)s 撤回，不再执行；文号保留。") % told
    return _("已于 %(day)s 被新的文书取代，不再执行；文号保留。") % told


def _unsigned(state: CaseState) -> str:
    if state is CaseState.DRAFT:
        return _("草稿，等双碳办审核；印发前责任单位看不到。")
    return _("已审核，等另一人签发；印发前责任单位看不到。")


def _at_unit(case: Case, state: CaseState) -> str:
    left = [one for one in case.units.all() if one.received_at is None]
    told = {"unit": _names(case), "day": _day(case.reply_by)}
    asks = case.asks == Asks.REPLY.value
    if state is CaseState.RETURNED:
        return _("回复被退回，%(unit)s须在 %(day)s 前重新回复。") % told
    if state is CaseState.RECEIVED:
        if asks:
            return _("%(unit)s已签收，须在 %(day)s 前回复。") % told
        return _("责任单位都已签收，等双碳办销号。")
    if asks:
        return _("已印发，%(unit)s应签收，并在 %(day)s 前回复。") % told
    return ngettext(
        "已印发，还有 %(n)s 个单位没有签收。",
        "已印发，还有 %(n)s 个单位没有签收。",
        len(left),
    ) % {"n": len(left)}


def _at_office(case: Case, state: CaseState) -> str:
    if state is CaseState.REPLIED:
        day = _day(case.review_by)
        return _("已回复，双碳办须在 %(day)s 前审核。") % {"day": day}
    if state is CaseState.REVIEWED:
        return _("整改已复核，等双碳办销号。")
    first = getattr(case, "rectify_by", None)
    if first is None:
        return _("整改事项都已完成，等双碳办复核。")
    told = {"unit": _names(case), "day": _day(first)}
    return _("%(unit)s正在整改，最近一项须在 %(day)s 前完成。") % told


def _names(case: Case) -> str:
    return "、".join(one.organisation.name_zh for one in case.units.all())


def _last(case: Case) -> CaseMove | None:
    moves = list(case.moves.all())
    return moves[-1] if moves else None


def _day(day: date | None) -> str:
    return "--" if day is None else day.isoformat()
