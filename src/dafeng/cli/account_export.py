"""``dafeng account export``: an account in the forms that others read."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dafeng.cli.account_house import Asked, Place, Year, make_account
from dafeng.cli.house import DEFAULT_HOME, Home
from dafeng.cli.output import say


class Exchange(StrEnum):
    """A form of exchange."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
    PRIMAP2 = "primap2"
    GPC = "gpc"
    PARQUET = "parquet"


_ENDINGS = {Exchange.PRIMAP2: "-primap2.csv", Exchange.GPC: "-gpc.xlsx"}


def export(
    form: Annotated[Exchange, typer.Argument(help="What to write.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Default: account-YEAR."),
    ] = None,
    year: Year = None,
    place: Place = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Write an account as workbook, CSV, JSON, Parquet, primap2 or GPC table."""
    from dafeng.accounts import exchange
    from dafeng.sheets import write_file

    made = make_account(Asked(home=home, place=place, year=year))
    account = made.account
    ending = _ENDINGS.get(form, f".{form.value}")
    path = output or Path(f"account-{account.settings.year}{ending}")
    match form:
        case Exchange.XLSX:
            write_file(path, exchange.account_workbook(account, made.book))
        case Exchange.CSV:
            write_file(path, exchange.account_csv(account))
        case Exchange.JSON:
            write_file(path, exchange.shown_json(account))
        case Exchange.GPC:
            write_file(path, exchange.gpc_workbook(account))
        case Exchange.PARQUET:
            from pyarrow import parquet

            parquet.write_table(exchange.lines_table(account), path)
        case Exchange.PRIMAP2:
            data, meta = exchange.write_primap(
                path.parent, [account], source="dafeng", stem=path.stem
            )
            say(f"Wrote {data} and {meta}.")
            return 0
    say(f"Wrote {path}.")
    return 0
