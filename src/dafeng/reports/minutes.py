"""Records of what was said or seen, with who signed: an interview, an inspection.

Who was there and who signed is part of the record; a record that nobody signed yet
leaves lines to be signed by hand.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from dafeng.reports.forms import fields_table
from dafeng.reports.records import (
    Align,
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
from dafeng.reports.wording import OPEN, chinese_date, joined

_FILLED: Any = attrs.validators.min_len(1)


@attrs.frozen(kw_only=True)
class Signed:
    """Somebody who signed: as what, who, when (as the page writes it)."""

    side: str = attrs.field(validator=_FILLED)
    name: str = attrs.field(validator=_FILLED)
    at: str = ""


@attrs.frozen(kw_only=True)
class MinutesFacts:
    """What the minutes of an interview say.

    Attributes
    ----------
    organ : str
        Who held it.
    case_title, case_number : str
        The summons that it follows.
    held_on, hour, place
        When and where.
    hosts, guests : tuple of str
        Who talked, and with whom: one person each, with the post.
    said, promises : tuple of str
        What was said, and what was promised; one paragraph each.
    signatures : tuple of Signed
        Empty: lines to be signed by hand.
    """

    organ: str = attrs.field(validator=_FILLED)
    case_title: str = attrs.field(validator=_FILLED)
    case_number: str = ""
    held_on: date
    hour: str = ""
    place: str = ""
    hosts: tuple[str, ...] = attrs.field(validator=_FILLED)
    guests: tuple[str, ...] = attrs.field(validator=_FILLED)
    recorder: str = ""
    said: tuple[str, ...] = attrs.field(validator=_FILLED)
    promises: tuple[str, ...] = ()
    signatures: tuple[Signed, ...] = ()
    marks: tuple[str, ...] = ()
    basis: str = ""


@attrs.frozen(kw_only=True)
class Seen:
    """One finding of an inspection: rule, fact, demand, until when."""

    rule: str
    fact: str = attrs.field(validator=_FILLED)
    severity: str = ""


@attrs.frozen(kw_only=True)
class InspectionFacts:
    """What the record of an inspection says.

    Attributes
    ----------
    organ, subject : str
        Who inspected, and whom.
    plan : str
        The plan by which the subject was drawn.
    facts : tuple of str
        What was looked at and seen; one paragraph each.
    evidence : tuple of str
        Names of the files that were laid in.
    statement : str
        What the subject says to it; empty: not given yet.
    """

    organ: str = attrs.field(validator=_FILLED)
    subject: str = attrs.field(validator=_FILLED)
    plan: str = ""
    visited_on: date
    place: str = ""
    inspectors: tuple[str, ...] = attrs.field(validator=_FILLED)
    facts: tuple[str, ...] = attrs.field(validator=_FILLED)
    findings: tuple[Seen, ...] = ()
    evidence: tuple[str, ...] = ()
    statement: str = ""
    signatures: tuple[Signed, ...] = ()
    marks: tuple[str, ...] = ()
    basis: str = ""


def interview_minutes(facts: MinutesFacts) -> Paper:
    """Compose the minutes of an interview (约谈记录)."""
    number = f"（{facts.case_number}）" if facts.case_number else ""
    hour = f" {facts.hour}" if facts.hour else ""
    return Paper(
        layout=Layout.SHEET,
        organ=facts.organ,
        title="约谈记录",
        blocks=(
            fields_table(
                ("约谈事项", f"{facts.case_title}{number}"),
                ("时间", f"{chinese_date(facts.held_on)}{hour}"),
                ("地点", facts.place or OPEN),
                ("约谈人", joined(facts.hosts)),
                ("被约谈人", joined(facts.guests)),
                ("记录人", facts.recorder or OPEN),
            ),
            *section("约谈内容", facts.said),
            *section("整改承诺及完成时限", facts.promises),
            *_signed(facts.signatures, ("约谈人（签字）", "被约谈人（签字）")),
        ),
        signed_on=facts.held_on,
        marks=facts.marks,
        basis=facts.basis,
    )


def inspection_record(facts: InspectionFacts) -> Paper:
    """Compose the record of an inspection (监察记录)."""
    found: tuple[Block, ...] = (
        (Heading(text="发现的问题"), _seen_table(facts.findings))
        if facts.findings
        else (Heading(text="发现的问题"), Paragraph(text="没有发现问题。"))
    )
    return Paper(
        layout=Layout.SHEET,
        organ=facts.organ,
        title="节能监察记录",
        blocks=(
            fields_table(
                ("监察对象", facts.subject),
                ("监察计划", facts.plan or OPEN),
                ("到场日期", chinese_date(facts.visited_on)),
                ("地点", facts.place or OPEN),
                ("监察人员", joined(facts.inspectors)),
                ("证据", joined(facts.evidence) or OPEN),
            ),
            *section("监察情况", facts.facts),
            *found,
            Heading(text="被监察单位意见"),
            Paragraph(text=facts.statement)
            if facts.statement
            else Blank(label="意见", lines=3),
            *_signed(
                facts.signatures, ("监察人员（签字）", "被监察单位（签字、盖章）")
            ),
        ),
        signed_on=facts.visited_on,
        marks=facts.marks,
        basis=facts.basis,
    )


def _seen_table(findings: tuple[Seen, ...]) -> Table:
    return Table(
        columns=(
            Column(title="序号", align=Align.CENTRE, share=1),
            Column(title="事实", share=6),
            Column(title="违反的规定", share=4),
            Column(title="程度", align=Align.CENTRE, share=1),
        ),
        rows=tuple(
            (str(number), one.fact, one.rule or OPEN, one.severity or OPEN)
            for number, one in enumerate(findings, start=1)
        ),
    )


def _signed(
    signatures: tuple[Signed, ...], by_hand: tuple[str, ...]
) -> tuple[Block, ...]:
    """Who signed in the program; lines for the hand where nobody did."""
    if not signatures:
        return tuple(Blank(label=label) for label in by_hand)
    table = Table(
        columns=(
            Column(title="签字", share=3),
            Column(title="姓名", share=3),
            Column(title="时间", align=Align.CENTRE, share=3),
        ),
        rows=tuple((one.side, one.name, one.at or OPEN) for one in signatures),
    )
    return (
        Heading(text="签字"),
        table,
        Note(text="以上人员在系统中签字，签字后内容不能更改。"),
    )
