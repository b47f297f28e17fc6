"""One result of a command as a table, as JSON or as a workbook."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.base.plain import exact_json
from dafeng.cli.output import (
    emit_bytes,
    emit_sheet,
    emit_text,
    json_text,
    plain_table,
    say,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dafeng.base.findings import Finding
    from dafeng.base.plain import Plain
    from dafeng.sheets import Sheet

_SHOWN = 20


class Form(StrEnum):
    """How a result is shown."""

    TABLE = "table"
    JSON = "json"
    XLSX = "xlsx"


Shape = Annotated[Form, typer.Option("--format", help="What to give.")]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write here, not to stdout."),
]


def give(
    form: Form,
    output: Path | None,
    *,
    table: Callable[[], Sheet | str],
    data: Callable[[], object],  # bytes are JSON already
    book: Callable[[], bytes],
) -> None:
    """Print or write one of the three forms; only that one is made."""
    if form is Form.XLSX and output is None and sys.stdout.isatty():
        msg = "a workbook does not fit into a terminal; name a file with --output"
        raise typer.BadParameter(msg)
    if form is Form.TABLE and output is None:
        shown = table()
        if isinstance(shown, str):
            emit_text(shown)
        else:
            emit_sheet(shown)
        return
    made = {
        Form.TABLE: lambda: _plain(table()),
        Form.JSON: lambda: _json(data()),
        Form.XLSX: book,
    }[form]()
    if output is None:
        emit_bytes(made)
        return
    from dafeng.sheets import write_file

    write_file(output, made)


def _plain(shown: Sheet | str) -> bytes:
    return (shown if isinstance(shown, str) else plain_table(shown)).encode()


def _json(told: object) -> bytes:
    return told if isinstance(told, bytes) else json_text(told).encode()


def tell_findings(findings: Sequence[Finding]) -> int:
    """Tell what was noticed on stderr, what blocks first; 1 when any does, else 0."""
    from dafeng.base.findings import has_errors

    for finding in sorted(findings, key=_behind_errors)[:_SHOWN]:
        word = "blocks" if finding.severity == "error" else finding.severity.value
        say(
            f"{word}: {finding.place} ({finding.value}) {finding.code}: "
            f"{finding.rule} {finding.hint}"
        )
    if len(findings) > _SHOWN:
        say(f"… and {len(findings) - _SHOWN} more findings.")
    return 1 if has_errors(findings) else 0


def _behind_errors(finding: Finding) -> bool:
    return finding.severity != "error"


def json_of(value: Plain) -> bytes:
    """Plain values as JSON bytes with a line end; decimals keep their digits."""
    return (exact_json(value) + "\n").encode()


def findings_json(findings: Sequence[Finding]) -> list[dict[str, str]]:
    """Findings for programs."""
    return [
        {
            "code": finding.code,
            "severity": finding.severity.value,
            "place": finding.place,
            "value": finding.value,
            "rule": finding.rule,
            "hint": finding.hint,
        }
        for finding in findings
    ]
