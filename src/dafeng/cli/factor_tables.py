"""Factors as the tables, records and words that ``dafeng factors`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dafeng.cli.output import json_number
from dafeng.factors import Level, known_conflicts
from dafeng.sheets import Column, Kind, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from dafeng.base.findings import Finding
    from dafeng.factors import Factor, FactorBook, KnownConflict

LEVELS = {
    Level.MEASURED: "实测",
    Level.REQUIRED: "标准规定",
    Level.LOCAL: "本地",
    Level.PROVINCIAL: "省级",
    Level.REGIONAL: "区域",
    Level.NATIONAL: "国家",
    Level.INTERNATIONAL: "国际",
}
SEVERITIES = {"error": "错误", "warning": "提醒", "info": "说明"}
UNVERIFIED = "未核实"


def found_table(rows: Sequence[Factor], book: FactorBook) -> Sheet:
    """One row a line, as a person compares them."""
    return Sheet(
        name="排放因子",
        columns=(
            Column(title="编号"),
            Column(title="名称"),
            Column(title="参数"),
            Column(title="数值", kind=Kind.NUMBER),
            Column(title="单位"),
            Column(title="因子集"),
            Column(title="年份"),
            Column(title="地区"),
            Column(title="气体"),
            Column(title="层级"),
            Column(title="核实"),
        ),
        rows=[
            (
                row.id,
                row.name_zh,
                row.parameter,
                row.value,
                row.unit,
                row.factor_set,
                years(row),
                row.region or None,
                row.gas or None,
                LEVELS[row.level],
                standing(row, book),
            )
            for row in rows
        ],
    )


def full_sheet(rows: Sequence[Factor]) -> Sheet:
    """Every column, under the heads that ``dafeng factors check`` reads."""
    return Sheet(
        name="因子",
        columns=(
            Column(title="编号"),
            Column(title="代码"),
            Column(title="名称"),
            Column(title="英文名称"),
            Column(title="参数"),
            Column(title="数值", kind=Kind.NUMBER),
            Column(title="单位"),
            Column(title="因子集"),
            Column(title="生效年", kind=Kind.INTEGER, number_format="0"),
            Column(title="失效年", kind=Kind.INTEGER, number_format="0"),
            Column(title="地区"),
            Column(title="气体"),
            Column(title="来源文件"),
            Column(title="来源位置"),
            Column(title="下限", kind=Kind.NUMBER),
            Column(title="上限", kind=Kind.NUMBER),
            Column(title="区间类型"),
            Column(title="已核实"),
            Column(title="核实出处"),
            Column(title="来源级别"),
            Column(title="备注"),
            Column(title="实测单位"),
        ),
        rows=[_full(row) for row in rows],
    )


def _full(row: Factor) -> tuple[str | int | Decimal | None, ...]:
    return (
        row.id,
        row.code,
        row.name_zh,
        row.name_en,
        row.parameter,
        row.value,
        row.unit,
        row.factor_set,
        row.valid_from,
        row.valid_to,
        row.region,
        row.gas,
        row.source_document,
        row.source_location,
        row.low,
        row.high,
        row.uncertainty_type,
        "是" if row.verified else "否",
        row.verified_where,
        row.source_level,
        row.notes,
        row.owner,
    )


def card(row: Factor, book: FactorBook) -> Sheet:
    """One row, opened: each of its statements on a line."""
    signature = book.signers.get(row.id)
    span = None
    if row.low is not None and row.high is not None:
        span = f"{row.low:f}—{row.high:f} {row.uncertainty_type}".strip()
    lines = [
        ("编号", row.id),
        ("名称", f"{row.name_zh} / {row.name_en}"),
        ("代码", row.code),
        ("参数", row.parameter),
        ("数值", f"{row.value:f} {row.unit}"),
        ("区间", span),
        ("因子集", row.factor_set),
        ("年份", years(row)),
        ("地区", row.region),
        ("气体", row.gas),
        ("层级", LEVELS[row.level]),
        ("来源文件", row.source_document),
        ("来源位置", row.source_location),
        ("核实", standing(row, book)),
        ("核实出处", row.verified_where),
        ("签字", signature and f"{signature.person} {signature.signed_on}"),
        ("来源级别", row.source_level),
        ("备注", row.notes),
        *(("已知分歧", each.reason) for each in conflicts(row)),
    ]
    return Sheet(
        name="排放因子",
        columns=(Column(title="项目"), Column(title="内容")),
        rows=[(word, text or None) for word, text in lines],
    )


def findings_table(findings: Iterable[Finding]) -> Sheet:
    """What is wrong with a table of factors, cell by cell."""
    return Sheet(
        name="检查结果",
        columns=(
            Column(title="级别"),
            Column(title="问题"),
            Column(title="位置"),
            Column(title="值"),
            Column(title="规则"),
            Column(title="处理"),
        ),
        rows=[
            (
                SEVERITIES[each.severity.value],
                each.code,
                each.place,
                each.value or None,
                each.rule,
                each.hint,
            )
            for each in findings
        ],
    )


def factor_json(row: Factor, book: FactorBook) -> dict[str, Any]:
    """One row with all that stands behind it."""
    signature = book.signers.get(row.id)
    return {
        "id": row.id,
        "code": row.code,
        "name_zh": row.name_zh,
        "name_en": row.name_en,
        "parameter": row.parameter,
        "value": json_number(row.value),
        "printed": f"{row.value:f}",
        "unit": row.unit,
        "factor_set": row.factor_set,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "region": row.region,
        "gas": row.gas,
        "level": row.level.name.lower(),
        "low": None if row.low is None else json_number(row.low),
        "high": None if row.high is None else json_number(row.high),
        "uncertainty_type": row.uncertainty_type,
        "source_document": row.source_document,
        "source_location": row.source_location,
        "verified": row.verified,
        "verified_where": row.verified_where,
        "signed_by": signature.person if signature else None,
        "source_level": row.source_level,
        "notes": row.notes,
        "conflicts": [each.reason for each in conflicts(row)],
    }


def finding_json(finding: Finding) -> dict[str, str]:
    """One finding."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "place": finding.place,
        "value": finding.value,
        "rule": finding.rule,
        "hint": finding.hint,
    }


def conflicts(row: Factor) -> tuple[KnownConflict, ...]:
    """What is known to be odd about a packaged row, and why it stays."""
    return tuple(each for each in known_conflicts() if each.place == row.id)


def years(row: Factor) -> str:
    """``2013—`` is open, ``2022`` one year, ``不限`` neither begin nor end."""
    begin, end = row.valid_from, row.valid_to
    if begin is None and end is None:
        return "不限"
    if begin == end:
        return str(begin)
    return f"{begin or ''}—{end or ''}"


def standing(row: Factor, book: FactorBook) -> str:
    """Whether somebody verified the row, or signed it."""
    if row.verified:
        return "已核实"
    return "已签字" if row.id in book.signers else UNVERIFIED
