"""An allocation as the tables, the JSON and the workbook of ``dafeng allocate``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dafeng.assessment.allocation import (
    RULES,
    Quantity,
    WordOf,
    compare_allocations,
    rule_of,
    word,
)
from dafeng.base.rounding import round_half_even
from dafeng.cli.allocate_prices import pricing_json, pricing_sheets
from dafeng.cli.output import json_number, plain_table
from dafeng.cli.results import findings_json
from dafeng.sheets import Column, Kind, Sheet, workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal
    from fractions import Fraction

    from dafeng.assessment.allocation import (
        Allocation,
        Amount,
        Comparison,
        Line,
        Relaxation,
        Total,
    )
    from dafeng.sheets.records import Value

TOTAL, RESERVE, ALLOTTED = "总量", "预留", "合计"


def rules_sheet() -> Sheet:
    """The register of rules."""
    return Sheet(
        name="分解规则",
        columns=(
            Column(title="规则"),
            Column(title="名称"),
            Column(title="所需数据"),
            Column(title="参数"),
            Column(title="来源"),
        ),
        rows=[
            (
                rule.id,
                rule.name_zh,
                ", ".join(rule.needs) or None,
                ", ".join(rule.parameters) or None,
                rule.source,
            )
            for rule in RULES.values()
        ],
    )


def rules_json() -> dict[str, Any]:
    """The register of rules for programs."""
    return {
        "rules": [
            {
                "id": rule.id,
                "name_zh": rule.name_zh,
                "needs": list(rule.needs),
                "parameters": list(rule.parameters),
                "source": rule.source,
            }
            for rule in RULES.values()
        ]
    }


def allocation_text(done: Allocation) -> str:
    """The lines, and the ways out where there are any."""
    tables = [plain_table(allocation_sheet(done))]
    tables += [plain_table(sheet) for sheet in pricing_sheets([done])]
    if done.relaxations:
        tables.append(plain_table(relaxations_sheet(done)))
    return "\n".join(tables)


def allocation_sheet(done: Allocation) -> Sheet:
    """One line for each party; allotted, reserve and total below."""
    columns = [Column(title="单位"), Column(title="类型")]
    for total in done.totals:
        name = word(WordOf.QUANTITY, total.quantity).name_zh
        columns += [
            Column(title=f"{name}基期", unit=total.unit, kind=Kind.NUMBER),
            Column(title=f"{name}分解量", unit=total.unit, kind=Kind.NUMBER),
            Column(title=f"{name}变化", unit="%", kind=Kind.NUMBER),
            Column(title=f"{name}依据"),
        ]
    if len(done.totals) > 1:
        columns.append(Column(title="结构改善", unit="%", kind=Kind.NUMBER))
    rows: list[tuple[Value, ...]] = [tuple(_line(done, line)) for line in done.lines]
    return Sheet(
        name=f"{done.year} {rule_of(done.rule).name_zh}",
        columns=columns,
        rows=[*rows, *_totals(done)],
    )


def _line(done: Allocation, line: Line) -> Iterator[Value]:
    yield line.unit
    yield word(WordOf.KIND, line.kind).name_zh
    for total in done.totals:
        yield from _amount(line.amount(total.quantity))
    if len(done.totals) > 1:
        factor = line.mix.improvement if line.mix else None
        yield None if factor is None else _percent(1 - factor)


def _amount(amount: Amount | None) -> tuple[Value, ...]:
    if amount is None:
        return None, None, None, None
    change = None if amount.change is None else _percent(amount.change)
    return amount.base, amount.value, change, _ground(amount.set_by)


def _ground(key: str) -> str:
    return word(WordOf.GROUND, key).name_zh


def _percent(part: Fraction) -> Decimal:
    return round_half_even(100 * part, 2)


def _totals(done: Allocation) -> Iterator[tuple[Value, ...]]:
    for name in (ALLOTTED, RESERVE, TOTAL):
        row: list[Value] = [name, ""]
        for total in done.totals:
            row += ["", _figure(total, name), "", ""]
        yield (*row, "") if len(done.totals) > 1 else tuple(row)


def _figure(total: Total, name: str) -> Decimal | None:
    return {
        ALLOTTED: total.allotted,
        RESERVE: total.reserve,
        TOTAL: total.total,
    }[name]


def relaxations_sheet(done: Allocation) -> Sheet:
    """The smallest ways out, one line for each limit that would change."""
    return Sheet(
        name="最小调整",
        columns=(
            Column(title="办法"),
            Column(title="指标"),
            Column(title="单位"),
            Column(title="限值"),
            Column(title="现值", kind=Kind.NUMBER),
            Column(title="调整为", kind=Kind.NUMBER),
            Column(title="共同比例", unit="%", kind=Kind.NUMBER),
        ),
        rows=[row for one in done.relaxations for row in _ways(one)],
    )


def _ways(one: Relaxation) -> Iterator[tuple[Value, ...]]:
    name = word(WordOf.MEANS, one.means).name_zh
    quantity = word(WordOf.QUANTITY, one.quantity).name_zh
    share = None if one.loosening is None else _percent(one.loosening)
    if one.after is not None:
        yield name, quantity, "", "", one.after - one.change, one.after, share
    for limit in one.limits:
        yield (
            name,
            word(WordOf.QUANTITY, limit.quantity).name_zh,
            limit.unit,
            word(WordOf.FIELD, limit.field).name_zh,
            limit.before,
            limit.after,
            share,
        )


def steps_sheet(done: Allocation, unit: str = "") -> Sheet:
    """The arithmetic of one party, or of all."""
    return Sheet(
        name="计算过程",
        columns=(
            Column(title="单位"),
            Column(title="指标"),
            Column(title="步骤"),
            Column(title="算式"),
            Column(title="结果", kind=Kind.NUMBER),
        ),
        rows=[
            (
                line.unit,
                word(WordOf.QUANTITY, total.quantity).name_zh,
                word(WordOf.STEP, step.what).name_zh,
                step.formula,
                step.value,
            )
            for line in done.lines
            if unit in {"", line.unit}
            for total in done.totals
            if (amount := line.amount(total.quantity)) is not None
            for step in amount.steps
        ],
    )


def comparison_sheet(done: Allocation, other: Allocation) -> Sheet:
    """Two rules side by side."""
    told = compare_allocations(done, other)
    first, second = (rule_of(one.rule).name_zh for one in (done, other))
    units = {total.quantity: total.unit for total in told.totals}
    return Sheet(
        name="规则对比",
        columns=(
            Column(title="单位"),
            Column(title="指标"),
            Column(title="计量单位"),
            Column(title=first, kind=Kind.NUMBER),
            Column(title=second, kind=Kind.NUMBER),
            Column(title="差额", kind=Kind.NUMBER),
        ),
        rows=[
            (
                line.unit,
                word(WordOf.QUANTITY, line.quantity).name_zh,
                units[line.quantity],
                line.before,
                line.after,
                line.change,
            )
            for line in told.lines
        ],
    )


def allocation_book(done: Allocation) -> bytes:
    """Lines, arithmetic, and ways out where there are any."""
    sheets = [allocation_sheet(done), steps_sheet(done)]
    sheets += pricing_sheets([done])
    if done.relaxations:
        sheets.append(relaxations_sheet(done))
    return workbook_bytes(sheets, title=done.title or "allocation")


def steps_book(done: Allocation, unit: str) -> bytes:
    """The arithmetic of one party."""
    return workbook_bytes([steps_sheet(done, unit)], title=unit)


def comparison_text(done: Allocation, other: Allocation) -> str:
    """Two rules side by side, and what they cost where that is known."""
    sheets = [comparison_sheet(done, other), *pricing_sheets([done, other])]
    return "\n".join(plain_table(sheet) for sheet in sheets)


def comparison_book(done: Allocation, other: Allocation) -> bytes:
    """Two rules side by side, and each of them by itself."""
    return workbook_bytes(
        [
            comparison_sheet(done, other),
            allocation_sheet(done),
            allocation_sheet(other),
        ],
        title=done.title or "allocation",
    )


def allocation_json(done: Allocation) -> dict[str, Any]:
    """The allocation for programs."""
    return {
        "id": done.digest,
        "place": done.place,
        "title": done.title,
        "year": done.year,
        "base_year": done.base_year,
        "rule": done.rule,
        "case_sha256": done.case_sha256,
        "replaces": done.replaces,
        "reason": done.reason,
        "synthetic": done.synthetic,
        "complete": done.complete,
        "totals": {total.quantity.value: _total_json(total) for total in done.totals},
        "lines": [_line_json(line) for line in done.lines],
        "relaxations": [_relaxation_json(one) for one in done.relaxations],
        "findings": findings_json(done.findings),
    }


def line_json(done: Allocation, unit: str) -> dict[str, Any]:
    """One party for programs."""
    line = done.line(unit)
    return {} if line is None else _line_json(line)


def _total_json(total: Total) -> dict[str, Any]:
    return {
        "total": json_number(total.total),
        "reserve": json_number(total.reserve),
        "allotted": _or_none(total.allotted),
        "unit": total.unit,
        "step": json_number(total.step),
        "level": _part(total.level),
    } | pricing_json(total.pricing)


def _line_json(line: Line) -> dict[str, Any]:
    told: dict[str, Any] = {"unit": line.unit, "kind": line.kind.value}
    for quantity in Quantity:
        amount = line.amount(quantity)
        told[quantity.value] = None if amount is None else _amount_json(amount)
    told["mix"] = line.mix and {
        "intensity": _part(line.mix.intensity),
        "low": _part(line.mix.low),
        "high": _part(line.mix.high),
        "improvement": _part(line.mix.improvement),
    }
    return told


def _amount_json(amount: Amount) -> dict[str, Any]:
    return {
        "value": json_number(amount.value),
        "share": _part(amount.share),
        "weight": _part(amount.weight),
        "base": _or_none(amount.base),
        "change": _part(amount.change),
        "set_by": amount.set_by.value,
        "steps": [
            {
                "what": step.what,
                "formula": step.formula,
                "value": json_number(step.value),
            }
            for step in amount.steps
        ],
    }


def _or_none(value: Decimal | None) -> int | float | str | None:
    return None if value is None else json_number(value)


def _part(value: Fraction | None) -> int | float | str | None:
    return None if value is None else json_number(round_half_even(value, 9))


def _relaxation_json(one: Relaxation) -> dict[str, Any]:
    return {
        "means": one.means.value,
        "quantity": one.quantity.value,
        "change": json_number(one.change),
        "after": _or_none(one.after),
        "loosening": _part(one.loosening),
        "limits": [
            {
                "unit": limit.unit,
                "quantity": limit.quantity.value,
                "field": limit.field.value,
                "before": json_number(limit.before),
                "after": json_number(limit.after),
            }
            for limit in one.limits
        ],
    }


def comparison_json(done: Allocation, other: Allocation) -> dict[str, Any]:
    """Two rules for programs."""
    told: Comparison = compare_allocations(done, other)
    return {
        "before": told.before,
        "after": told.after,
        "rule_before": told.rule_before,
        "rule_after": told.rule_after,
        "lines": [
            {
                "unit": line.unit,
                "quantity": line.quantity.value,
                "before": _or_none(line.before),
                "after": _or_none(line.after),
                "change": _or_none(line.change),
            }
            for line in told.lines
        ],
    }
