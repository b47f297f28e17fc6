"""``dafeng supervision``: what the ladder proposes, and rule files, without a house."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.cli.output import emit_sheet, json_text, say
from dafeng.cli.output import emit_text as emit

if TYPE_CHECKING:
    from dafeng.sheets import Sheet
    from dafeng.supervision import ProposedStep

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)


@app.callback()
def supervision() -> None:
    """Say which step follows for each case; check a ladder of your own."""


@app.command()
def ladder(
    file: Annotated[
        Path,
        typer.Option("--input", metavar="CASE.json", help="A day, and the cases."),
    ],
    as_json: Annotated[  # noqa: FBT002 - typer's way to say that it is there or not
        bool, typer.Option("--json", help="Give the proposals as JSON.")
    ] = False,
) -> None:
    """Propose the next step of each case, with the reason and the row it rests on."""
    from dafeng.base.errors import BadInputError
    from dafeng.supervision import read_ladder_cases, steps_proposed

    try:
        on, cases = read_ladder_cases(_text(file))
    except BadInputError as error:
        msg = f"{file}: {error}"
        raise BadInputError(msg, code=error.code, file=str(file)) from error
    made = steps_proposed(cases, on=on)
    if as_json:
        emit(json_text({"on": on.isoformat(), "proposals": [_told(it) for it in made]}))
        return
    emit_sheet(_table(made))
    count = sum(1 for one in made if one.step is not None)
    say(f"{count} of {len(made)} cases have a next step on {on}.")


@app.command()
def check(
    file: Annotated[
        Path,
        typer.Argument(metavar="LADDER.csv", help="Rows as the packaged ladder has."),
    ],
    on: Annotated[
        str, typer.Option("--on", metavar="DAY", help="Rows in force on this day.")
    ],
) -> int:
    """Check a ladder of your own; exits with 1 when something blocks."""
    from dafeng.base.errors import BadInputError
    from dafeng.cli.results import tell_findings
    from dafeng.supervision import check_ladder, ladder_of

    try:
        day = date.fromisoformat(on)
    except ValueError as error:
        msg = f"--on {on} is no day; write it like 2026-11-30."
        raise BadInputError(msg, code="day.bad", day=on) from error
    rungs = ladder_of(csv.DictReader(io.StringIO(_text(file), newline=""), restval=""))
    code = tell_findings(check_ladder(rungs, on=day))
    say(f"{len(rungs)} rows checked.")
    return code


def _text(file: Path) -> str:
    from dafeng.base.errors import BadInputError

    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{file} is no text in UTF-8."
        raise BadInputError(msg, code="case.bad", file=str(file)) from error


def _told(one: ProposedStep) -> dict[str, str | None]:
    return {
        "case": one.case.name,
        "step": one.case.step.value,
        "state": one.case.days.state.value,
        "next": None if one.step is None else one.step.value,
        "why": one.why.value,
        "source": one.source,
        "verified": one.verified,
    }


def _table(made: tuple[ProposedStep, ...]) -> Sheet:
    from dafeng.sheets import Column, Sheet

    rows = [list(_told(one).values()) for one in made]
    heads = ("case", "step", "state", "next", "why", "source", "mark")
    return Sheet(
        name="ladder", columns=[Column(title=head) for head in heads], rows=rows
    )
