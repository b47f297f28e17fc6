"""Cases of waste: incineration and waste water.

Source: IPCC 2006 and 2019 Refinement, volume 5: chapter 5 equation 5.1, chapter 6
equations 6.1 to 6.4.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.cases.figures import figure, row
from dafeng.accounts.cases.nodes import in_unit
from dafeng.accounts.cases.records import Answer
from dafeng.accounts.formula import CO2_PER_C, symbols
from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.cases.records import Value
    from dafeng.factors import FactorBook

_DM, _CF, _FCF, _OF = symbols("dm CF FCF OF")
FOSSIL_CO2 = _DM * _CF * _FCF * _OF * CO2_PER_C
_B0, _MCF = symbols("Bo MCF")
_SHARES = {"dm": "dm", "CF": "cf", "FCF": "fcf", "OF": "burn_out"}
_DAYS = 365


def incineration(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """Fossil CO2 of burned waste, with ``W_t``, ``dm``, ``cf``, ``fcf``, ``of``.

    A share that is left out counts 1: a guide that states carbon of wet waste
    (``ccw``) has no ``dm``, and calls the efficiency of combustion ``ef``.
    """
    total, rows = Fraction(0), []
    for node in inputs.items():
        numbers = {
            symbol: _share(node, word, Fraction(1)) for symbol, word in _SHARES.items()
        }
        name = node.text("item", default=node.path)
        value, written = row(
            name,
            FOSSIL_CO2,
            numbers,
            times=_burned(node),
            unit="tCO2",
        )
        total += value
        rows.append(written)
    values: dict[str, Value] = {"co2_t": figure(total), "sum_tCO2": figure(total)}
    return Answer(
        kind="incineration",
        values=values | {f"{each.name}_tCO2": each.value for each in rows},
        rows=tuple(rows),
        per_row=tuple(each.value for each in rows),
        column="tCO2",
    )


def waste_water(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """CH4 of waste water, with ``tow_kg``, ``b0``, ``mcf``, ``S_kg`` and ``R_kg``.

    Without ``tow_kg`` the load is that of a ``population``, with ``bod_g`` a head and
    day and ``i`` for what industry adds (IPCC 2006 V5 equation 6.3); or that of a
    product in t, with waste water in m3 per t and COD in kg per m3 (equation 6.6).
    """
    tow = _load(inputs)
    sludge = _kilograms(inputs, "sludge")
    recovered = _kilograms(inputs, "ww_recovery")
    numbers = {
        "Bo": inputs.amount("b0", unit="kgCH4/kg"),
        "MCF": _share(inputs, "mcf", None),
    }
    value, written = row("CH4", _B0 * _MCF, numbers, times=tow - sludge, unit="kgCH4")
    left = value - recovered
    return Answer(
        kind="waste-water",
        values={"ch4_kg": figure(left), "ch4_t": figure(left / 1000)},
        rows=(written,),
    )


def _load(inputs: Node) -> Fraction:
    people = inputs.find("people")
    made = inputs.first("product_t", "production_t", "product")
    if people is None and made is not None:
        water = inputs.amount("wastewater", "waste_water", "w", unit="m3/t")
        return made.number() * water * inputs.amount("cod", unit="kg/m3")
    if people is None:
        return inputs.amount("tow", unit="kg")
    place, unit = inputs.find("bod_a_day") or (inputs.child("bod"), "g")
    a_day = in_unit(place, unit or "g", "kg")
    added = inputs.first("i", "I", "correction")
    more = Fraction(1) if added is None else added.number()
    return people[0].number() * a_day * more * _DAYS


def holds_incineration(inputs: Node) -> bool:
    """Whether burned waste with its fossil share is there."""
    node = next(inputs.items(), inputs)
    return node.find("fcf") is not None


def holds_waste_water(inputs: Node) -> bool:
    """Whether an organic load with its potential is there."""
    return inputs.find("b0") is not None


def _burned(node: Node) -> Fraction:
    place, unit = node.find("burned_waste") or (node.child("W"), "")
    return in_unit(place, unit or node.text("unit") or "t", "t")


def _kilograms(node: Node, symbol: str) -> Fraction:
    return node.amount(symbol, unit="kg") if node.find(symbol) else Fraction(0)


def _share(node: Node, symbol: str, default: Fraction | None) -> Fraction:
    found = node.find(symbol)
    if found is None and default is not None:
        return default
    place, unit = found or (node.child(symbol), "")
    value = in_unit(place, unit if unit in {"%", "‰"} else "1", "1")
    if not 0 <= value <= 1:
        msg = f"{place.path}: {place.value} is no share between 0 and 1."
        raise BadInputError(msg, code="case.share", path=place.path)
    return value
