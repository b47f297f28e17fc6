"""Power bought, sold and covered by green certificates.

Average, residual and fossil factors of the grid stand apart, and none stands in for
another: which of them counts is a setting of the account.

Source: GB/T 32150, emissions of purchased power; 生态环境部 国家统计局, yearly
announcements of electricity CO2 factors (2021 to 2023); GHG Protocol Scope 2 Guidance
(2015), chapter 6, location-based and market-based method.
"""

from __future__ import annotations

from fractions import Fraction

from dafeng.accounts.formula import Constant, symbols
from dafeng.accounts.methods.records import Method
from dafeng.factors import Need

_KG_PER_T = Constant(Fraction(1000), text="1000")
_PARAMETERS = {
    "average": "grid_average",
    "residual": "grid_residual",
    "fossil": "grid_fossil",
    "enterprise": "grid_factor_ets",
}
_SOURCES = {
    "average": "生态环境部 国家统计局, 电力二氧化碳排放因子: average of the grid",
    "residual": "same announcements: without traded non-fossil power",
    "fossil": "same announcements: fossil power alone",
    "enterprise": "生态环境部, 企业温室气体排放核算与报告: grid factor for enterprises",
}

(_EF,) = symbols("EF")

METHODS = tuple(
    Method(
        id=f"power.{flow}.{basis}",
        flow=f"power.{flow}",
        gas="CO2",
        unit="kWh",
        formula=_EF / _KG_PER_T,
        needs=(Need(symbol="EF", parameter=parameter, unit="kgCO2/kWh"),),
        source=_SOURCES[basis],
    )
    for flow in ("bought", "sold", "green")
    for basis, parameter in _PARAMETERS.items()
)
"""One per flow and grid factor; the flow says whether it is added or deducted."""
