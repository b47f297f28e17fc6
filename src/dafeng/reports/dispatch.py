"""The monthly dispatch sheet for the leader: the answer, and what needs deciding."""

from __future__ import annotations

import attrs

from dafeng.reports.composing import (
    UNKNOWN,
    Course,
    Figure,
    Frame,
    FreeText,
    MatterLine,
    PaperKind,
    basis_of,
    shortened,
)
from dafeng.reports.composing_blocks import course_chart, key_figures, paragraphs
from dafeng.reports.composing_texts import written
from dafeng.reports.records import (
    Align,
    Block,
    Column,
    Heading,
    Layout,
    Note,
    Paper,
    Paragraph,
    Table,
)

FIGURES, ROWS, FACTS = 3, 6, 58


@attrs.frozen(kw_only=True)
class DispatchFacts:
    """What a leader needs to know of a month.

    Attributes
    ----------
    period : str
        ``2026年11月``.
    answer : str
        Will we make it? One or two sentences.
    figures : tuple of Figure
        At most three are shown.
    matters : tuple of MatterLine
        What needs deciding, the strongest step first.
    waiting : str
        How many single proposals wait.
    moves : str
        What happened in the month, in one sentence.
    lacks : str
        What is unknown and who is to state it; empty when all is known.
    rows : int
        Lines of the table: what does not fit on the page is told as a number.
    """

    frame: Frame
    period: str
    answer: str
    figures: tuple[Figure, ...] = ()
    course: Course | None = None
    matters: tuple[MatterLine, ...] = ()
    waiting: str = UNKNOWN
    moves: str = ""
    lacks: str = ""
    texts: tuple[FreeText, ...] = ()
    rows: int = ROWS


def dispatch_sheet(facts: DispatchFacts) -> Paper:
    """One page: the sentence first, then figures, one picture, one table."""
    frame = facts.frame
    blocks: list[Block] = [
        Paragraph(text=facts.answer or f"能否如期达峰：{UNKNOWN}，还没有评价过。"),
        *key_figures(facts.figures[:FIGURES]),
        course_chart(facts.course),
        Heading(text="需要决定的事项"),
        *_matters(facts),
        Heading(text="工作建议"),
        *paragraphs(written(PaperKind.DISPATCH, "advice", facts.texts)),
    ]
    if facts.moves:
        blocks.insert(3, Paragraph(text=facts.moves))
    if facts.lacks:
        blocks.append(Note(text=facts.lacks))
    return Paper(
        layout=Layout.SHEET,
        organ=frame.organ,
        title=f"{facts.period}碳达峰工作调度单{_corrected(frame)}",
        blocks=tuple(blocks),
        signed_by=frame.organ,
        contact=frame.contact,
        marks=frame.marks,
        basis=basis_of(frame),
    )


def _corrected(frame: Frame) -> str:
    return "（更正）" if frame.corrects else ""


def _matters(facts: DispatchFacts) -> list[Block]:
    if not facts.matters:
        return [Paragraph(text="目前没有需要决定的事项。")]
    shown = facts.matters[: facts.rows]
    left = len(facts.matters) - len(shown)
    note = f"共有{facts.waiting}项建议待决定，按单位和方式归并，列首项情况。"
    if left:
        note = f"{note}另有{left}行未列，见考核处置建议。"
    table = Table(
        columns=(
            Column(title="建议方式", align=Align.CENTRE, share=3),
            Column(title="责任单位", share=4),
            Column(title="项数", align=Align.RIGHT, share=2),
            Column(title="主要情况", share=13),
            Column(title="回复期限", align=Align.CENTRE, share=4),
        ),
        rows=tuple(
            (
                *(one.step, one.unit, str(one.count)),
                *(shortened(one.facts, FACTS), one.reply_by),
            )
            for one in shown
        ),
        note=note,
    )
    return [table]
