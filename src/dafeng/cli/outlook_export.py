"""``dafeng outlook export``: an outlook in the forms that others read."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.cli.house import DEFAULT_HOME, Home
from dafeng.cli.outlook_house import (
    Asked,
    By,
    Convention,
    DrawCount,
    Input,
    ScenarioCode,
    Seed,
    given_case,
)
from dafeng.cli.output import say
from dafeng.cli.progress import progress_shown
from dafeng.cli.results import tell_findings

if TYPE_CHECKING:
    from dafeng.accounts import Boundary
    from dafeng.pathways import Outlook


class Exchange(StrEnum):
    """A form of exchange."""

    IAMC = "iamc"
    """A folder with all of the next four and the codelists."""
    LONG_CSV = "long-csv"
    WIDE_CSV = "wide-csv"
    LONG_PARQUET = "long-parquet"
    WIDE_PARQUET = "wide-parquet"
    XLSX = "xlsx"
    JSON = "json"


def export(
    what: Annotated[Exchange, typer.Argument(metavar="FORM", help="What to write.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="PATH", help="Default: outlook-PLACE and its end."
        ),
    ] = None,
    case: Input = None,
    scenario: ScenarioCode = None,
    convention: Convention = None,
    draws: DrawCount = None,
    seed: Seed = None,
    by: By = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Write an outlook: iamc (folder with codelists), a single file of it, xlsx, json.

    FORM is iamc, long-csv, wide-csv, long-parquet, wide-parquet, xlsx or json.
    """
    from dafeng.pathways import outlook_of
    from dafeng.pathways.exchange import write_iamc
    from dafeng.sheets import write_file

    asked = Asked(
        home=home,
        input=case,
        scenario=scenario,
        convention=convention,
        draws=draws,
        seed=seed,
        by=by,
    )
    given = given_case(asked).case
    with progress_shown() as progress:
        outlook = outlook_of(given, progress)
    stem = f"outlook-{outlook.place}"
    boundary = given.model.boundary
    if what is Exchange.IAMC:
        for path in write_iamc(output or Path(stem), outlook, boundary=boundary):
            say(f"Wrote {path}.")
    else:
        path = output or Path(f"{stem}.{what.rpartition('-')[2]}")
        write_file(path, _bytes(what, outlook, boundary))
        say(f"Wrote {path}.")
    return tell_findings(outlook.findings)


def _bytes(what: Exchange, outlook: Outlook, boundary: Boundary) -> bytes:
    from dafeng.base.plain import record_to_json
    from dafeng.pathways import exchange

    if what is Exchange.XLSX:
        return exchange.outlook_workbook(outlook)
    if what is Exchange.JSON:
        return record_to_json(outlook)
    rows = exchange.outlook_rows(outlook, boundary=boundary)
    match what:
        case Exchange.LONG_CSV:
            return exchange.long_csv(rows)
        case Exchange.WIDE_CSV:
            return exchange.wide_csv(rows)
        case Exchange.LONG_PARQUET:
            return exchange.parquet_bytes(exchange.long_table(rows))
        case _:
            return exchange.parquet_bytes(exchange.wide_table(rows))
