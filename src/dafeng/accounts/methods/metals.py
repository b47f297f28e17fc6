"""Ferroalloys, aluminium, magnesium, lead and zinc: defaults per tonne of product.

Aluminium emits CO2 of the anodes and, during anode effects, CF4 and C2F6; the item
names the cell, so that one tonnage gives all three gases.

Source: IPCC 2006 Guidelines, volume 3, chapter 4, tables 4.5 (ferroalloys), 4.10 and
4.15 (aluminium), 4.19 (magnesium), 4.21 (lead), 4.24 (zinc).
"""

from __future__ import annotations

from dafeng.accounts.formula import symbols
from dafeng.accounts.methods.records import Method
from dafeng.factors import Need

(_EF,) = symbols("EF")

_TABLES = {
    "ferroalloy": "4.5",
    "aluminium": "4.10",
    "magnesium": "4.19",
    "lead": "4.21",
    "zinc": "4.24",
}
_CELLS = {
    "cwpb": "PREBAKE_CWPB",
    "swpb": "PREBAKE_SWPB",
    "vss": "SODERBERG_VSS",
    "hss": "SODERBERG_HSS",
}
_PFC = {"CF4": "PFC14", "C2F6": "PFC116"}


def _product(name: str, flow: str, code: str = "") -> Method:
    return Method(
        id=name,
        flow=f"process.{flow}",
        gas="CO2",
        unit="t",
        formula=_EF,
        needs=(Need(symbol="EF", parameter="ef_product", unit="tCO2/t", code=code),),
        rank=2 if code else 1,
        source=f"IPCC 2006 V3 chapter 4, table {_TABLES[flow]}",
    )


def _perfluorocarbon(cell: str, gas: str) -> Method:
    code = f"{_PFC[gas]}_{_CELLS[cell]}"
    return Method(
        id=f"aluminium.{cell}.{gas.lower()}",
        flow="process.aluminium",
        gas=gas,
        unit="t",
        formula=_EF,
        needs=(Need(symbol="EF", parameter="ef_product", unit="t/t", code=code),),
        source="IPCC 2006 V3 chapter 4, table 4.15",
    )


METHODS = (
    *(_product(f"{flow}.product", flow) for flow in _TABLES),
    *(
        _product(f"aluminium.{cell}.co2", "aluminium", f"ALU_{code.split('_')[0]}")
        for cell, code in _CELLS.items()
    ),
    *(_perfluorocarbon(cell, gas) for cell in _CELLS for gas in _PFC),
)

ITEMS = {
    each.id: (f"ALU_{_CELLS[each.id.split('.')[1]]}",)
    for each in METHODS
    if each.needs[0].code
}
"""Items of the methods that a kind of cell brings with it."""
