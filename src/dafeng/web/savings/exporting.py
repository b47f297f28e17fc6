"""Tables of the room as workbooks: units in the heads, sources on their own sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dafeng.base.rounding import without_zeros
from dafeng.enterprises.steps import Topic
from dafeng.meters import carriers_by_code
from dafeng.sheets import Column, Kind, Sheet, workbook_bytes
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.core.models import Organisation
from dafeng.web.savings.convert import unit_of
from dafeng.web.savings.models import EnergyAnomaly
from dafeng.web.savings.selectors.advice import Diagnosis
from dafeng.web.savings.selectors.products import NormRow
from dafeng.web.savings.selectors.projects import ProjectRow
from dafeng.web.savings.service_words import STAGES
from dafeng.web.savings.wording import (
    CONTRACTS,
    MARKS,
    STATES,
    TOPICS,
    TROUBLES,
    anomaly_words,
    basis_sentence,
    norm_name,
    standing,
    value_words,
)

Rows = Iterable[Sequence[Any]]
_PLACES = 3


def number(title: str, unit: str = "") -> Column:
    """A column of numbers."""
    return Column(title=title, unit=unit, kind=Kind.NUMBER)


def text(*titles: str) -> list[Column]:
    """Columns of words."""
    return [Column(title=title) for title in titles]


def days(*titles: str) -> list[Column]:
    """Columns of days."""
    return [Column(title=title, kind=Kind.DATE) for title in titles]


def sheet(name: str, columns: Sequence[Column], rows: Rows) -> Sheet:
    """A sheet with the mark of a synthetic house."""
    return Sheet(name=name, columns=columns, rows=rows, note=synthetic_mark())


def sources(made_on: date, *rows: tuple[str, str]) -> Sheet:
    """Where the figures come from, and on which day the file was made."""
    made = (_("生成日期"), date_format(made_on, "Y-m-d"))
    return sheet(_("来源"), text(_("内容"), _("来源和算法")), [*rows, made])


def plain(value: Decimal | float | None) -> Any:
    """A number without what only looks exact; unknown is empty."""
    if value is None:
        return None
    if isinstance(value, float):
        return round(value, _PLACES)
    return without_zeros(value)


def project_workbook(rows: Iterable[ProjectRow], made_on: date) -> bytes:
    """Projects with what they saved and what is settled."""
    columns = [
        *text(_("项目"), _("企业"), _("状态"), pgettext("stage", "阶段")),
        number(_("阶段滞后"), _("天")),
        *text(_("计量点"), _("节能措施")),
        *text(_("节能服务公司"), _("合同类型"), _("合同编号")),
        *days(_("基准期起"), _("基准期止"), _("起始日"), _("终止日")),
        *text(_("能耗计量单位")),
        *(number(title) for title in (_("节能量"), _("区间下限"), _("区间上限"))),
        *(number(title) for title in (_("校准能耗"), _("实际能耗"))),
        number(_("节能率"), "%"),
        *(number(title, _("天")) for title in (_("应有天数"), _("有数天数"))),
        number(_("已确认分享"), _("元")),
        number(_("待确认结算"), _("期")),
        *text(_("相关变量")),
    ]
    table = sheet(_("节能项目"), columns, map(_project_cells, rows))
    told = sources(
        made_on,
        (_("节能量和区间"), _("基准模型推算的能耗减实际能耗；区间按残差自相关修正")),
        (_("能耗"), _("计量数据；缺数的日两边都不计，不补")),
        (_("分享金额"), _("双方确认的结算")),
        (_("空白"), _("未知")),
    )
    return workbook_bytes([table, told], title=_("节能项目"), made_on=made_on)


def _project_cells(row: ProjectRow) -> list[Any]:
    one, found = row.project, row.measurement
    share = None
    if found is not None and found.adjusted > 0:
        share = round(found.saving / found.adjusted * 100, 1)
    return [
        one.name_zh,
        str(one.enterprise),
        str(CONTRACTS[one.state][2]),
        str(STAGES[row.course.at]),
        row.course.delay,
        one.point.code,
        value_words("measure", one.measure) if one.measure else None,
        one.provider_name,
        str(one.get_kind_display()),
        one.document,
        one.baseline_from,
        one.baseline_to,
        None if found is None else found.begin,
        None if found is None else found.end,
        unit_of(one),
        *(
            None if found is None else plain(getattr(found, name))
            for name in ("saving", "low", "high", "adjusted", "actual")
        ),
        share,
        None if found is None else found.due_days,
        None if found is None else found.known_days,
        plain(row.paid),
        row.open,
        None if found is None else basis_sentence(found.basis) or None,
    ]


def anomaly_workbook(rows: Iterable[EnergyAnomaly], made_on: date) -> bytes:
    """Anomalies as they are narrowed, with the days behind each."""
    kept = list(rows)
    units = carriers_by_code()
    columns = [
        *text(_("企业"), _("计量点"), _("类型")),
        *days(_("起始日"), _("终止日")),
        *text(_("能耗计量单位")),
        *(number(title) for title in (_("实际用量"), _("预期用量"))),
        number(_("偏差"), "%"),
        number(_("相当于平常波动的倍数")),
        *text(_("为什么"), _("相关变量"), _("状态"), _("核实说明"), _("核实人")),
    ]
    cells = [
        [
            str(one.enterprise),
            one.point.code,
            str(one.get_kind_display()),
            one.first,
            one.last,
            units[one.point.carrier].unit,
            plain(one.actual),
            plain(one.expected),
            round(one.size * 100, 1),
            round(one.score, 1),
            anomaly_words(one),
            basis_sentence(one.basis) or None,
            str(STATES[one.state][2]),
            one.reason or None,
            None if one.judged_by is None else str(one.judged_by),
        ]
        for one in kept
    ]
    of_days = sheet(
        _("依据的各日"),
        [
            *text(_("计量点"), _("类型")),
            *days(_("日期")),
            *text(_("能耗计量单位")),
            *(number(title) for title in (_("实际用量"), _("预期用量"))),
        ],
        [
            [
                one.point.code,
                str(one.get_kind_display()),
                date.fromisoformat(str(day["day"])),
                units[one.point.carrier].unit,
                day["actual"],
                day["expected"],
            ]
            for one in kept
            for day in one.days
        ],
    )
    told = sources(
        made_on,
        (_("实际用量"), _("计量数据")),
        (_("预期用量"), _("按气温、工作日和产量拟合，随 29 天中位数缓慢变化")),
        (_("界限"), _("本系统的约定，见用能异常页的说明")),
    )
    name = _("用能异常")
    table = sheet(name, columns, cells)
    return workbook_bytes([table, of_days, told], title=name, made_on=made_on)


def norm_workbook(rows: Iterable[NormRow], year: int, made_on: date) -> bytes:
    """Unit consumptions of a year beside their limits, as they are narrowed."""
    columns = [
        *text(_("企业"), _("产品"), _("计量单位")),
        number(_("单位产品能耗")),
        *text(_("水平")),
        *(number(title) for title in (_("先进值"), _("准入值"), _("限定值"))),
        *(number(title) for title in (_("距限定值"), _("距准入值"), _("距先进值"))),
        *(number(title) for title in (_("国际先进值"), _("距国际先进值"))),
        *(number(title) for title in (_("名次"), _("参加排名"))),
        *(number(title) for title in (_("同行最好"), _("中位数"))),
        number(_("产品综合能耗")),
        *text(_("能耗计量单位")),
        number(_("合格产品产量")),
        *text(_("产量计量单位"), _("依据"), _("审核")),
        *text(_("限额标准"), _("标准来源"), _("核对情况")),
    ]
    name = f"{_('能耗对标')} {year}"
    told = sources(
        made_on,
        (_("单位产品能耗"), _("产品综合能耗除以合格产品产量，按限额标准的单位换算")),
        (_("适用的限额"), _("当年 1 月 1 日已施行的版本")),
        (_("名次"), _("同产品、同标准、同年的企业，能耗低的在前")),
        (_("空白"), _("未知，或单位不同类不能比较")),
    )
    table = sheet(name, columns, map(_norm_cells, rows))
    return workbook_bytes([table, told], title=name, made_on=made_on)


def _norm_cells(row: NormRow) -> list[Any]:
    gap, entry, norm = row.gap, row.entry, row.gap.norm
    level = TROUBLES.get(gap.trouble, gap.trouble) if gap.trouble else None
    return [
        str(row.enterprise),
        entry.product if norm is None else norm_name(norm),
        None if norm is None else norm.unit,
        _rounded(gap.value),
        str(level if level is not None else standing(gap)[2]),
        *(
            None if norm is None else plain(getattr(norm, name))
            for name in ("advanced", "access", "limit")
        ),
        *map(_rounded, (gap.to_limit, gap.to_access, gap.to_advanced)),
        None if row.world is None else plain(row.world.advanced),
        _rounded(row.to_world),
        gap.rank or None,
        gap.ranked or None,
        *map(_rounded, (gap.best, gap.middle)),
        plain(entry.energy),
        entry.energy_unit,
        plain(entry.output),
        entry.output_unit,
        entry.document,
        _("已审核") if entry.reviewed_at else _("未审核"),
        None if norm is None else norm.standard,
        None if norm is None else norm.source,
        None if norm is None else str(MARKS.get(norm.verified, norm.verified)),
    ]


def _rounded(value: Decimal | None) -> Any:
    """An exact share as far as a cell holds it."""
    return None if value is None else without_zeros(round(value, _PLACES))


def diagnosis_workbook(
    enterprise: Organisation, found: Diagnosis, made_on: date
) -> bytes:
    """What the readings suggest, with the readings behind each item."""
    columns = [
        *text(_("事项"), _("计量点或对象"), _("数值的计量单位")),
        *(number(title) for title in (_("数值"), _("界限"))),
        number(_("假定可减或可移"), "kWh/a"),
        number(_("约合"), _("元/年")),
    ]
    rows: list[list[Any]] = [
        [
            str(TOPICS[one.topic.value]),
            one.subject or None,
            "1",
            plain(one.found),
            plain(one.bound),
            plain(one.energy),
            plain(one.money),
        ]
        for one in found.items
    ]
    rows += [
        [
            str(TOPICS["over-norm"]),
            row.entry.product if row.gap.norm is None else norm_name(row.gap.norm),
            None if row.gap.norm is None else row.gap.norm.unit,
            _rounded(row.gap.value),
            None if row.gap.norm is None else plain(row.gap.norm.limit),
            None,
            None,
        ]
        for row in found.over
    ]
    of_days = sheet(
        _("依据的读数"),
        [
            *text(_("事项"), _("计量点或对象")),
            *days(_("日期")),
            *(number(title) for title in (_("数值"), _("对照"))),
            *text(_("数值的计量单位"), _("对照的计量单位")),
        ],
        [
            [
                str(TOPICS[one.topic.value]),
                one.subject,
                day.day,
                plain(day.value),
                plain(day.beside),
                "kvarh" if one.topic is Topic.POWER_FACTOR else "kWh",
                "kWh",
            ]
            for one in found.items
            for day in one.days
        ],
    )
    told = sources(
        made_on,
        (_("企业"), str(enterprise)),
        (_("读数"), f"{found.first:%Y-%m-%d} – {found.last:%Y-%m-%d}"),
        (_("界限"), _("本系统的约定，可减可移的量是假定；须由现场诊断核实")),
        (
            _("功率因数"),
            _("标准 0.90；《功率因数调整电费办法》(83)水电财字第215号；不含基本电费"),
        ),
    )
    name = _("用能诊断")
    sheets = [sheet(name, columns, rows), of_days, _factors(found), told]
    return workbook_bytes(sheets, title=name, made_on=made_on)


def _factors(found: Diagnosis) -> Sheet:
    columns = [
        *days(_("月份")),
        number(_("已知天数"), _("天")),
        number(_("功率因数")),
        number(_("电费增减"), "%"),
        number(_("约合"), _("元")),
    ]
    rows = [
        [one.month, one.days, plain(one.factor), plain(one.percent), plain(one.yuan)]
        for one in found.factors
    ]
    return sheet(_("功率因数"), columns, rows)
