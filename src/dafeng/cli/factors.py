"""``dafeng factors``: find a factor, open it, check a table of new ones."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.cli.output import counted, emit_bytes, emit_sheet, json_text, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dafeng.factors import Factor, FactorBook
    from dafeng.sheets import Sheet

app = typer.Typer(
    help="Find, show and check what a unit of activity emits.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)


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
Parameter = Annotated[
    str | None,
    typer.Option("--parameter", help="Only this number: ncv, carbon_content, …"),
]
Year = Annotated[
    int | None, typer.Option("--year", help="Only rows that hold in this year.")
]


@app.command("find")
def find(
    words: Annotated[
        list[str], typer.Argument(metavar="TEXT", help="Words of name, code or id.")
    ],
    parameter: Parameter = None,
    year: Year = None,
    form: Shape = Form.TABLE,
    output: Output = None,
) -> int:
    """Find factors by their names; unverified rows are marked."""
    from dafeng.factors import factor_book

    book = factor_book()
    rows = [
        row
        for row in book.find(" ".join(words))
        if (parameter is None or row.parameter == parameter)
        and (year is None or _holds(row, year))
    ]
    _give_rows(rows, book, form, output)
    return 0


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(metavar="ID|CODE")],
    parameter: Parameter = None,
    year: Year = None,
    form: Shape = Form.TABLE,
    output: Output = None,
) -> int:
    """Open one row by its id, or all rows of a thing by its code.

    Exits with 2 when there is no such row or thing.
    """
    from dafeng.cli.factor_tables import card
    from dafeng.factors import factor_book

    book = factor_book()
    rows = [row for row in book.rows if row.code == name]
    if not rows:
        row = book.get(name)
        if form is Form.TABLE:
            _give(card(row, book), output)
            return 0
        rows = [row]
    rows = [
        row
        for row in rows
        if (parameter is None or row.parameter == parameter)
        and (year is None or _holds(row, year))
    ]
    _give_rows(rows, book, form, output)
    return 0


@app.command("check")
def check(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A table as .csv or .xlsx.")
    ],
    form: Shape = Form.TABLE,
    output: Output = None,
) -> int:
    """Check a table of factors: units, arithmetic, peers, years, sources.

    Nothing is stored. Exits with 1 when a finding blocks.
    """
    from dafeng.base.findings import has_errors
    from dafeng.cli.factor_tables import finding_json, findings_table
    from dafeng.factors import read_factor_file

    table = read_factor_file(file)
    if form is Form.JSON:
        found = [finding_json(finding) for finding in table.findings]
        content = {"file": file.name, "rows": len(table.factors), "findings": found}
        _write(json_text(content).encode(), output)
    elif form is Form.XLSX:
        _write_sheets([findings_table(table.findings)], output)
    elif table.findings:
        _give(findings_table(table.findings), output)
    say(
        "Checked "
        + counted([(len(table.factors), "row"), (len(table.findings), "finding")])
        + "."
    )
    return 1 if has_errors(table.findings) else 0


def _holds(row: Factor, year: int) -> bool:
    begin, end = row.valid_from, row.valid_to
    return (begin is None or begin <= year) and (end is None or year <= end)


def _give_rows(
    rows: Sequence[Factor], book: FactorBook, form: Form, output: Path | None
) -> None:
    from dafeng.cli import factor_tables as tables

    if form is Form.JSON:
        content = {
            "edition": book.edition,
            "factors": [tables.factor_json(row, book) for row in rows],
        }
        _write(json_text(content).encode(), output)
    elif form is Form.XLSX:
        _write_sheets([tables.full_sheet(rows)], output)
    else:
        _give(tables.found_table(rows, book), output)
    doubtful = sum(not row.verified and row.id not in book.signers for row in rows)
    say(
        f"Found {counted([(len(rows), 'row')])}, {doubtful} of them unverified, "
        f"in edition {book.edition[:12]}."
    )


def _give(sheet: Sheet, output: Path | None) -> None:
    if output is None:
        emit_sheet(sheet)
        return
    from dafeng.cli.output import plain_table

    _write(plain_table(sheet).encode(), output)


def _write_sheets(sheets: Sequence[Sheet], output: Path | None) -> None:
    from dafeng.sheets import workbook_bytes

    if output is None and sys.stdout.isatty():
        msg = "a workbook does not fit into a terminal; name a file with --output"
        raise typer.BadParameter(msg)
    _write(workbook_bytes(sheets, title=sheets[0].name), output)


def _write(data: bytes, output: Path | None) -> None:
    if output is None:
        emit_bytes(data)
        return
    from dafeng.sheets import write_file

    write_file(output, data)
