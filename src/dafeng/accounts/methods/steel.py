"""Iron and steel: flux, electrodes, carbon in inputs and products, product defaults.

An account states a works either by its carbon (flux, electrodes and other inputs, less
what leaves in products) or by a default per tonne of product, never by both.

Source: 钢铁生产企业温室气体排放核算方法与报告指南 (2013), process emissions and carbon
held by products; IPCC 2006 Guidelines and 2019 Refinement, volume 3, chapter 4,
equations 4.4 to 4.9 and tables 4.1 to 4.3.
"""

from __future__ import annotations

from dafeng.accounts.formula import CO2_PER_C, Formula, symbols
from dafeng.accounts.methods.records import Method
from dafeng.factors import Need

_EF, _C = symbols("EF C")
_GUIDE = "钢铁企业指南 (2013), process emissions: factor of the input"
_CARBON = "IPCC 2019 V3 eq. 4.9, table 4.3: carbon in the material"


def _method(
    name: str, flow: str, formula: Formula, need: Need, rank: int, source: str
) -> Method:
    return Method(
        id=f"steel.{name}",
        flow=f"process.{flow}",
        gas="CO2",
        unit="t",
        formula=formula,
        needs=(need,),
        rank=rank,
        source=source,
    )


def _input(flow: str) -> tuple[Method, ...]:
    ready = Need(symbol="EF", parameter="ef_input", unit="tCO2/t")
    carbon = Need(symbol="C", parameter="carbon_mass_fraction", unit="tC/t")
    return (
        _method(f"{flow}.factor", flow, _EF, ready, 1, _GUIDE),
        _method(f"{flow}.carbon", flow, _C * CO2_PER_C, carbon, 2, _CARBON),
    )


METHODS = (
    *_input("flux"),
    _method(
        "flux.carbonate",
        "flux",
        _EF,
        Need(symbol="EF", parameter="ef_carbonate", unit="tCO2/t"),
        3,
        "IPCC 2006 V3 table 2.1: carbonate used as flux",
    ),
    *_input("electrode"),
    *_input("metal-carbon"),
    *_input("carbon-out"),
    _method(
        "product",
        "steel",
        _EF,
        Need(symbol="EF", parameter="ef_product", unit="tCO2/t"),
        1,
        "IPCC 2019 V3 tables 4.1 to 4.1b: default per tonne of product",
    ),
)
