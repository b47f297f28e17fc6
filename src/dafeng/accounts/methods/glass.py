"""Glass: carbonates and carbon in the batch.

The activity is what goes into the batch, not the glass: cullet emits nothing.

Source: 平板玻璃生产企业温室气体排放核算方法与报告指南 (2013), carbonates of the batch
and carbon powder; IPCC 2006 Guidelines, volume 3, chapter 2, equation 2.12.
"""

from __future__ import annotations

from dafeng.accounts.formula import CO2_PER_C, symbols
from dafeng.accounts.methods.records import Method
from dafeng.factors import Need

_EF, _F, _C = symbols("EF F C")
_CARBONATE = Need(symbol="EF", parameter="ef_carbonate", unit="tCO2/t")

METHODS = (
    Method(
        id="glass.calcined",
        flow="process.glass",
        gas="CO2",
        unit="t",
        formula=_EF * _F,
        needs=(_CARBONATE, Need(symbol="F", parameter="calcined_fraction", unit="1")),
        closed=False,
        source="IPCC 2006 V3 eq. 2.12: fraction calcined, where the owner measured it",
    ),
    Method(
        id="glass.carbonate",
        flow="process.glass",
        gas="CO2",
        unit="t",
        formula=_EF,
        needs=(_CARBONATE,),
        rank=2,
        source="平板玻璃企业指南 (2013): carbonates of the batch, all calcined",
    ),
    Method(
        id="glass.carbon",
        flow="process.glass",
        gas="CO2",
        unit="t",
        formula=_C * CO2_PER_C,
        needs=(Need(symbol="C", parameter="carbon_mass_fraction", unit="tC/t"),),
        rank=3,
        source="平板玻璃企业指南 (2013): carbon powder of the batch",
    ),
)
