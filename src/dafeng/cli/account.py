"""``dafeng account``: make a year's account, open it, pin it, compare it."""

from __future__ import annotations

import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.accounts.records import Boundary
from dafeng.base.errors import BadInputError
from dafeng.cli.house import DEFAULT_HOME, Home
from dafeng.cli.output import emit_bytes, emit_sheet, emit_text, json_text, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dafeng.accounts import Account, Evidence, Settings
    from dafeng.base.findings import Finding
    from dafeng.factors import FactorBook
    from dafeng.lake import Lake
    from dafeng.sheets import Sheet

app = typer.Typer(
    help="Make a year's carbon account; open its figures; seal, replay, compare.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)
SEALS = "seals"
LAKE = "lake"
_SHOWN = 10


class Form(StrEnum):
    """How a result is shown."""

    TABLE = "table"
    JSON = "json"
    XLSX = "xlsx"


Year = Annotated[int | None, typer.Option("--year", help="Default: the last one.")]
Place = Annotated[
    str | None, typer.Option("--place", help="Code of the district; default the only.")
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of", formats=["%Y-%m-%d"], help="Only what was known on that day."
    ),
]
Official = Annotated[
    bool,
    typer.Option("--official", help="Refuse unverified factors that nobody signed."),
]
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

    account, _ = _account(home, place, year, as_of, official=official)
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
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Show the lines of an account within a boundary, with totals by cut."""
    from dafeng.accounts import seal_in_force
    from dafeng.cli import account_tables as tables

    account, _ = _account(home, place, year, as_of, official=official)
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
    account, evidence = _account(home, place, int(year), as_of)
    told = opened(line_of(account, line), _book(evidence), evidence.rows)
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
    from dafeng.accounts import (
        difference,
        newest_seal,
        restate_account,
        seal_account,
        sealed_account,
    )
    from dafeng.cli import account_tables as tables
    from dafeng.factors import factor_book

    account, _ = _account(home, place, year, None, official=official)
    lake, folder = _lake(home), home / SEALS
    if not reason:
        made = seal_account(account, factor_book(), lake, folder)
        emit_text(f"{made.digest}\n")
        return 0
    standing = newest_seal(folder, account.settings.place, account.settings.year)
    made = restate_account(account, factor_book(), lake, folder, reason=reason)
    if standing is not None:
        emit_sheet(
            tables.changes(difference(sealed_account(folder, standing), account))
        )
    say(f"Seal {made.digest} restates {made.replaces}")
    return 0


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

    lake, folder = _lake(home), home / SEALS
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


def _lake(home: Path) -> Lake:
    from dafeng.lake import Lake

    if not (home / LAKE).is_dir():
        msg = (
            f"There is no lake in {home}. `dafeng run` makes the sample district; "
            "`dafeng account import` takes in your own statistics."
        )
        raise BadInputError(msg, code="account.no_lake", home=str(home))
    return Lake(home / LAKE)


def _account(
    home: Path,
    place: str | None,
    year: int | None,
    as_of: datetime | None,
    *,
    official: bool = False,
) -> tuple[Account, Evidence]:
    import attrs

    from dafeng.accounts import read_evidence, read_settings, run_account
    from dafeng.factors import factor_book

    lake = _lake(home)
    settings = attrs.evolve(
        read_settings(lake, _place(lake, place), year or 0),
        as_of=as_of.date() if as_of else None,
        official=official,
    )
    settings = attrs.evolve(settings, year=_year(lake, settings))
    evidence = read_evidence(lake, settings)
    return run_account(evidence, factor_book(), settings), evidence


def _place(lake: Lake, place: str | None) -> str:
    from dafeng.accounts import districts

    known = districts(lake)
    if place is None and len(known) == 1:
        return known[0]
    if place in known:
        return place
    msg = f"Say --place; the lake knows: {', '.join(known) or 'no district yet'}."
    raise BadInputError(msg, code="account.no_district", place=place)


def _year(lake: Lake, settings: Settings) -> int:
    from dafeng.accounts import years_with_activity

    known = years_with_activity(lake, settings.place)
    if not settings.year and known:
        return known[-1]
    if settings.year in known:
        return settings.year
    msg = (
        f"Nothing is known about {settings.year} in {settings.place}; "
        f"there is: {', '.join(map(str, known)) or 'no year yet'}."
    )
    raise BadInputError(msg, code="account.no_year", year=settings.year)


def _named(home: Path, place: str | None, name: str) -> Account:
    from dafeng.accounts import read_seal, sealed_account

    if name.isdecimal() and len(name) == len("2025"):
        return _account(home, place, int(name), None)[0]
    folder = home / SEALS
    return sealed_account(folder, read_seal(folder, name))


def _book(evidence: Evidence) -> FactorBook:
    from dafeng.factors import factor_book

    return factor_book().with_rows(evidence.measured).signed(evidence.signatures)


def _give(
    form: Form,
    output: Path | None,
    *,
    table: Callable[[], Sheet],
    data: Callable[[], object],
    book: Callable[[], bytes],
) -> None:
    """Print or write one of the three forms; only that one is made."""
    from dafeng.cli.output import plain_table
    from dafeng.sheets import write_file

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
    else:
        write_file(output, made)


def _end(findings: Iterable[Finding]) -> int:
    """Tell the findings, and say whether any blocks."""
    from dafeng.base.findings import has_errors

    told: Sequence[Finding] = tuple(findings)
    for finding in told[:_SHOWN]:
        word = "blocks" if finding.severity == "error" else finding.severity.value
        say(f"{word}: {finding.code} {finding.place} ({finding.value}): {finding.hint}")
    if len(told) > _SHOWN:
        say(f"… and {len(told) - _SHOWN} more findings.")
    return 1 if has_errors(told) else 0
