"""Nitrous oxide of farmed soils, direct and indirect, by nitrogen.

The activity is nitrogen, in tN, never the mass of the fertiliser. The item is the code
of the factor, which says what the nitrogen came with and where it fell:

- ``EF1_N_SYNTHETIC_WET``, ``EF1_N_ORGANIC_WET``, ``EF1_N_ORGANIC_DRY``: by climate
  (wet: precipitation over potential evapotranspiration above 1 in temperate zones);
- ``EF1_N_UNSPEC_UNDEFINED``, ``_WET``, ``_DRY``: where the source is not known;
- ``EF1_RICE_CONT_FLOODING_UNDEFINED``, ``EF1_RICE_DRAINAGE_UNDEFINED``,
  ``EF1_RICE_UNSPEC_UNDEFINED``: nitrogen brought on flooded rice;
- ``CN_EF1_I`` to ``CN_EF1_VI``: farming regions of the provincial guide, whose rows
  hold in the regions ``CN-I`` to ``CN-VI``.

Indirect: nitrogen lost to the air (``EF4_WET``, ``EF4_DRY``) or to water (``EF5``).
"""

from __future__ import annotations

from dafeng.accounts.formula import N2O_PER_N, Symbol
from dafeng.accounts.methods.records import Method
from dafeng.factors.records import Need

DIRECT = (
    "EF1_N_UNSPEC_UNDEFINED",
    "EF1_N_UNSPEC_WET",
    "EF1_N_UNSPEC_DRY",
    "EF1_N_SYNTHETIC_WET",
    "EF1_N_ORGANIC_WET",
    "EF1_N_ORGANIC_DRY",
    "EF1_RICE_CONT_FLOODING_UNDEFINED",
    "EF1_RICE_DRAINAGE_UNDEFINED",
    "EF1_RICE_UNSPEC_UNDEFINED",
    "CN_EF1_I",
    "CN_EF1_II",
    "CN_EF1_III",
    "CN_EF1_IV",
    "CN_EF1_V",
    "CN_EF1_VI",
)
"""What nitrogen came with, and where."""

INDIRECT = ("EF4_WET", "EF4_DRY", "EF5")
"""How nitrogen was lost before it became nitrous oxide elsewhere."""

_GUIDE = "省级温室气体清单编制指南 (2011), chapter 农业"


def _method(name: str, flow: str, source: str) -> Method:
    return Method(
        id=f"soils.{name}",
        flow=flow,
        gas="N2O",
        unit="tN",
        formula=Symbol("EF") * N2O_PER_N,
        needs=(Need(symbol="EF", parameter="ef_n2o_n", unit="1"),),
        source=source,
    )


METHODS = (
    _method(
        "direct",
        "farming.soil",
        f"IPCC 2019, volume 4, equation 11.1 and table 11.1; {_GUIDE}",
    ),
    _method(
        "indirect",
        "farming.soil-indirect",
        "IPCC 2019, volume 4, equations 11.9 and 11.10; table 11.3",
    ),
)
"""Nitrogen times factor times 44/28."""

ITEMS = {"soils.direct": DIRECT, "soils.indirect": INDIRECT}
