"""The table of the GPC: an account by sub-sector and scope, as city registries ask."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.boundaries import counts
from dafeng.accounts.catalogue import flow
from dafeng.accounts.exchange.figures import tonnes_of
from dafeng.accounts.records import Boundary, Scope
from dafeng.base.rounding import round_half_even
from dafeng.base.tables import packaged_rows
from dafeng.sheets import Column, Kind, Sheet, workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dafeng.accounts.records import Account, Line

MADE_ON = dt.date(2026, 1, 1)
"""Day in the properties where the caller names none; never today's."""

NOT_ESTIMATED = "NE"
"""Notation key of a row that no line feeds: not zero, not looked at."""

_ROOM = "dafeng.accounts.exchange"
_GASES = ("CO2", "CH4", "N2O")
_PLACES = 3
_LOSSES = "losses"
_BOUGHT = ("power.bought", "heat.bought")


@attrs.frozen(kw_only=True)
class GpcRow:
    """One sub-sector and scope.

    Attributes
    ----------
    ref : str
        Reference number, for example ``I.3.2``.
    sector_zh, sector_en, name_zh, name_en : str
    scope : int
        0 of a note, which no scope counts.
    notation : str
        ``NE`` where no line feeds the row; else empty.
    co2e_g : int or None
        Grams of CO2 equivalent; None where not estimated.
    by_gas_g : tuple of (str, int)
        The same by ``CO2``, ``CH4``, ``N2O`` and ``F-gases``.
    lines : int
        Lines that feed the row; a loss feeds those of all its users.
    """

    ref: str
    sector_zh: str
    sector_en: str
    name_zh: str
    name_en: str
    scope: int
    notation: str
    co2e_g: int | None
    by_gas_g: tuple[tuple[str, int], ...]
    lines: int


@attrs.frozen(kw_only=True)
class _Rule:
    flow: str
    sector: str
    ref: str

    def covers(self, line: Line) -> bool:
        return _under(line.flow, self.flow) and (
            not self.sector or _under(line.sector, self.sector)
        )


def _under(code: str, parent: str) -> bool:
    return code == parent or code.startswith(f"{parent}.")


@cache
def _rules() -> tuple[_Rule, ...]:
    rules = [_Rule(**row) for row in packaged_rows(_ROOM, "gpc_rules.csv")]
    return tuple(sorted(rules, key=lambda rule: (-len(rule.flow), -len(rule.sector))))


def gpc_ref(line: Line) -> str:
    """Reference number of a line; empty where the GPC does not ask for it."""
    if flow(line.flow).scope is Scope.NONE:
        return ""
    return next((rule.ref for rule in _rules() if rule.covers(line)), "")


def gpc_table(account: Account) -> tuple[GpcRow, ...]:
    """Return the account by sub-sector and scope, in the order of the GPC.

    Scope 1 is what the territory emits; generation that is supplied to the grids stands
    in I.4.4, which the GPC leaves out of its totals. Scope 2 is grid-supplied energy
    where it is used, by the factor of the grid. Scope 3 is what is lost on the way to
    those uses, shared out in their proportion. Sinks stand in V.2. What the district
    feeds into the grids and green power with proof are notes (``M.1``, ``M.2``): no
    scope counts them.

    Source
    ------
    Global Protocol for Community-Scale Greenhouse Gas Inventories (GPC 1.1), table 4.1
    and chapters 6 to 10 (``data/gpc_refs.csv``, ``data/gpc_rules.csv``).
    """
    fed: dict[str, _Fed] = defaultdict(_Fed)
    used: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    lost: list[Line] = []
    for line in account.lines:
        if not _reported(line):
            continue
        if _under(line.sector, _LOSSES):
            lost.append(line)
            continue
        ref = gpc_ref(line)
        fed[ref].add(line.gas, line.co2e_g)
        if line.flow in _BOUGHT:
            used[line.flow][ref] += line.co2e_g
    for line in lost:
        for ref, grams in _by_users(line, used[line.flow]):
            fed[ref].add(line.gas, grams)
    rows = packaged_rows(_ROOM, "gpc_refs.csv")
    return tuple(_row(row, fed.get(row["ref"])) for row in rows)


@attrs.define(kw_only=True)
class _Fed:
    """What feeds a row, while it is summed."""

    grams: dict[str, int] = attrs.field(factory=dict)
    lines: int = 0

    def add(self, gas: str, grams: int) -> None:
        named = gas if gas in _GASES else "F-gases"
        self.grams[named] = self.grams.get(named, 0) + grams
        self.lines += 1


def _by_users(line: Line, used: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Share a loss among the scope 3 rows of its users; the shares add up exactly.

    Without any user it stands with the energy industries.
    """
    known = {row["ref"] for row in packaged_rows(_ROOM, "gpc_refs.csv")}
    parts = {
        ref: grams
        for ref, grams in sorted(used.items())
        if grams > 0 and _row_of_losses(ref) in known
    }
    left, weight = line.co2e_g, sum(parts.values())
    if not parts:
        yield gpc_ref(line), left
    for ref, grams in parts.items():
        share = round(Fraction(left * grams, weight))
        yield _row_of_losses(ref), share
        left, weight = left - share, weight - grams


def _row_of_losses(ref: str) -> str:
    return f"{ref.rpartition('.')[0]}.3"


def _reported(line: Line) -> bool:
    boundaries = (Boundary.TERRITORIAL, Boundary.CONTROL, Boundary.SINKS)
    return any(counts(line, each) for each in boundaries)


def _row(row: dict[str, str], fed: _Fed | None) -> GpcRow:
    return GpcRow(
        ref=row["ref"],
        sector_zh=row["sector_zh"],
        sector_en=row["sector_en"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        scope=int(row["scope"]),
        notation="" if fed else NOT_ESTIMATED,
        co2e_g=sum(fed.grams.values()) if fed else None,
        by_gas_g=tuple(sorted(fed.grams.items())) if fed else (),
        lines=fed.lines if fed else 0,
    )


def gpc_workbook(
    account: Account, *, made_on: dt.date = MADE_ON, note: str = ""
) -> bytes:
    """Compose the table as a workbook; the same for the same arguments."""
    gases = (*_GASES, "F-gases")
    rows = []
    for row in gpc_table(account):
        amounts = dict(row.by_gas_g)
        rows.append(
            (
                row.ref,
                row.sector_zh,
                row.name_zh,
                row.name_en,
                row.scope or None,
                row.notation or None,
                *(_t(amounts[g]) if g in amounts else None for g in gases),
                None if row.co2e_g is None else _t(row.co2e_g),
            )
        )
    sheet = Sheet(
        name="GPC",
        columns=(
            *(Column(title=t) for t in ("编号", "部门", "子部门", "Sub-sector")),
            Column(title="范围", kind=Kind.INTEGER),
            Column(title="标注"),
            *(Column(title=g, unit="tCO2e", kind=Kind.NUMBER) for g in gases),
            Column(title="合计", unit="tCO2e", kind=Kind.NUMBER),
        ),
        rows=rows,
        note=note,
    )
    title = f"GPC {account.settings.place} {account.settings.year}"
    return workbook_bytes([sheet], title=title, made_on=made_on)


def _t(grams: int) -> Decimal:
    return round_half_even(tonnes_of(grams), _PLACES)
