"""The yearly self-assessment: goals met or not, tasks, problems, a signed statement."""

from __future__ import annotations

import attrs

from dafeng.reports.composing import (
    UNKNOWN,
    CountLine,
    Course,
    Frame,
    FreeText,
    LackLine,
    PaperKind,
    TargetLine,
    TaskLine,
    YearLine,
    basis_of,
)
from dafeng.reports.composing_blocks import (
    counts_table,
    course_chart,
    lacks_table,
    paragraphs,
    targets_table,
    tasks_table,
    years_table,
)
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

STATEMENT = (
    "本报告所列数据来自统计、主管部门和责任单位的正式报送，经双碳办核对，"
    "与封存的考核结果和碳账一致；没有数据的目标如实列为未知。"
    "本单位对数据的真实性、准确性和完整性负责。"
)


@attrs.frozen(kw_only=True)
class SelfAssessmentFacts:
    """What a district says of itself for a year.

    Attributes
    ----------
    year : str
        ``2025``.
    answer, emissions : str
        How the targets of the year came out; what was emitted. Empty when unknown.
    goals, later : tuple of TargetLine
        Targets due in the year; the others, for the attachment.
    behind : tuple of TargetLine
        Those missed or behind, with the reason of the judgement.
    tasks, overdue : tuple of TaskLine
        All of the year; those not handed in on time.
    """

    frame: Frame
    year: str
    answer: str = ""
    emissions: str = ""
    years: tuple[YearLine, ...] = ()
    goals: tuple[TargetLine, ...] = ()
    later: tuple[TargetLine, ...] = ()
    behind: tuple[TargetLine, ...] = ()
    course: Course | None = None
    task_states: tuple[CountLine, ...] = ()
    tasks: tuple[TaskLine, ...] = ()
    overdue: tuple[TaskLine, ...] = ()
    lacks: tuple[LackLine, ...] = ()
    texts: tuple[FreeText, ...] = ()


def self_assessment_report(facts: SelfAssessmentFacts) -> Paper:
    """Goals with target, actual and verdict; tasks; problems; the statement."""
    frame = facts.frame
    blocks: list[Block] = [
        Heading(text="总体情况"),
        Paragraph(text=facts.answer or f"目标完成情况：{UNKNOWN}，还没有评价过。"),
        Paragraph(text=facts.emissions or f"碳排放总量：{UNKNOWN}，还没有封存的碳账。"),
        course_chart(facts.course),
        *paragraphs(written(PaperKind.SELF, "work", facts.texts)),
        Heading(text="目标完成情况"),
        *_goals(facts),
        Heading(text="任务完成情况"),
        *_tasks(facts),
        Heading(text="存在的问题"),
        *_problems(facts),
        Heading(text="下一步工作安排"),
        *paragraphs(written(PaperKind.SELF, "next", facts.texts)),
        Heading(text="数据真实性声明"),
        Paragraph(text=STATEMENT),
        Blank(label="主要负责人（签字）"),
        Blank(label="单位（盖章）"),
        Blank(label="日期"),
    ]
    return Paper(
        layout=Layout.REPORT,
        organ=frame.organ,
        title=(
            f"{frame.place}{facts.year}年度碳达峰工作自评报告"
            f"{'（更正）' if frame.corrects else ''}"
        ),
        blocks=tuple(blocks),
        attachments=_attachments(facts),
        signed_by=frame.organ,
        contact=frame.contact,
        marks=frame.marks,
        basis=basis_of(frame),
    )


def _attachments(facts: SelfAssessmentFacts) -> tuple[Attachment, ...]:
    found = []
    if facts.later:
        table = targets_table(facts.later, title="")
        found.append(Attachment(title="其他年份目标的进展", blocks=(table,)))
    if facts.tasks:
        table = tasks_table(facts.tasks, title="")
        title = f"{facts.year}年度任务完成情况"
        found.append(Attachment(title=title, blocks=(table,)))
    return tuple(found)


def _goals(facts: SelfAssessmentFacts) -> list[Block]:
    if not facts.goals:
        return [Paragraph(text=f"{UNKNOWN}，还没有考核结果。")]
    table = Table(
        title=f"{facts.year}年目标完成情况",
        columns=(
            Column(title="编号", share=2),
            Column(title="指标", share=7),
            Column(title="目标年", align=Align.CENTRE, share=2),
            Column(title="目标", align=Align.RIGHT, share=3),
            Column(title="实际", align=Align.RIGHT, share=3),
            Column(title="单位", share=2),
            Column(title="数据期", align=Align.CENTRE, share=2),
            Column(title="是否完成", align=Align.CENTRE, share=4),
        ),
        rows=tuple(
            (
                *(one.key, one.indicator, one.year, one.asked),
                *(one.value, one.unit, one.period, one.state),
            )
            for one in facts.goals
        ),
    )
    return [*([years_table(facts.years)] if facts.years else []), table]


def _tasks(facts: SelfAssessmentFacts) -> list[Block]:
    if not facts.task_states:
        return [Paragraph(text=f"{UNKNOWN}，{facts.year}年度没有下达任务。")]
    blocks: list[Block] = [
        counts_table(
            facts.task_states, title=f"{facts.year}年度任务按状态", head="状态"
        )
    ]
    if facts.overdue:
        blocks.append(tasks_table(facts.overdue, title="没有按期完成的任务"))
    return blocks


def _problems(facts: SelfAssessmentFacts) -> list[Block]:
    blocks: list[Block] = []
    if facts.behind:
        blocks += [
            Heading(text="滞后或未达的目标", level=2),
            Table(
                columns=(
                    Column(title="编号", share=2),
                    Column(title="指标", share=5),
                    Column(title="情况", share=9),
                    Column(title="责任单位", share=4),
                ),
                rows=tuple(
                    (one.key, one.indicator, one.reason, one.units)
                    for one in facts.behind
                ),
            ),
        ]
    if facts.lacks:
        blocks += [
            Heading(text="没有数据的目标", level=2),
            lacks_table(facts.lacks, title=""),
        ]
    words = written(PaperKind.SELF, "problems", facts.texts)
    return [*blocks, Heading(text="原因分析", level=2), *paragraphs(words)]
