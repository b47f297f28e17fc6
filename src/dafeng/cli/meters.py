"""``dafeng meters``: take readings in, roll them up, judge their quality.

With ``--input`` a self-contained case is computed without a house.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dafeng.cli.house import DEFAULT_HOME, Home
from dafeng.cli.meter_arrivals import listen, simulate
from dafeng.cli.output import emit_sheet, emit_text, json_text, say

if TYPE_CHECKING:
    from dafeng.meters import MeterCase

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)


class Form(StrEnum):
    """How a result is shown."""

    JSON = "json"
    TABLE = "table"


Case = Annotated[
    Path | None,
    typer.Option(
        "--input",
        metavar="CASE.json",
        help="Meters, readings, factors: a case of its own, without a house.",
    ),
]
Shape = Annotated[Form, typer.Option("--format", help="What to give.")]
Month = Annotated[
    str,
    typer.Option("--month", metavar="YYYY-MM", help="Of the house; default this one."),
]
Sender = Annotated[
    str, typer.Option("--sender", metavar="CODE", help="Enterprise that sends it.")
]
Sent = Annotated[
    str,
    typer.Option("--form", help="json, arrow, csv or xlsx; default by the name."),
]
Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Batches.")]
Since = Annotated[
    int, typer.Option("--since", min=0, help="Entries up to this one are left alone.")
]


@app.callback()
def meters() -> None:
    """Take readings in, turn them into energy by the hour, judge their quality."""


@app.command()
def ingest(
    files: Files,
    sender: Sender,
    sent: Sent = "",
    home: Home = DEFAULT_HOME,
    form: Shape = Form.TABLE,
) -> int:
    """Store batches of readings in a house, as they are, safe on the disk.

    A batch that came before is not stored again. Exits with 1 when one cannot be read
    or has a row that is no reading.
    """
    from dafeng.cli.meter_store import ingest_files

    made = ingest_files(home, files, sender, sent)
    _emit("ingest", made, form)
    return 1 if any(one["refused"] or one["error"] for one in made) else 0


@app.command()
def compact(home: Home = DEFAULT_HOME, form: Shape = Form.TABLE) -> None:
    """Bring the batches that have arrived into the readings of a house, each once."""
    from dafeng.cli.meter_store import compact_house

    _emit("compact", [compact_house(home)], form)


@app.command()
def replay(
    home: Home = DEFAULT_HOME, since: Since = 0, form: Shape = Form.TABLE
) -> None:
    """Read all batches of a house again: readings of meters entered since come in."""
    from dafeng.cli.meter_store import replay_house

    _emit("replay", [replay_house(home, since)], form)


@app.command()
def rollup(
    file: Case = None, home: Home = DEFAULT_HOME, form: Shape = Form.JSON
) -> None:
    """Bring hours and days of a house up to its readings, or compute a case.

    Of a case it gives the flags of each reading, and energy by hour, day and month, in
    whole quanta (Wh, L, kJ, g); what is missing is null, never zero. Exits with 2 when
    the case cannot be read.
    """
    if file is None:
        from dafeng.cli.meter_store import roll_up_house

        _emit("rollup", [roll_up_house(home)], form)
        return
    from dafeng.cli import meter_tables as tables

    case = _case(file)
    told = tables.rolled_case(case)
    if form is Form.JSON:
        emit_text(json_text(tables.rollup_json(case, told)))
    else:
        emit_sheet(tables.hours_table(case, told))
    flagged = int((told.rolled.flags > 0).sum())
    say(f"{len(case.readings)} readings, {flagged} with a flag.")


@app.command()
def quality(
    file: Case = None,
    home: Home = DEFAULT_HOME,
    month: Month = "",
    form: Shape = Form.JSON,
) -> int:
    """Count completeness, gaps and flags per enterprise and for the district.

    Exits with 1 when a rule in force is not met, with 2 when the case cannot be read.
    """
    from dafeng.cli import meter_tables as tables

    if file is None:
        from dafeng.cli.meter_store import quality_house

        window, made, rules = quality_house(home, month)
    else:
        case = _case(file)
        window, (made, rules) = case.window, tables.quality_case(case)
    if form is Form.JSON:
        emit_text(json_text(tables.quality_json(window, made)))
    else:
        emit_sheet(tables.quality_table(made))
    failing = [one.name for one in made.enterprises if not tables.holds(one, rules)]
    if failing:
        say(f"Below the rules: {', '.join(failing)}.")
    return 1 if failing else 0


app.command()(listen)
app.command()(simulate)


def _emit(name: str, rows: Sequence[Mapping[str, Any]], form: Form) -> None:
    """Show what was done: one object or a list as JSON, or a table."""
    from dafeng.sheets import Column, Sheet

    if form is Form.JSON:
        emit_text(json_text(dict(rows[0]) if name != "ingest" else list(rows)))
        return
    heads = list(rows[0])
    cells = [
        [
            ", ".join(f"{key} {count}" for key, count in cell.items())
            if isinstance(cell, dict)
            else cell
            for cell in row.values()
        ]
        for row in rows
    ]
    emit_sheet(
        Sheet(name=name, columns=[Column(title=head) for head in heads], rows=cells)
    )


def _case(file: Path) -> MeterCase:
    from dafeng.base.errors import BadInputError
    from dafeng.meters import read_meter_case

    try:
        return read_meter_case(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        msg = f"{file} is no text in UTF-8."
        raise BadInputError(msg, code="case.bad", file=str(file)) from error
    except BadInputError as error:
        msg = f"{file}: {error}"
        raise BadInputError(msg, code=error.code, file=str(file)) from error
