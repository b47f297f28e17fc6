"""``dafeng tasks``: divide a year among the units; put several plans together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.base.plain import record_to_plain
from dafeng.cli.house import DEFAULT_HOME, Home, today
from dafeng.cli.output import counted, say
from dafeng.cli.results import Form, Output, Shape, give, tell_findings
from dafeng.cli.task_sources import Source, make_division, read_any_plan

if TYPE_CHECKING:
    from dafeng.assessment.coverage import SectorPlan
    from dafeng.assessment.division import Division
    from dafeng.sheets import Sheet

app = typer.Typer(
    help="Divide a year among the units; show how several plans hang together.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)


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
    form: Shape = Form.TABLE,
    output: Output = None,
) -> int:
    """Make the sheets of tasks for a year: who does what, until when, shown by what.

    Exits with 1 when a finding blocks.
    """
    from dafeng.assessment.division import division_workbook

    asked = year or today().year
    made = make_division(Source(plan=plan, case=case, home=home), asked)
    if unit is not None:
        made = made.only(unit)
    give(
        form,
        output,
        table=lambda: _division_sheet(made),
        data=lambda: record_to_plain(made),
        book=lambda: division_workbook(made),
    )
    named = counted(
        [
            (len(made.sheets), "sheet"),
            (len(made.tasks), "task"),
            (len(made.matrix), "task-unit pair"),
            (len(made.findings), "finding"),
        ]
    )
    say(f"{made.year}: {named}.")
    return tell_findings(made.findings)


@app.command("changes")
def changes(
    before: Annotated[int, typer.Argument(metavar="YEAR", min=1900, max=2200)],
    after: Annotated[int, typer.Argument(metavar="YEAR", min=1900, max=2200)],
    plan: PlanFile = None,
    case: CaseFile = None,
    home: Home = DEFAULT_HOME,
    form: Shape = Form.TABLE,
    output: Output = None,
) -> int:
    """Compare the divisions of two years: what each unit gains, loses, must do now."""
    from dafeng.assessment.division import division_changes
    from dafeng.cli.task_tables import changes_table
    from dafeng.sheets import workbook_bytes

    source = Source(plan=plan, case=case, home=home)
    found = division_changes(
        make_division(source, before), make_division(source, after)
    )
    give(
        form,
        output,
        table=lambda: changes_table(found),
        data=lambda: record_to_plain(found),
        book=lambda: workbook_bytes([changes_table(found)], title="任务分工变化"),
    )
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
    form: Shape = Form.TABLE,
    output: Output = None,
) -> int:
    """Show links, conflicts and gaps between a plan and the plans around it.

    Exits with 1 when two plans for one area have different figures.
    """
    from dafeng.assessment.coverage import coverage as put_together
    from dafeng.assessment.coverage import coverage_workbook
    from dafeng.cli.task_tables import coverage_table

    found = put_together(
        read_any_plan(plan),
        [_sector(path) for path in sectors],
        [read_any_plan(path) for path in above or ()],
    )
    give(
        form,
        output,
        table=lambda: coverage_table(found),
        data=lambda: record_to_plain(found),
        book=lambda: coverage_workbook(found),
    )
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
    return tell_findings(found.findings)


def _sector(path: Path) -> SectorPlan:
    from dafeng.assessment.coverage import SectorPlan

    plan = read_any_plan(path)
    return SectorPlan(name=plan.document.title or path.stem, plan=plan)


def _division_sheet(made: Division) -> Sheet:
    from dafeng.cli.task_tables import division_table, unit_table

    if len(made.sheets) == 1:
        return unit_table(made, made.sheets[0])
    return division_table(made)
