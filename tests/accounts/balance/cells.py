"""A small district's balance, worked by hand."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from dafeng.accounts.balance import BalanceCell, carrier

PLACE, YEAR = "120000", 2022

DISTRICT: Mapping[str, Mapping[str, str]] = {
    # 400 t burned for power, 100 for heat; 60 of 500 in industry are raw material.
    "RAW_COAL": {
        "supply.in": "1000",
        "transformation.power": "-400",
        "transformation.heat": "-100",
        "final.industry": "500",
        "final.industry.feedstock": "60",
        "final.industry.chemicals": "200",
        "final.industry.chemicals.feedstock": "60",
    },
    "DIESEL": {
        "supply.in": "300",
        "supply.stock": "-20",
        "final.farming": "30",
        "final.transport": "250",
    },
    # 1 GWh of wind, 1 GWh from coal, 3 GWh bought, 0.1 lost.
    "ELECTRICITY": {
        "supply.primary": "1000000",
        "supply.in": "3000000",
        "transformation.power": "1000000",
        "losses": "100000",
        "losses.transport": "100000",
        "final.industry": "3900000",
        "final.households.urban": "600000",
        "final.households.rural": "400000",
    },
    "HEAT": {"transformation.heat": "2000", "final.public": "2000"},
}


def cell(row: str, item: str, amount: str, **changes: str | int) -> BalanceCell:
    fields: dict[str, str | int] = {
        "place": PLACE,
        "year": YEAR,
        "unit": carrier(item).unit,
    }
    return BalanceCell(
        row=row,
        item=item,
        quantity_e3=int(Decimal(amount) * 1000),
        evidence=f"balance.xlsx {row} {item}",
        entered_by="test",
        **{**fields, **changes},  # type: ignore[arg-type]
    )


def cells(
    table: Mapping[str, Mapping[str, str]] = DISTRICT,
) -> tuple[BalanceCell, ...]:
    return tuple(
        cell(row, item, amount)
        for item, rows in table.items()
        for row, amount in rows.items()
    )
