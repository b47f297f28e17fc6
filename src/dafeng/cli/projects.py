"""``dafeng projects``: list and check projects; add them up against targets."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from dafeng.cli.output import counted, say
from dafeng.cli.results import (
    Form,
    Output,
    Shape,
    findings_json,
    give,
    json_of,
    tell_findings,
)

app = typer.Typer(
    help="List and check projects, and add them up against targets.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)

Input = Annotated[
    Path,
    typer.Option("--input", metavar="CASE.json", help="Projects, and targets to meet."),
]
On = Annotated[
    datetime,
    typer.Option("--on", formats=["%Y-%m-%d"], help="The day that is asked about."),
]


@app.command("list")
def list_projects(
    case: Input, on: On, form: Shape = Form.TABLE, output: Output = None
) -> int:
    """List projects with stage, light, class and what is missing on a day."""
    from dafeng.cli import project_tables as tables
    from dafeng.projects import ledger_on, read_case
    from dafeng.sheets import workbook_bytes

    rows = ledger_on(read_case(case).projects, on.date())
    give(
        form,
        output,
        table=lambda: tables.list_table(rows, on.date()),
        data=lambda: json_of({"projects": tables.list_plain(rows, on.date())}),
        book=lambda: workbook_bytes(
            [tables.list_table(rows, on.date())], title="projects"
        ),
    )
    say(f"Listed {counted([(len(rows), 'project')])}.")
    return 0


@app.command("check")
def check(case: Input, on: On, form: Shape = Form.TABLE, output: Output = None) -> int:
    """Say what is wrong: approvals, sizes, units, days, two spellings of one.

    Exits with 1 when a finding blocks.
    """
    from dafeng.cli.factor_tables import findings_table
    from dafeng.projects import project_findings, read_case
    from dafeng.sheets import workbook_bytes

    found = project_findings(read_case(case).projects, on.date())
    give(
        form,
        output,
        table=lambda: findings_table(found),
        data=lambda: json_of({"findings": findings_json(found)}),
        book=lambda: workbook_bytes([findings_table(found)], title="findings"),
    )
    say(f"Found {counted([(len(found), 'finding')])}.")
    return tell_findings(found)


@app.command("sums")
def sums(case: Input, form: Shape = Form.TABLE, output: Output = None) -> int:
    """Add up sizes against each target; state the gap, and what is not counted."""
    from dafeng.cli import project_tables as tables
    from dafeng.projects import capacity_sum, read_case
    from dafeng.sheets import workbook_bytes

    given = read_case(case)
    found = [capacity_sum(given.projects, goal) for goal in given.goals]
    give(
        form,
        output,
        table=lambda: tables.sums_table(found),
        data=lambda: json_of({"sums": [tables.sum_plain(one) for one in found]}),
        book=lambda: workbook_bytes([tables.sums_table(found)], title="sums"),
    )
    for one in found:
        say(tables.gap_words(one))
    return 0
