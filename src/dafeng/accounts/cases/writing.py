"""A result as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from dafeng.accounts.cases.records import CaseResult, Value

    Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


def case_json(result: CaseResult) -> dict[str, Json]:
    """Return a result as what JSON can hold.

    A figure has at most 15 significant digits, which a double carries unchanged, so it
    prints as it was rounded.
    """
    return {
        "id": result.id,
        "title": result.title,
        "category": result.category,
        "kind": result.kind,
        "values": {name: plain(value) for name, value in result.values.items()},
        "rows": [
            {
                "name": row.name,
                "formula": row.written,
                "value": plain(row.value),
                "unit": row.unit,
                "source": row.source,
            }
            for row in result.rows
        ],
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity.value,
                "place": finding.place,
                "value": finding.value,
                "rule": finding.rule,
                "hint": finding.hint,
            }
            for finding in result.findings
        ],
        "checks": [
            {
                "name": check.name,
                "expected": plain(check.expected),
                "value": plain(check.value),
                "tolerance": check.tolerance,
                "passed": check.passed,
            }
            for check in result.comparisons
        ],
        "passed": result.passed,
    }


def plain(value: Value) -> Json:
    """Return a value as what JSON can hold."""
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value() and abs(value) < 10**15
        return int(value) if whole else float(value)
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return value
