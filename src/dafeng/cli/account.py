"""``dafeng account``: make a year's account, open it, pin it, compare it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.accounts import Boundary
from dafeng.base.errors import BadInputError
from dafeng.cli.account_export import export
from dafeng.cli.account_house import (
    SEALS,
    Asked,
    AsOf,
    Engine,
    Official,
    Place,
    Year,
    make_account,
    open_lake,
)
from dafeng.cli.account_intake import import_file, template
from dafeng.cli.account_quick import quick
from dafeng.cli.house import DEFAULT_HOME, Home
from dafeng.cli.output import plain_table, say
from dafeng.cli.results import Form, Output, Shape, give, tell_findings

if TYPE_CHECKING:
    from dafeng.accounts import Account

app = typer.Typer(
    help="Make a year's carbon account; open its figures; seal, replay, compare.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)
_YEAR_DIGITS = 4

Of = Annotated[
    Boundary, typer.Option("--boundary", help="Which lines the total counts.")
]


@app.command("run")
def run(
    case: Annotated[
        Path | None,
        typer.Option("--input", metavar="FILE", help="A self-contained case as JSON."),
    ] = None,
    year: Year = None,
    place: Place = None,
    as_of: AsOf = None,
    official: Official = False,  # noqa: FBT002 - a switch of the command line
    engine: Engine = "duckdb",
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Make an account and print its totals; or evaluate a case without a house.

    Exits with 1 when a finding blocks, or a case misses what it expects.
    """
    if case is not None:
        from dafeng.cli.account_cases import run_cases

        return run_cases(case, form, output)
    from dafeng.cli import account_tables as tables

    asked = Asked(
        home=home,
        place=place,
        year=year,
        as_of=as_of,
        official=official,
        engine=engine,
    )
    account = make_account(asked).account
    give(
        form,
        output,
        table=lambda: tables.totals(account),
        data=lambda: tables.totals_json(account),
        book=lambda: tables.workbook(account),
    )
    _tell_seal(account, home)
    return tell_findings(account.findings)


@app.command("show")
def show(
    year: Year = None,
    place: Place = None,
    boundary: Of = Boundary.CONTROL,
    as_of: AsOf = None,
    official: Official = False,  # noqa: FBT002 - a switch of the command line
    engine: Engine = "duckdb",
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Show the lines of an account within a boundary, with totals by cut."""
    from dafeng.accounts import seal_in_force
    from dafeng.cli import account_tables as tables

    asked = Asked(
        home=home,
        place=place,
        year=year,
        as_of=as_of,
        official=official,
        engine=engine,
    )
    account = make_account(asked).account
    give(
        form,
        output,
        table=lambda: tables.lines(account, boundary),
        data=lambda: tables.account_json(
            account, boundary, seal_in_force(account, home / SEALS)
        ),
        book=lambda: tables.workbook(account),
    )
    _tell_seal(account, home)
    return tell_findings(account.findings)


@app.command("explain")
def explain(
    line: Annotated[
        str, typer.Argument(metavar="ID", help="Id of a line, or its start.")
    ],
    place: Place = None,
    as_of: AsOf = None,
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Print the chain of one figure: formula, factors, documents, rows, people."""
    from dafeng.accounts import explain as opened
    from dafeng.accounts import line_of
    from dafeng.cli import account_chain as chain

    year = line.partition("-")[0]
    if not year.isdecimal():
        msg = f"{line!r} is no line: ids begin with their year, 2022-0123456789ab."
        raise BadInputError(msg, code="account.no_line", line=line)
    made = make_account(Asked(home=home, place=place, year=int(year), as_of=as_of))
    told = opened(line_of(made.account, line), made.book, made.evidence.rows)
    give(
        form,
        output,
        table=lambda: chain.chain_text(told),
        data=lambda: chain.chain_json(told),
        book=lambda: chain.chain_workbook(told),
    )
    return 0


@app.command("seal")
def seal(
    year: Year = None,
    place: Place = None,
    reason: Annotated[
        str,
        typer.Option("--restate", metavar="REASON", help="Replace a seal, and why."),
    ] = "",
    official: Official = False,  # noqa: FBT002 - a switch of the command line
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Pin an account for good and let indicators know its totals.

    With --restate it is pinned again, beside the old seal.
    """
    from dafeng.accounts import restate_account, seal_account
    from dafeng.cli import account_seals as tables
    from dafeng.factors import factor_book
    from dafeng.indicators import publish_emissions

    made = make_account(Asked(home=home, place=place, year=year, official=official))
    folder = home / SEALS
    if not reason:
        sealed = seal_account(made.account, factor_book(), made.lake, folder)
    else:
        sealed = restate_account(
            made.account, factor_book(), made.lake, folder, reason=reason
        )
        _tell_restatement(folder, sealed.replaces, made.account)
    publish_emissions(made.account, made.lake, learned_at=datetime.now(UTC))
    give(
        form,
        output,
        table=lambda: f"{sealed.digest}\n",
        data=lambda: tables.seal_json(sealed),
        book=lambda: tables.seals_workbook([sealed]),
    )
    return 0


def _tell_restatement(folder: Path, replaced: str, account: Account) -> None:
    """Show what changed on stderr; the seal's name is the result."""
    from dafeng.accounts import difference, read_seal, sealed_account
    from dafeng.cli import account_tables as tables

    before = sealed_account(folder, read_seal(folder, replaced))
    say(plain_table(tables.changes(difference(before, account))).rstrip())


@app.command("seals")
def seals(
    form: Shape = Form.TABLE, output: Output = None, home: Home = DEFAULT_HOME
) -> int:
    """List every seal; a restatement stands behind what it restates."""
    from dafeng.accounts import damaged_seals
    from dafeng.accounts import seals as kept
    from dafeng.cli import account_seals as tables

    found = kept(home / SEALS)
    damaged = damaged_seals(home / SEALS)
    for name in damaged:
        say(f"damaged: {name}: its bytes are not those that its name tells")
    give(
        form,
        output,
        table=lambda: tables.seals(found),
        data=lambda: [tables.seal_json(seal) for seal in found],
        book=lambda: tables.seals_workbook(found),
    )
    return 1 if damaged else 0


@app.command("replay")
def replay(
    digest: Annotated[
        str | None, typer.Argument(metavar="SEAL", help="Default: every seal.")
    ] = None,
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Make sealed accounts again and compare the bytes; exits with 1 if any differ."""
    from dafeng.accounts import replay as again
    from dafeng.accounts import seals as kept
    from dafeng.cli import account_seals as tables

    lake, folder = open_lake(home), home / SEALS
    wanted = [digest] if digest else [s.digest for s in kept(folder)]
    if not wanted:
        msg = f"There is no seal in {folder} yet: make one with `dafeng account seal`."
        raise BadInputError(msg, code="seal.none")
    made = [again(name, lake, folder) for name in wanted]
    give(
        form,
        output,
        table=lambda: tables.replays_text(made),
        data=lambda: [tables.replay_json(each) for each in made],
        book=lambda: tables.replays_workbook(made),
    )
    return 0 if all(each.same for each in made) else 1


@app.command("diff")
def diff(
    first: Annotated[
        str, typer.Argument(metavar="A", help="A seal, or a year as known now.")
    ],
    second: Annotated[str, typer.Argument(metavar="B", help="Likewise.")],
    place: Place = None,
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Compare two accounts line by line, with the reason of each change."""
    from dafeng.accounts import difference
    from dafeng.cli import account_tables as tables

    found = difference(_named(home, place, first), _named(home, place, second))
    give(
        form,
        output,
        table=lambda: tables.changes(found),
        data=lambda: tables.changes_json(found),
        book=lambda: tables.changes_workbook(found),
    )
    return 0


app.command("template")(template)
app.command("import")(import_file)
app.command("quick")(quick)
app.command("export")(export)


def _tell_seal(account: Account, home: Path) -> None:
    """Say when the year is sealed and what is known now gives another account."""
    from dafeng.accounts import newest_seal, seal_in_force

    settings, folder = account.settings, home / SEALS
    sealed = newest_seal(folder, settings.place, settings.year)
    if sealed is None or settings.as_of is not None:
        return
    if seal_in_force(account, folder) is None:
        say(
            f"{settings.year} is sealed as {sealed.digest[:12]}; what is known now "
            f"differs. See: dafeng account diff {sealed.digest[:12]} {settings.year}"
        )


def _named(home: Path, place: str | None, name: str) -> Account:
    """Return the account of a year as known now, or of a seal."""
    from dafeng.accounts import read_seal, sealed_account

    if name.isdecimal() and len(name) == _YEAR_DIGITS:
        return make_account(Asked(home=home, place=place, year=int(name))).account
    folder = home / SEALS
    return sealed_account(folder, read_seal(folder, name))
