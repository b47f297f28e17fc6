"""What key enterprises report: their share of each branch, less the small users.

Of each total that is printed for a branch, its enterprises report all but a rest of
5 to 25 %, split by size. Two years carry one planted excess each, where they report
more than the statistic knows of.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts import ActivityRow, Grade, Stream, flow_id
from dafeng.sample.synthetic.chance import MILLION, Chance, in_proportion
from dafeng.sample.synthetic.energy_balance import ITEMS
from dafeng.sample.synthetic.wording import (
    APPROVED_BY,
    ENTERED_BY,
    Total,
    as_stated,
    cell,
    printed,
)

if TYPE_CHECKING:
    from dafeng.sample.synthetic.energy_balance import Yearbook
    from dafeng.sample.synthetic.records import SampleEnterprise

EXCESS = {
    2019: ("fuel.stationary", "industry.rubber", "NATURAL_GAS"),
    2023: ("fuel.stationary", "industry.bicycles", "NATURAL_GAS"),
}
"""Year to the total that its enterprises exceed, by 3 %."""
EXCESS_PARTS = 30_000
_FIRST_LINE = 5
_FORM_LINES = (
    "fuel.stationary",
    "fuel.mobile",
    "fuel.power",
    "fuel.heat",
    "power.bought",
    "power.green",
    "power.sold",
    "heat.bought",
    "heat.sold",
    "process.glass",
    "process.electrode",
    "process.flux",
    "process.lead",
)
"""Lines of the enterprises' form, one for each kind of flow."""
_REST_LOW, _REST_HIGH = 80_000, 200_000
_REST_DRIFT = 15_000
_USERS_PER_MILLE = {
    "ELECTRICITY": 1000,
    "NATURAL_GAS": 920,
    "HEAT": 1000,
    "BITUMINOUS": 600,
    "COKE": 300,
}
_SOME_USERS = 250
_ALWAYS_USERS = 3
_YEARLY_MOVE = 40_000
_COVERAGE = {
    ("fuel.mobile", "transport", "DIESEL"): 60_000,
    ("power.bought", "transport", "ELECTRICITY"): 100_000,
    ("fuel.stationary", "services", "NATURAL_GAS"): 12_000,
    ("power.bought", "services", "ELECTRICITY"): 15_000,
}
"""Share of sectors outside industry, where key enterprises are few; millionths."""


@attrs.frozen(kw_only=True)
class Report:
    """One amount in one enterprise's yearly report."""

    enterprise: SampleEnterprise
    year: int
    flow: str
    sector: str
    item: str
    unit: str
    quantity_e3: int
    counterparty: str = ""
    proof: str = ""

    @property
    def row_id(self) -> str:
        """Stable name of the row."""
        return flow_id(
            stream=Stream.ENTERPRISE,
            period=str(self.year),
            place=self.enterprise.place,
            sector=self.sector,
            owner=self.enterprise.code,
            flow=self.flow,
            item=self.item,
            details=(self.counterparty, self.proof),
        )

    def statement(self, note: str = "") -> ActivityRow:
        """Return it as a row of ``activity``."""
        name, place = self.enterprise.short_zh, self._cell()
        return ActivityRow(
            row_id=self.row_id,
            stream=Stream.ENTERPRISE,
            flow=self.flow,
            sector=self.sector,
            item=self.item,
            quantity_e3=self.quantity_e3,
            unit=self.unit,
            stated=as_stated(self.quantity_e3, self.unit),
            year=self.year,
            period=str(self.year),
            place=self.enterprise.place,
            owner=self.enterprise.code,
            counterparty=self.counterparty,
            proof=self.proof,
            grade=Grade.B,
            evidence=f"{name}能源利用状况报告{self.year} 表2 {place}",
            entered_by=ENTERED_BY,
            approved_by=APPROVED_BY,
            synthetic=True,
            note=note,
        )

    def _cell(self) -> str:
        """A form has a line for each kind of flow and a column for each carrier."""
        column = ITEMS.index(self.item) if self.item in ITEMS else len(ITEMS)
        return cell(_FIRST_LINE + _FORM_LINES.index(self.flow), 3 + column)


def branch_reports(
    chance: Chance,
    companies: tuple[SampleEnterprise, ...],
    book: Yearbook,
    processes: tuple[Total, ...],
) -> tuple[Report, ...]:
    """Return what enterprises report of the totals of their branches."""
    made: list[Report] = []
    for total in (*book.branches, *processes):
        if (total.flow, total.item) == ("fuel.stationary", "DIESEL"):
            continue  # vehicles in the yard: nobody reports them apart
        made += _split(chance, companies, total, _reported(chance, total))
    for (flow, sector, item), parts in _COVERAGE.items():
        stated = book.at(f"final.{sector}", item)
        total = Total(
            flow=flow,
            sector=sector,
            item=item,
            unit="t" if item == "DIESEL" else "m3" if item == "NATURAL_GAS" else "kWh",
            quantity_e3=stated,
            year=book.year,
            evidence="",
        )
        made += _split(chance, companies, total, stated * parts // MILLION)
    return tuple(made)


def _reported(chance: Chance, total: Total) -> int:
    """What of a total its enterprises report together."""
    at = (total.flow, total.sector, total.item)
    if EXCESS.get(total.year) == at:
        return total.quantity_e3 * (MILLION + EXCESS_PARTS) // MILLION
    rest = chance.between(_REST_LOW, _REST_HIGH, "rest", *at)
    rest += chance.between(-_REST_DRIFT, _REST_DRIFT, "rest", *at, total.year)
    return total.quantity_e3 * (MILLION - rest) // MILLION


def _split(
    chance: Chance, companies: tuple[SampleEnterprise, ...], total: Total, amount: int
) -> Iterator[Report]:
    branch = [one for one in companies if one.sector == total.sector]
    users = [
        one
        for rank, one in enumerate(branch)
        if one.reports_in(total.year) and _uses(chance, one, total.item, rank)
    ]
    weights = tuple(
        chance.vary(one.weight, _YEARLY_MOVE, "size", one.code, total.item, total.year)
        for one in users
    )
    for one, part in zip(users, in_proportion(amount, weights), strict=True):
        yield Report(
            enterprise=one,
            year=total.year,
            flow=total.flow,
            sector=total.sector,
            item=total.item,
            unit=total.unit,
            quantity_e3=printed(part, total.unit),
        )


def _uses(chance: Chance, one: SampleEnterprise, item: str, rank: int) -> bool:
    if rank < _ALWAYS_USERS:
        return True
    lot = chance.between(1, 1000, "uses", one.code, item)
    return lot <= _USERS_PER_MILLE.get(item, _SOME_USERS)
