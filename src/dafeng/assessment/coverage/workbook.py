"""A coverage as a workbook: links, conflicts, what is covered and what is not."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeAlias

from dafeng.assessment.coverage.words import (
    BASES,
    RELATIONS,
    figure_text,
    reasons_text,
    relation_text,
)
from dafeng.sheets import Column, Sheet, workbook_bytes

if TYPE_CHECKING:
    from dafeng.assessment.coverage.records import Cited, Coverage

MADE_ON = dt.date(2026, 1, 1)
"""Day in the properties where the caller names none; never today's."""

Row: TypeAlias = tuple[str | None, ...]
CONFLICTS = (
    "指标",
    "甲方案",
    "甲条款",
    "甲数值",
    "乙方案",
    "乙条款",
    "乙数值",
    "乙对甲",
)
LINKS = (
    "指标",
    "上级方案",
    "上级条款",
    "上级数值",
    "下级方案",
    "下级条款",
    "下级数值",
    "关系",
    "依据",
)
COVERS = ("条款", "任务", "承接方案", "理由")
OPEN = ("条款", "任务")
GAPS = ("缺口", "方案", "条款", "内容")
FINDINGS = ("代码", "程度", "位置", "值", "规则", "建议")


def coverage_workbook(
    found: Coverage, *, made_on: dt.date = MADE_ON, note: str = ""
) -> bytes:
    """Compose the workbook of a coverage.

    Parameters
    ----------
    found : Coverage
    made_on : date
        Day in the properties of the file.
    note : str
        Stands above every head.

    Returns
    -------
    bytes
        The same for the same arguments. Sheets: 冲突, 链接, 承接, 未承接, 缺口, 发现.
    """
    title = f"{found.main} 1+N 衔接情况"
    above = "。".join(filter(None, (title, note)))
    rows: dict[str, tuple[tuple[str, ...], list[Row]]] = {
        "冲突": (CONFLICTS, _conflicts(found)),
        "链接": (LINKS, _links(found)),
        "承接": (COVERS, _covers(found)),
        "未承接": (OPEN, [(task.key, task.title) for task in found.uncovered]),
        "缺口": (GAPS, gaps(found)),
        "发现": (FINDINGS, _findings(found)),
    }
    sheets = [
        Sheet(
            name=name,
            columns=[Column(title=title) for title in titles],
            rows=lines,
            note=above,
        )
        for name, (titles, lines) in rows.items()
    ]
    return workbook_bytes(sheets, title=title, made_on=made_on)


def _conflicts(found: Coverage) -> list[Row]:
    return [
        (
            one.first.target.indicator,
            *cited_cells(one.first),
            *cited_cells(one.second),
            RELATIONS[one.relation],
        )
        for one in found.conflicts
    ]


def _links(found: Coverage) -> list[Row]:
    return [
        (
            link.lower.target.indicator,
            *cited_cells(link.upper),
            *cited_cells(link.lower),
            relation_text(link),
            BASES[link.basis],
        )
        for link in found.links
    ]


def _covers(found: Coverage) -> list[Row]:
    return [
        (cover.task.key, cover.task.title, cover.plan, reasons_text(cover.reasons))
        for cover in found.covers
    ]


def _findings(found: Coverage) -> list[Row]:
    return [
        (f.code, f.severity.value, f.place, f.value, f.rule, f.hint)
        for f in found.findings
    ]


def gaps(found: Coverage) -> list[Row]:
    """What hangs in the air: no owner, or no plan above that has it."""
    return [
        *(("目标无责任单位", *_target(cited)) for cited in found.unowned_targets),
        *(
            ("任务无责任单位", task.plan, task.clause, task.title)
            for task in found.unowned_tasks
        ),
        *(("上级方案无此目标", *_target(cited)) for cited in found.unlinked),
    ]


def _target(cited: Cited) -> Row:
    target = cited.target
    return cited.plan, target.clause, f"{target.id} {target.indicator}"


def cited_cells(cited: Cited) -> Row:
    """Plan, clause and figure of a target."""
    return cited.plan, cited.target.clause, figure_text(cited.target)
