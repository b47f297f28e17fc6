"""Tables of a report as a workbook."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from dafeng.enterprises.reporting import DepositRow, branch_of
from dafeng.sheets import Column, Kind, Sheet, workbook_bytes
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.verification.convert import without_zeros_of
from dafeng.web.verification.models import EmissionReport
from dafeng.web.verification.selectors.reports import newest_version
from dafeng.web.verification.wording import (
    DEPOSIT_LIGHTS,
    FINDING_LIGHTS,
    PURPOSES,
    flow_words,
)


def report_workbook(report: EmissionReport, grid: tuple[DepositRow, ...]) -> bytes:
    """Lines of every version, factors, deposits, findings; everything prefetched."""
    sheets = [_versions(report), _factors(report), _deposits(grid), _findings(report)]
    return workbook_bytes(sheets, title=f"{report.year} {report.enterprise.name_zh}")


def _versions(report: EmissionReport) -> Sheet:
    branch = branch_of(report.branch)
    heads = [_("版本"), _("行代码"), _("设施"), _("用途"), _("排放源"), _("品种代码")]
    numbers = [_("活动数据")]
    rows = [
        [
            str(version),
            one.code,
            one.facility or None,
            str(PURPOSES[one.purpose]),
            flow_words(one.flow, branch) if one.flow else None,
            one.item or None,
            _plain(one.quantity),
            one.unit,
            _plain(one.reported_t),
            _plain(one.computed_t),
            _("是") if one.compliance else _("否"),
            one.method or None,
        ]
        for version in report.versions.all()
        for one in version.lines.all()
    ]
    columns = [Column(title=title) for title in heads]
    columns += [Column(title=title, kind=Kind.NUMBER) for title in numbers]
    columns.append(Column(title=_("计量单位")))
    columns += [
        Column(title=title, kind=Kind.NUMBER)
        for title in (_("填报（t）"), _("重算（t）"))
    ]
    columns += [Column(title=title) for title in (_("计入履约"), _("方法"))]
    return _sheet(_("报告数据"), columns, rows)


def _factors(report: EmissionReport) -> Sheet:
    version = newest_version(report)
    rows = [
        [one.code, use["symbol"], use["factor_id"], Decimal(use["value"]), use["unit"]]
        for one in (version.lines.all() if version is not None else ())
        for use in one.uses
    ]
    columns = [
        Column(title=_("行代码")),
        Column(title=_("符号")),
        Column(title=_("因子")),
        Column(title=_("数值"), kind=Kind.NUMBER),
        Column(title=_("计量单位")),
    ]
    return _sheet(_("因子"), columns, rows)


def _deposits(grid: tuple[DepositRow, ...]) -> Sheet:
    heads = [_("参数"), _("月份"), _("期限"), _("状态")]
    columns = [Column(title=title) for title in heads]
    columns += [
        Column(title=_("逾期天数"), kind=Kind.NUMBER),
        Column(title=_("数值"), kind=Kind.NUMBER),
        Column(title=_("计量单位")),
        Column(title=_("校验值")),
    ]
    rows = [
        [
            row.parameter.name,
            cell.month.code,
            cell.due_on.isoformat(),
            str(DEPOSIT_LIGHTS[cell.state.value][2]),
            cell.days_late,
            None if cell.fact is None else _plain(cell.fact.value),
            None if cell.fact is None else cell.fact.unit,
            None if cell.fact is None else cell.fact.file_sha256,
        ]
        for row in grid
        for cell in row.cells
    ]
    return _sheet(_("月度存证"), columns, rows)


def _findings(report: EmissionReport) -> Sheet:
    heads = [_("序号"), _("报告行"), _("不符合项"), _("依据"), _("状态"), _("整改回复")]
    columns = [Column(title=title) for title in heads]
    columns += [
        Column(title=title, kind=Kind.NUMBER) for title in (_("原值"), _("保守值"))
    ]
    columns += [Column(title=title) for title in (_("算式"), _("条款"))]
    rows = [
        [
            f"NC-{one.number}",
            one.line or None,
            one.what,
            one.basis,
            str(FINDING_LIGHTS[one.state][2]),
            one.reply or None,
            _plain(one.before),
            _plain(one.after),
            one.formula or None,
            one.clause or None,
        ]
        for one in report.nonconformities.all()
    ]
    return _sheet(_("不符合项"), columns, rows)


def _sheet(name: str, columns: list[Column], rows: list[list[Any]]) -> Sheet:
    return Sheet(name=name, columns=columns, rows=rows, note=synthetic_mark())


def _plain(value: Decimal | None) -> Decimal | None:
    return None if value is None else without_zeros_of(value)
