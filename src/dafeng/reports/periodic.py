"""The quarterly report: targets, emissions, tasks, units, and what is missing."""

from __future__ import annotations

import attrs

from dafeng.reports.composing import (
    UNKNOWN,
    CountLine,
    Course,
    FieldLine,
    Figure,
    Frame,
    FreeText,
    LackLine,
    PaperKind,
    TargetLine,
    TaskLine,
    UnitLine,
    YearLine,
    basis_of,
)
from dafeng.reports.composing_blocks import (
    counts_table,
    course_chart,
    field_chart,
    fields_table,
    key_figures,
    lacks_table,
    paragraphs,
    targets_table,
    tasks_table,
    units_table,
    years_table,
)
from dafeng.reports.composing_texts import written
from dafeng.reports.records import (
    Attachment,
    Block,
    Heading,
    Layout,
    Paper,
    Paragraph,
)


@attrs.frozen(kw_only=True)
class QuarterFacts:
    """What happened until the end of a quarter.

    Attributes
    ----------
    period : str
        ``2026年第三季度``.
    peak, answer : str
        Will it peak in time; how do the targets stand. Empty when unknown.
    behind, targets : tuple of TargetLine
        Those that need attention; all of them, for the attachment.
    task_states : tuple of CountLine
    closed, overdue, tasks : tuple of TaskLine
        Closed in the quarter; past their day; all of the year, for the attachment.
    units : tuple of UnitLine
        All units by rank.
    """

    frame: Frame
    period: str
    peak: str = ""
    answer: str = ""
    figures: tuple[Figure, ...] = ()
    years: tuple[YearLine, ...] = ()
    fields: tuple[FieldLine, ...] = ()
    behind: tuple[TargetLine, ...] = ()
    targets: tuple[TargetLine, ...] = ()
    emissions: str = ""
    course: Course | None = None
    task_states: tuple[CountLine, ...] = ()
    closed: tuple[TaskLine, ...] = ()
    overdue: tuple[TaskLine, ...] = ()
    tasks: tuple[TaskLine, ...] = ()
    units: tuple[UnitLine, ...] = ()
    lacks: tuple[LackLine, ...] = ()
    texts: tuple[FreeText, ...] = ()


def quarterly_report(facts: QuarterFacts) -> Paper:
    """A report with contents: the state of targets, emissions, tasks and data."""
    frame = facts.frame
    blocks: list[Block] = [
        Heading(text="总体情况"),
        Paragraph(text=facts.peak or f"能否如期达峰：{UNKNOWN}，还没有达峰路径。"),
        Paragraph(text=facts.answer or f"目标完成情况：{UNKNOWN}，还没有评价过。"),
        *key_figures(facts.figures),
        *_text("主要工作", "work", facts),
        Heading(text="目标进展"),
        *_targets(facts),
        Heading(text="碳排放情况"),
        Paragraph(text=facts.emissions or f"碳排放总量：{UNKNOWN}，还没有封存的碳账。"),
        course_chart(facts.course),
        Heading(text="任务推进情况"),
        *_tasks(facts),
        Heading(text="数据和存在的问题"),
        *_lacks(facts),
        *_text("下一步工作安排", "next", facts, level=1),
    ]
    return Paper(
        layout=Layout.REPORT,
        organ=frame.organ,
        title=(
            f"{frame.place}{facts.period}碳达峰工作进展报告"
            f"{'（更正）' if frame.corrects else ''}"
        ),
        blocks=tuple(blocks),
        attachments=_attachments(facts),
        signed_by=frame.organ,
        contact=frame.contact,
        marks=frame.marks,
        basis=basis_of(frame),
    )


def _text(title: str, code: str, facts: QuarterFacts, *, level: int = 2) -> list[Block]:
    words = written(PaperKind.QUARTER, code, facts.texts)
    return [Heading(text=title, level=level), *paragraphs(words)]


def _targets(facts: QuarterFacts) -> list[Block]:
    if not facts.years:
        return [Paragraph(text=f"{UNKNOWN}，还没有考核结果。")]
    blocks: list[Block] = [
        years_table(facts.years),
        *field_chart(facts.fields, source=f"{facts.frame.plan}，考核结果"),
        fields_table(facts.fields),
    ]
    if facts.behind:
        blocks.append(targets_table(facts.behind, title="需要关注的目标"))
    return blocks


def _tasks(facts: QuarterFacts) -> list[Block]:
    if not facts.task_states:
        return [Paragraph(text=f"{UNKNOWN}，本年度还没有下达任务。")]
    closed, late = len(facts.closed), len(facts.overdue)
    told = f"本季度销号任务 {closed} 项；逾期未完成 {late} 项。"
    blocks: list[Block] = [
        Paragraph(text=told),
        counts_table(facts.task_states, title="本年度任务按状态", head="状态"),
    ]
    if facts.overdue:
        blocks.append(tasks_table(facts.overdue, title="逾期未完成的任务"))
    return blocks


def _lacks(facts: QuarterFacts) -> list[Block]:
    if not facts.lacks:
        return [Paragraph(text="应报数据已经报齐。")]
    told = f"缺少{len(facts.lacks)}类数据，相关目标按“未知”处理，不计达标，也不计未达。"
    return [Paragraph(text=told), lacks_table(facts.lacks, title="缺少的数据")]


def _attachments(facts: QuarterFacts) -> tuple[Attachment, ...]:
    tables = (
        ("目标完成情况", facts.targets and targets_table(facts.targets, title="")),
        ("本季度销号的任务", facts.closed and tasks_table(facts.closed, title="")),
        ("本年度任务清单", facts.tasks and tasks_table(facts.tasks, title="")),
        ("责任单位考核评价结果", facts.units and units_table(facts.units, title="")),
    )
    return tuple(
        Attachment(title=title, blocks=(table,)) for title, table in tables if table
    )
