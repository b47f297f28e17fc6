"""``dafeng allocate``: split a district's energy and carbon over its parts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import attrs
import typer

from dafeng.base.errors import BadInputError
from dafeng.cli.account_house import AsOf, Place  # noqa: TC001 - typer reads them
from dafeng.cli.allocate_house import Asked, case_of_house
from dafeng.cli.house import DEFAULT_HOME, Home
from dafeng.cli.output import say
from dafeng.cli.results import Form, Output, Shape, give, tell_findings

if TYPE_CHECKING:
    from dafeng.assessment.allocation import AllocationCase

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

Other = Annotated[
    str | None,
    typer.Option("--compare", metavar="ID", help="Show another rule beside it."),
]
Unit = Annotated[
    str | None,
    typer.Option("--explain", metavar="UNIT", help="Open the figures of a unit."),
]
Year = Annotated[
    int | None, typer.Option("--year", help="Split for this year, from a house.")
]
BaseYear = Annotated[
    int | None,
    typer.Option("--base-year", help="Default: the last that the parts state."),
]
Reserve = Annotated[
    str, typer.Option("--reserve-share", help="Kept back of each total, 0 to 1.")
]
Over = Annotated[
    str, typer.Option("--over", help="parts (towns and parks) or enterprises.")
]
KeepCase = Annotated[
    Path | None,
    typer.Option(
        "--case", metavar="FILE", help="Write the case here, to edit and give back."
    ),
]


@app.command()
def allocate(
    file: Input = None,
    rule: RuleId = None,
    list_rules: Rules = False,  # noqa: FBT002 - a switch of the command line
    compare: Other = None,
    explain: Unit = None,
    year: Year = None,
    base_year: BaseYear = None,
    energy: Amount = None,
    carbon: Emission = None,
    reserve_share: Reserve = "0",
    over: Over = "parts",
    keep_case: KeepCase = None,
    place: Place = None,
    as_of: AsOf = None,
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
        return _show_rules(form, output)
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
        other=compare or "",
    )
    case = _read(file, rule) if file else case_of_house(asked)
    if keep_case is not None:
        _keep(case, keep_case)
    if compare is not None:
        return _show_other(case, compare, form, output)
    if explain is not None:
        return _show_unit(case, explain, form, output)
    return _show(case, form, output)


def _read(file: Path, rule: str | None) -> AllocationCase:
    from dafeng.assessment.allocation import read_case

    return read_case(file, rule=rule or "")


def _keep(case: AllocationCase, file: Path) -> None:
    from dafeng.assessment.allocation import case_to_json
    from dafeng.sheets import write_file

    write_file(file, case_to_json(case))
    say(f"The case is in {file}: edit it and give it back with --input.")


def _show_rules(form: Form, output: Path | None) -> int:
    from dafeng.cli import allocate_tables as tables
    from dafeng.sheets import workbook_bytes

    give(
        form,
        output,
        table=tables.rules_sheet,
        data=tables.rules_json,
        book=lambda: workbook_bytes([tables.rules_sheet()], title="分解规则"),
    )
    return 0


def _show(case: AllocationCase, form: Form, output: Path | None) -> int:
    from dafeng.assessment.allocation import allocate as allocated
    from dafeng.cli import allocate_tables as tables

    done = allocated(case)
    give(
        form,
        output,
        table=lambda: tables.allocation_text(done),
        data=lambda: tables.allocation_json(done),
        book=lambda: tables.allocation_book(done),
    )
    return tell_findings(done.findings)


def _show_other(
    case: AllocationCase, rule: str, form: Form, output: Path | None
) -> int:
    """Show another rule beside that of the case."""
    from dafeng.assessment.allocation import allocate as allocated
    from dafeng.cli import allocate_tables as tables

    done, other = allocated(case), allocated(attrs.evolve(case, rule=rule))
    give(
        form,
        output,
        table=lambda: tables.comparison_text(done, other),
        data=lambda: tables.comparison_json(done, other),
        book=lambda: tables.comparison_book(done, other),
    )
    return max(tell_findings(done.findings), tell_findings(other.findings))


def _show_unit(case: AllocationCase, unit: str, form: Form, output: Path | None) -> int:
    """Open the figures of one unit."""
    from dafeng.assessment.allocation import allocate as allocated
    from dafeng.cli import allocate_tables as tables

    done = allocated(case)
    if done.line(unit) is None:
        there = ", ".join(line.unit for line in done.lines) or "no unit"
        msg = f"There is no line of {unit!r}; there is: {there}."
        raise BadInputError(msg, code="allocation.party", unit=unit)
    give(
        form,
        output,
        table=lambda: tables.steps_sheet(done, unit),
        data=lambda: tables.line_json(done, unit),
        book=lambda: tables.steps_book(done, unit),
    )
    return tell_findings(done.findings)
