"""``dafeng allocate``: split a district's energy and carbon over its parts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.base.errors import BadInputError
from dafeng.cli.account_house import Place  # noqa: TC001 - typer reads it
from dafeng.cli.account_results import Form, Output, Shape, give, tell_findings
from dafeng.cli.allocate_house import Asked, case_of_house
from dafeng.cli.house import DEFAULT_HOME, Home
from dafeng.cli.output import emit_sheet, say

if TYPE_CHECKING:
    from dafeng.assessment.allocation import Allocation, AllocationCase

app = typer.Typer(add_completion=False, rich_markup_mode=None)

DEFAULT_RULE = "equal-rate"

Input = Annotated[
    Path | None,
    typer.Option("--input", metavar="CASE.json", help="A self-contained case."),
]
RuleId = Annotated[
    str | None,
    typer.Option("--rule", metavar="ID", help="Default: that of the case."),
]
Rules = Annotated[
    bool, typer.Option("--rules", help="List the rules and what they need.")
]
Amount = Annotated[
    str | None,
    typer.Option("--energy", metavar="TCE", help="Total to split, equal value."),
]
Emission = Annotated[
    str | None, typer.Option("--carbon", metavar="TCO2", help="Total to split.")
]


@app.command()
def allocate(
    file: Input = None,
    rule: RuleId = None,
    list_rules: Rules = False,  # noqa: FBT002 - a switch of the command line
    compare: Annotated[
        str | None,
        typer.Option("--compare", metavar="ID", help="Show another rule beside it."),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="UNIT", help="Open the figures of a unit."),
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", help="Split for this year, from a house.")
    ] = None,
    base_year: Annotated[
        int | None,
        typer.Option("--base-year", help="Default: the last that the parts state."),
    ] = None,
    energy: Amount = None,
    carbon: Emission = None,
    reserve_share: Annotated[
        str, typer.Option("--reserve-share", help="Kept back of each total, 0 to 1.")
    ] = "0",
    over: Annotated[
        str, typer.Option("--over", help="parts (towns and parks) or enterprises.")
    ] = "parts",
    keep_case: Annotated[
        Path | None,
        typer.Option(
            "--case", metavar="FILE", help="Write the case here, to edit and give back."
        ),
    ] = None,
    place: Place = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            "--as-of", formats=["%Y-%m-%d"], help="Only what was known on that day."
        ),
    ] = None,
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Split a district's totals of energy and carbon over towns, parks, enterprises.

    With --input from a case; else from a house, with --year and a total. Amounts and
    reserve add up to each total exactly. Exits with 1 when a figure lacks or limits do
    not fit; the smallest ways out are then listed.
    """
    if list_rules:
        from dafeng.cli.allocate_tables import rules_sheet

        emit_sheet(rules_sheet())
        return 0
    asked = Asked(
        home=home,
        place=place,
        year=year,
        base_year=base_year,
        as_of=as_of,
        energy=energy,
        carbon=carbon,
        reserve_share=reserve_share,
        over=over,
        rule=rule or DEFAULT_RULE,
    )
    case = _read(file, rule) if file else case_of_house(asked)
    if keep_case is not None:
        _keep(case, keep_case)
    return _answer(case, compare, explain, form, output)


def _read(file: Path, rule: str | None) -> AllocationCase:
    from dafeng.assessment.allocation import read_case

    return read_case(file, rule=rule or "")


def _keep(case: AllocationCase, file: Path) -> None:
    from dafeng.assessment.allocation import case_to_json
    from dafeng.sheets import write_file

    write_file(file, case_to_json(case))
    say(f"The case is in {file}: edit it and give it back with --input.")


def _answer(
    case: AllocationCase,
    compare: str | None,
    explain: str | None,
    form: Form,
    output: Path | None,
) -> int:
    import attrs

    from dafeng.assessment.allocation import allocate as allocated
    from dafeng.cli import allocate_tables as tables

    done = allocated(case)
    if compare is not None:
        other = allocated(attrs.evolve(case, rule=compare))
        give(
            form,
            output,
            table=lambda: tables.comparison_sheet(done, other),
            data=lambda: tables.comparison_json(done, other),
            book=lambda: tables.comparison_book(done, other),
        )
        return max(tell_findings(done.findings), tell_findings(other.findings))
    if explain is not None:
        _check_unit(done, explain)
        give(
            form,
            output,
            table=lambda: tables.steps_sheet(done, explain),
            data=lambda: tables.line_json(done, explain),
            book=lambda: tables.steps_book(done, explain),
        )
        return tell_findings(done.findings)
    give(
        form,
        output,
        table=lambda: tables.allocation_text(done),
        data=lambda: tables.allocation_json(done),
        book=lambda: tables.allocation_book(done),
    )
    return tell_findings(done.findings)


def _check_unit(done: Allocation, unit: str) -> None:
    if done.line(unit) is None:
        there = ", ".join(line.unit for line in done.lines) or "no unit"
        msg = f"There is no line of {unit!r}; there is: {there}."
        raise BadInputError(msg, code="allocation.party", unit=unit)
