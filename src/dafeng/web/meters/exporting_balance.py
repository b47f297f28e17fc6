"""The energy balance of an enterprise as a workbook: form, stages, places, sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dafeng.base.rounding import round_half_even, without_zeros
from dafeng.enterprises.balance import BalanceFlow, CoalKind
from dafeng.meters import carriers_by_code
from dafeng.sheets import Column, Kind, Sheet, workbook_bytes
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.meters.selectors.balance import BalancePage
from dafeng.web.meters.wording_balance import FLOWS, STAGES, finding_words, place_words
from dafeng.web.meters.wording_energy import carrier_words

PLACES = 6
_HUNDRED = 100


def balance_workbook(page: BalancePage, made_on: date) -> bytes:
    """Four sheets: carriers, stages, places, and where the figures come from."""
    return workbook_bytes(
        [_carriers(page), _stages(page), _uses(page), _sources(page, made_on)],
        title=_("能量平衡"),
        made_on=made_on,
    )


def _number(title: str, unit: str = "") -> Column:
    return Column(title=title, unit=unit, kind=Kind.NUMBER)


def _sheet(
    name: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]
) -> Sheet:
    return Sheet(name=name, columns=columns, rows=list(rows), note=synthetic_mark())


def _carriers(page: BalancePage) -> Sheet:
    columns = [
        *(Column(title=title) for title in (_("能源品种"), _("计量单位"))),
        *(_number(str(FLOWS[flow])) for flow in BalanceFlow),
        _number(_("未分摊量")),
        *(
            _number(title, "tce")
            for title in (
                *(_("供入（当量值）"), _("供入（等价值）")),
                *(_("未分摊（当量值）"), _("未分摊（等价值）")),
            )
        ),
        *(_number(title, "%") for title in (_("有数时间"),)),
        Column(title=_("购入量依据")),
    ]
    rows = []
    for one in page.balance.carriers:
        carrier = carriers_by_code()[one.carrier]
        bought = page.bought.get(one.carrier)
        rows.append(
            [
                *(carrier_words(carrier), carrier.unit),
                *(_stated(one.flows.get(flow)) for flow in BalanceFlow),
                _exact(one.left),
                *(_times(one.came, one.rate.of(kind)) for kind in CoalKind),
                *(_times(one.left, one.rate.of(kind)) for kind in CoalKind),
                _exact(one.known * _HUNDRED),
                None if bought is None else _basis(bought.papers, bought.months),
            ]
        )
    return _sheet(_("能量平衡"), columns, rows)


def _basis(papers: int, months: int) -> str:
    return _("%(months)d 个月中 %(papers)d 个月按单据，其余按计量") % {
        "months": months,
        "papers": papers,
    }


def _stages(page: BalancePage) -> Sheet:
    columns = [
        Column(title=_("能量环节")),
        *(
            _number(title, "tce")
            for title in (_("供入"), _("有效能量"), _("损失"), _("未分摊量"))
        ),
        _number(_("利用率"), "%"),
    ]
    rows = [
        [
            str(STAGES[one.name]),
            *map(_exact, (one.came, one.passed, one.lost, one.left)),
            None if one.share is None else _exact(one.share * _HUNDRED),
        ]
        for one in page.balance.stages
    ]
    return _sheet(_("各环节"), columns, rows)


def _uses(page: BalancePage) -> Sheet:
    codes = list(
        dict.fromkeys(code for one in page.balance.places for code in one.carriers)
    )
    columns = [
        *(Column(title=title) for title in (_("车间"), _("工序"), _("设备"))),
        *(
            _number(
                carrier_words(carriers_by_code()[code]), carriers_by_code()[code].unit
            )
            for code in codes
        ),
        *(_number(title, "tce") for title in (_("当量值"), _("等价值"))),
        *(_number(title, "%") for title in (_("占比"), _("有数时间"))),
    ]
    rows = [
        [
            *(place_words(one.place, depth) for depth in range(3)),
            *(_stated(one.carriers.get(code)) for code in codes),
            *(_exact(one.calorific.value), _exact(one.equal.value)),
            None if one.share is None else _exact(one.share * _HUNDRED),
            _exact(one.calorific.known * _HUNDRED),
        ]
        for one in page.balance.places
    ]
    return _sheet(_("车间工序设备"), columns, rows)


def _sources(page: BalancePage, made_on: date) -> Sheet:
    rows = [
        (_("企业"), str(page.enterprise)),
        (_("期间"), f"{page.first} – {page.last}"),
        (_("购入量"), _("月度单据优先，没有单据的月份按总表计量")),
        (_("使用量"), _("下级计量点减去其后各表")),
        (
            _("未分摊量"),
            _("供入减去使用、外供、加工转换投入、期末库存和损失；含未计量部分"),
        ),
        (_("空白"), _("未知或没有登记")),
        *((_("折算用因子"), one) for one in page.sources),
        *((_("需要核对"), finding_words(one)) for one in page.balance.findings),
        (_("生成日期"), date_format(made_on, "Y-m-d")),
    ]
    columns = [Column(title=title) for title in (_("内容"), _("来源和算法"))]
    return _sheet(_("来源"), columns, rows)


def _stated(one: Any) -> Decimal | None:
    return None if one is None else _exact(one.value)


def _times(value: Fraction | None, rate: Fraction | None) -> Decimal | None:
    return None if value is None or rate is None else _exact(value * rate)


def _exact(value: Fraction | None) -> Decimal | None:
    return None if value is None else without_zeros(round_half_even(value, PLACES))
