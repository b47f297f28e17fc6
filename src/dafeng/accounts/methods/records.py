"""What a method is: a formula for one gas of one flow, and what it needs to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from dafeng.accounts.formula import Formula
    from dafeng.factors.records import Need


@attrs.frozen(kw_only=True)
class Method:
    """How one unit of activity becomes tonnes of one gas; linear in the activity.

    Attributes
    ----------
    id : str
        Stable name, for example ``combustion.mass``.
    flow : str
        Code of the flow that it is for (``data/flows.csv``).
    gas : str
        ``CO2``, ``CH4``, ``N2O`` or the name of an F-gas.
    unit : str
        Unit of the activity, for example ``t``; the formula gives t of gas per unit.
    formula : Formula
        Tonnes of the gas per ``unit`` of activity.
    needs : tuple of Need
        What stands behind each symbol.
    closed : bool
        Whether all needs must be filled from one factor set (law of closed sets).
    rank : int
        Of two methods for the same flow, item, unit and gas, the lower rank whose
        factors exist is used; the line records which.
    source : str
        Document and clause.
    """

    id: str
    flow: str
    gas: str
    unit: str
    formula: Formula
    needs: tuple[Need, ...]
    closed: bool = True
    rank: int = 1
    source: str
