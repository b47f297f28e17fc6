"""Rows and files of the lists of units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from dafeng.enterprises.budgets import from_quanta
from dafeng.sheets import Column, Kind, Sheet, workbook_bytes
from dafeng.web.budgets.models import KeyUser, LedgerLine
from dafeng.web.budgets.wording import (
    LIGHTS,
    account_words,
    band_words,
    kind_words,
    method_words,
    months_words,
)
from dafeng.web.core.exports import synthetic_mark

_NUMBERS = frozenset({*range(7, 17), 22})
"""Columns that hold numbers."""


def unit_head() -> list[str]:
    """Heads of the list."""
    return [
        _("企业"),
        _("统一社会信用代码"),
        _("行业代码"),
        _("所在地"),
        _("类别"),
        _("管理级别"),
        _("状态"),
        _("上年用能（吨标准煤）"),
        _("用能预算（吨标准煤）"),
        _("节能量目标（吨标准煤）"),
        _("已用（吨标准煤）"),
        _("已扣除（吨标准煤）"),
        _("已用比例（%）"),
        _("预计全年（吨标准煤）"),
        _("预计下限（吨标准煤）"),
        _("预计上限（吨标准煤）"),
        _("超预算概率（%）"),
        _("预警"),
        _("达到的预警线"),
        _("用能数据截至"),
        _("确定方法"),
        _("折算口径"),
        _("缺少的月份数"),
    ]


def unit_cells(rows: Iterable[KeyUser]) -> Iterator[list[Any]]:
    """Values under the heads; unknown is empty."""
    for row in rows:
        share = (
            round(Decimal(row.used_q) / row.budget_q * 100, 1)
            if row.budget_q and row.used_q is not None
            else None
        )
        yield [
            row.unit.name_zh,
            row.unit.uscc or "",
            row.industry,
            "" if row.unit.parent is None else str(row.unit.parent),
            kind_words(row.kind),
            str(row.get_manager_display()),
            str(row.get_state_display()),
            _tce(row.last_year_q),
            row.budget,
            _tce(row.saving_goal_q),
            _tce(row.used_q),
            _tce(row.deducted_q),
            share,
            _tce(row.landing_q),
            _tce(row.low_q),
            _tce(row.high_q),
            None if row.over_chance is None else row.over_chance * 100,
            str(LIGHTS[row.level][2]) if row.stands else _("未知"),
            _("、").join(band_words(code) for code in row.bands),
            None if row.known_until is None else row.known_until.isoformat(),
            method_words(row.method) if row.method else "",
            str(row.ledger.get_basis_display()),
            len(row.missing),
        ]


def line_head() -> list[str]:
    """Heads of the ledger."""
    return [
        _("序号"),
        _("日期"),
        _("事由"),
        _("从"),
        _("到"),
        _("数额（吨标准煤）"),
        _("理由"),
        _("依据文件"),
        _("办理人"),
        _("年度结束后办理"),
        _("用量未知的月份"),
    ]


def line_cells(lines: Iterable[LedgerLine]) -> Iterator[list[Any]]:
    """Values of the ledger under the heads."""
    for line in lines:
        yield [
            line.number,
            line.on.isoformat(),
            str(line.get_kind_display()),
            account_words(line, "credit"),
            account_words(line, "debit"),
            line.amount,
            line.reason,
            line.document,
            _("程序") if line.by is None else str(line.by),
            _("是") if line.late else "",
            months_words(line.unknown_months),
        ]


def unit_workbook(rows: Iterable[KeyUser], year: int, on: date) -> bytes:
    """The list as a workbook."""
    columns = [
        Column(title=title, kind=Kind.NUMBER if number in _NUMBERS else Kind.TEXT)
        for number, title in enumerate(unit_head())
    ]
    cells = [
        [None if value == "" else value for value in line] for line in unit_cells(rows)
    ]
    name = f"{_('用能预算')} {year}"
    sheet = Sheet(name=name, columns=columns, rows=cells, note=synthetic_mark())
    return workbook_bytes([sheet], title=name, made_on=on)


def _tce(quanta: int | None) -> Decimal | None:
    return None if quanta is None else from_quanta(quanta)
