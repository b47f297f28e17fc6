"""Forms that people fill in or sign: reply, minutes, the answer of a unit, closure."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from dafeng.reports.records import (
    Align,
    Attachment,
    Blank,
    Block,
    Column,
    Heading,
    Layout,
    Note,
    Paper,
    Paragraph,
    Table,
)
from dafeng.reports.sections import section
from dafeng.reports.wording import (
    OPEN,
    chinese_date,
    joined,
    weekday,
)

_FILLED: Any = attrs.validators.min_len(1)
_ORDER_REPLY = (
    ("办理情况", 5),
    ("存在问题及原因", 3),
    ("下一步措施及完成时限", 3),
    ("承办单位负责人（签字、盖章）", 1),
    ("回复日期", 1),
    ("督办机关审核意见", 2),
)
_INTERVIEW_RECORD = (
    ("约谈人", 1),
    ("被约谈人", 1),
    ("约谈内容", 6),
    ("整改承诺及完成时限", 4),
    ("被约谈人（签字）", 1),
    ("记录人（签字）及日期", 1),
)


@attrs.frozen(kw_only=True)
class Rectification:
    """One line of a rectification plan; ``due`` None is not yet said."""

    text: str = attrs.field(validator=_FILLED)
    unit: str = ""
    due: date | None = None


@attrs.frozen(kw_only=True)
class ReplyFacts:
    """What a unit answers to a letter.

    Attributes
    ----------
    unit, organ : str
        Who answers, and to whom.
    case_title, case_number : str
        The letter that is answered.
    progress, problems : tuple of str
        One paragraph each.
    measures : tuple of Rectification
        The rectification plan.
    """

    unit: str = attrs.field(validator=_FILLED)
    organ: str = attrs.field(validator=_FILLED)
    case_title: str = attrs.field(validator=_FILLED)
    case_number: str = ""
    number: str = ""
    progress: tuple[str, ...] = attrs.field(validator=_FILLED)
    problems: tuple[str, ...] = ()
    measures: tuple[Rectification, ...] = ()
    contact: str = ""
    signed_on: date | None = None
    marks: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class ClosureFacts:
    """What is put on record when a case is closed (整改销号).

    Attributes
    ----------
    organ : str
        Who closes it.
    task_number, problem, goal : str
        Its number, what was wrong, what had to be reached.
    units, measures, completion : tuple of str
        Who answers for it, what was to be done, what was done.
    acceptance, opinion : str
        Opinion of the acceptance, and of the closure; empty: to be written by hand.
    notice_from, notice_to : date or None
        Public notice.
    objections : str
        Whom to tell of an objection.
    """

    organ: str = attrs.field(validator=_FILLED)
    task_number: str = attrs.field(validator=_FILLED)
    problem: str = attrs.field(validator=_FILLED)
    units: tuple[str, ...] = attrs.field(validator=_FILLED)
    goal: str = ""
    measures: tuple[str, ...] = ()
    completion: tuple[str, ...] = ()
    acceptance: str = ""
    opinion: str = ""
    notice_from: date | None = None
    notice_to: date | None = None
    objections: str = ""
    number: str = ""
    signed_on: date | None = None
    marks: tuple[str, ...] = ()
    basis: str = ""


def reply_paper(facts: ReplyFacts) -> Paper:
    """Compose the answer of a unit: progress, problems, plan with dates."""
    number = f"（{facts.case_number}）" if facts.case_number else ""
    plan: tuple[Block, ...] = ()
    if facts.measures:
        plan = (Heading(text="整改方案"), _plan_table(facts.measures))
    return Paper(
        layout=Layout.LETTER,
        organ=facts.unit,
        number=facts.number,
        title=f"关于《{facts.case_title}》办理情况的回复",
        addressees=(facts.organ,),
        blocks=(
            Paragraph(
                text=f"《{facts.case_title}》{number}收悉。现将办理情况回复如下。"
            ),
            *section("办理情况", facts.progress),
            *section("存在问题及原因", facts.problems),
            *plan,
            Paragraph(text="特此回复。"),
        ),
        signed_by=facts.unit,
        signed_on=facts.signed_on,
        contact=facts.contact,
        marks=facts.marks,
    )


def closure_paper(facts: ClosureFacts) -> Paper:
    """Compose the closure form on one page; opinions not given are left to write."""
    opinions = (
        ("验收意见", facts.acceptance),
        ("销号意见", facts.opinion),
    )
    return Paper(
        layout=Layout.SHEET,
        organ=facts.organ,
        number=facts.number,
        title="整改销号表",
        blocks=(
            fields_table(
                ("任务编号", facts.task_number),
                ("问题描述", facts.problem),
                ("责任单位", joined(facts.units)),
                ("整改目标", facts.goal or OPEN),
                ("整改措施", _lines(facts.measures)),
                ("完成情况", _lines(facts.completion)),
                *((label, text) for label, text in opinions if text),
                ("公示期", _notice(facts.notice_from, facts.notice_to)),
                ("异议受理", facts.objections or OPEN),
            ),
            *(Blank(label=label, lines=3) for label, text in opinions if not text),
            Blank(label="验收人签字"),
            Blank(label="审批人签字"),
        ),
        signed_by=facts.organ,
        signed_on=facts.signed_on,
        marks=facts.marks,
        basis=facts.basis,
    )


def order_reply() -> Attachment:
    """The reply form of an order; comes back filled in and sealed."""
    return Attachment(
        title="督办事项办理情况回复单",
        blocks=(
            Note(text="由承办单位填写，负责人签字并加盖公章后按时限报回。"),
            *(Blank(label=label, lines=lines) for label, lines in _ORDER_REPLY),
        ),
    )


def interview_record() -> Attachment:
    """The form of the minutes of an interview, with the promise and its dates."""
    return Attachment(
        title="约谈记录",
        blocks=tuple(
            Blank(label=label, lines=lines) for label, lines in _INTERVIEW_RECORD
        ),
    )


def fields_table(*fields: tuple[str, str]) -> Table:
    """A form's fields: name and content."""
    return Table(
        columns=(
            Column(title="项目", align=Align.CENTRE, share=2),
            Column(title="内容", share=7),
        ),
        rows=fields,
    )


def attendance_table(
    *, day: date | None, hour: str, place: str, attendants: tuple[str, ...]
) -> Table:
    """When, where and who; what is open is said as open."""
    when = f"{chinese_date(day)}（{weekday(day)}）{hour}" if day else "另行通知"
    return fields_table(
        ("时间", when),
        ("地点", place or "另行通知"),
        ("参加人员", joined(attendants) or "另行通知"),
    )


def _plan_table(measures: tuple[Rectification, ...]) -> Table:
    return Table(
        columns=(
            Column(title="序号", align=Align.CENTRE, share=1),
            Column(title="整改措施", share=6),
            Column(title="责任单位", share=3),
            Column(title="完成时限", align=Align.CENTRE, share=3),
        ),
        rows=tuple(
            (
                str(number),
                one.text,
                one.unit or OPEN,
                chinese_date(one.due) if one.due else OPEN,
            )
            for number, one in enumerate(measures, start=1)
        ),
    )


def _lines(texts: tuple[str, ...]) -> str:
    if len(texts) < 2:  # noqa: PLR2004 - one needs no number
        return texts[0] if texts else OPEN
    return "\n".join(f"{number}.{text}" for number, text in enumerate(texts, start=1))


def _notice(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return OPEN
    return f"{chinese_date(first)}至{chinese_date(last)}"
