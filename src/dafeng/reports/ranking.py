"""The circular: how the units came out, the good cases, the lagging ones, demands."""

from __future__ import annotations

from decimal import Decimal

import attrs

from dafeng.reports.composing import (
    UNKNOWN,
    Frame,
    FreeText,
    PaperKind,
    UnitLine,
    basis_of,
)
from dafeng.reports.composing_blocks import paragraphs, units_table
from dafeng.reports.composing_texts import written
from dafeng.reports.records import (
    Align,
    Attachment,
    Block,
    Chart,
    ChartKind,
    Column,
    Heading,
    Layout,
    Paper,
    Paragraph,
    Series,
    Table,
)


@attrs.frozen(kw_only=True)
class GradeCount:
    """How many units got a grade."""

    grade: str
    count: int


@attrs.frozen(kw_only=True)
class RankingFacts:
    """The result of all units in one period.

    Attributes
    ----------
    scheme : str
        Name of the scheme that they were judged by.
    grades : tuple of GradeCount
        The best first.
    units : tuple of UnitLine
        All, by rank.
    first, last : tuple of UnitLine
        Those that stand at the head, and at the end with where they lost most.
    """

    frame: Frame
    period: str
    scheme: str
    grades: tuple[GradeCount, ...] = ()
    units: tuple[UnitLine, ...] = ()
    first: tuple[UnitLine, ...] = ()
    last: tuple[UnitLine, ...] = ()
    texts: tuple[FreeText, ...] = ()


def ranking_circular(facts: RankingFacts) -> Paper:
    """A circular to all units, the whole list attached."""
    frame = facts.frame
    blocks: list[Block] = [
        Paragraph(
            text=(
                f"根据《{facts.scheme}》，双碳办对{len(facts.units)}个责任单位"
                f"{facts.period}年度碳达峰工作进行了考核评价，现将结果通报如下。"
                if facts.units
                else f"{facts.period}年度考核评价结果：{UNKNOWN}，还没有单位得分。"
            )
        ),
        Heading(text="总体结果"),
        *_grades(facts),
        Heading(text="先进单位"),
        *_first(facts),
        *paragraphs(written(PaperKind.CIRCULAR, "good", facts.texts)),
        Heading(text="等次靠后的单位"),
        *_last(facts),
        Heading(text="工作要求"),
        *paragraphs(written(PaperKind.CIRCULAR, "demand", facts.texts)),
    ]
    return Paper(
        layout=Layout.CIRCULAR,
        organ=frame.organ,
        title=(
            f"关于{facts.period}年度碳达峰工作考核评价结果的通报"
            f"{'（更正）' if frame.corrects else ''}"
        ),
        addressees=("各责任单位",),
        blocks=tuple(blocks),
        attachments=_ranks(facts),
        signed_by=frame.organ,
        contact=frame.contact,
        marks=frame.marks,
        basis=basis_of(frame),
    )


def _grades(facts: RankingFacts) -> list[Block]:
    if not facts.grades:
        return [Paragraph(text=f"{UNKNOWN}，还没有单位得分。")]
    told = "，".join(f"{one.grade}{one.count}个" for one in facts.grades)
    return [Paragraph(text=f"各单位考核等次：{told}。排名见附件1。")]


def _ranks(facts: RankingFacts) -> tuple[Attachment, ...]:
    """The picture of the grades and the whole list; where points were lost."""
    if not facts.grades:
        return ()
    first = facts.grades[0]
    chart = Chart(
        kind=ChartKind.BARS,
        title=f"{first.grade}的单位有{first.count}个",
        subtitle="各等次的单位数，个",
        labels=tuple(one.grade for one in facts.grades),
        series=(
            Series(
                name="单位数",
                values=tuple(Decimal(one.count) for one in facts.grades),
            ),
        ),
        source=f"{facts.period}年度考核结果，{facts.scheme}",
    )
    table = units_table(facts.units, title="")
    title = f"{facts.period}年度责任单位考核排名"
    ranks = Attachment(title=title, blocks=(chart, table))
    return (ranks, _lost(facts)) if facts.last else (ranks,)


def _first(facts: RankingFacts) -> list[Block]:
    if not facts.first:
        return []
    names = "、".join(f"{one.unit}（{one.score}分）" for one in facts.first)
    return [Paragraph(text=f"得分居前的单位：{names}。")]


def _last(facts: RankingFacts) -> list[Block]:
    if not facts.last:
        return [Paragraph(text="没有等次靠后的单位。")]
    names = "、".join(f"{one.unit}（{one.grade}）" for one in facts.last)
    return [Paragraph(text=f"等次靠后的单位：{names}。主要失分见附件2。")]


def _lost(facts: RankingFacts) -> Attachment:
    """Where the units named last lost most."""
    table = Table(
        columns=(
            Column(title="名次", align=Align.RIGHT, share=2),
            Column(title="责任单位", share=4),
            Column(title="得分", align=Align.RIGHT, share=2),
            Column(title="等次", align=Align.CENTRE, share=2),
            Column(title="主要失分", share=8),
        ),
        rows=tuple(
            (one.rank, one.unit, one.score, one.grade, one.reason) for one in facts.last
        ),
    )
    return Attachment(title="等次靠后单位的主要失分", blocks=(table,))
