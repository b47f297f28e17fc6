"""``dafeng plan``: read a document, show its text, compare two plans."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.cli.house import DEFAULT_HOME, Home, web_room
from dafeng.cli.output import (
    counted,
    emit_bytes,
    emit_sheet,
    emit_text,
    json_text,
    plain_table,
    say,
)

if TYPE_CHECKING:
    from dafeng.plan import Plan
    from dafeng.sheets import Sheet

app = typer.Typer(
    help="Read a plan; show its text, targets and changes.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)


class Form(StrEnum):
    """How a plan is shown."""

    TABLE = "table"
    JSON = "json"
    XLSX = "xlsx"


class DiffForm(StrEnum):
    """How a comparison is shown."""

    TABLE = "table"
    JSON = "json"


Document = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", help="A plan as .txt, .md, .docx, .pdf with text, or .html."
    ),
]
OutputFile = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write here, not to stdout."),
]


@app.command("read")
def read(
    file: Document,
    form: Annotated[
        Form, typer.Option("--format", help="What to give.", show_default=True)
    ] = Form.TABLE,
    output: OutputFile = None,
) -> int:
    """Read a plan: clauses, targets, tasks, units, projects, milestones, findings.

    Exits with 1 when a finding blocks.
    """
    from dafeng.base.findings import has_errors
    from dafeng.plan import read_plan

    if form is Form.XLSX and output is None and sys.stdout.isatty():
        msg = "a workbook does not fit into a terminal; name a file with --output"
        raise typer.BadParameter(msg)
    plan = read_plan(file)
    if output is None:
        _print(plan, form)
    else:
        from dafeng.sheets import write_file

        write_file(output, _file(plan, form))
    _summary(plan)
    return 1 if has_errors(plan.findings) else 0


@app.command("text")
def text(file: Document) -> int:
    """Print the text that spans point into, exactly, with no line end added."""
    from dafeng.plan import read_document

    emit_text(read_document(file).text)
    return 0


@app.command("attach")
def attach(file: Document, home: Home = DEFAULT_HOME) -> int:
    """Bind your own copy of the document to the plan that the house holds."""
    report = web_room("binding").attach_to_house(home, file)
    same = "the very text" if report.same_text else "another edition of the text"
    say(f"{file.name} is {same} that the plan was read from.")
    emit_text(f"{report.located} located, {len(report.missing)} not found\n")
    if report.missing:
        say(f"Not found in it: {', '.join(report.missing)}")
    return 0


@app.command("diff")
def diff(
    first: Annotated[
        Path,
        typer.Argument(metavar="A", help="The earlier edition, or the city's plan."),
    ],
    second: Annotated[
        Path,
        typer.Argument(metavar="B", help="The later edition, or the district's plan."),
    ],
    form: Annotated[DiffForm, typer.Option("--format", help="What to give.")] = (
        DiffForm.TABLE
    ),
) -> int:
    """Compare two plans: changed, weaker and missing targets, tasks nobody takes up."""
    from dafeng.base.findings import has_errors
    from dafeng.cli.diff_tables import diff_table, diff_to_json
    from dafeng.plan import diff_plans, read_plan

    found = diff_plans(read_plan(first), read_plan(second))
    if form is DiffForm.JSON:
        emit_text(json_text(diff_to_json(found)))
    else:
        emit_sheet(diff_table(found))
    say(
        f"{len(found.pairs)} in both, {len(found.changed)} of them changed and "
        f"{len(found.weaker)} weaker; {len(found.only_first)} in A only, "
        f"{len(found.only_second)} in B only; "
        f"{len(found.uncovered)} tasks of A not taken up."
    )
    return 1 if has_errors(found.findings()) else 0


def _print(plan: Plan, form: Form) -> None:
    if form is Form.TABLE:
        emit_sheet(_table(plan))
    else:
        emit_bytes(_file(plan, form))


def _file(plan: Plan, form: Form) -> bytes:
    if form is Form.TABLE:
        return plain_table(_table(plan)).encode()
    if form is Form.JSON:
        from dafeng.plan import plan_to_json

        return json_text(plan_to_json(plan)).encode()
    from dafeng.plan.workbook import review_rows, review_sheets
    from dafeng.sheets import workbook_bytes

    sheets = review_sheets(review_rows(plan))
    return workbook_bytes(sheets, title=plan.document.title or "")


def _table(plan: Plan) -> Sheet:
    from dafeng.cli.plan_tables import target_table

    return target_table(plan)


def _summary(plan: Plan) -> None:
    say(
        "Read "
        + counted(
            [
                (len(plan.clauses), "clause"),
                (len(plan.targets), "target"),
                (len(plan.tasks), "task"),
                (len(plan.units), "unit"),
                (len(plan.projects), "project"),
                (len(plan.milestones), "milestone"),
                (len(plan.findings), "finding"),
            ]
        )
        + "."
    )
    for finding in plan.findings:
        if finding.severity == "error":
            where = " ".join(part for part in (finding.code, finding.place) if part)
            say(f"blocks: {where}: {finding.rule} {finding.hint}".rstrip())
