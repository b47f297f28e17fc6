"""``dafeng tasks``: divide a year among the units; put several plans together."""

from __future__ import annotations

import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.base.days import CHINA
from dafeng.cli.house import DEFAULT_HOME, Home
from dafeng.cli.output import (
    counted,
    emit_bytes,
    emit_sheet,
    json_text,
    plain_table,
    say,
)
from dafeng.cli.task_sources import Source, make_division, read_any_plan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dafeng.assessment.coverage import Coverage, SectorPlan
    from dafeng.assessment.division import Division
    from dafeng.base.findings import Finding
    from dafeng.sheets import Sheet

app = typer.Typer(
    help="Divide a year among the units; show how several plans hang together.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)


class Form(StrEnum):
    """How the result is given."""

    TABLE = "table"
    JSON = "json"
    XLSX = "xlsx"


class ChangeForm(StrEnum):
    """How changes are given."""

    TABLE = "table"
    JSON = "json"


FormOption = Annotated[Form, typer.Option("--format", help="What to give.")]
OutputFile = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write here, not to stdout."),
]
PlanFile = Annotated[
    Path | None,
    typer.Option(
        "--plan", metavar="FILE", help="A plan's document, or its JSON; not the house."
    ),
]
CaseFile = Annotated[
    Path | None,
    typer.Option(
        "--input",
        metavar="CASE",
        help="A case as JSON: its goals, letters, rosters and exemptions.",
    ),
]
_NO_TERMINAL = "a workbook does not fit into a terminal; name a file with --output"


@app.command("division")
def division(
    year: Annotated[
        int | None,
        typer.Option("--year", min=1900, max=2200, help="Default: this year."),
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="NAME", help="One unit's sheet.")
    ] = None,
    plan: PlanFile = None,
    case: CaseFile = None,
    home: Home = DEFAULT_HOME,
    form: FormOption = Form.TABLE,
    output: OutputFile = None,
) -> int:
    """Make the sheets of tasks for a year: who does what, until when, shown by what.

    Exits with 1 when a finding blocks.
    """
    from dafeng.base.findings import has_errors

    _refuse_terminal(form, output)
    asked = year or datetime.now(CHINA).year
    made = make_division(Source(plan=plan, case=case, home=home), asked)
    if unit is not None:
        made = made.only(unit)
    _give(_division_bytes(made, form), output, _division_sheet(made), form)
    named = counted(
        [
            (len(made.sheets), "sheet"),
            (len(made.tasks), "task"),
            (len(made.matrix), "task-unit pair"),
            (len(made.findings), "finding"),
        ]
    )
    say(f"{made.year}: {named}.")
    _tell(made.findings)
    return 1 if has_errors(made.findings) else 0


@app.command("changes")
def changes(
    before: Annotated[int, typer.Argument(metavar="YEAR", min=1900, max=2200)],
    after: Annotated[int, typer.Argument(metavar="YEAR", min=1900, max=2200)],
    plan: PlanFile = None,
    case: CaseFile = None,
    home: Home = DEFAULT_HOME,
    form: Annotated[ChangeForm, typer.Option("--format", help="What to give.")] = (
        ChangeForm.TABLE
    ),
) -> int:
    """Compare the divisions of two years: what each unit gains, loses, must do now."""
    from dafeng.assessment.division import division_changes
    from dafeng.cli.task_tables import changes_table, plain

    source = Source(plan=plan, case=case, home=home)
    found = division_changes(
        make_division(source, before), make_division(source, after)
    )
    if form is ChangeForm.JSON:
        emit_bytes(json_text(plain(found)).encode())
    else:
        emit_sheet(changes_table(found))
    say(f"{before} to {after}: {counted([(len(found.changes), 'change')])}.")
    return 0


@app.command("coverage")
def coverage(
    plan: Annotated[
        Path, typer.Argument(metavar="PLAN", help="The district's plan (the 1).")
    ],
    sectors: Annotated[
        list[Path],
        typer.Argument(metavar="SECTOR_PLAN...", help="The bureaus' plans (the N)."),
    ],
    above: Annotated[
        list[Path] | None,
        typer.Option("--above", metavar="FILE", help="A plan above, as the city's."),
    ] = None,
    form: FormOption = Form.TABLE,
    output: OutputFile = None,
) -> int:
    """Show links, conflicts and gaps between a plan and the plans around it.

    Exits with 1 when two plans for one area have different figures.
    """
    from dafeng.assessment.coverage import coverage as put_together
    from dafeng.base.findings import has_errors

    _refuse_terminal(form, output)
    found = put_together(
        read_any_plan(plan),
        [_sector(path) for path in sectors],
        [read_any_plan(path) for path in above or ()],
    )
    _give(_coverage_bytes(found, form), output, _coverage_sheet(found), form)
    say(
        counted(
            [
                (len(found.conflicts), "conflict"),
                (len(found.weaker), "weaker figure"),
                (len(found.uncovered), "uncovered task"),
                (len(found.unlinked), "unlinked target"),
            ]
        )
        + "."
    )
    _tell(found.findings)
    return 1 if has_errors(found.findings) else 0


def _sector(path: Path) -> SectorPlan:
    from dafeng.assessment.coverage import SectorPlan

    plan = read_any_plan(path)
    return SectorPlan(name=plan.document.title or path.stem, plan=plan)


# -- how it is given


def _refuse_terminal(form: Form, output: Path | None) -> None:
    if form is Form.XLSX and output is None and sys.stdout.isatty():
        raise typer.BadParameter(_NO_TERMINAL)


def _give(data: bytes, output: Path | None, sheet: Sheet, form: Form) -> None:
    """Write the result to the file, or to stdout; a table is framed for a terminal."""
    if output is not None:
        from dafeng.sheets import write_file

        write_file(output, data)
    elif form is Form.TABLE:
        emit_sheet(sheet)
    else:
        emit_bytes(data)


def _tell(findings: Iterable[Finding]) -> None:
    """Say what blocks, and how many findings there are of each other code."""
    counts: dict[str, int] = {}
    for finding in findings:
        if finding.severity == "error":
            say(f"blocks: {finding.code}: {finding.place}: {finding.value}")
        else:
            counts[finding.code] = counts.get(finding.code, 0) + 1
    for code, count in counts.items():
        say(f"  {code}: {count}")


def _division_sheet(made: Division) -> Sheet:
    from dafeng.cli.task_tables import division_table, unit_table

    if len(made.sheets) == 1:
        return unit_table(made, made.sheets[0])
    return division_table(made)


def _division_bytes(made: Division, form: Form) -> bytes:
    if form is Form.TABLE:
        return plain_table(_division_sheet(made)).encode()
    if form is Form.JSON:
        from dafeng.cli.task_tables import plain

        return json_text(plain(made)).encode()
    from dafeng.assessment.division import division_workbook

    return division_workbook(made)


def _coverage_sheet(found: Coverage) -> Sheet:
    from dafeng.cli.task_tables import coverage_table

    return coverage_table(found)


def _coverage_bytes(found: Coverage, form: Form) -> bytes:
    if form is Form.TABLE:
        return plain_table(_coverage_sheet(found)).encode()
    if form is Form.JSON:
        from dafeng.cli.task_tables import plain

        return json_text(plain(found)).encode()
    from dafeng.assessment.coverage import coverage_workbook

    return coverage_workbook(found)
