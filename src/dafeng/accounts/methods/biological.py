"""Composting and anaerobic digestion of waste, by mass wet or dry.

The unit of the activity says which: ``t`` is waste as it was weighed, ``tDM`` its dry
matter. The item is free: the factors hold for all wastes. Methane that a digester
recovers and burns is a flow of its own, ``waste.digestion-recovered``, in t of CH4.
The carbon dioxide is of plants and not counted.
"""

from __future__ import annotations

from fractions import Fraction

from dafeng.accounts.formula import Constant, Symbol
from dafeng.accounts.methods.records import Method
from dafeng.factors.records import Need

_SOURCE = "IPCC 2006, volume 5, chapter 4, equations 4.1 and 4.2, table 4.1"
_UNITS = (("t", "WET"), ("tDM", "DRY"))
_TREATMENTS = (("compost", "COMPOST"), ("digestion", "ANAER_DIGEST"))


def _methods(name: str, code: str, unit: str, basis: str) -> tuple[Method, ...]:
    return tuple(
        Method(
            id=f"biological.{name}.{basis.lower()}.{gas.lower()}",
            flow=f"waste.{name}",
            gas=gas,
            unit=unit,
            formula=Symbol("EF"),
            needs=(
                Need(
                    symbol="EF",
                    parameter="ef",
                    unit=f"t{gas}/{unit}",
                    code=f"BIO_{gas}_{code}_{basis}",
                ),
            ),
            source=_SOURCE,
        )
        for gas in ("CH4", "N2O")
    )


METHODS = (
    *(
        method
        for name, code in _TREATMENTS
        for unit, basis in _UNITS
        for method in _methods(name, code, unit, basis)
    ),
    Method(
        id="biological.recovered",
        flow="waste.digestion-recovered",
        gas="CH4",
        unit="t",
        formula=Constant(Fraction(1)),
        needs=(),
        source=_SOURCE,
    ),
)
"""Two gases of two treatments on two bases, and what is recovered."""

ITEMS = {"biological.recovered": ("CH4",)}
