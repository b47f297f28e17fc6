"""``dafeng reports``: write a document, show an example, say which fonts are used."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.base.errors import BadInputError
from dafeng.cli.output import emit_sheet, emit_text, say

if TYPE_CHECKING:
    from dafeng.reports import Paper

app = typer.Typer(
    help="Write documents as .docx and .pdf; see examples and fonts.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)
_ANY_DAY = dt.date(2000, 1, 1)


@app.command("write")
def write(
    source: Annotated[
        Path, typer.Option("--input", metavar="PAPER.json", help="The document.")
    ],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FILE", help="A .docx or a .pdf."),
    ],
    made_on: Annotated[
        str | None,
        typer.Option(
            "--made-on",
            metavar="DATE",
            help="Day of the file (2026-11-30); default the date of the document.",
        ),
    ] = None,
) -> int:
    """Write a document from its JSON; the same JSON and day give the same bytes.

    The JSON is what ``dafeng reports example`` shows; an error names the field.
    """
    from dafeng.reports import paper_from_json

    paper = paper_from_json(source.read_bytes())
    day = _day(made_on) if made_on else paper.signed_on or _ANY_DAY
    output.write_bytes(_written(paper, output, day))
    return 0


@app.command("example")
def example(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="order, circular, sheet, report, …")
    ],
) -> int:
    """Show the JSON of an invented document, to start one's own from."""
    from dafeng.reports import example_paper, paper_to_json

    emit_text(paper_to_json(example_paper(kind)))
    return 0


@app.command("fonts")
def fonts() -> int:
    """Say which font stands for each font of the standard on this machine."""
    from dafeng.reports import fonts_used
    from dafeng.sheets import Column, Sheet

    kinds = {
        "standard": "the font itself",
        "near": "a near one",
        "free": "a free one",
    }
    used = fonts_used()
    columns = (
        Column(title="role"),
        Column(title="wanted"),
        Column(title="used"),
        Column(title="what"),
    )
    emit_sheet(
        Sheet(
            name="fonts",
            columns=columns,
            rows=tuple(
                (one.role, one.wanted, one.used, kinds[one.kind]) for one in used
            ),
        )
    )
    missing = sum(one.stands_in for one in used)
    say(f"{missing} of {len(used)} fonts are stood in for.")
    return 0


def _written(paper: Paper, output: Path, day: dt.date) -> bytes:
    ending = output.suffix.lower()
    if ending == ".docx":
        from dafeng.reports import as_docx

        content = as_docx(paper, made_on=day)
        say(f"Wrote {output}.")
        return content
    if ending == ".pdf":
        from dafeng.reports import as_pdf

        pdf = as_pdf(paper, made_on=day)
        stood = ", ".join(
            f"{one.used} for {one.wanted}" for one in pdf.fonts if one.stands_in
        )
        say(f"Wrote {output}: pages {pdf.pages}" + (f"; {stood}." if stood else "."))
        return pdf.content
    msg = f"{output.name!r}: the ending says what to write; use .docx or .pdf."
    raise BadInputError(msg, code="reports.unknown_ending", name=output.name)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        msg = f"--made-on {text!r} is no date; write it as 2026-11-30."
        raise BadInputError(msg, code="reports.bad_day", value=text) from error
