"""The house of an account command: its lake, its seals, its district and year."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import attrs
import typer

from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from dafeng.accounts import Account, Evidence, Settings
    from dafeng.factors import FactorBook
    from dafeng.lake import Lake

LAKE = "lake"
SEALS = "seals"

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
Engine = Annotated[
    str,
    typer.Option(
        "--engine",
        envvar="DAFENG_ENGINE",
        help="duckdb, spark, local-cluster or spark://host:port.",
    ),
]


@attrs.frozen(kw_only=True)
class Asked:
    """Which account a command is about."""

    home: Path
    place: str | None = None
    year: int | None = None
    as_of: datetime | None = None
    official: bool = False
    engine: str = "duckdb"


@attrs.frozen(kw_only=True)
class Made:
    """An account, and what it was made from."""

    account: Account
    evidence: Evidence
    book: FactorBook
    lake: Lake


def make_account(asked: Asked) -> Made:
    """Make the account that a command asks for.

    Raises
    ------
    BadInputError
        There is no lake, no such district or no such year; says what there is.
    """
    from dafeng.accounts import read_evidence, run_account
    from dafeng.factors import factor_book
    from dafeng.lake import open_engine

    lake = open_lake(asked.home)
    settings = settings_of(lake, asked)
    evidence = read_evidence(lake, settings)
    book = factor_book()
    with open_engine(asked.engine) as engine:
        account = run_account(evidence, book, settings, engine)
    return Made(
        account=account,
        evidence=evidence,
        book=book.with_rows(evidence.measured).signed(evidence.signatures),
        lake=lake,
    )


def open_lake(home: Path) -> Lake:
    """Open the lake of a house.

    Raises
    ------
    BadInputError
        ``account.no_lake``: the house has none.
    """
    from dafeng.lake import Lake

    if not (home / LAKE).is_dir():
        msg = f"There is no lake in {home}. `dafeng run` makes the sample district."
        raise BadInputError(msg, code="account.no_lake", home=str(home))
    return Lake(home / LAKE)


def settings_of(lake: Lake, asked: Asked) -> Settings:
    """Read how the asked-for account is made; without a year, the last one."""
    from dafeng.accounts import read_settings, years_with_activity

    place = place_of(lake, asked.place)
    known = years_with_activity(lake, place)
    year = asked.year or (known[-1] if known else 0)
    if year not in known:
        msg = (
            f"Nothing is known about {year or 'any year'} in {place}; "
            f"there is: {', '.join(map(str, known)) or 'no year yet'}."
        )
        raise BadInputError(msg, code="account.no_year", year=year)
    as_of = asked.as_of.date() if asked.as_of else None
    settings = read_settings(lake, place, year, as_of=as_of)
    return attrs.evolve(settings, official=asked.official)


def place_of(lake: Lake, place: str | None) -> str:
    """Return the district that is meant.

    Raises
    ------
    BadInputError
        ``account.no_district``: none or several are known and none is named.
    """
    from dafeng.accounts import districts

    known = districts(lake)
    if place is None and len(known) == 1:
        return known[0]
    if place in known:
        return place
    msg = f"Say --place; the lake knows: {', '.join(known) or 'no district yet'}."
    raise BadInputError(msg, code="account.no_district", place=place)
