"""``dafeng inspections``: draw who is inspected, and check a draw, without a house."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.cli.output import emit_sheet, emit_text, say

if TYPE_CHECKING:
    from dafeng.inspections import Draw, DrawCase
    from dafeng.sheets import Sheet

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)
Case = Annotated[
    Path,
    typer.Option(
        "--input", metavar="CASE.json", help="Plan, day, quota, subjects, inspectors."
    ),
]


@app.callback()
def inspections() -> None:
    """Draw who is inspected and by whom, and check a draw that was published."""


@app.command()
def commit(
    plan: Annotated[str, typer.Option("--plan", help="Name of the plan.")],
    seed: Annotated[str, typer.Option("--seed", help="64 hexadecimal digits.")],
) -> None:
    """Give the commitment to a seed, to be published before the draw."""
    from dafeng.inspections import commitment_of

    emit_text(commitment_of(plan, seed) + "\n")


@app.command()
def draw(
    file: Case,
    seed: Annotated[str, typer.Option("--seed", help="64 hexadecimal digits.")],
    word: Annotated[
        str, typer.Option("--word", help="A public word unknown before.")
    ] = "",
    as_json: Annotated[  # noqa: FBT002 - typer's way to say that it is there or not
        bool, typer.Option("--json", help="Give the draw as JSON.")
    ] = False,
) -> None:
    """Draw subjects and inspectors; the same case, seed and word give the same."""
    from dafeng.inspections import draw as drawn
    from dafeng.inspections import draw_json, rules_on

    case = _case(file)
    made = drawn(case, rules_on(case.on), seed=seed, word=word)
    if as_json:
        emit_text(draw_json(made))
    else:
        emit_sheet(_table(made, case))
        say(f"{len(made.drawn)} drawn; commitment {made.commitment}")


@app.command()
def verify(
    file: Case,
    result: Annotated[
        Path, typer.Option("--draw", metavar="DRAW.json", help="The published draw.")
    ],
    commitment: Annotated[
        str, typer.Option("--commitment", help="As it was published before the draw.")
    ] = "",
) -> int:
    """Draw again and compare; exits with 1 when anything does not hold."""
    from dafeng.inspections import holds, read_draw, rules_on
    from dafeng.inspections import verify as verified

    case = _case(file)
    made = read_draw(_text(result))
    checks = verified(made, case, rules_on(case.on), commitment=commitment)
    for check in checks:
        word = "holds" if check.held else "does not hold"
        emit_text(f"{check.code}: {word} {check.told}".rstrip() + "\n")
    return 0 if holds(checks) else 1


def _case(file: Path) -> DrawCase:
    from dafeng.base.errors import BadInputError
    from dafeng.inspections import read_case

    try:
        return read_case(_text(file))
    except BadInputError as error:
        msg = f"{file}: {error}"
        raise BadInputError(msg, code=error.code, file=str(file)) from error


def _text(file: Path) -> str:
    from dafeng.base.errors import BadInputError

    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        msg = f"{file} is no text in UTF-8."
        raise BadInputError(msg, code="case.bad", file=str(file)) from error


def _table(made: Draw, case: DrawCase) -> Sheet:
    from dafeng.sheets import Column, Sheet

    names = {one.id: one.name or one.id for one in case.subjects}
    names |= {one.id: one.name or one.id for one in case.inspectors}
    heads = ("subject", "name", "class", "how", "points", "inspectors")
    return Sheet(
        name="draw",
        columns=[Column(title=head) for head in heads],
        rows=[
            [
                one.subject,
                names[one.subject],
                one.group,
                one.how.value,
                one.points,
                "、".join(names[person] for person in one.inspectors),
            ]
            for one in made.drawn
        ],
    )
