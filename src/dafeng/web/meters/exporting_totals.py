"""Totals of towns and parks as CSV and .xlsx: one row for each place and step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import TypeAlias

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dafeng.sheets import Column, Kind, Sheet, workbook_bytes
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.meters.exporting_energy import tonnes
from dafeng.web.meters.selectors.totals import EnergyTotals, PlaceRow
from dafeng.web.meters.wording_totals import place_of

Cell: TypeAlias = str | int | Decimal | date | None
_HUNDRED = 100
_PLACES = Decimal("0.01")


def totals_head() -> list[str]:
    """Heads of the rows."""
    return [
        *(_("地区"), _("起始日"), _("终止日")),
        _("综合能耗（吨标准煤，当量值）"),
        _("综合能耗（吨标准煤，等价值）"),
        *(_("CO₂（t）"), _("有数时间（%）"), _("企业数"), _("总表数")),
    ]


def totals_cells(found: EnergyTotals) -> Iterator[list[Cell]]:
    """Each place, then all of them; what is unknown is empty, never 0."""
    for row in (*found.places, found.district):
        yield from _cells(found, row)


def _cells(found: EnergyTotals, row: PlaceRow) -> Iterator[list[Cell]]:
    for (first, last), cell in zip(found.steps, row.totals.cells, strict=False):
        share = None if cell.known is None else cell.known * _HUNDRED
        yield [
            *(place_of(row), first, last),
            *(tonnes(one) for one in (cell.tce_g, cell.equal_g, cell.co2_g)),
            None if share is None else share.quantize(_PLACES, ROUND_FLOOR),
            *(row.totals.firms, row.totals.meters),
        ]


def totals_workbook(found: EnergyTotals, made_on: date) -> bytes:
    """The rows, and where they come from."""
    kinds = (Kind.TEXT, Kind.DATE, Kind.DATE, *(Kind.NUMBER,) * 6)
    columns = [
        Column(title=title, kind=kind)
        for title, kind in zip(totals_head(), kinds, strict=True)
    ]
    rows = [
        (
            _("综合能耗"),
            _("各企业总表之和，按当年因子折算；没有读数的小时不计，也不当作零"),
        ),
        (
            _("有数时间"),
            _("总表已知时间占应有时间的比例；低于 100% 时数值只是已知部分"),
        ),
        (_("空白"), _("未知")),
        (_("没有总表的企业数"), str(found.unmetered)),
        (_("生成日期"), date_format(made_on, "Y-m-d")),
    ]
    told = [Column(title=title) for title in (_("内容"), _("来源和算法"))]
    mark = synthetic_mark()
    return workbook_bytes(
        [
            Sheet(
                name=_("地区用能"),
                columns=columns,
                rows=list(totals_cells(found)),
                note=mark,
            ),
            Sheet(name=_("来源"), columns=told, rows=rows, note=mark),
        ],
        title=_("地区用能"),
        made_on=made_on,
    )
