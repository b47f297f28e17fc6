"""``dafeng meters``: roll readings up and judge their quality, without a house."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.cli.output import emit_sheet, emit_text, json_text, say

if TYPE_CHECKING:
    from dafeng.meters import MeterCase

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)


class Form(StrEnum):
    """How a result is shown."""

    JSON = "json"
    TABLE = "table"


Case = Annotated[
    Path,
    typer.Option("--input", metavar="CASE.json", help="Meters, readings, factors."),
]
Shape = Annotated[Form, typer.Option("--format", help="What to give.")]


@app.callback()
def meters() -> None:
    """Turn meter readings into energy by the hour, with flags; judge their quality."""


@app.command()
def rollup(file: Case, form: Shape = Form.JSON) -> None:
    """Give the flags of each reading, and energy by hour, day and month.

    Energy is in whole quanta (Wh, L, kJ, g). What is missing is null, never zero.
    Exits with 2 when the case cannot be read.
    """
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
def quality(file: Case, form: Shape = Form.JSON) -> int:
    """Count completeness, gaps and flags per enterprise and for the district.

    Exits with 1 when a rule in force is not met, with 2 when the case cannot be read.
    """
    from dafeng.cli import meter_tables as tables

    case = _case(file)
    made, rules = tables.quality_case(case)
    if form is Form.JSON:
        emit_text(json_text(tables.quality_json(case, made)))
    else:
        emit_sheet(tables.quality_table(made))
    failing = [one.name for one in made.enterprises if not tables.holds(one, rules)]
    if failing:
        say(f"Below the rules: {', '.join(failing)}.")
    return 1 if failing else 0


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
