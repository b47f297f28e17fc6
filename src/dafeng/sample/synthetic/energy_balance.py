"""The official energy balance of each year, as the statistics bureau would print it.

What is printed differs from what was truly used by up to 0.5 %, and supply differs from
use by the statistical difference, which is printed too (up to 0.3 % of use).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.balance import BalanceCell
from dafeng.sample.district import SAMPLE_PLACE_CODE
from dafeng.sample.synthetic.chance import MILLION, Chance
from dafeng.sample.synthetic.energy_use import Supply, unit_of
from dafeng.sample.synthetic.wording import (
    APPROVED_BY,
    ENTERED_BY,
    Total,
    cell,
    printed,
)

if TYPE_CHECKING:
    from dafeng.sample.synthetic.records import TrueUse

ROWS = (
    "supply.primary",
    "supply.in",
    "supply.stock",
    "transformation.power",
    "transformation.heat",
    "losses",
    "final.farming",
    "final.industry",
    "final.industry.feedstock",
    "final.construction",
    "final.transport",
    "final.services",
    "final.public",
    "final.households.urban",
    "final.households.rural",
    "difference",
)
ITEMS = (
    "BITUMINOUS",
    "BRIQUETTE",
    "COKE",
    "GASOLINE",
    "DIESEL",
    "LPG",
    "LUBRICANT",
    "NATURAL_GAS",
    "LNG",
    "HEAT",
    "ELECTRICITY",
    "OTHER_ENERGY",
)
_STATED_WITHIN = 5000
_DIFFERENCE_WITHIN = 3000
_STOCK_WITHIN = 10_000
_STORED = ("BITUMINOUS", "DIESEL", "GASOLINE")
_PER_MILLE = 1000
_TCE_E3_PER_T_WASTE = 205
OTHER_ENERGY_UNIT = "tce当量"


@attrs.frozen(kw_only=True)
class Yearbook:
    """What the statistics bureau prints for one year.

    Attributes
    ----------
    year : int
    branches : tuple of Total
        Energy by branch of industry, the rows below ``final.industry``.
    cells : tuple of BalanceCell
        Of the balance and of the branches.
    """

    year: int
    branches: tuple[Total, ...]
    cells: tuple[BalanceCell, ...]

    def branch(self, flow: str, sector: str, item: str) -> int | None:
        """Printed amount of a branch in thousandths; None where nothing is printed."""
        for total in self.branches:
            if (total.flow, total.sector, total.item) == (flow, sector, item):
                return total.quantity_e3
        return None

    def at(self, row: str, item: str) -> int:
        """Printed cell in thousandths; 0 where the cell is empty."""
        for one in self.cells:
            if (one.row, one.item) == (row, item):
                return one.quantity_e3
        return 0


def yearbook(
    chance: Chance, year: int, uses: tuple[TrueUse, ...], supply: Supply
) -> Yearbook:
    """Print a year.

    Parameters
    ----------
    chance : Chance
    year : int
    uses : tuple of TrueUse
        Final uses of the year.
    supply : Supply
        Of the same year.
    """
    stated = {
        (use.flow, use.sector, use.item): printed(
            chance.vary(
                use.quantity_e3, _STATED_WITHIN, "stated", year, use.sector, use.item
            ),
            use.unit,
        )
        for use in uses
    }
    amounts = _amounts(chance, year, stated, supply)
    branches = tuple(_branches(year, stated))
    return Yearbook(
        year=year,
        branches=branches,
        cells=(
            *(
                _cell(year, row, item, amounts[row, item])
                for row in ROWS
                for item in ITEMS
                if (row, item) in amounts
            ),
            *(_branch_cell(total) for total in branches),
        ),
    )


def balance_row(sector: str) -> str:
    """Row of the balance in which a sector's final use stands."""
    return f"final.{'industry' if sector.startswith('industry') else sector}"


def close(amounts: dict[tuple[str, str], int], item: str) -> int:
    """What supply and transformation leave after losses and final use."""
    return sum(
        quantity
        if row.startswith(("supply", "transformation"))
        else 0
        if row in {"difference", "final.industry.feedstock"}
        else -quantity
        for (row, of), quantity in amounts.items()
        if of == item
    )


def _branches(year: int, stated: dict[tuple[str, str, str], int]) -> Iterator[Total]:
    printed_branches = [key for key in stated if key[1].startswith("industry.")]
    for line, (flow, sector, item) in enumerate(printed_branches, start=5):
        yield Total(
            flow=_printed_flow(flow),
            sector=sector,
            item=item,
            unit=unit_of(item),
            quantity_e3=stated[flow, sector, item],
            year=year,
            evidence=f"示范统计年报{year} 表5 {cell(line, 4)}",
        )


def _printed_flow(flow: str) -> str:
    """A yearbook's branch table does not tell vehicles from furnaces."""
    return "fuel.stationary" if flow == "fuel.mobile" else flow


def _amounts(
    chance: Chance,
    year: int,
    stated: dict[tuple[str, str, str], int],
    supply: Supply,
) -> dict[tuple[str, str], int]:
    amounts: dict[tuple[str, str], int] = defaultdict(int)
    for (flow, sector, item), quantity in stated.items():
        amounts[balance_row(sector), item] += quantity
        if flow == "fuel.feedstock":
            amounts["final.industry.feedstock", item] += quantity
    amounts.update(_plants(supply))
    for item in ITEMS:
        used = sum(q for (row, of), q in stated_rows(amounts) if of == item)
        if not used and item != "OTHER_ENERGY":
            continue
        _losses(amounts, item, used, supply)
        if item in _STORED:
            amounts["supply.stock", item] = printed(
                used
                * chance.between(-_STOCK_WITHIN, _STOCK_WITHIN, "stock", year, item)
                // MILLION,
                unit_of(item),
            )
        _balance(chance, year, amounts, item, used)
    return {key: quantity for key, quantity in amounts.items() if quantity}


def stated_rows(
    amounts: dict[tuple[str, str], int],
) -> Iterator[tuple[tuple[str, str], int]]:
    """Yield the cells of final use, feedstock within industry left out."""
    for (row, item), quantity in amounts.items():
        if row.startswith("final.") and row != "final.industry.feedstock":
            yield (row, item), quantity


def _plants(supply: Supply) -> Iterator[tuple[tuple[str, str], int]]:
    waste = supply.incinerated * _TCE_E3_PER_T_WASTE // _PER_MILLE
    gas_heat = supply.chp_gas_heat + supply.boiler_gas
    made = supply.chp_heat + supply.boiler_heat
    power = supply.chp_power + supply.waste_power
    yield ("supply.primary", "ELECTRICITY"), printed(supply.pv + supply.wind, "kWh")
    yield ("supply.primary", "OTHER_ENERGY"), printed(waste, "t")
    yield ("transformation.power", "OTHER_ENERGY"), -printed(waste, "t")
    yield (
        ("transformation.power", "NATURAL_GAS"),
        -printed(supply.chp_gas_power, "m3"),
    )
    yield ("transformation.power", "ELECTRICITY"), printed(power, "kWh")
    yield ("transformation.heat", "NATURAL_GAS"), -printed(gas_heat, "m3")
    yield ("transformation.heat", "BITUMINOUS"), -printed(supply.boiler_coal, "t")
    yield ("transformation.heat", "HEAT"), printed(made, "GJ")


def _losses(
    amounts: dict[tuple[str, str], int], item: str, used: int, supply: Supply
) -> None:
    rates = {"ELECTRICITY": supply.power_loss, "NATURAL_GAS": supply.gas_loss}
    if item in rates:
        lost = used * rates[item] // _PER_MILLE
        amounts["losses", item] = printed(lost, unit_of(item))


def _balance(
    chance: Chance,
    year: int,
    amounts: dict[tuple[str, str], int],
    item: str,
    used: int,
) -> None:
    """Bring in what is missing; heat is never brought in, its rest is lost in pipes."""
    if item == "OTHER_ENERGY":
        return
    if item == "HEAT":
        amounts["losses", item] = close(amounts, item)
        return
    gap = used * chance.between(
        -_DIFFERENCE_WITHIN, _DIFFERENCE_WITHIN, "difference", year, item
    )
    amounts["difference", item] = printed(gap // MILLION, unit_of(item))
    amounts["supply.in", item] = amounts["difference", item] - close(amounts, item)


def _cell(year: int, row: str, item: str, quantity: int) -> BalanceCell:
    place = cell(ROWS.index(row) + 6, ITEMS.index(item) + 3)
    evidence = f"示范统计年报{year} 表3 {place}"
    return _stated_cell(year, row, item, quantity, evidence)


def _branch_cell(total: Total) -> BalanceCell:
    row = f"final.{total.sector}"
    return _stated_cell(total.year, row, total.item, total.quantity_e3, total.evidence)


def _stated_cell(
    year: int, row: str, item: str, quantity: int, evidence: str
) -> BalanceCell:
    return BalanceCell(
        place=SAMPLE_PLACE_CODE,
        year=year,
        row=row,
        item=item,
        quantity_e3=quantity,
        unit=OTHER_ENERGY_UNIT if item == "OTHER_ENERGY" else unit_of(item),
        evidence=evidence,
        entered_by=ENTERED_BY,
        approved_by=APPROVED_BY,
        synthetic=True,
    )
