"""The chain of one figure, as a person reads it at a terminal."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dafeng.accounts import amount, plain
from dafeng.accounts import tonnes as _t
from dafeng.cli.output import json_number as number
from dafeng.sheets import Column, Sheet, workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dafeng.accounts import ActivityRow, Explanation, FactorStep
    from dafeng.factors import Factor

_LABEL = 10
"""Cells of a terminal that a label takes."""


def chain_text(told: Explanation) -> str:
    """Every step from the figure down to the document, one thought a line."""
    line = told.line
    head = f"{line.id}  {told.flow_zh} · {told.sector_zh} · {line.item} · {line.year}"
    steps = [_aligned(label, content) for label, content in _steps(told)]
    return "\n".join([head, *steps]) + "\n"


def chain_workbook(told: Explanation) -> bytes:
    """The same steps as a sheet of two columns."""
    sheet = Sheet(
        name=told.line.id,
        columns=(Column(title="步骤"), Column(title="内容")),
        rows=[(label.strip(), content) for label, content in _steps(told)],
        note=f"{told.flow_zh} · {told.sector_zh} · {told.line.item}",
    )
    return workbook_bytes([sheet], title=told.line.id)


def _aligned(label: str, content: str) -> str:
    from rich.cells import cell_len

    return label + " " * max(1, _LABEL - cell_len(label)) + content


def _steps(told: Explanation) -> Iterator[tuple[str, str]]:
    line = told.line
    mass = f"{line.gas} {plain(told.mass_t)} t"
    yield "排放量", f"{plain(told.co2e_t)} tCO2e ({mass})"
    low, high = plain(_t(line.low_g)), plain(_t(line.high_g))
    yield "区间", f"{low} 至 {high} tCO2e (95 %)"
    yield "计入", "、".join(told.boundaries) or "不计入任何口径"
    yield "公式", told.written
    yield "代入", told.filled
    yield "方法", f"{line.method}:{told.method_source}"
    if told.activity_note:
        yield "活动量", told.activity_note
    yield "选择规则", line.rule + (f",估计:{line.estimate}" if line.estimate else "")
    for step in told.factors:
        yield from _factor(step.use.symbol, step.factor)
    yield "数据来源", f"{line.stream},质量等级 {line.grade}"
    for row in told.evidence:
        yield from _row(row)
    if not told.evidence:
        yield "  证据", "、".join(line.evidence)
    if line.flags:
        yield "标记", "、".join(line.flags)
    if line.owner:
        yield "所属单位", line.owner
    if line.unit_in_charge:
        yield "责任单位", line.unit_in_charge


def _factor(symbol: str, factor: Factor) -> Iterator[tuple[str, str]]:
    checked = "已核实" if factor.verified else "未核实"
    value = amount(factor.value, factor.unit)
    yield f"因子 {symbol}", f"{value}  {factor.id}  [{checked}]"
    where = f",{factor.source_location}" if factor.source_location else ""
    yield "  文件", f"{factor.source_document}{where}"
    span = f"{factor.valid_from or '…'} 至 {factor.valid_to or '…'}"
    yield "  有效", f"{span},适用 {factor.region or factor.owner}"


def _row(row: ActivityRow) -> Iterator[tuple[str, str]]:
    quantity = plain(Decimal(row.quantity_e3).scaleb(-3))
    stated = f"(原填 {row.stated})" if row.stated else ""
    yield "  证据", f"{row.row_id}: {quantity} {row.unit}{stated}"
    approved = row.approved_by or "未审批"
    yield "  文件", f"{row.evidence};填报 {row.entered_by};审批 {approved}"


def chain_json(told: Explanation) -> dict[str, Any]:
    """The same for programs."""
    line = told.line
    return {
        "id": line.id,
        "year": line.year,
        "flow": line.flow,
        "sector": line.sector,
        "item": line.item,
        "gas": line.gas,
        "boundaries": list(told.boundaries),
        "formula": told.written,
        "filled": told.filled,
        "method": line.method,
        "source": told.method_source,
        "activity": number(line.activity),
        "unit": line.unit,
        "activity_note": told.activity_note,
        "mass_t": number(told.mass_t),
        "value": number(told.co2e_t),
        "low": number(_t(line.low_g)),
        "high": number(_t(line.high_g)),
        "rule": line.rule,
        "estimate": line.estimate,
        "factors": [_factor_json(step) for step in told.factors],
        "stream": line.stream,
        "grade": line.grade,
        "flags": list(line.flags),
        "owner": line.owner,
        "unit_in_charge": line.unit_in_charge,
        "evidence": [_row_json(row) for row in told.evidence],
    }


def _factor_json(step: FactorStep) -> dict[str, Any]:
    factor = step.factor
    return {
        "symbol": step.use.symbol,
        "id": factor.id,
        "value": number(step.use.value),
        "unit": step.use.unit,
        "stated": f"{factor.value} {factor.unit}",
        "set": factor.factor_set,
        "document": factor.source_document,
        "location": factor.source_location,
        "valid_from": factor.valid_from,
        "valid_to": factor.valid_to,
        "region": factor.region,
        "verified": factor.verified,
    }


def _row_json(row: ActivityRow) -> dict[str, Any]:
    return {
        "row_id": row.row_id,
        "quantity_e3": row.quantity_e3,
        "unit": row.unit,
        "stated": row.stated,
        "document": row.evidence,
        "entered_by": row.entered_by,
        "approved_by": row.approved_by,
    }
