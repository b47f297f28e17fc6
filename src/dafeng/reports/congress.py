"""The yearly report to the standing committee of the people's congress."""

from __future__ import annotations

import attrs

from dafeng.reports.composing import (
    UNKNOWN,
    Course,
    FieldLine,
    Frame,
    FreeText,
    LackLine,
    PaperKind,
    TargetLine,
    YearLine,
    basis_of,
)
from dafeng.reports.composing_blocks import (
    course_chart,
    fields_table,
    lacks_table,
    paragraphs,
    targets_table,
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
class CongressFacts:
    """What a government reports to its congress of a year.

    Attributes
    ----------
    addressee : str
        ``某区人民代表大会常务委员会``.
    tasks : str
        How the tasks of the year came out, in one sentence.
    behind : tuple of TargetLine
        Targets that are missed, behind or going the wrong way.
    """

    frame: Frame
    year: str
    addressee: str
    peak: str = ""
    answer: str = ""
    emissions: str = ""
    tasks: str = ""
    course: Course | None = None
    years: tuple[YearLine, ...] = ()
    fields: tuple[FieldLine, ...] = ()
    behind: tuple[TargetLine, ...] = ()
    targets: tuple[TargetLine, ...] = ()
    lacks: tuple[LackLine, ...] = ()
    texts: tuple[FreeText, ...] = ()


def congress_report(facts: CongressFacts) -> Paper:
    """A report in the form of a letter: prose first, all targets attached."""
    frame = facts.frame
    blocks: list[Block] = [
        Paragraph(
            text=(
                f"现将{facts.year}年度《{frame.plan}》实施情况和碳达峰工作情况报告如下。"
            )
        ),
        Heading(text="总体情况"),
        Paragraph(text=facts.peak or f"能否如期达峰：{UNKNOWN}，还没有达峰路径。"),
        Paragraph(text=facts.emissions or f"碳排放总量：{UNKNOWN}，还没有封存的碳账。"),
        Heading(text="目标任务完成情况"),
        Paragraph(text=facts.answer or f"目标完成情况：{UNKNOWN}，还没有评价过。"),
        Paragraph(text=facts.tasks or f"任务完成情况：{UNKNOWN}，还没有下达任务。"),
        Heading(text="主要做法"),
        *paragraphs(written(PaperKind.CONGRESS, "work", facts.texts)),
        Heading(text="存在的困难和问题"),
        *_problems(facts),
        Heading(text="下一步工作安排"),
        *paragraphs(written(PaperKind.CONGRESS, "next", facts.texts)),
        Paragraph(text="特此报告。"),
    ]
    return Paper(
        layout=Layout.LETTER,
        organ=frame.organ,
        title=(
            f"{frame.organ}关于{facts.year}年度碳达峰工作情况的报告"
            f"{'（更正）' if frame.corrects else ''}"
        ),
        addressees=(facts.addressee,),
        blocks=tuple(blocks),
        attachments=_attachments(facts),
        signed_by=frame.organ,
        contact=frame.contact,
        marks=frame.marks,
        basis=basis_of(frame),
    )


def _problems(facts: CongressFacts) -> list[Block]:
    told = []
    if facts.behind:
        told.append(f"滞后、未达或方向不符的目标有{len(facts.behind)}项，见附件。")
    if facts.lacks:
        told.append(
            f"有{len(facts.lacks)}类数据没有按时取得，相关目标的完成情况目前未知。"
        )
    words = "".join(told) or "目前没有滞后或未达的目标，应报数据已经报齐。"
    return [Paragraph(text=words)]


def _attachments(facts: CongressFacts) -> tuple[Attachment, ...]:
    overview: list[Block] = [course_chart(facts.course)]
    if facts.years:
        overview += [years_table(facts.years), fields_table(facts.fields)]
    found = [Attachment(title="碳排放走势和目标总体情况", blocks=tuple(overview))]
    if facts.behind:
        table = targets_table(facts.behind, title="")
        found.append(Attachment(title="滞后和未达的目标", blocks=(table,)))
    if facts.lacks:
        table = lacks_table(facts.lacks, title="")
        found.append(Attachment(title="尚未取得的数据", blocks=(table,)))
    if facts.targets:
        table = targets_table(facts.targets, title="")
        found.append(Attachment(title="全部目标完成情况", blocks=(table,)))
    return tuple(found)
