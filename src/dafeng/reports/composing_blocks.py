"""Parts that several documents share: pictures and tables of the same facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from dafeng.reports.composing import (
    UNKNOWN,
    CountLine,
    Course,
    FieldLine,
    Figure,
    LackLine,
    TargetLine,
    TaskLine,
    UnitLine,
    YearLine,
)
from dafeng.reports.records import (
    Align,
    Block,
    Chart,
    ChartKind,
    Column,
    KeyFigure,
    KeyFigures,
    Note,
    Paragraph,
    Series,
    Stroke,
    Table,
)

MOST_FIGURES = 4


def paragraphs(text: str) -> list[Block]:
    """Each line of a text that people wrote, as a paragraph."""
    lines = (line.strip() for line in text.splitlines())
    return [Paragraph(text=line) for line in lines if line]


def key_figures(figures: Sequence[Figure]) -> list[Block]:
    """Figures beside each other; nothing where there are none."""
    shown = [
        KeyFigure(label=one.label, value=one.value, unit=one.unit, remark=one.remark)
        for one in figures[:MOST_FIGURES]
    ]
    return [KeyFigures(figures=tuple(shown))] if shown else []


def course_chart(course: Course | None) -> Block:
    """Emissions over the years; what is missing, where there is nothing to draw."""
    if course is None:
        return Note(text=f"碳排放走势：{UNKNOWN}，还没有封存的碳账和达峰路径。")
    series = [Series(name="实际排放", values=course.counted)]
    if any(value is not None for value in course.ahead):
        series.append(
            Series(name="展望中位数", values=course.ahead, stroke=Stroke.OUTLOOK)
        )
    return Chart(
        kind=ChartKind.LINES,
        title=course.title,
        subtitle=course.subtitle,
        labels=course.labels,
        series=tuple(series),
        source=course.source,
    )


def field_chart(fields: Sequence[FieldLine], *, source: str) -> list[Block]:
    """In which fields targets need attention; nothing where none do."""
    shown = [one for one in fields if one.behind]
    if not shown:
        return []
    worst = max(shown, key=lambda one: one.behind)
    return [
        Chart(
            kind=ChartKind.BARS,
            title=f"“{worst.title}”最需要关注",
            subtitle="有风险、滞后、未达或方向不符的目标数，项",
            labels=tuple(one.title for one in shown),
            series=(
                Series(
                    name="需要关注的目标",
                    values=tuple(Decimal(one.behind) for one in shown),
                ),
            ),
            source=source,
        )
    ]


def years_table(years: Iterable[YearLine]) -> Table:
    """Targets by year and state, as on the result's first page."""
    heads = (
        *("目标年", "项数", "达标", "按计划", "有风险", "滞后", "未达"),
        *("待下达", "方向正确", "方向不符", "未知"),
    )
    return Table(
        title="各年目标完成情况（项）",
        columns=tuple(
            Column(
                title=head,
                align=Align.RIGHT if at else Align.LEFT,
                share=2 if at else 4,
            )
            for at, head in enumerate(heads)
        ),
        rows=tuple(
            (
                *(one.year, one.total, one.met, one.on_track, one.at_risk),
                *(one.off_track, one.missed, one.unset),
                *(one.right_way, one.wrong_way, one.unknown),
            )
            for one in years
        ),
    )


def fields_table(fields: Iterable[FieldLine]) -> Table:
    """Fields of the plan and how their targets stand."""
    return Table(
        title="各领域目标（项）",
        columns=(
            Column(title="领域", share=6),
            Column(title="目标数", align=Align.RIGHT, share=2),
            Column(title="达标或按计划", align=Align.RIGHT, share=3),
            Column(title="需要关注", align=Align.RIGHT, share=2),
            Column(title="未知", align=Align.RIGHT, share=2),
        ),
        rows=tuple(
            (one.title, one.total, one.well, str(one.behind), one.unknown)
            for one in fields
        ),
    )


def targets_table(lines: Iterable[TargetLine], *, title: str) -> Table:
    """Targets with what was asked and what is."""
    return Table(
        title=title,
        columns=(
            Column(title="编号", share=2),
            Column(title="指标", share=6),
            Column(title="目标年", align=Align.CENTRE, share=2),
            Column(title="目标值", align=Align.RIGHT, share=3),
            Column(title="现值", align=Align.RIGHT, share=3),
            Column(title="单位", share=2),
            Column(title="完成情况", align=Align.CENTRE, share=4),
            Column(title="责任单位", share=5),
        ),
        rows=tuple(
            (
                *(one.key, one.indicator, one.year, one.asked),
                *(one.value, one.unit, one.state, one.units),
            )
            for one in lines
        ),
    )


def tasks_table(lines: Iterable[TaskLine], *, title: str) -> Table:
    """Tasks with their lead, deadline and state."""
    return Table(
        title=title,
        columns=(
            Column(title="编号", share=10),
            Column(title="任务", share=14),
            Column(title="牵头单位", share=8),
            Column(title="期限", align=Align.CENTRE, share=7),
            Column(title="状态", align=Align.CENTRE, share=5),
        ),
        rows=tuple(
            (one.number, one.title, one.unit, one.due, one.state) for one in lines
        ),
    )


def counts_table(lines: Iterable[CountLine], *, title: str, head: str) -> Table:
    """How many there are of each kind."""
    return Table(
        title=title,
        columns=(
            Column(title=head, share=3),
            Column(title="项数", align=Align.RIGHT, share=1),
        ),
        rows=tuple((one.label, one.count) for one in lines),
    )


def units_table(lines: Iterable[UnitLine], *, title: str) -> Table:
    """Units by rank; equal scores share a rank."""
    return Table(
        title=title,
        columns=(
            Column(title="名次", align=Align.RIGHT, share=1),
            Column(title="责任单位", share=5),
            Column(title="得分", align=Align.RIGHT, share=2),
            Column(title="等次", align=Align.CENTRE, share=2),
        ),
        rows=tuple((one.rank, one.unit, one.score, one.grade) for one in lines),
    )


def lacks_table(lines: Iterable[LackLine], *, title: str) -> Table:
    """Figures that are missing, who states them, and which targets wait for them."""
    return Table(
        title=title,
        columns=(
            Column(title="缺少的数据", share=5),
            Column(title="由谁提供", share=3),
            Column(title="时期", align=Align.CENTRE, share=2),
            Column(title="应报日", align=Align.CENTRE, share=3),
            Column(title="影响的目标", share=3),
        ),
        rows=tuple(
            (one.what, one.owner, one.periods, one.since, one.targets) for one in lines
        ),
    )
