"""Task division sheets: what one unit has to do in a year, and the whole district."""

from __future__ import annotations

import attrs

from dafeng.reports.composing import (
    UNKNOWN,
    Frame,
    FreeText,
    PaperKind,
    TaskLine,
    basis_of,
)
from dafeng.reports.composing_blocks import paragraphs, tasks_table
from dafeng.reports.composing_texts import written
from dafeng.reports.records import (
    Align,
    Attachment,
    Blank,
    Block,
    Column,
    Heading,
    Layout,
    Paper,
    Paragraph,
    Table,
)


@attrs.frozen(kw_only=True)
class UnitLoad:
    """How many tasks of a year a unit leads, and helps with."""

    unit: str
    lead: str
    other: str


@attrs.frozen(kw_only=True)
class DivisionFacts:
    """The tasks of a year, of one unit or of all.

    Attributes
    ----------
    unit : str
        Empty for the whole district.
    answer : str
        How many it leads and helps with, in one sentence.
    lead, support : tuple of TaskLine
        Tasks that the unit leads (for the whole: all), and those that it helps with.
    loads : tuple of UnitLoad
        For the whole: each unit with its numbers.
    """

    frame: Frame
    year: str
    unit: str = ""
    answer: str = ""
    lead: tuple[TaskLine, ...] = ()
    support: tuple[TaskLine, ...] = ()
    loads: tuple[UnitLoad, ...] = ()
    texts: tuple[FreeText, ...] = ()


def division_sheet(facts: DivisionFacts) -> Paper:
    """The letter that hands out the tasks, with the sheet and a place to sign."""
    frame = facts.frame
    blocks: list[Block] = [
        Paragraph(
            text=(
                f"根据《{frame.plan}》，现将{facts.year}年度碳达峰工作任务分工"
                "印发给你们（见附件），请认真落实。"
            )
        ),
        Heading(text="任务情况"),
        Paragraph(text=facts.answer or f"{UNKNOWN}，这一年还没有下达的任务。"),
        Heading(text="工作要求"),
        *paragraphs(written(PaperKind.DIVISION, "demand", facts.texts)),
    ]
    whom = facts.unit or "各责任单位"
    return Paper(
        layout=Layout.LETTER,
        organ=frame.organ,
        title=(
            f"关于下达{facts.unit}{facts.year}年碳达峰任务分工的通知"
            f"{'（更正）' if frame.corrects else ''}"
        ),
        addressees=(whom,),
        blocks=tuple(blocks),
        attachments=_unit(facts) if facts.unit else _whole(facts),
        signed_by=frame.organ,
        contact=frame.contact,
        marks=frame.marks,
        basis=basis_of(frame),
    )


def _unit(facts: DivisionFacts) -> tuple[Attachment, ...]:
    """What the unit leads, what it helps with, and a place to sign for it."""
    tables = [
        _sheet(lines, title)
        for lines, title in (
            (facts.lead, "牵头的任务"),
            (facts.support, "配合和落实的任务"),
        )
        if lines
    ]
    title = f"{facts.unit}{facts.year}年碳达峰任务分工表"
    signed = (Blank(label="签收人"), Blank(label="签收日期"))
    return (Attachment(title=title, blocks=(*tables, *signed)),) if tables else ()


def _sheet(lines: tuple[TaskLine, ...], title: str) -> Table:
    return Table(
        title=title,
        columns=(
            Column(title="编号", share=10),
            Column(title="条款", align=Align.CENTRE, share=7),
            Column(title="任务", share=12),
            Column(title="角色", align=Align.CENTRE, share=8),
            Column(title="期限", align=Align.CENTRE, share=7),
        ),
        rows=tuple(
            (one.number, one.clause, one.title, one.role, one.due) for one in lines
        ),
    )


def _whole(facts: DivisionFacts) -> tuple[Attachment, ...]:
    """Numbers of tasks by unit, then all tasks."""
    if not facts.lead:
        return ()
    loads = Table(
        columns=(
            Column(title="责任单位", share=5),
            Column(title="牵头（项）", align=Align.RIGHT, share=2),
            Column(title="配合和落实（项）", align=Align.RIGHT, share=2),
        ),
        rows=tuple((one.unit, one.lead, one.other) for one in facts.loads),
    )
    title = f"{facts.year}年度碳达峰任务分工表"
    return (
        Attachment(title="各单位任务数", blocks=(loads,)),
        Attachment(title=title, blocks=(tasks_table(facts.lead, title=""),)),
    )
