"""``dafeng lake``: what the lake holds, as of any day, and whether it is all there."""

from __future__ import annotations

import sys
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.base.days import end_of_day
from dafeng.cli.house import DEFAULT_HOME, Home
from dafeng.cli.output import counted, emit_bytes, emit_sheet, emit_text, json_text, say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pyarrow as pa

    from dafeng.lake import Lake, Upkeep

app = typer.Typer(
    help="Tables of evidence: list, show as of any day, verify, compact.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)


class Form(StrEnum):
    """How rows are shown."""

    TABLE = "table"
    JSON = "json"
    XLSX = "xlsx"


Table = Annotated[str, typer.Argument(metavar="TABLE", help="Name of a table.")]
SomeTable = Annotated[
    str | None, typer.Argument(metavar="[TABLE]", help="Default: every table.")
]


@app.command("tables")
def tables(home: Home = DEFAULT_HOME) -> int:
    """List the tables with their newest version."""
    from dafeng.cli.lake_tables import tables_sheet

    lake = lake_of(home)
    emit_sheet(tables_sheet(lake))
    return 0


@app.command("versions")
def versions(table: Table, home: Home = DEFAULT_HOME) -> int:
    """List every version of a table, with its batch and the seals that pin it."""
    from dafeng.cli.lake_tables import versions_sheet

    emit_sheet(versions_sheet(table, lake_of(home).versions(table)))
    return 0


@app.command("show")
def show(
    table: Table,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            "--as-of",
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="Only what was known by the end of that day, China time.",
        ),
    ] = None,
    version: Annotated[
        int | None,
        typer.Option("--version", min=0, metavar="N", help="As the table was then."),
    ] = None,
    form: Annotated[
        Form, typer.Option("--format", help="What to give.", show_default=True)
    ] = Form.TABLE,
    home: Home = DEFAULT_HOME,
) -> int:
    """Show the rows of a table that hold: per key the one learned last."""
    if as_of is not None and version is not None:
        msg = "give --as-of or --version, not both"
        raise typer.BadParameter(msg)
    if form is Form.XLSX and sys.stdout.isatty():
        msg = "a workbook does not fit into a terminal; send it into a file"
        raise typer.BadParameter(msg)
    lake = lake_of(home)
    known = None if as_of is None else end_of_day(as_of.date())
    rows = lake.current(table, version=version, learned_by=known)
    _emit_rows(lake, table, rows, form)
    say(counted([(rows.num_rows, "row")]) + " hold.")
    return 0


def _emit_rows(lake: Lake, table: str, rows: pa.Table, form: Form) -> None:
    from dafeng.cli.lake_tables import rows_json, rows_sheet

    if form is Form.JSON:
        emit_text(json_text(rows_json(table, rows)))
        return
    sheet = rows_sheet(lake.schema(table), rows)
    if form is Form.TABLE:
        emit_sheet(sheet)
        return
    from dafeng.sheets import workbook_bytes

    emit_bytes(workbook_bytes([sheet], title=table))


@app.command("verify")
def verify(home: Home = DEFAULT_HOME) -> int:
    """Open the newest and every sealed version, and read every file of theirs.

    Lists what is damaged, and files that no version names. Exits with 1 when anything
    that was acknowledged is missing.
    """
    from dafeng.cli.lake_tables import findings_sheet

    seen = lake_of(home).verify()
    if seen.findings:
        emit_sheet(findings_sheet(seen.findings))
    for path in seen.orphans:
        emit_text(f"orphan: {path}\n")
    counts = [
        (len(seen.tables), "table"),
        (sum(len(state.opened) for state in seen.tables), "version"),
        (sum(state.rows for state in seen.tables), "row"),
        (seen.entries, "journal record"),
        (len(seen.findings), "finding"),
        (len(seen.orphans), "orphan"),
    ]
    say(f"Read {counted(counts)}.")
    return 1 if seen.findings else 0


@app.command("compact")
def compact(table: SomeTable = None, home: Home = DEFAULT_HOME) -> int:
    """Join small files into larger ones; no row and no version changes."""
    lake = lake_of(home)
    _say_upkeep(lake.compact(name) for name in _named(lake, table))
    return 0


@app.command("vacuum")
def vacuum(table: SomeTable = None, home: Home = DEFAULT_HOME) -> int:
    """Remove files that neither the newest version nor a sealed one names."""
    lake = lake_of(home)
    _say_upkeep(lake.vacuum(name) for name in _named(lake, table))
    return 0


def lake_of(home: Path) -> Lake:
    """Return the lake of the house."""
    from dafeng.lake import Lake

    return Lake(home / "lake")


def _named(lake: Lake, table: str | None) -> tuple[str, ...]:
    return lake.tables() if table is None else (table,)


def _say_upkeep(done: Iterable[Upkeep]) -> None:
    for upkeep in done:
        say(
            f"{upkeep.table}: version {upkeep.version}, "
            f"{upkeep.written} files written, "
            f"{upkeep.removed} taken out."
        )
