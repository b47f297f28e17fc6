"""Cement clinker: product factor of the guideline, or lime in the clinker.

Source: 省级温室气体清单编制指南 (2011), chapter 2, cement; IPCC 2006 Guidelines, volume
3, chapter 2, equations 2.2 and 2.4.
"""

from __future__ import annotations

from fractions import Fraction

from dafeng.accounts.formula import Constant, symbols
from dafeng.accounts.methods.records import Method
from dafeng.factors import Need

_EF, _CAO, _CKD = symbols("EF CaO CKD")
CO2_PER_CAO = Constant(Fraction(4401, 5608), text="44.01/56.08")
"""Mass of CO2 per mass of CaO (IPCC 2006, volume 3, equation 2.4)."""

METHODS = (
    Method(
        id="clinker.product",
        flow="process.clinker",
        gas="CO2",
        unit="t",
        formula=_EF,
        needs=(Need(symbol="EF", parameter="ef_product", unit="tCO2/t"),),
        source="省级温室气体清单编制指南 (2011), chapter 2, cement",
    ),
    Method(
        id="clinker.lime",
        flow="process.clinker",
        gas="CO2",
        unit="t",
        formula=_CAO * CO2_PER_CAO * _CKD,
        needs=(
            Need(symbol="CaO", parameter="cao_fraction", unit="1", code="CLINKER_CAO"),
            Need(symbol="CKD", parameter="correction", unit="1", code="CLINKER_CKD"),
        ),
        rank=2,
        source="IPCC 2006 V3 eq. 2.4: CaO in clinker, kiln dust lost 2 %",
    ),
)
