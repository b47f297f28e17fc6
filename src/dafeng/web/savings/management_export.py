"""Management systems as a workbook: enterprises, indicators, sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dafeng.sheets import workbook_bytes
from dafeng.web.savings.exporting import days, number, sheet, sources, text
from dafeng.web.savings.management_wording import (
    STANDINGS,
    boundary_words,
    energy_unit,
    improvement_light,
    value_unit,
)
from dafeng.web.savings.selectors.management import IndicatorRow, SystemRow
from dafeng.web.savings.wording import VALIDITIES

_PLACES = 4


def system_workbook(rows: Sequence[SystemRow], made_on: date) -> bytes:
    """Enterprises as they are narrowed, and every month of their indicators."""
    columns = [
        *text(_("企业"), _("认证证书"), _("证书编号")),
        *days(_("有效期至")),
        number(_("能源绩效参数"), _("项")),
        *days(_("上次管理评审"), _("下次评审期限")),
        *text(_("评审状态")),
        number(_("未完成决定"), _("项")),
        number(_("逾期决定"), _("项")),
    ]
    firms = sheet(_("管理体系"), columns, [_cells(row) for row in rows])
    heads = [
        *text(_("企业"), _("参数名称"), _("计量边界")),
        *days(_("起始日"), _("终止日")),
        *(number(title, _("天")) for title in (_("应有天数"), _("有数天数"))),
        number(_("参数值")),
        *text(_("参数单位")),
        *(number(title) for title in (_("实际能耗"), _("预期能耗"))),
        *text(_("能耗计量单位")),
        *(number(title, "%") for title in (_("改进"), _("区间下限"), _("区间上限"))),
        *text(_("结论")),
    ]
    months = sheet(
        _("能源绩效参数"),
        heads,
        [
            _month(row, one, month)
            for row in rows
            for one in row.indicators
            if one.reading is not None
            for month in one.reading.months
        ],
    )
    told = sources(
        made_on,
        (_("预期能耗"), _("基准期回归模型在当月气温、休息日和产量下的推算")),
        (_("改进"), _("预期能耗减实际能耗，除以预期能耗；区间按残差自相关修正")),
        (_("空白"), _("未知：应计的日已知不足九成")),
    )
    return workbook_bytes([firms, months, told], title=_("管理体系"), made_on=made_on)


def _cells(row: SystemRow) -> list[Any]:
    held, review = row.certificate, row.review
    return [
        str(row.enterprise),
        None if held is None else str(VALIDITIES[held.validity.value][2]),
        None if held is None else held.certificate.number,
        None if held is None else held.certificate.expires_on,
        len(row.indicators),
        None if review is None else review.held_on,
        None if review is None else review.next_due,
        str(STANDINGS[row.standing.value][2]),
        row.open,
        row.overdue,
    ]


def _month(row: SystemRow, one: IndicatorRow, month: dict[str, Any]) -> list[Any]:
    indicator = one.indicator
    return [
        str(row.enterprise),
        indicator.name_zh,
        boundary_words(indicator),
        date.fromisoformat(month["begin"]),
        date.fromisoformat(month["end"]),
        month["due"],
        month["known"],
        _rounded(month["value"]),
        value_unit(indicator) or "1",
        _rounded(month["actual"]),
        _rounded(month["expected"]),
        energy_unit(indicator),
        *(_hundred(month[name]) for name in ("improvement", "low", "high")),
        str(improvement_light(month)[2]),
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _PLACES)


def _hundred(value: float | None) -> float | None:
    return None if value is None else round(value * 100, 2)
