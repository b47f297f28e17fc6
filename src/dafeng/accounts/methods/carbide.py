"""Calcium carbide: default per tonne of product.

Source: 省级温室气体清单编制指南 (2011), chapter 2, calcium carbide.
"""

from __future__ import annotations

from dafeng.accounts.formula import symbols
from dafeng.accounts.methods.records import Method
from dafeng.factors import Need

(_EF,) = symbols("EF")

METHODS = (
    Method(
        id="carbide.product",
        flow="process.carbide",
        gas="CO2",
        unit="t",
        formula=_EF,
        needs=(Need(symbol="EF", parameter="ef_product", unit="tCO2/t"),),
        source="省级温室气体清单编制指南 (2011), chapter 2, calcium carbide",
    ),
)
