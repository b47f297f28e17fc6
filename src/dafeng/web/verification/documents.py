"""The report and the conclusion of its verification as documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

import attrs
from django.utils import translation

from dafeng.enterprises.reporting import branch_of, told_by
from dafeng.reports import (
    Heading,
    KeyFigure,
    KeyFigures,
    Layout,
    Note,
    Paper,
    Paragraph,
    Table,
    as_docx,
    as_pdf,
)
from dafeng.reports.records import Align, Block, Column
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.verification.checking_words import reported_total, total_words
from dafeng.web.verification.convert import compliance_of
from dafeng.web.verification.models import (
    EmissionReport,
    ReportLineRow,
    ReportVersion,
    Verification,
)
from dafeng.web.verification.selectors.reports import (
    market_of,
    newest_version,
    versions_side_by_side,
)
from dafeng.web.verification.wording import (
    FINDING_LIGHTS,
    compliance_sentence,
    flow_words,
    quantity_words,
    tonnes_words,
)

LANGUAGE = "zh-hans"
"""A paper is Chinese, whatever language the person reads the site in."""


class FileKind(StrEnum):
    """How a document is written."""

    DOCX = "docx"
    PDF = "pdf"


@attrs.frozen(kw_only=True)
class WrittenFile:
    """A document, ready to be sent."""

    name: str
    content: bytes


def report_file(
    report: EmissionReport,
    kind: FileKind,
    on: date,
    version: ReportVersion | None = None,
) -> WrittenFile:
    """A version of the report, versions prefetched; None is the newest one."""
    name = f"{report.year}-{report.enterprise.code}-报告"
    if version is not None:
        name = f"{name}-V{version.number}"
    with translation.override(LANGUAGE):
        paper = report_paper(report, version or newest_version(report))
        return _written(paper, name, kind, on)


def conclusion_file(report: EmissionReport, kind: FileKind, on: date) -> WrittenFile:
    """The conclusion of the verification as it stands."""
    with translation.override(LANGUAGE):
        paper = conclusion_paper(report)
        return _written(
            paper, f"{report.year}-{report.enterprise.code}-核查结论", kind, on
        )


def _written(paper: Paper, name: str, kind: FileKind, on: date) -> WrittenFile:
    content = (
        as_docx(paper, made_on=on)
        if kind is FileKind.DOCX
        else as_pdf(paper, made_on=on).content
    )
    return WrittenFile(name=f"{name}.{kind}", content=content)


def report_paper(report: EmissionReport, version: ReportVersion | None) -> Paper:
    """Compose a version of the report: unit, lines, what recomputing found."""
    branch = branch_of(report.branch)
    unit = report.enterprise
    blocks: list[Block] = [
        Heading(text="单位信息"),
        _table(
            ("项目", "内容"),
            [
                ("单位名称", unit.name_zh),
                ("统一社会信用代码", unit.uscc or "--"),
                ("行业指南", f"{branch.label_zh}（{branch.guide_zh}）"),
                ("编制机构", report.writer_name or "企业自行编制"),
                ("报告年度", str(report.year)),
            ],
        ),
    ]
    if version is None:
        blocks.append(Paragraph(text="报告还没有编制。"))
    else:
        blocks += _version_blocks(version, report)
    return Paper(
        layout=Layout.REPORT,
        organ=unit.name_zh,
        title=f"{unit.name_zh}{report.year}年温室气体排放报告",
        blocks=tuple(blocks),
        marks=_marks(),
        basis=""
        if version is None
        else f"版本 V{version.number} {version.digest[:16]}",
    )


def _version_blocks(version: ReportVersion, report: EmissionReport) -> list[Block]:
    branch = branch_of(report.branch)
    lines = list(version.lines.all())
    emissions = [one for one in lines if one.flow]
    production = [one for one in lines if not one.flow]
    blocks: list[Block] = [
        KeyFigures(
            figures=(
                KeyFigure(
                    label="填报排放量",
                    value=tonnes_words(reported_total(version)),
                    unit="t",
                ),
                KeyFigure(
                    label="重算排放量", value=tonnes_words(version.computed_t), unit="t"
                ),
                KeyFigure(
                    label="履约排放量",
                    value=total_words(version, report.verified_t),
                    unit="t",
                ),
            )
        ),
        Heading(text="排放数据"),
        _table(
            ("行", "排放源", "品种", "活动数据", "单位", "填报 t", "重算 t", "差值 t"),
            [_line_cells(one, report) for one in emissions],
            right=(3, 5, 6, 7),
        ),
        Note(text="差值为填报减重算；“--”为未知。因子见附表。"),
    ]
    if production:
        blocks += [
            Heading(text="生产数据"),
            _table(
                ("行", "设施", "数值", "单位"),
                [
                    (
                        one.code,
                        one.facility or "--",
                        quantity_words(one.quantity),
                        one.unit,
                    )
                    for one in production
                ],
                right=(2,),
            ),
        ]
    blocks += [
        Heading(text="因子"),
        _table(
            ("行", "符号", "因子", "数值", "单位"),
            [
                (one.code, use["symbol"], use["factor_id"], use["value"], use["unit"])
                for one in emissions
                for use in one.uses
            ]
            or [("--", "--", "--", "--", "--")],
            right=(3,),
        ),
        Paragraph(text=f"核算依据：{branch.guide_zh}。"),
    ]
    return blocks


def _line_cells(one: ReportLineRow, report: EmissionReport) -> tuple[str, ...]:
    return (
        one.code,
        flow_words(one.flow, branch_of(report.branch)),
        one.item or "--",
        quantity_words(one.quantity),
        one.unit,
        tonnes_words(one.reported_t),
        tonnes_words(one.computed_t),
        tonnes_words(_less(one.reported_t, one.computed_t)),
    )


def conclusion_paper(report: EmissionReport) -> Paper:
    """Compose the conclusion: who, findings, both versions, the gap."""
    verification = report.verification
    sides = versions_side_by_side(report)
    blocks: list[Block] = [
        Heading(text="核查安排"),
        _table(("项目", "内容"), _arranged(verification)),
        Heading(text="不符合项"),
    ]
    findings = list(report.nonconformities.all())
    if findings:
        blocks.append(
            _table(
                ("序号", "报告行", "不符合项", "依据", "处理"),
                [
                    (
                        f"NC-{one.number}",
                        one.line or "--",
                        one.what,
                        one.basis,
                        str(FINDING_LIGHTS[one.state][2])
                        + (
                            f"：{quantity_words(one.before)} → "
                            f"{quantity_words(one.after)}（{one.formula}）"
                            if one.after is not None
                            else ""
                        ),
                    )
                    for one in findings
                ],
            )
        )
    else:
        blocks.append(Paragraph(text="没有不符合项。"))
    if sides is not None:
        blocks += [
            Heading(text="核查前后"),
            _table(
                ("行", "核查前 t", "核查后 t", "变化 t"),
                [
                    (
                        one.code,
                        tonnes_words(one.before_t),
                        tonnes_words(one.after_t),
                        tonnes_words(one.change_t),
                    )
                    for one in sides.changes
                ],
                right=(1, 2, 3),
            ),
        ]
    blocks += [
        Heading(text="核查结论"),
        Paragraph(text=verification.conclusion or "还没有出具结论。"),
        Paragraph(text=compliance_sentence(compliance_of(report), market_of(report))),
    ]
    return Paper(
        layout=Layout.REPORT,
        organ=verification.body_name,
        title=f"{report.enterprise.name_zh}{report.year}年温室气体排放报告核查结论",
        blocks=tuple(blocks),
        signed_by=verification.body_name,
        signed_on=verification.concluded_on,
        marks=_marks(),
    )


def _arranged(one: Verification) -> list[tuple[str, str]]:
    due = None if one.concluded_on is None else told_by(one.concluded_on).due_on
    return [
        ("核查机构", one.body_name),
        ("核查组长", one.leader or "--"),
        ("核查组员", one.members or "--"),
        ("现场核查日期", _day(one.site_on)),
        ("核查结束日", _day(one.concluded_on)),
        ("告知期限", _day(due)),
        ("告知日", _day(one.told_on)),
    ]


def _day(value: date | None) -> str:
    return "--" if value is None else value.isoformat()


def _less(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    return None if left is None or right is None else left - right


def _table(
    heads: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    right: tuple[int, ...] = (),
) -> Table:
    return Table(
        columns=tuple(
            Column(title=title, align=Align.RIGHT if n in right else Align.LEFT)
            for n, title in enumerate(heads)
        ),
        rows=tuple(rows),
    )


def _marks() -> tuple[str, ...]:
    mark = synthetic_mark()
    return (mark,) if mark else ()
