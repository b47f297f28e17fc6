"""Rows and files that leave the building: exactly what the pages show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dafeng.sheets import Column, Kind, Sheet, workbook_bytes
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.inspections.models import Inspection, InspectionFinding, PlanDraw


def plan_head() -> list[str]:
    """Heads of the list of a plan."""
    return [
        _("代码"),
        _("监察对象"),
        _("类别"),
        _("抽取方式"),
        _("风险分"),
        _("监察人员"),
        _("状态"),
        _("到场日期"),
        _("问题"),
        _("未整改"),
    ]


def plan_cells(rows: Iterable[Inspection]) -> Iterator[list[Any]]:
    """Values under the heads."""
    for row in rows:
        yield [
            row.subject.code,
            row.subject.name_zh,
            row.group,
            str(row.get_how_display()),
            row.points,
            "、".join(str(one.user) for one in row.sent.all()),
            str(row.get_state_display()),
            _iso(row.visited_on),
            row.finding_count,  # type: ignore[attr-defined] # counted by the selector
            row.open_count,  # type: ignore[attr-defined]
        ]


def finding_head() -> list[str]:
    """Heads of the list of findings."""
    return [
        _("被监察单位"),
        _("监察计划"),
        _("程度"),
        _("违反的规定"),
        _("事实"),
        _("整改要求"),
        _("文书"),
        _("文号"),
        _("发现日期"),
        _("整改期限"),
        _("复查日期"),
        _("状态"),
        _("处罚内容"),
    ]


def finding_cells(rows: Iterable[InspectionFinding]) -> Iterator[list[Any]]:
    """Values under the heads."""
    for row in rows:
        letter = row.notice.letter if row.notice else None
        yield [
            row.inspection.subject.name_zh,
            str(row.inspection.plan),
            str(row.get_severity_display()),
            row.rule,
            row.fact,
            row.demand,
            str(row.get_form_display()),
            letter.number if letter else None,
            _iso(row.found_on),
            _iso(row.due_on),
            _iso(row.recheck_on),
            str(row.get_state_display()),
            row.penalty or None,
        ]


def workbook(
    name: str, head: Sequence[str], rows: Iterable[Sequence[Any]], figures: set[str]
) -> bytes:
    """A list as a workbook; ``figures`` are the heads with numbers under them."""
    columns = [
        Column(title=title, kind=Kind.INTEGER)
        if title in figures
        else Column(title=title)
        for title in head
    ]
    sheet = Sheet(
        name=name,
        columns=columns,
        rows=[list(row) for row in rows],
        note=synthetic_mark(),
    )
    return workbook_bytes([sheet], title=name)


def draw_file(row: PlanDraw) -> bytes:
    """Frame, commitment and draw as one JSON file, for who checks it elsewhere."""
    told = {
        "commitment": row.commitment,
        "committed_at": row.committed_at.isoformat(),
        "frame_sha256": row.frame_sha256,
        "frame": json.loads(row.frame),
        "draw": json.loads(row.result) if row.result else None,
        "note": synthetic_mark(),
    }
    text = json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True)
    return text.encode() + b"\n"


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
