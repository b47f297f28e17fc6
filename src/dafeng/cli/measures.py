"""``dafeng measures``: list what can be done, open a measure, check a library."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.cli.output import counted, emit_bytes, emit_sheet, json_text, say
from dafeng.measures import ASSUMED_RATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dafeng.base.findings import Finding
    from dafeng.sheets import Sheet

app = typer.Typer(
    help="List, show and check what can be done, and what it costs.",
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
Rate = Annotated[
    float, typer.Option("--rate", help="Real rate of interest a year for annuities.")
]
Library = Annotated[
    Path | None,
    typer.Option(
        "--library", metavar="PATH", help="A folder or workbook; default the packaged."
    ),
]


@app.command("list")
def list_measures(
    field: Annotated[
        str | None, typer.Option("--field", help="Only this field: industry, power, …")
    ] = None,
    sector: Annotated[
        str | None, typer.Option("--sector", help="Only what acts on this sector.")
    ] = None,
    library: Library = None,
    rate: Rate = ASSUMED_RATE,
    form: Shape = Form.TABLE,
    output: Output = None,
) -> int:
    """List measures with what they do and cost.

    The workbook is the whole library, under the heads that ``check`` reads.
    """
    from dafeng.cli import measure_tables as tables
    from dafeng.measures import library_sheets, measure_library, read_measures

    every = measure_library() if library is None else read_measures(library)
    rows = [
        one
        for one in every
        if (field is None or one.field == field)
        and (sector is None or any(each.covers(sector) for each in one.effects))
    ]
    if form is Form.JSON:
        content = {
            "rate": rate,
            "measures": [tables.measure_json(row, rate) for row in rows],
        }
        _write(json_text(content).encode(), output)
    elif form is Form.XLSX:
        _write_sheets(library_sheets(rows), output)
    else:
        _give(tables.list_table(rows, rate), output)
    assumed = sum(bool(row.assumed) for row in rows)
    say(f"Listed {counted([(len(rows), 'measure')])}, {assumed} with assumed figures.")
    return 0


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(metavar="ID")],
    library: Library = None,
    rate: Rate = ASSUMED_RATE,
    form: Shape = Form.TABLE,
    output: Output = None,
) -> int:
    """Open one measure: effects, cost, sources, and which figures are assumed.

    Exits with 2 when there is no such measure.
    """
    from dafeng.cli import measure_tables as tables
    from dafeng.measures import library_sheets, measure_of, read_measures

    every = None if library is None else read_measures(library)
    row = measure_of(name, every)
    if form is Form.JSON:
        _write(json_text(tables.measure_json(row, rate)).encode(), output)
    elif form is Form.XLSX:
        _write_sheets(library_sheets([row]), output)
    else:
        _give(tables.card(row, rate), output)
    return 0


@app.command("check")
def check(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="A folder of CSV files, or .xlsx.")
    ],
    form: Shape = Form.TABLE,
    output: Output = None,
) -> int:
    """Check a library of your own: columns, numbers, sources, what needs what.

    Nothing is stored. Exits with 1 when there are findings.
    """
    from dafeng.accounts import sectors
    from dafeng.cli.factor_tables import finding_json, findings_table
    from dafeng.measures import MeasureError, read_measures

    count = 0
    found: tuple[Finding, ...] = ()
    try:
        count = len(read_measures(path, sectors=sectors()))
    except MeasureError as problem:
        found = problem.findings
    if form is Form.JSON:
        content = {
            "file": path.name,
            "measures": count,
            "findings": [finding_json(each) for each in found],
        }
        _write(json_text(content).encode(), output)
    elif form is Form.XLSX:
        _write_sheets([findings_table(found)], output)
    elif found:
        _give(findings_table(found), output)
    say(f"Checked {counted([(count, 'measure'), (len(found), 'finding')])}.")
    return 1 if found else 0


@app.command("template")
def template(output: Output = None) -> int:
    """Give an empty workbook with the sheets of a library and of a district."""
    from dafeng.measures import library_sheets, potential_sheet

    _write_sheets([*library_sheets(), potential_sheet()], output)
    return 0


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
