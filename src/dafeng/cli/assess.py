"""``dafeng assess``: judge a plan's targets, score its units, open and pin results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.base.errors import BadInputError
from dafeng.cli.assess_house import (
    SEALS,
    Asked,
    AsOf,
    Input,
    SchemeName,
    Year,
    case_of,
    scheme_file,
    scheme_of,
)
from dafeng.cli.house import DEFAULT_HOME, Home
from dafeng.cli.output import say
from dafeng.cli.results import Form, Output, Shape, give, json_of, tell_findings
from dafeng.sheets import workbook_bytes

if TYPE_CHECKING:
    from dafeng.assessment import Assessment, Case

app = typer.Typer(
    help="Where every target stands, what every unit scored, what may follow.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("run")
def run(
    year: Year = None,
    scheme: SchemeName = None,
    as_of: AsOf = None,
    case: Input = None,
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Assess a year: targets, units, tasks, proposals; exits 1 if a finding blocks."""
    from dafeng.cli import assess_tables as tables

    asked = Asked(home=home, input=case, year=year, scheme=scheme, as_of=as_of)
    result = _result(asked, case_of(asked))
    give(
        form,
        output,
        table=lambda: tables.text(result),
        data=lambda: tables.plain(result),
        book=lambda: tables.workbook(result),
    )
    return tell_findings(result.findings)


def _result(asked: Asked, case: Case) -> Assessment:
    from dafeng.assessment import assess

    return assess(case, scheme_of(asked, case))


@app.command("case")
def case_command(
    year: Year = None,
    scheme: SchemeName = None,
    as_of: AsOf = None,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Write everything that an assessment of the house rests on, as a case to edit."""
    from dafeng.assessment import case_to_json

    case = case_of(Asked(home=home, year=year, scheme=scheme, as_of=as_of))
    data = case_to_json(case)
    give(Form.JSON, output, table=str, data=lambda: data, book=bytes)
    return 0


@app.command("explain")
def explain(
    subject: Annotated[
        str, typer.Argument(metavar="TARGET|UNIT", help="Key of a target, or a unit.")
    ],
    year: Year = None,
    scheme: SchemeName = None,
    as_of: AsOf = None,
    case: Input = None,
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Open one target or one score: figures, rules, papers, people."""
    from dafeng.cli import assess_chain as chain

    asked = Asked(home=home, input=case, year=year, scheme=scheme, as_of=as_of)
    held = case_of(asked)
    told = chain.opened(_result(asked, held), held, subject)
    give(
        form,
        output,
        table=lambda: told.text,
        data=lambda: told.data,
        book=lambda: workbook_bytes(told.sheets, title=subject),
    )
    return 0


@app.command("compare")
def compare_command(
    first: Annotated[
        str, typer.Argument(metavar="A", help="A seal, a case file, or a year.")
    ],
    second: Annotated[str, typer.Argument(metavar="B", help="Likewise.")],
    scheme: SchemeName = None,
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Compare two results: what changed, and which points explain it."""
    from dafeng.assessment import compare
    from dafeng.cli import assess_changes as tables

    found = compare(_named(home, first, scheme), _named(home, second, scheme))
    give(
        form,
        output,
        table=lambda: tables.text(found),
        data=lambda: tables.plain(found),
        book=lambda: tables.workbook(found),
    )
    return 0


def _named(home: Path, name: str, scheme: str | None) -> Assessment:
    """Return the result of a seal, of a case file, or of a year as known now."""
    from dafeng.assessment import read_assessment_seal, sealed_assessment

    if name.endswith(".json"):
        asked = Asked(home=home, input=Path(name), scheme=scheme)
    elif name.isdecimal() and len(name) == len("2025"):
        asked = Asked(home=home, year=int(name), scheme=scheme)
    else:
        folder = home / SEALS
        return sealed_assessment(folder, read_assessment_seal(folder, name))
    return _result(asked, case_of(asked))


@app.command("whatif")
def whatif(
    changes: Annotated[
        list[str],
        typer.Argument(
            metavar="CHANGE...",
            help="observation:SERIES[@PART]:PERIOD=VALUE, work:ID=PERCENT, "
            "decree:TARGET:YEAR=VALUE",
        ),
    ],
    year: Year = None,
    scheme: SchemeName = None,
    as_of: AsOf = None,
    case: Input = None,
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Show what a report, a figure or a letter would change; nothing is kept."""
    from dafeng.assessment import compare, read_change, what_if
    from dafeng.cli import assess_changes as tables

    asked = Asked(home=home, input=case, year=year, scheme=scheme, as_of=as_of)
    held = case_of(asked)
    changed = what_if(held, [read_change(text) for text in changes])
    found = compare(_result(asked, held), _result(asked, changed))
    give(
        form,
        output,
        table=lambda: tables.text(found),
        data=lambda: tables.plain(found),
        book=lambda: tables.workbook(found),
    )
    return 0


@app.command("seal")
def seal(
    year: Year = None,
    scheme: SchemeName = None,
    as_of: AsOf = None,
    case: Input = None,
    reason: Annotated[
        str,
        typer.Option("--restate", metavar="REASON", help="Replace a seal, and why."),
    ] = "",
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Pin a result with its case for good; prints the seal's name."""
    from dafeng.assessment import seal_assessment
    from dafeng.base.plain import record_to_plain
    from dafeng.cli import assess_tables as tables
    from dafeng.cli.account_house import open_lake

    asked = Asked(home=home, input=case, year=year, scheme=scheme, as_of=as_of)
    held = case_of(asked)
    sealed = seal_assessment(
        held,
        home / SEALS,
        scheme=scheme_file(asked),
        lake=open_lake(home) if held.tables and case is None else None,
        reason=reason,
    )
    give(
        form,
        output,
        table=lambda: f"{sealed.digest}\n",
        data=lambda: json_of(record_to_plain(sealed)),
        book=lambda: workbook_bytes([tables.seals([sealed])], title="封存"),
    )
    return 0


@app.command("seals")
def seals(
    form: Shape = Form.TABLE, output: Output = None, home: Home = DEFAULT_HOME
) -> int:
    """List every seal; a restatement stands behind what it restates."""
    from dafeng.assessment import assessment_seals
    from dafeng.base.plain import record_to_plain
    from dafeng.cli import assess_tables as tables

    found = assessment_seals(home / SEALS)
    give(
        form,
        output,
        table=lambda: tables.seals(found),
        data=lambda: json_of([record_to_plain(s) for s in found]),
        book=lambda: workbook_bytes([tables.seals(found)], title="封存"),
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
    """Make sealed results again, without the database; exits with 1 if any differ."""
    from dafeng.assessment import assessment_seals, replay_assessment
    from dafeng.cli import assess_tables as tables
    from dafeng.cli.account_house import LAKE, open_lake

    folder = home / SEALS
    wanted = [digest] if digest else [s.digest for s in assessment_seals(folder)]
    if not wanted:
        msg = f"There is no seal in {folder} yet: make one with `dafeng assess seal`."
        raise BadInputError(msg, code="seal.none")
    lake = open_lake(home) if (home / LAKE).is_dir() else None
    made = [replay_assessment(name, folder, lake) for name in wanted]
    give(
        form,
        output,
        table=lambda: tables.replays(made),
        data=lambda: json_of([tables.replay_plain(e) for e in made]),
        book=lambda: workbook_bytes([tables.replays(made)], title="复算"),
    )
    good = all(each.same and each.evidence != "different" for each in made)
    return 0 if good else 1


@app.command("schemes")
def schemes_command(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="Check a scheme of your own."),
    ] = None,
) -> int:
    """List the packaged schemes, or check one of your own."""
    from dafeng.assessment.schemes import load_scheme, scheme_from_toml, schemes
    from dafeng.cli.output import emit_text

    if file is not None:
        own = scheme_from_toml(file.read_bytes())
        say(f"{file}: a good scheme, {own.id}.")
        return 0
    for name in schemes():
        one = load_scheme(name)
        emit_text(f"{one.id}  {one.name_zh}  {one.name_en}\n")
    return 0
