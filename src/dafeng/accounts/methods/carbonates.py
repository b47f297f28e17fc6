"""Decomposition of carbonates: their mass times the CO2 that they hold.

Source: IPCC 2006 Guidelines, volume 3, chapter 2, equation 2.14 and table 2.1;
GB/T 32151.34-2024, annex C, carbonate factors.
"""

from __future__ import annotations

from dafeng.accounts.formula import symbols
from dafeng.accounts.methods.records import Method
from dafeng.factors import Need

_EF, _F = symbols("EF F")

METHODS = (
    Method(
        id="carbonate.calcined",
        flow="process.carbonate",
        gas="CO2",
        unit="t",
        formula=_EF * _F,
        needs=(
            Need(symbol="EF", parameter="ef_carbonate", unit="tCO2/t"),
            Need(symbol="F", parameter="calcined_fraction", unit="1"),
        ),
        closed=False,
        source="IPCC 2006 V3 eq. 2.14: fraction calcined, where the owner measured it",
    ),
    Method(
        id="carbonate.mass",
        flow="process.carbonate",
        gas="CO2",
        unit="t",
        formula=_EF,
        needs=(Need(symbol="EF", parameter="ef_carbonate", unit="tCO2/t"),),
        rank=2,
        source="IPCC 2006 V3 eq. 2.14, table 2.1, all calcined; GB/T 32151.34 annex C",
    ),
)
