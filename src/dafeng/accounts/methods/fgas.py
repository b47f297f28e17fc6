"""Fluorinated gases that escape, by mass: what escapes is the emission.

The item is the code of the gas (``HFC134a``, ``SF6``), the activity the tonnes that
escaped: filled in less what was recovered and what the equipment still holds (mass
balance). A blend is stated by its parts. ``process.fgas`` is escape from cooling, foam,
fire protection and aerosols, ``process.switchgear`` from electrical equipment.
"""

from __future__ import annotations

from fractions import Fraction

from dafeng.accounts.formula import Constant
from dafeng.accounts.methods.records import Method

GASES = (
    "HFC23",
    "HFC32",
    "HFC125",
    "HFC134a",
    "HFC143a",
    "HFC152a",
    "HFC227ea",
    "HFC236fa",
    "HFC245fa",
    "CF4",
    "C2F6",
    "C3F8",
    "cC4F8",
    "SF6",
    "NF3",
)
"""Gases with a warming potential in the tables."""


def _escape(flow: str, gas: str, source: str) -> Method:
    return Method(
        id=f"fgas.{flow.rpartition('.')[2]}.{gas}",
        flow=flow,
        gas=gas,
        unit="t",
        formula=Constant(Fraction(1)),
        needs=(),
        source=source,
    )


METHODS = (
    *(
        _escape(
            "process.fgas",
            gas,
            "IPCC 2006, volume 3, chapter 7, equation 7.9: mass balance",
        )
        for gas in GASES
    ),
    _escape(
        "process.switchgear",
        "SF6",
        "IPCC 2006, volume 3, chapter 8.2, tier 3: mass balance of the user; "
        "中国电网企业温室气体排放核算方法与报告指南 (2013), repair and retirement",
    ),
)
"""One method for each gas."""

ITEMS = {method.id: (method.gas,) for method in METHODS}
