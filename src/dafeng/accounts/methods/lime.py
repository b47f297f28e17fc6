"""Lime: oxides in the product, or the product factor of the guideline.

Source: IPCC 2006 Guidelines, volume 3, chapter 2, equations 2.6 and 2.9;
省级温室气体清单编制指南 (2011), chapter 2, lime.
"""

from __future__ import annotations

from fractions import Fraction

from dafeng.accounts.formula import Constant, symbols
from dafeng.accounts.methods.clinker import CO2_PER_CAO
from dafeng.accounts.methods.records import Method
from dafeng.factors import Need

_EF, _CAO, _MGO = symbols("EF CaO MgO")
CO2_PER_MGO = Constant(Fraction(44010, 40304), text="44.010/40.304")
"""Mass of CO2 per mass of MgO, by molar masses."""

METHODS = (
    Method(
        id="lime.oxides",
        flow="process.lime",
        gas="CO2",
        unit="t",
        formula=_CAO * CO2_PER_CAO + _MGO * CO2_PER_MGO,
        needs=(
            Need(symbol="CaO", parameter="cao_fraction", unit="1"),
            Need(symbol="MgO", parameter="mgo_fraction", unit="1"),
        ),
        source="IPCC 2006 V3 eq. 2.9: CaO and MgO measured in the lime",
    ),
    Method(
        id="lime.product",
        flow="process.lime",
        gas="CO2",
        unit="t",
        formula=_EF,
        needs=(Need(symbol="EF", parameter="ef_product", unit="tCO2/t"),),
        rank=2,
        source="省级温室气体清单编制指南 (2011), chapter 2, lime",
    ),
)
