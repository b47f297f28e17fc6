"""Methane and nitrous oxide of straw burned in the field.

The activity is straw that lay where it burned, in tDM (dry matter); the item is the
crop (``STRAW_WHEAT``), whose combustion factor says how much of it burns away. The
carbon dioxide grows back within the year and is not counted.
"""

from __future__ import annotations

from dafeng.accounts.formula import symbols
from dafeng.accounts.methods.records import Method
from dafeng.factors.records import Need

CROPS = ("STRAW_WHEAT", "STRAW_MAIZE", "STRAW_RICE", "STRAW_OTHER")
"""Crops whose straw is burned."""

_CF, _EF = symbols("Cf Gef")


def _method(gas: str) -> Method:
    return Method(
        id=f"straw.{gas.lower()}",
        flow="farming.straw",
        gas=gas,
        unit="tDM",
        formula=_CF * _EF,
        needs=(
            Need(symbol="Cf", parameter="combustion_factor", unit="1"),
            Need(
                symbol="Gef",
                parameter="ef",
                unit=f"t{gas}/tDM",
                code="STRAW_BURNING",
            ),
        ),
        closed=False,
        source="IPCC 2006, volume 4, chapter 2, equation 2.27; tables 2.5 and 2.6",
    )


METHODS = (_method("CH4"), _method("N2O"))
"""Dry matter times combustion factor times factor of the gas."""

ITEMS = {method.id: CROPS for method in METHODS}
