"""Rows and files that leave the building: exactly what the pages show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from dafeng.projects import LedgerRow, stage_facts
from dafeng.sheets import Column, Kind, Sheet, workbook_bytes
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.projects.selectors.projects import ProjectRow
from dafeng.web.projects.wording import (
    APPROVAL_WORDS,
    HIGH,
    LEVELS,
    LIGHTS,
    LISTS,
    STAGE_WORDS,
)

_NUMBERS = (8, 10, 14)
"""Columns of the list that hold numbers."""


def project_head() -> list[str]:
    """Heads of the list."""
    return [
        _("项目代码"),
        _("名称"),
        _("建设性质"),
        _("清单"),
        _("阶段"),
        _("责任单位"),
        _("建设单位"),
        _("所在地"),
        _("规模"),
        _("计量单位"),
        _("总投资（元）"),
        _("计划开工"),
        _("计划投运"),
        _("进度灯"),
        _("总进度（%）"),
        _("两高"),
        _("最先失效的手续"),
        _("失效日期"),
        _("下一个节点"),
        _("计划日期"),
    ]


def project_cells(rows: Iterable[ProjectRow]) -> Iterator[list[Any]]:
    """Values under the heads."""
    for row in rows:
        one, worst, step = row.project, row.worst, row.next_step
        yield [
            one.code,
            one.name,
            str(one.get_kind_display()),
            str(LISTS[row.listed.value]),
            str(one.get_stage_display()),
            str(one.unit),
            one.builder,
            "、".join(_place(place) for place in one.places.all()),
            _plain(one.capacity),
            one.capacity_unit,
            _plain(one.investment),
            _iso(one.start_due),
            _iso(one.operation_due),
            str(LIGHTS[row.stands.light.value][2]),
            _plain(row.stands.actual),
            str(HIGH[row.verdict.answer.value]),
            "" if worst is None else str(APPROVAL_WORDS[worst.approval.kind.value]),
            None if worst is None else _iso(worst.until),
            "" if step is None else step.title,
            None if step is None else _iso(step.planned_on),
        ]


def projects_workbook(rows: Iterable[ProjectRow]) -> bytes:
    """The list as a workbook."""
    columns = [
        Column(title=title, kind=Kind.NUMBER if number in _NUMBERS else Kind.TEXT)
        for number, title in enumerate(project_head())
    ]
    return _book(_("项目"), columns, project_cells(rows))


def ledger_head() -> list[str]:
    """Heads of the ledger."""
    return [
        _("清单"),
        _("项目代码"),
        _("名称"),
        _("建设单位"),
        _("行业代码"),
        _("年综合能源消费量（tce）"),
        _("年煤炭消费量（t）"),
        _("年二氧化碳排放量（t）"),
        _("两高"),
        _("行业"),
        _("审查机关"),
        _("阶段"),
        _("缺少的手续"),
        _("口径依据"),
    ]


def ledger_cells(rows: Iterable[LedgerRow]) -> Iterator[list[Any]]:
    """Values under the heads."""
    for row in rows:
        one, rule = row.project, row.verdict.rule
        yield [
            str(LISTS[row.listed.value]),
            one.code,
            one.name,
            one.builder,
            one.industry,
            _plain(one.energy_tce),
            _plain(one.coal_t),
            _plain(one.co2_t),
            str(HIGH[row.verdict.answer.value]),
            "" if rule is None else rule.trade_zh,
            str(LEVELS[row.level.value]),
            str(STAGE_WORDS[stage_facts(one.stage).stage.value]),
            "、".join(str(APPROVAL_WORDS[kind.value]) for kind in row.missing),
            "" if rule is None else rule.source,
        ]


def ledger_workbook(rows: Iterable[LedgerRow], on: date) -> bytes:
    """The ledger of a day as a workbook."""
    columns = [
        Column(title=title, kind=Kind.NUMBER if number in (5, 6, 7) else Kind.TEXT)
        for number, title in enumerate(ledger_head())
    ]
    return _book(f"{_('两高台账')} {on.isoformat()}", columns, ledger_cells(rows))


def _book(name: str, columns: list[Column], rows: Iterable[list[Any]]) -> bytes:
    cells = [[None if value == "" else value for value in row] for row in rows]
    sheet = Sheet(name=name, columns=columns, rows=cells, note=synthetic_mark())
    return workbook_bytes([sheet], title=name)


def _place(place: Any) -> str:
    share = (place.share * 100).normalize()
    return str(place) if place.share == 1 else f"{place} {share:f}%"


def _plain(value: Decimal | None) -> Decimal | None:
    if value is None:
        return None
    return Decimal(f"{value.normalize():f}")


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
