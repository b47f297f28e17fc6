"""Letters of a case: reminder, order, circular, summons, praise; of an inspection too.

The fields of each form are working forms of the office (no statute fixes them); the
README names where they come from. Nothing is invented here: what the facts leave
open is said as open, and no section stands without a sentence.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

import attrs

from dafeng.reports.forms import (
    attendance_table,
    fields_table,
    interview_record,
    order_reply,
)
from dafeng.reports.records import (
    Attachment,
    Block,
    Heading,
    Layout,
    Paper,
    Paragraph,
    Table,
)
from dafeng.reports.sections import section
from dafeng.reports.wording import OPEN, chinese_date, joined

_FILLED: Any = attrs.validators.min_len(1)


class Step(StrEnum):
    """A step of the ladder, or a paper of an inspection, with a letter of its own."""

    REMIND = "remind"
    SUPERVISE = "supervise"
    CIRCULAR = "circular"
    INTERVIEW = "interview"
    COMMEND = "commend"
    OPINION = "opinion"
    RECTIFY = "rectify"


@attrs.frozen(kw_only=True)
class Ground:
    """What a step rests on.

    Attributes
    ----------
    clause : str
        Where it stands: ``《…实施方案》三（三）1``.
    words : str
        What the clause or the rule asks.
    figure : str
        What was found: ``目标13.5%，实际9.2%``.
    seal : str
        Seal of the result that the figure comes from.
    """

    clause: str = attrs.field(validator=_FILLED)
    words: str = ""
    figure: str = ""
    seal: str = ""


@attrs.frozen(kw_only=True)
class CaseFacts:
    """What the letter of a case says.

    Attributes
    ----------
    step : Step
    organ : str
        Who issues it.
    units : tuple of str
        Whom it concerns; the main addressees.
    item : str
        The matter as a noun: ``规模以上工业能效提升工作``.
    facts, demands : tuple of str
        One paragraph each, without a number.
    grounds : tuple of Ground
        Clauses, figures and seals.
    number, title : str
        文号, empty until it is issued; a title of one's own.
    reply_by, signed_on, data_date : date or None
        Until when an answer is due; date of the letter; date of the figures.
    contact : str
        Name and telephone.
    copies_to, marks : tuple of str
        抄送; what must be seen on every page.
    meets_on, meets_at, place, attendants
        Of an interview: day, hour (``9:30``), place, who comes; of a paper of an
        inspection: when and where it was.
    period : str
        Of a circular: ``2026年三季度``.
    ranking : Table or None
        Of a circular.
    praised, lagging : tuple of str
        Of a circular: good cases, and who is behind; one paragraph each.
    """

    step: Step
    organ: str = attrs.field(validator=_FILLED)
    units: tuple[str, ...] = attrs.field(validator=_FILLED)
    item: str = attrs.field(validator=_FILLED)
    facts: tuple[str, ...] = attrs.field(validator=_FILLED)
    demands: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = ()
    number: str = ""
    title: str = ""
    reply_by: date | None = None
    contact: str = ""
    signed_on: date | None = None
    data_date: date | None = None
    copies_to: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    meets_on: date | None = None
    meets_at: str = ""
    place: str = ""
    attendants: tuple[str, ...] = ()
    period: str = ""
    ranking: Table | None = None
    praised: tuple[str, ...] = ()
    lagging: tuple[str, ...] = ()


def case_paper(facts: CaseFacts) -> Paper:
    """Compose the letter of a case.

    Parameters
    ----------
    facts : CaseFacts

    Returns
    -------
    Paper
        提醒函, 督办单 and 约谈通知书 in the form of a letter, 通报 as a circular. The
        order carries its reply form, the summons the form of its minutes. What follows
        an inspection, 节能监察意见书 and 限期整改通知书, is a letter too.
    """
    body = {
        Step.REMIND: _reminder,
        Step.SUPERVISE: _order,
        Step.CIRCULAR: _circular,
        Step.INTERVIEW: _summons,
        Step.COMMEND: _praise,
        Step.OPINION: _inspected,
        Step.RECTIFY: _inspected,
    }[facts.step]
    attachments: dict[Step, tuple[Attachment, ...]] = {
        Step.SUPERVISE: (order_reply(),),
        Step.INTERVIEW: (interview_record(),),
    }
    public = facts.step in {Step.CIRCULAR, Step.COMMEND}
    return Paper(
        layout=Layout.CIRCULAR if public else Layout.LETTER,
        organ=facts.organ,
        number=facts.number,
        title=facts.title or _title(facts),
        addressees=facts.units,
        blocks=body(facts),
        attachments=attachments.get(facts.step, ()),
        signed_by=facts.organ,
        signed_on=facts.signed_on,
        copies_to=facts.copies_to,
        contact=facts.contact,
        marks=facts.marks,
        basis=_basis(facts),
    )


def _title(facts: CaseFacts) -> str:
    item = f"{facts.period}{facts.item}"
    return {
        Step.REMIND: f"关于{facts.item}的提醒函",
        Step.SUPERVISE: f"关于{facts.item}的督办单",
        Step.CIRCULAR: f"关于{item}情况的通报",
        Step.INTERVIEW: f"关于{facts.item}的约谈通知书",
        Step.COMMEND: f"关于表扬{item}先进单位的通报",
        Step.OPINION: "节能监察意见书",
        Step.RECTIFY: "限期整改通知书",
    }[facts.step]


def _basis(facts: CaseFacts) -> str:
    seals = tuple(dict.fromkeys(one.seal for one in facts.grounds if one.seal))
    parts = [f"数据日期：{chinese_date(facts.data_date)}"] if facts.data_date else []
    if seals:
        parts.append(f"结果封存号：{joined(seals)}")
    return "；".join(parts)


def _reminder(facts: CaseFacts) -> tuple[Block, ...]:
    return (
        Paragraph(text=f"现就{facts.item}有关事项提醒如下。"),
        *section("有关情况", facts.facts),
        *section("依据", _grounds(facts)),
        *section("工作要求", _demands(facts)),
        Paragraph(text="特此函告。"),
    )


def _order(facts: CaseFacts) -> tuple[Block, ...]:
    due = chinese_date(facts.reply_by) if facts.reply_by else OPEN
    table = fields_table(
        ("督办事项", facts.item),
        ("责任单位", joined(facts.units)),
        ("办理时限", due),
        ("联系人", facts.contact or OPEN),
    )
    return (
        Paragraph(text="现将下列事项交你单位办理，请按要求办结并回复。"),
        table,
        *section("主要问题", facts.facts),
        *section("督办依据", _grounds(facts)),
        *section("办理要求", _demands(facts)),
    )


def _circular(facts: CaseFacts) -> tuple[Block, ...]:
    opening = f"现将{facts.period}{facts.item}有关情况通报如下。"
    ranking = () if facts.ranking is None else (facts.ranking,)
    return (
        Paragraph(text=opening),
        *section("总体情况", facts.facts),
        *ranking,
        *section("做得好的单位", facts.praised),
        *section("进展滞后的单位", facts.lagging),
        *section("通报依据", _grounds(facts)),
        *section("下一步要求", _demands(facts)),
    )


def _summons(facts: CaseFacts) -> tuple[Block, ...]:
    return (
        Paragraph(text=f"因{facts.item}，决定对你单位进行约谈。现将有关事项通知如下。"),
        *section("约谈事由", facts.facts),
        *section("约谈依据", _grounds(facts)),
        Heading(text="时间、地点和参加人员"),
        attendance_table(
            day=facts.meets_on,
            hour=facts.meets_at,
            place=facts.place,
            attendants=facts.attendants,
        ),
        *section("有关要求", _demands(facts)),
        Paragraph(text="特此通知。"),
    )


def _praise(facts: CaseFacts) -> tuple[Block, ...]:
    opening = (
        f"{joined(facts.units)}在{facts.period}{facts.item}中成效突出，现予以通报表扬。"
    )
    return (
        Paragraph(text=opening),
        *section("主要成效", facts.facts),
        *([] if facts.ranking is None else [facts.ranking]),
        *section("评价依据", _grounds(facts)),
        *section("工作希望", facts.demands),
    )


def _inspected(facts: CaseFacts) -> tuple[Block, ...]:
    """What an inspection found, what it rests on, what is asked until when."""
    day = f"于{chinese_date(facts.meets_on)}" if facts.meets_on else ""
    place = f"（地点：{facts.place}）" if facts.place else ""
    asks = {
        Step.OPINION: "现提出如下意见，请按要求整改。",
        Step.RECTIFY: "现责令你单位按下列要求限期整改。",
    }[facts.step]
    due = f"请于{chinese_date(facts.reply_by)}前完成整改" if facts.reply_by else ""
    return (
        Paragraph(text=f"我单位{day}对你单位进行了节能监察{place}。{asks}"),
        *section("存在的问题", facts.facts),
        *section("依据", _grounds(facts)),
        *section("整改要求", (*facts.demands, *filter(None, (due,)))),
    )


def _grounds(facts: CaseFacts) -> tuple[str, ...]:
    return tuple(
        f"{ground.clause}{f'：{ground.words}' if ground.words else ''}"
        f"{f'（{ground.figure}）' if ground.figure else ''}"
        for ground in facts.grounds
    )


def _demands(facts: CaseFacts) -> tuple[str, ...]:
    if facts.reply_by is None:
        return facts.demands
    due = f"请于{chinese_date(facts.reply_by)}前书面回复办理情况"
    return (*facts.demands, due)
