"""Self-contained cases for ``dafeng account run --input``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dafeng.accounts.cases import case_json, evaluate_case, read_cases
from dafeng.base.errors import DafengError
from dafeng.cli.output import (
    UNKNOWN,
    emit_bytes,
    emit_text,
    json_text,
    plain_table,
    say,
)
from dafeng.sheets import Column, Kind, Sheet, workbook_bytes, write_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dafeng.accounts.cases import CaseResult
    from dafeng.accounts.cases.records import Value


def run_cases(file: Path, form: str, output: Path | None) -> int:
    """Evaluate each case of a file; 1 when one blocks or misses what it expects.

    A case of several that cannot be used is told on stderr, the others are evaluated,
    and the end is 2.

    Raises
    ------
    DafengError
        No case can be used; the message names file, case and JSON path.
    """
    results, unusable = _evaluated(file, read_cases(file))
    made = _file(results, form)
    if output is not None:
        write_file(output, made)
    elif form == "table":
        emit_text(made.decode())
    else:
        emit_bytes(made)
    for result in results:
        _tell(result, result.id or file.name)
    for each in unusable:
        say(str(each))
    if unusable:
        return 2
    return 1 if any(result.blocked for result in results) else 0


def _evaluated(
    file: Path, cases: Sequence[Mapping[str, object]]
) -> tuple[list[CaseResult], list[DafengError]]:
    """Evaluate what can be; the errors of the others name file, case and path."""
    results, unusable = [], []
    for case in cases:
        try:
            results.append(evaluate_case(case))
        except DafengError as error:
            name = " ".join(filter(None, (str(file), str(case.get("id") or ""))))
            error.args = (f"{name}: {error}",)
            unusable.append(error)
    if unusable and not results:
        for each in unusable[:-1]:
            say(str(each))
        raise unusable[-1]
    return results, unusable


def _file(results: Sequence[CaseResult], form: str) -> bytes:
    if form == "json":
        told = [case_json(result) for result in results]
        return json_text(told[0] if len(told) == 1 else told).encode()
    sheets = [_table(result) for result in results]
    if form == "xlsx":
        return workbook_bytes(sheets, title="account cases")
    return "\n".join(
        f"{result.id} {result.title}".strip() + "\n" + plain_table(sheet)
        for result, sheet in zip(results, sheets, strict=True)
    ).encode()


def _table(result: CaseResult) -> Sheet:
    return Sheet(
        name=(result.id or "case")[:31],
        columns=(
            Column(title="项目"),
            Column(title="算式"),
            Column(title="结果", kind=Kind.NUMBER),
            Column(title="单位"),
            Column(title="参数来源"),
        ),
        rows=[
            (row.name, row.written, row.value, row.unit, row.source)
            for row in result.rows
        ],
    )


def _tell(result: CaseResult, name: str) -> None:
    for finding in result.findings:
        say(f"{name}: {finding.code} {finding.place} ({finding.value}): {finding.rule}")
    for check in result.comparisons:
        if not check.passed:
            value, expected = _figure(check.value), _figure(check.expected)
            told = f"{value}, expected {expected} ({check.tolerance})"
            say(f"{name}: {check.name} is {told}")
    if result.passed:
        say(f"{name}: {len(result.comparisons)} figures as expected")


def _figure(value: Value) -> str:
    """A figure in words; several of them with commas between."""
    if value is None:
        return UNKNOWN
    if isinstance(value, tuple):
        return ", ".join(map(_figure, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_figure(part)}" for key, part in value.items())
    return str(value)
