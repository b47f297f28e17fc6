"""``dafeng outlook choose``: the set of measures that makes it at least cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.base.rounding import plain_number
from dafeng.cli.house import DEFAULT_HOME, Home, today
from dafeng.cli.outlook_house import (
    Asked,
    By,
    CaseId,
    Convention,
    Input,
    ScenarioCode,
    Seed,
    given_case,
    read_input,
)
from dafeng.cli.output import short
from dafeng.cli.progress import progress_shown
from dafeng.cli.results import (
    Form,
    Output,
    Shape,
    findings_json,
    give,
    json_of,
    tell_findings,
)

if TYPE_CHECKING:
    from dafeng.base.plain import Plain
    from dafeng.pathways.achieved import Achieved, Wish
    from dafeng.sheets import Sheet

_PERCENT = 100


def choose(
    case: Input = None,
    case_id: CaseId = "",
    cut: Annotated[
        float,
        typer.Option(
            "--cut", metavar="PERCENT", help="Below the base year's total.", max=100
        ),
    ] = 10.0,
    probability: Annotated[
        float,
        typer.Option(
            "--probability", metavar="PERCENT", help="That it is met.", min=0, max=99.9
        ),
    ] = 80.0,
    since: Annotated[
        int | None,
        typer.Option(
            "--since",
            metavar="YEAR",
            help="First year of building; default next year, of a file the year after "
            "its base year.",
        ),
    ] = None,
    capital: Annotated[
        float | None,
        typer.Option("--capital", metavar="YUAN", help="Most in a year.", min=0),
    ] = None,
    scenario: ScenarioCode = None,
    convention: Convention = None,
    seed: Seed = None,
    by: By = None,
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Choose measures that reach a cut often enough, at least cost; verified afresh.

    A case with measures as lists, or with options of its own, is solved for itself.
    Exits with 1 when a finding blocks, or a case misses what it expects.
    """
    from dafeng.cli.outlook_cases import answer_cases
    from dafeng.pathways.achieved import Wish
    from dafeng.pathways.achieving import achieve
    from dafeng.pathways.cases import Kind, is_outlook_case
    from dafeng.sheets import workbook_bytes

    asked = Asked(
        home=home,
        input=case,
        case=case_id,
        scenario=scenario,
        convention=convention,
        seed=seed,
        by=by,
    )
    if case is not None and not is_outlook_case(cases := read_input(asked)[1]):
        return answer_cases(cases, Kind.CHOOSE, asked, form, output)
    wanted = given_case(asked).case
    first = today().year + 1 if case is None else wanted.base.year + 1
    wish = Wish(
        cut=cut / _PERCENT,
        probability=probability / _PERCENT,
        since=since or first,
        capital=capital,
    )
    with progress_shown() as progress:
        found = achieve(wanted, wish, progress)
    give(
        form,
        output,
        table=lambda: _text(found),
        data=lambda: json_of(_plain(found, wish, wanted.by)),
        book=lambda: workbook_bytes([_sheet(found)], title="choice"),
    )
    return tell_findings(found.findings)


def _text(found: Achieved) -> str:
    from dafeng.cli.output import plain_table

    sheet = _sheet(found)
    return f"{sheet.note}\n\n{plain_table(sheet)}"


def _sheet(found: Achieved) -> Sheet:
    from dafeng.sheets import Column, Kind, Sheet

    number = Kind.NUMBER
    return Sheet(
        name="措施组合",
        columns=(
            Column(title="措施"),
            Column(title="起始年", kind=Kind.INTEGER, number_format="0"),
            Column(title="规模", kind=number),
            Column(title="单位"),
            Column(title="投资", unit="元", kind=number),
            Column(title="责任单位"),
            Column(title="条款"),
        ),
        rows=[
            (one.name_zh, one.start, short(one.size), one.unit, short(one.investment))
            + (one.owner, one.clause)
            for one in found.measures
        ],
        note=(
            f"净成本 {plain_number(found.cost, 0)} 元{_bound(found)},"
            f"复核概率 {plain_number(found.verified * _PERCENT, 2)}%"
            f"(标准误差 {plain_number(found.error * _PERCENT, 2)}%)"
        ),
    )


def _bound(found: Achieved) -> str:
    """How far the cost may lie from the least, as the search proved it."""
    if found.gap is None:
        return "(未证明与最低成本的差距)"
    return f"(与最低成本相差不超过 {plain_number(found.gap * _PERCENT, 2)}%)"


def _plain(found: Achieved, wish: Wish, by: int) -> Plain:
    from dafeng.base.plain import record_to_plain

    measures: list[Plain] = [record_to_plain(one) for one in found.measures]
    findings: list[Plain] = [dict(one) for one in findings_json(found.findings)]
    return {
        "by": by,
        "since": wish.since,
        "cost_yuan": found.cost,
        "cost_gap": found.gap,
        "sampled_probability": found.sampled,
        "verified_probability": found.verified,
        "verified_error": found.error,
        "measures": measures,
        "investment_yuan": {str(year): yuan for year, yuan in found.yearly},
        "findings": findings,
    }
