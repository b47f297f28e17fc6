"""Carbon of living trees: what growth takes up and what felling sets free.

The activity is a volume of stems, in m3: growth of the stock in a year for
``land.forest``, felled stock for ``land.harvest``. The item is the code of the species
or group (``TREE_POPULUS``, ``TREE_MIXED``). Growth is negative: it takes CO2 out of the
air. Both stand beside the control total and are never netted into it. All carbon of a
felled tree, with its roots, counts in the year of felling.
"""

from __future__ import annotations

from dafeng.accounts.formula import CO2_PER_C, Formula, as_formula, symbols
from dafeng.accounts.methods.records import Method
from dafeng.factors.records import Need

_D, _BEF, _R, _CF = symbols("D BEF R CF")
_CO2 = _D * _BEF * (as_formula(1) + _R) * _CF * CO2_PER_C
_SOURCE = (
    "IPCC 2006, volume 4, chapter 2, equations 2.8 to 2.10 and 2.12; parameters: "
    "AR-CM-001-V01 and 省级温室气体清单编制指南 (2011), chapter 林业"
)


def _method(name: str, flow: str, formula: Formula) -> Method:
    return Method(
        id=f"forest.{name}",
        flow=flow,
        gas="CO2",
        unit="m3",
        formula=formula,
        needs=(
            Need(symbol="D", parameter="wood_density", unit="tDM/m3"),
            Need(symbol="BEF", parameter="bef", unit="1"),
            Need(symbol="R", parameter="root_shoot", unit="1"),
            Need(symbol="CF", parameter="carbon_fraction", unit="tC/tDM"),
        ),
        source=_SOURCE,
    )


METHODS = (
    _method("growth", "land.forest", -_CO2),
    _method("harvest", "land.harvest", _CO2),
)
"""Volume times density, expansion, roots and carbon: taken up, or set free."""
