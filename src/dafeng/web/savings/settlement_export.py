"""The settlements of a project as a workbook, with everything that they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from dafeng.sheets import Sheet, workbook_bytes
from dafeng.web.savings.convert import conditions_of, line_of, unit_of
from dafeng.web.savings.exporting import days, number, plain, sheet, sources, text
from dafeng.web.savings.models import SavingProject, Settlement
from dafeng.web.savings.selectors.contracts import ChangeRow
from dafeng.web.savings.wording import (
    LINES,
    basis_sentence,
    field_words,
    model_words,
    value_words,
)


def settlement_workbook(
    project: SavingProject,
    settlements: Sequence[Settlement],
    changes: Sequence[ChangeRow],
    made_on: date,
) -> bytes:
    """Settlements that stand, line by line, with days, contract and model."""
    kept = sorted(settlements, key=lambda one: one.begin)
    unit = unit_of(project)
    told = sources(
        made_on,
        (_("项目"), project.name_zh),
        (_("企业"), str(project.enterprise)),
        (_("计量点"), project.point.code),
        (_("合同"), project.document),
        (_("实际能耗"), _("计量数据；缺数的日两边都不计，不补")),
        (
            _("校准能耗"),
            _("基准模型在报告期条件下的推算；各日相加即为合计，差在末位取舍"),
        ),
        (_("测量的节能量"), _("校准能耗减实际能耗；结算采用区间下限的取下限")),
        (_("金额"), _("按合同条款用十进制计算，逐行取到分")),
    )
    sheets = [
        _periods(project, kept, unit),
        _lines(kept, unit),
        _days(kept, unit),
        _terms(project, unit),
        _changes(changes),
        _models(kept),
        told,
    ]
    return workbook_bytes(sheets, title=project.name_zh, made_on=made_on)


def _periods(project: SavingProject, kept: Sequence[Settlement], unit: str) -> Sheet:
    columns = [
        *days(_("起始日"), _("终止日")),
        *(number(title, unit) for title in (_("校准能耗"), _("实际能耗"))),
        *(number(title, unit) for title in (_("节能量"), _("区间下限"), _("区间上限"))),
        *text(_("结算采用")),
        number(_("非常规调整"), unit),
        number(_("认定节能量"), unit),
        number(_("单价"), f"{_('元')}/{unit}"),
        number(_("节能效益"), _("元")),
        number(_("分享比例")),
        *(number(title, _("元")) for title in (_("每期最低"), _("每期最高"))),
        number(_("合同总额上限"), _("元")),
        number(_("此前已结"), _("元")),
        number(_("每期保证节能量"), unit),
        number(_("每期服务费"), _("元")),
        *(number(title, _("元")) for title in (_("节能服务公司应得"), _("企业留存"))),
        *(number(title, _("天")) for title in (_("应有天数"), _("有数天数"))),
        *text(_("企业确认"), _("节能服务公司确认"), _("节能服务公司确认文件")),
    ]
    rows = [_period(project, one, _paid_before(one, kept)) for one in kept]
    return sheet(_("结算"), columns, rows)


def _paid_before(one: Settlement, kept: Sequence[Settlement]) -> Decimal:
    """What the cap of the contract counted: all that was settled before it."""
    earlier = (each.payment for each in kept if each.entered_at < one.entered_at)
    return sum(earlier, Decimal(0))


def _period(project: SavingProject, one: Settlement, paid: Decimal) -> list[Any]:
    held, found = conditions_of(project, one.begin, one.end), one.measurement
    lines = [line_of(told) for told in one.lines]
    by_kind = {line.kind.value: line for line in lines}
    added = [line.energy or 0 for line in lines if line.kind.value == "adjustment"]
    worth, share = by_kind.get("worth"), by_kind.get("share")
    measured = ("adjusted", "actual", "saving", "low", "high")
    return [
        one.begin,
        one.end,
        *(plain(getattr(found, name)) for name in measured),
        str(held.get_figure_display()),
        plain(sum(added, start=Decimal(0))) if added else None,
        plain(one.counted),
        None if worth is None else plain(worth.factor),
        plain(one.worth),
        None if share is None else plain(share.factor),
        *(plain(getattr(held, name)) for name in ("floor", "cap", "cap_total")),
        plain(paid),
        *(plain(getattr(held, name) or None) for name in ("guaranteed", "fee")),
        plain(one.payment),
        plain(one.kept),
        found.due_days,
        found.known_days,
        None if one.enterprise_by is None else str(one.enterprise_by),
        None if one.provider_by is None else str(one.provider_by),
        one.provider_document or None,
    ]


def _lines(kept: Iterable[Settlement], unit: str) -> Sheet:
    columns = [
        *days(_("起始日"), _("终止日")),
        *text(_("项")),
        number(_("能量"), unit),
        number(_("单价或比例")),
        number(_("金额"), _("元")),
        *text(_("说明")),
    ]
    rows = [
        [
            one.begin,
            one.end,
            str(LINES[line.kind.value]),
            plain(line.energy),
            plain(line.factor),
            plain(line.yuan),
            line.reason or None,
        ]
        for one in kept
        for line in map(line_of, one.lines)
    ]
    return sheet(_("计算过程"), columns, rows)


def _days(kept: Iterable[Settlement], unit: str) -> Sheet:
    columns = [
        *days(_("日期")),
        *(number(title, unit) for title in (_("实际能耗"), _("校准能耗"))),
        number(_("节能量"), unit),
        number(_("日平均气温"), "℃"),
        *text(_("是否计入")),
    ]
    rows = [row for one in kept for row in _day_rows(one)]
    return sheet(_("各日"), columns, rows)


def _day_rows(one: Settlement) -> Iterable[list[Any]]:
    series = one.measurement.series
    actual, expected = series.get("after") or [], series.get("expected") or []
    warm = (series.get("temperature") or [])[-len(actual) :] if actual else []
    for at, (used, due) in enumerate(zip(actual, expected, strict=False)):
        both = used is not None and due is not None
        yield [
            one.begin + timedelta(days=at),
            used,
            due,
            round(due - used, 3) if both else None,
            warm[at] if at < len(warm) else None,
            _("是") if both else _("否"),
        ]


def _terms(project: SavingProject, unit: str) -> Sheet:
    columns = [
        *days(_("起始日"), _("终止日")),
        number(_("节能服务公司分享比例")),
        number(_("单价"), f"{_('元')}/{unit}"),
        *text(_("状态"), _("说明")),
    ]
    rows = [
        [
            one.begin,
            one.end,
            plain(one.share),
            plain(one.price),
            _("现行") if one.withdrawn_at is None else _("已取代或撤下"),
            one.withdrawn_reason or None,
        ]
        for one in project.terms.order_by("begin", "pk")
    ]
    return sheet(_("合同条款"), columns, rows)


def _changes(changes: Sequence[ChangeRow]) -> Sheet:
    columns = [
        number(_("变更序号")),
        *days(_("变更生效日期"), _("变更签订日期")),
        *text(_("变更协议编号"), _("变更理由")),
        *text(_("内容"), _("变更前"), _("变更后")),
    ]
    rows = []
    for one in reversed(changes):
        row = one.change
        head = [row.number, row.effective_from, row.signed_on, row.document, row.reason]
        rows += [
            [
                *head,
                field_words(field.name),
                value_words(field.name, field.before),
                value_words(field.name, field.after),
            ]
            for field in one.fields
        ]
        if one.brought:
            told = [
                "；".join(f"{t.begin} – {t.end} {t.share} {t.price}" for t in terms)
                for terms in (one.replaced, one.brought)
            ]
            rows.append([*head, _("合同条款"), told[0] or None, told[1]])
    return sheet(_("合同变更"), columns, rows)


def _models(kept: Iterable[Settlement]) -> Sheet:
    columns = [
        *days(_("起始日"), _("终止日")),
        *text(_("基准模型"), _("相关变量")),
        *(number(title) for title in (_("基础能耗"), _("采暖斜率"), _("制冷斜率"))),
        *(number(title, "℃") for title in (_("采暖拐点"), _("制冷拐点"))),
        *text(_("其他变量的系数")),
        *(number(title) for title in ("R²", "CV(RMSE)", "NMBE", _("残差自相关"))),
        number(_("基准期已知天数"), _("天")),
    ]
    rows = []
    for one in kept:
        told = one.measurement.model
        names = ("base", "heating", "cooling", "heating_point", "cooling_point")
        quality = ("r2", "cvrmse", "nmbe", "autocorrelation", "spans")
        others = [str(value) for value in told.get("drivers", ())]
        rows.append(
            [
                one.begin,
                one.end,
                model_words(told) or None,
                basis_sentence(one.measurement.basis) or None,
                *(told.get(name) for name in names),
                "；".join(others) or None,
                *(told.get(name) for name in quality),
            ]
        )
    return sheet(_("基准模型"), columns, rows)
