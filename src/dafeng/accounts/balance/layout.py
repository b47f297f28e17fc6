"""The official layout as data: rows, carriers, and which flow a cell feeds."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.balance.records import (
    BalanceLine,
    Carrier,
    CarrierKind,
    Nature,
    Part,
)
from dafeng.accounts.catalogue import sectors
from dafeng.base.errors import NotFoundError
from dafeng.base.tables import packaged_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROOM = "dafeng.accounts"
INDUSTRY = "final.industry"
FEEDSTOCK = ".feedstock"


@cache
def balance_lines() -> Mapping[str, BalanceLine]:
    """Return the rows of the layout by code, in official order."""
    return MappingProxyType(
        {
            row["code"]: BalanceLine(
                code=row["code"],
                number=row["number"],
                name_zh=row["name_zh"],
                name_en=row["name_en"],
                part=Part(row["part"]),
                parent=row["parent"],
                nature=Nature(row["nature"]),
                sign=int(row["sign"]),
                sector=row["sector"],
            )
            for row in packaged_rows(_ROOM, "balance_rows.csv")
        }
    )


@cache
def carriers() -> Mapping[str, Carrier]:
    """Return the energy carriers by code, in official order."""
    return MappingProxyType(
        {
            row["code"]: Carrier(
                code=row["code"],
                name_zh=row["name_zh"],
                name_en=row["name_en"],
                unit=row["unit"],
                shown_unit=row["shown_unit"],
                kind=CarrierKind(row["kind"]),
                fossil=row["fossil"] == "1",
                in_form=row["in_form"] == "1",
                spellings=tuple(filter(None, row["spellings"].split("|"))),
            )
            for row in packaged_rows(_ROOM, "balance_items.csv")
        }
    )


def carrier(code: str) -> Carrier:
    """Return one carrier.

    Raises
    ------
    NotFoundError
        ``balance.no_carrier``; the message lists all.
    """
    if code in carriers():
        return carriers()[code]
    have = ", ".join(f"{c.code} {c.name_zh}" for c in carriers().values())
    msg = f"The balance has no carrier {code!r}. It has: {have}."
    raise NotFoundError(msg, code="balance.no_carrier", carrier=code)


def balance_line(code: str) -> BalanceLine:
    """Return one row: of the layout, or of a branch of industry below it.

    Branches are ``final.`` and a sector in industry (``final.industry.steel.pipe``);
    with ``.feedstock`` behind, what the branch uses as raw material.

    Raises
    ------
    NotFoundError
        ``balance.no_row``; the message lists the rows.
    """
    line = balance_lines().get(code) or _branch(code)
    if line is None:
        have = ", ".join(balance_lines())
        msg = (
            f"The balance has no row {code!r}. It has: {have}; and {INDUSTRY}.<branch> "
            "for a branch of industry of sectors.csv."
        )
        raise NotFoundError(msg, code="balance.no_row", row=code)
    return line


def _branch(code: str) -> BalanceLine | None:
    plain = code.removesuffix(FEEDSTOCK)
    sector = sectors().get(plain.removeprefix("final."))
    if sector is None or not plain.startswith(f"{INDUSTRY}."):
        return None
    branch = BalanceLine(
        code=plain,
        number="",
        name_zh=sector.name_zh,
        name_en=sector.name_en,
        part=Part.FINAL,
        parent=plain.rpartition(".")[0],
        nature=Nature.BRANCH,
        sign=1,
        sector=sector.code,
    )
    if plain == code:
        return branch
    of_which = balance_lines()[INDUSTRY + FEEDSTOCK]
    return attrs.evolve(of_which, code=code, parent=plain, sector=sector.code)


def row_label(line: BalanceLine) -> str:
    """Name of a row as tables print it, another one for each row.

    Examples
    --------
    >>> row_label(balance_line("final.industry.steel.feedstock"))
    '黑色金属冶炼和压延加工:用作原料、材料'
    """
    if line.code in balance_lines() or not line.code.endswith(FEEDSTOCK):
        return f"{line.number}{line.name_zh}"
    return f"{sectors()[line.sector].name_zh}:{line.name_zh.partition(':')[2]}"


@attrs.frozen(kw_only=True)
class FlowRule:
    """Which flow a cell feeds (``data/balance_flows.csv``).

    Attributes
    ----------
    row : str
        The row, and every row below it that no longer rule names.
    carriers : frozenset of str
        Kinds and codes of carriers.
    flow : str
    sign : int
        The flow's amount is the cell times this.
    sector : str
        Who used it, for rows that are no sector.
    """

    row: str
    carriers: frozenset[str]
    flow: str
    sign: int
    sector: str

    def covers(self, line: BalanceLine, one: Carrier) -> bool:
        """Whether the rule speaks of the cell."""
        row = line.code
        if line.nature is Nature.OF_WHICH and row.endswith(FEEDSTOCK):
            row = INDUSTRY + FEEDSTOCK
        inside = row == self.row or row.startswith(f"{self.row}.")
        return inside and bool({one.code, one.kind.value} & self.carriers)


@cache
def flow_rules() -> tuple[FlowRule, ...]:
    """Return the rules, the longest row first."""
    rules = [
        FlowRule(
            row=row["row"],
            carriers=frozenset(row["carriers"].split("|")),
            flow=row["flow"],
            sign=int(row["sign"]),
            sector=row["sector"],
        )
        for row in packaged_rows(_ROOM, "balance_flows.csv")
    ]
    return tuple(sorted(rules, key=lambda rule: -len(rule.row)))


def flow_rule(line: BalanceLine, one: Carrier) -> FlowRule | None:
    """Return the rule for a cell, or None where it feeds no flow of the account."""
    return next((rule for rule in flow_rules() if rule.covers(line, one)), None)
