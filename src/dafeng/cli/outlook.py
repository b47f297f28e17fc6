"""``dafeng outlook``: will it peak, by when, and what would it take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.cli.house import DEFAULT_HOME, Home
from dafeng.cli.outlook_choose import choose
from dafeng.cli.outlook_export import export
from dafeng.cli.outlook_gap import gap
from dafeng.cli.outlook_house import (
    SEALS,
    Asked,
    By,
    CaseId,
    Convention,
    DrawCount,
    Input,
    ScenarioCode,
    Seed,
    given_case,
    read_input,
)
from dafeng.cli.outlook_review import review
from dafeng.cli.outlook_sensitivity import sensitivity
from dafeng.cli.progress import progress_shown
from dafeng.cli.results import Form, Output, Shape, give, json_of, tell_findings

if TYPE_CHECKING:
    from dafeng.base.findings import Finding

app = typer.Typer(
    help="Will it peak, by when, how sure is that, and what would it take.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("run")
def run(
    case: Input = None,
    scenario: ScenarioCode = None,
    convention: Convention = None,
    draws: DrawCount = None,
    seed: Seed = None,
    by: By = None,
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Run every scenario under every convention, and all that follows from it.

    JSON is the whole outlook in grams. Exits with 1 when a finding blocks.
    """
    from dafeng.base.plain import record_to_json
    from dafeng.cli import outlook_tables as tables
    from dafeng.pathways import outlook_of
    from dafeng.pathways.exchange import outlook_workbook

    asked = Asked(
        home=home,
        input=case,
        scenario=scenario,
        convention=convention,
        draws=draws,
        seed=seed,
        by=by,
    )
    given = given_case(asked)
    with progress_shown() as progress:
        outlook = outlook_of(given.case, progress)
    give(
        form,
        output,
        table=lambda: tables.outlook_text(outlook),
        data=lambda: record_to_json(outlook),
        book=lambda: outlook_workbook(outlook),
    )
    return tell_findings(outlook.findings)


@app.command("peak")
def peak(
    case: Input = None,
    case_id: CaseId = "",
    scenario: ScenarioCode = None,
    convention: Convention = None,
    draws: DrawCount = None,
    seed: Seed = None,
    by: By = None,
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Say with which probability the total peaks, in which year, and how high.

    One scenario under each convention of bought power. A case with E0, a, b and years
    is a path in closed form. Exits with 1 when a finding blocks, or a case misses what
    it expects.
    """
    from dafeng.cli import outlook_tables as tables
    from dafeng.cli.outlook_cases import answer_cases
    from dafeng.cli.outlook_house import say_flips
    from dafeng.pathways.cases import Kind, is_outlook_case
    from dafeng.pathways.outlook import compiled_of
    from dafeng.pathways.paths import path_of
    from dafeng.sheets import workbook_bytes

    asked = Asked(
        home=home,
        input=case,
        case=case_id,
        scenario=scenario,
        convention=convention,
        draws=draws,
        seed=seed,
        by=by,
    )
    if case is not None and not is_outlook_case(cases := read_input(asked)[1]):
        return answer_cases(cases, Kind.PEAK, asked, form, output)
    given = given_case(asked)
    wanted, paths = given.case, []
    findings: dict[Finding, None] = {}
    grids = [one.code for one in wanted.model.grid]
    with progress_shown() as progress:
        for done, grid in enumerate(grids):
            progress(f"{wanted.headline} {grid}", done, len(grids))
            compiled = compiled_of(wanted, wanted.headline, grid, findings)
            paths.append(path_of(wanted, compiled))
    give(
        form,
        output,
        table=lambda: tables.peak_text(wanted, paths),
        data=lambda: json_of(tables.peak_plain(given, paths)),
        book=lambda: workbook_bytes(tables.peak_sheets(wanted, paths), title="peak"),
    )
    say_flips(given, tables.likely(wanted, paths))
    return tell_findings(tuple(findings))


@app.command("trend")
def trend(
    case: Input = None,
    case_id: CaseId = "",
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Test the past for a trend: Mann-Kendall (exact up to ten values), Sen's slope.

    Of a house or of the case of an outlook it is the accounts' history; a case with a
    series answers for itself. Exits with 1 when a case misses what it expects.
    """
    from dafeng.cli import outlook_tables as tables
    from dafeng.cli.outlook_cases import answer_cases
    from dafeng.pathways.cases import Kind, is_outlook_case
    from dafeng.pathways.past import past_peak
    from dafeng.sheets import workbook_bytes

    asked = Asked(home=home, input=case, case=case_id)
    if case is not None and not is_outlook_case(cases := read_input(asked)[1]):
        return answer_cases(cases, Kind.TREND, asked, form, output)
    base = given_case(asked).case.base
    past = past_peak(base.history)
    give(
        form,
        output,
        table=lambda: tables.past_sheet(past),
        data=lambda: tables.past_plain(base, past),
        book=lambda: workbook_bytes([tables.past_sheet(past)], title="trend"),
    )
    return 0


@app.command("explain")
def explain(
    index: Annotated[
        int, typer.Argument(metavar="DRAW", help="Number of a draw, from 0 on.", min=0)
    ],
    case: Input = None,
    scenario: ScenarioCode = None,
    convention: Convention = None,
    draws: DrawCount = None,
    seed: Seed = None,
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Open one draw: what it assumed, which measures came, where it leads."""
    from dafeng.cli import outlook_tables as tables
    from dafeng.pathways import sobol_draws
    from dafeng.pathways.explaining import explain_draw
    from dafeng.pathways.outlook import compiled_of
    from dafeng.sheets import workbook_bytes

    asked = Asked(
        home=home,
        input=case,
        scenario=scenario,
        convention=convention,
        draws=draws,
        seed=seed,
    )
    wanted = given_case(asked).case
    findings: dict[Finding, None] = {}
    grid = wanted.model.grid[0].code
    compiled = compiled_of(wanted, wanted.headline, grid, findings)
    drawn = sobol_draws(
        compiled, count=wanted.draws, seed=wanted.seed, place=wanted.base.place
    )
    opened = explain_draw(compiled, drawn, index)
    names = tables.names_of_case(wanted)
    give(
        form,
        output,
        table=lambda: tables.draw_text(opened, names),
        data=lambda: tables.draw_plain(opened, wanted.headline, grid),
        book=lambda: workbook_bytes(tables.draw_sheets(opened, names), title="draw"),
    )
    return tell_findings(tuple(findings))


@app.command("case")
def case_command(
    case: Input = None,
    scenario: ScenarioCode = None,
    convention: Convention = None,
    draws: DrawCount = None,
    seed: Seed = None,
    by: By = None,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Write everything that an outlook of the house rests on, as a case to edit."""
    from dafeng.base.plain import record_to_json

    asked = Asked(
        home=home,
        input=case,
        scenario=scenario,
        convention=convention,
        draws=draws,
        seed=seed,
        by=by,
    )
    given = given_case(asked)
    give(
        Form.JSON,
        output,
        table=str,
        data=lambda: record_to_json(given.case),
        book=bytes,
    )
    return 0


@app.command("replay")
def replay(
    digest: Annotated[
        str | None, typer.Argument(metavar="SEAL", help="Default: every seal.")
    ] = None,
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Make sealed outlooks again and compare the bytes; exits with 1 if any differ."""
    from dafeng.base.errors import BadInputError
    from dafeng.cli import outlook_tables as tables
    from dafeng.pathways import replay_outlook
    from dafeng.sheets import workbook_bytes

    folder: Path = home / SEALS
    wanted = (
        [digest]
        if digest
        else sorted(p.parent.name for p in folder.glob("*/seal.json"))
    )
    if not wanted:
        msg = f"There is no seal in {folder} yet: the site makes one with an outlook."
        raise BadInputError(msg, code="seal.none")
    made = []
    with progress_shown() as progress:
        for done, name in enumerate(wanted):
            progress(name[:12], done, len(wanted))
            made.append(replay_outlook(name, folder))
    give(
        form,
        output,
        table=lambda: tables.replay_sheet(made),
        data=lambda: [{"seal": one.digest, "same": one.same} for one in made],
        book=lambda: workbook_bytes([tables.replay_sheet(made)], title="replay"),
    )
    return 0 if all(one.same for one in made) else 1


app.command("gap")(gap)
app.command("review")(review)
app.command("choose")(choose)
app.command("sensitivity")(sensitivity)
app.command("export")(export)
