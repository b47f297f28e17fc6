"""What is wrong with a draft before somebody signs it; nothing is repaired."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import attrs

from dafeng.base.findings import Finding, Severity
from dafeng.supervision.ladder import rung_on
from dafeng.supervision.records import Asks, CaseStep
from dafeng.work import work_calendar


@attrs.frozen(kw_only=True)
class Subject:
    """A unit that a case is about; ``rank`` stands in a circular with a ranking."""

    unit: str
    rank: int | None = None


@attrs.frozen(kw_only=True)
class CaseDraft:
    """A case as it would be issued on a day.

    Attributes
    ----------
    basis : tuple of str
        Clause, figure and seal that it rests on, a line each.
    meets_at : str
        When and where an interview is held; empty for none.
    """

    step: CaseStep = attrs.field(converter=CaseStep)
    subjects: tuple[Subject, ...]
    item: str = ""
    basis: tuple[str, ...] = ()
    facts: str = ""
    demand: str = ""
    reply_by: date | None = None
    contact: str = ""
    meets_at: str = ""


def check_case(draft: CaseDraft, *, on: date) -> tuple[Finding, ...]:
    """Say what is missing or contradicts itself; an error stands in the way of issue.

    Parameters
    ----------
    on : date
        Day of issue.
    """
    return (
        *_content(draft),
        *_subjects(draft, on),
        *_reply(draft, on),
    )


def _content(draft: CaseDraft) -> Iterator[Finding]:
    if not draft.basis:
        yield _error("case.no_basis", "basis", "写明条款、数据及其封存校验值。")
    for name, hint in (
        ("item", "写明督办事项。"),
        ("facts", "写明事实。"),
        ("demand", "写明要求。"),
    ):
        if not getattr(draft, name).strip():
            yield _error(f"case.no_{name}", name, hint)
    if not draft.contact.strip():
        yield _warning("case.no_contact", "contact", "", "写明联系人和电话。")
    if draft.step is CaseStep.INTERVIEW and not draft.meets_at.strip():
        yield _error("case.no_meeting", "meets_at", "写明约谈的时间和地点。")


def _subjects(draft: CaseDraft, on: date) -> Iterator[Finding]:
    units = [one.unit for one in draft.subjects]
    if not units:
        yield _error("case.no_unit", "units", "写明发给哪个单位。")
    for unit, times in Counter(units).items():
        if times > 1:
            yield _error("case.unit_twice", "units", f"{unit}写了两次。")
    many = len(units) > 1
    if many and not rung_on(draft.step, on).many:
        yield _error("case.one_unit", "units", "这种文书一份只发一个单位，请分别起草。")
    if many and draft.reply_by is not None:
        yield _error(
            "case.many_no_reply",
            "reply_by",
            "发给多个单位的通报不要求回复；要求整改的单位另发督办单。",
        )
    ranks = [one.rank for one in draft.subjects if one.rank is not None]
    if ranks and any(rank < 1 for rank in ranks):
        yield _error("case.rank", "units", "名次从 1 起。")


def _reply(draft: CaseDraft, on: date) -> Iterator[Finding]:
    asked = rung_on(draft.step, on).asks is Asks.REPLY and len(draft.subjects) <= 1
    if draft.reply_by is None:
        if asked:
            yield _error("case.no_reply_by", "reply_by", "写明回复期限。")
        return
    if not asked and len(draft.subjects) <= 1:
        yield _error(
            "case.asks_nothing", "reply_by", "这种文书不要求回复，请删去期限。"
        )
        return
    if draft.reply_by <= on:
        told = draft.reply_by.isoformat()
        yield _error("case.reply_past", "reply_by", f"回复期限 {told} 须晚于签发日。")
    elif not work_calendar().works(draft.reply_by):
        told = draft.reply_by.isoformat()
        yield _warning(
            "case.reply_day_off", "reply_by", told, f"{told} 不是工作日，请核对期限。"
        )


def _error(code: str, place: str, hint: str) -> Finding:
    return Finding(code=code, severity=Severity.ERROR, place=place, hint=hint)


def _warning(code: str, place: str, value: str, hint: str) -> Finding:
    return Finding(
        code=code, severity=Severity.WARNING, place=place, value=value, hint=hint
    )
