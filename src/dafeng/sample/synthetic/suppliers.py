"""What the gas, power and heat companies say they sold to each sector."""

from __future__ import annotations

from collections.abc import Iterator

from dafeng.accounts import Stream
from dafeng.sample.synthetic.chance import MILLION, Chance
from dafeng.sample.synthetic.energy_balance import Yearbook, balance_row
from dafeng.sample.synthetic.energy_use import unit_of
from dafeng.sample.synthetic.records import SupplierGap
from dafeng.sample.synthetic.wording import Total, cell, printed

_CUSTOMERS = (
    "farming",
    "industry",
    "construction",
    "services",
    "public",
    "households.urban",
    "households.rural",
)
_SOLD = (
    ("示范燃气公司销售年报", "fuel.stationary", "NATURAL_GAS", _CUSTOMERS),
    ("示范供电公司售电年报", "power.bought", "ELECTRICITY", (*_CUSTOMERS, "transport")),
    (
        "示范供热公司年报",
        "heat.bought",
        "HEAT",
        ("services", "public", "households.urban"),
    ),
)
_GAP_LOW, _GAP_HIGH = 5000, 20_000


def supplier_totals(
    chance: Chance, book: Yearbook
) -> Iterator[tuple[Total, SupplierGap]]:
    """Yield each total with its known distance from the statistic, 0.5 to 2 %."""
    for document, flow, item, sectors in _SOLD:
        for line, sector in enumerate(sectors, start=4):
            stated = book.at(balance_row(sector), item)
            if not stated:
                continue
            parts = chance.between(_GAP_LOW, _GAP_HIGH, "gap", book.year, sector, item)
            if chance.between(0, 1, "gap-sign", book.year, sector, item):
                parts = -parts
            total = Total(
                stream=Stream.SUPPLIER,
                flow=flow,
                sector=sector,
                item=item,
                unit=unit_of(item),
                quantity_e3=printed(
                    stated * (MILLION + parts) // MILLION, unit_of(item)
                ),
                year=book.year,
                evidence=f"{document}{book.year} 表1 {cell(line, 2)}",
            )
            yield (
                total,
                SupplierGap(year=book.year, sector=sector, item=item, parts=parts),
            )
