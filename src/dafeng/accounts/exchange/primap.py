"""The interchange format of primap2: a CSV of years side by side, and its YAML."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.boundaries import counts
from dafeng.accounts.catalogue import flow
from dafeng.accounts.records import Boundary
from dafeng.base.errors import BadInputError
from dafeng.sheets import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dafeng.accounts.records import Account, Line

_AREA, _CATEGORY = "area (GBT2260)", "category (IPCC2006)"
_DIMENSIONS = (_AREA, _CATEGORY, "entity", "source", "time", "unit")
_GRAMS_PER_GG = -9
_BASKET = "KYOTOGHG"


@attrs.frozen(kw_only=True)
class Interchange:
    """A data set in the interchange format.

    Attributes
    ----------
    data : bytes
        CSV: one row per area, category and gas, one column per year, in Gg.
    meta : bytes
        YAML: dimensions, terminologies, where the data come from.
    """

    data: bytes
    meta: bytes


def primap_interchange(
    accounts: Iterable[Account], *, source: str, stem: str = "account"
) -> Interchange:
    """Write the territorial lines and sinks of one or more years.

    Bought power and heat have no category in an inventory and are left out. The basket
    of all gases stands beside them under the accounts' warming potentials.

    Parameters
    ----------
    accounts : iterable of Account
        One per place and year, with one set of warming potentials.
    source : str
        Name of the data set.
    stem : str
        File name of the CSV, without ending, as the YAML names it.

    Raises
    ------
    BadInputError
        ``primap.none``: no account. ``primap.gwp``: their warming potentials differ.
        ``primap.repeated``: a place's year stands twice.

    Source
    ------
    primap2 documentation, interchange format; read back by ``read_interchange_format``
    and ``from_interchange_format`` of primap2 0.13.
    """
    ordered = sorted(accounts, key=lambda a: (a.settings.place, a.settings.year))
    _check(ordered)
    years = sorted({account.settings.year for account in ordered})
    gwp = ordered[0].settings.gwp
    cells = _cells(ordered, f"{_BASKET} ({gwp})")
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(("source", _AREA, "entity", "unit", _CATEGORY, *years))
    for (area, entity, category), by_year in sorted(cells.items()):
        gas = "CO2" if entity.startswith(_BASKET) else entity
        amounts = (_gg(by_year.get(year)) for year in years)
        writer.writerow((source, area, entity, f"Gg {gas} / year", category, *amounts))
    return Interchange(
        data=text.getvalue().encode(), meta=_meta(source, stem, gwp, ordered)
    )


def write_primap(
    folder: Path, accounts: Iterable[Account], *, source: str, stem: str = "account"
) -> tuple[Path, Path]:
    """Write ``<stem>.csv`` and ``<stem>.yaml``; raises like :func:`primap_interchange`.

    Returns
    -------
    data, meta : Path
    """
    made = primap_interchange(accounts, source=source, stem=stem)
    data, meta = folder / f"{stem}.csv", folder / f"{stem}.yaml"
    write_file(data, made.data)
    write_file(meta, made.meta)
    return data, meta


def _check(accounts: list[Account]) -> None:
    if not accounts:
        msg = "There is no account to write; make one first."
        raise BadInputError(msg, code="primap.none")
    sets = sorted({account.settings.gwp for account in accounts})
    if len(sets) > 1:
        msg = f"The accounts use {', '.join(sets)}; write one set at once."
        raise BadInputError(msg, code="primap.gwp", sets=sets)
    named = [(a.settings.place, a.settings.year) for a in accounts]
    if len(set(named)) < len(named):
        msg = "A place's year stands twice; write one account of each."
        raise BadInputError(msg, code="primap.repeated")


def _cells(
    accounts: list[Account], basket: str
) -> dict[tuple[str, str, str], dict[int, int]]:
    """Grams by area, gas and category, then year."""
    cells: dict[tuple[str, str, str], dict[int, int]] = defaultdict(
        lambda: defaultdict(int)
    )
    for account in accounts:
        year, area = account.settings.year, account.settings.place
        for line in account.lines:
            category = flow(line.flow).ipcc
            if not category or not _in_inventory(line):
                continue
            cells[area, line.gas, category][year] += line.mass_g
            cells[area, basket, category][year] += line.co2e_g
    return cells


def _in_inventory(line: Line) -> bool:
    return any(counts(line, each) for each in (Boundary.TERRITORIAL, Boundary.SINKS))


def _gg(grams: int | None) -> str:
    """Exact digits of Gg; empty where the year has no such line."""
    if grams is None:
        return ""
    return f"{Decimal(grams).scaleb(_GRAMS_PER_GG).normalize():f}"


def _meta(source: str, stem: str, gwp: str, accounts: list[Account]) -> bytes:
    editions = ", ".join(sorted({account.factor_edition for account in accounts}))
    about = {
        "area": _AREA,
        "cat": _CATEGORY,
        "comment": f"warming potentials {gwp}; factors {editions}",
        "title": source,
    }
    lines = ["attrs:"]
    lines += [f"  {key}: {_quoted(value)}" for key, value in about.items()]
    lines += [f"data_file: {_quoted(f'{stem}.csv')}", "dimensions:", '  "*":']
    lines += [f"  - {name}" for name in _DIMENSIONS]
    lines.append('time_format: "%Y"')
    return ("\n".join(lines) + "\n").encode()


def _quoted(text: str) -> str:
    """Text as a YAML scalar: a JSON string is one."""
    return json.dumps(text, ensure_ascii=False)
