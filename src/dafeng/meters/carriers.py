"""Energy carriers and the quantum in which each is counted."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import attrs

from dafeng.base.tables import packaged_rows


@attrs.frozen(kw_only=True)
class Carrier:
    """What flows through a meter.

    Attributes
    ----------
    code, name_zh, name_en : str
    unit : str
        The unit in which people speak of it, and factors are given.
    quantum : Fraction
        The smallest amount that is counted, in ``unit``.
    quantum_name : str
        For example ``Wh``.
    factor_code : str
        Code of the thing in ``dafeng.factors``; empty where it has none.
    is_energy : bool
        Whether it is energy at all; water is metered, and burns no coal here.
    """

    code: str
    name_zh: str
    name_en: str
    unit: str
    quantum: Fraction
    quantum_name: str
    factor_code: str
    is_energy: bool


@cache
def carriers_by_code() -> dict[str, Carrier]:
    """Return the packaged carriers by code."""
    return {
        row["carrier"]: Carrier(
            code=row["carrier"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            unit=row["unit"],
            quantum=Fraction(row["quantum"]),
            quantum_name=row["quantum_name"],
            factor_code=row["factor_code"],
            is_energy=row["is_energy"] == "yes",
        )
        for row in packaged_rows("dafeng.meters", "carriers.csv")
    }
