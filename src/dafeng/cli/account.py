"""``dafeng account``: make a year's account, open it, pin it, compare it."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.accounts import Boundary
from dafeng.base.errors import BadInputError
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
from dafeng.cli.house import DEFAULT_HOME, Home
from dafeng.cli.output import (
    emit_bytes,
    emit_sheet,
    emit_text,
    json_text,
    plain_table,
    say,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dafeng.accounts import Account
    from dafeng.base.findings import Finding
    from dafeng.sheets import Sheet

app = typer.Typer(
    help="Make a year's carbon account; open its figures; seal, replay, compare.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)
_SHOWN = 10
_YEAR_DIGITS = 4


class Form(StrEnum):
    """How a result is shown."""

    TABLE = "table"
    JSON = "json"
    XLSX = "xlsx"


Shape = Annotated[Form, typer.Option("--format", help="What to give.")]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write here, not to stdout."),
]
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
    _give(
        form,
        output,
        table=lambda: tables.totals(account),
        data=lambda: tables.totals_json(account),
        book=lambda: tables.workbook(account),
    )
    return _end(account.findings)


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
    _give(
        form,
        output,
        table=lambda: tables.lines(account, boundary),
        data=lambda: tables.account_json(
            account, boundary, seal_in_force(account, home / SEALS)
        ),
        book=lambda: tables.workbook(account),
    )
    return _end(account.findings)


@app.command("explain")
def explain(
    line: Annotated[
        str, typer.Argument(metavar="ID", help="Id of a line, or its start.")
    ],
    place: Place = None,
    as_of: AsOf = None,
    form: Annotated[Form, typer.Option("--format")] = Form.TABLE,
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
    if form is Form.JSON:
        emit_text(json_text(chain.chain_json(told)))
    else:
        emit_text(chain.chain_text(told))
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
    home: Home = DEFAULT_HOME,
) -> int:
    """Pin an account for good; with --restate pin it again beside the old seal."""
    from dafeng.accounts import restate_account, seal_account
    from dafeng.factors import factor_book

    made = make_account(Asked(home=home, place=place, year=year, official=official))
    folder = home / SEALS
    if not reason:
        sealed = seal_account(made.account, factor_book(), made.lake, folder)
    else:
        sealed = restate_account(
            made.account, factor_book(), made.lake, folder, reason=reason
        )
        _tell_restatement(folder, sealed.replaces, made.account)
    emit_text(f"{sealed.digest}\n")
    return 0


def _tell_restatement(folder: Path, replaced: str, account: Account) -> None:
    """Show what changed on stderr; the seal's name is the result."""
    from dafeng.accounts import difference, read_seal, sealed_account
    from dafeng.cli import account_tables as tables

    before = sealed_account(folder, read_seal(folder, replaced))
    say(plain_table(tables.changes(difference(before, account))))


@app.command("seals")
def seals(home: Home = DEFAULT_HOME) -> int:
    """List every seal; a restatement stands behind what it restates."""
    from dafeng.accounts import seals as kept
    from dafeng.cli import account_tables as tables

    emit_sheet(tables.seals(kept(home / SEALS)))
    return 0


@app.command("replay")
def replay(
    digest: Annotated[
        str | None, typer.Argument(metavar="SEAL", help="Default: every seal.")
    ] = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Make sealed accounts again and compare the bytes; exits with 1 if any differ."""
    from dafeng.accounts import replay as again
    from dafeng.accounts import seals as kept

    lake, folder = open_lake(home), home / SEALS
    wanted = [digest] if digest else [s.digest for s in kept(folder)]
    if not wanted:
        msg = f"There is no seal in {folder} yet: make one with `dafeng account seal`."
        raise BadInputError(msg, code="seal.none")
    same = True
    for name in wanted:
        made = again(name, lake, folder)
        same &= made.same
        word = "same bytes" if made.same else "DIFFERENT BYTES"
        emit_text(f"{made.seal.digest}  {made.seal.year}  {word}\n")
    return 0 if same else 1


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
    _give(
        form,
        output,
        table=lambda: tables.changes(found),
        data=lambda: tables.changes_json(found),
        book=lambda: tables.changes_workbook(found),
    )
    return 0


app.command("template")(template)
app.command("import")(import_file)


def _named(home: Path, place: str | None, name: str) -> Account:
    """Return the account of a year as known now, or of a seal."""
    from dafeng.accounts import read_seal, sealed_account

    if name.isdecimal() and len(name) == _YEAR_DIGITS:
        return make_account(Asked(home=home, place=place, year=int(name))).account
    folder = home / SEALS
    return sealed_account(folder, read_seal(folder, name))


def _give(
    form: Form,
    output: Path | None,
    *,
    table: Callable[[], Sheet],
    data: Callable[[], object],
    book: Callable[[], bytes],
) -> None:
    """Print or write one of the three forms; only that one is made."""
    if form is Form.TABLE and output is None:
        emit_sheet(table())
        return
    if form is Form.XLSX and output is None and sys.stdout.isatty():
        msg = "a workbook does not fit into a terminal; name a file with --output"
        raise typer.BadParameter(msg)
    made = {
        Form.TABLE: lambda: plain_table(table()).encode(),
        Form.JSON: lambda: json_text(data()).encode(),
        Form.XLSX: book,
    }[form]()
    if output is None:
        emit_bytes(made)
        return
    from dafeng.sheets import write_file

    write_file(output, made)


def _end(findings: Sequence[Finding]) -> int:
    """Tell the findings, and say whether any blocks."""
    from dafeng.base.findings import has_errors

    for finding in findings[:_SHOWN]:
        word = "blocks" if finding.severity == "error" else finding.severity.value
        say(f"{word}: {finding.code} {finding.place} ({finding.value}): {finding.hint}")
    if len(findings) > _SHOWN:
        say(f"… and {len(findings) - _SHOWN} more findings.")
    return 1 if has_errors(findings) else 0
