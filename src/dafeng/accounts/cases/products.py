"""Cases of one product each: activity times a factor that stands beside it."""

from __future__ import annotations

from fractions import Fraction
from numbers import Number
from typing import TYPE_CHECKING

from dafeng.accounts.cases import refusals
from dafeng.accounts.cases.bare_factors import bare_unit
from dafeng.accounts.cases.figures import figure, row
from dafeng.accounts.cases.flows import AMOUNTS, find_amount, name_of
from dafeng.accounts.cases.gases import inline_factor, potential
from dafeng.accounts.cases.nodes import plain_unit
from dafeng.accounts.cases.parameters import EF
from dafeng.accounts.cases.records import Answer, CaseRow
from dafeng.accounts.cases.words import printed_unit
from dafeng.accounts.formula import symbols
from dafeng.accounts.methods.heat import steam_heat
from dafeng.base.errors import UnitError
from dafeng.base.findings import has_errors
from dafeng.base.units import convert, parse_unit

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.cases.records import Value
    from dafeng.base.findings import Finding
    from dafeng.factors import FactorBook

(_EF,) = symbols("EF")
_FACTORS = (*EF, "grid_factor", "ef_heat", "ef_electricity")
_HEADS = {"head", "heads", "animal", "animals", "只", "匹"}


def products(root: Node, inputs: Node, book: FactorBook) -> Answer:
    """Rows of an activity and its ``ef``, each with its unit in a key or beside it.

    Without units power is in MWh and its factor in kgCO2/kWh, whatever the unit of
    the power; heat in GJ with tCO2/GJ, animals with kgCH4 a head, mass with t/t.
    """
    rows: list[CaseRow] = []
    findings: list[Finding] = []
    gases: dict[str, Fraction] = {}
    heat: dict[str, Value] = {}
    for node in inputs.items():
        amount, unit, told = _activity(node)
        findings += told
        if node.find("enthalpy") is not None:
            heat["heat_GJ"] = figure(amount)
        place, stated = node.find(*_FACTORS) or (node.child("ef"), "")
        if not stated and unit == "头":
            stated = "kgCH4/头"
        elif not stated:
            stated, guessed = bare_unit(place, unit)
            findings += guessed
        factor = inline_factor(place, stated, unit, node.text("gas"))
        if factor.value < 0:
            told.append(refusals.negative(place.path, str(place.value)))
            findings.append(told[-1])
        name = name_of(node, "activity")
        value, written = row(
            name, _EF, {"EF": factor.value}, times=amount, unit=f"t{factor.gas}"
        )
        if has_errors(told):
            written = CaseRow(name=name, written="", value=None, unit=written.unit)
        else:
            gases[factor.gas] = gases.get(factor.gas, Fraction(0)) + value
        rows.append(written)
    values: dict[str, Value] = {f"{each.name}_{each.unit}": each.value for each in rows}
    values |= heat
    refused = has_errors(findings)
    for gas, tonnes in gases.items():
        values[f"sum_t{gas}"] = None if refused else figure(tonnes)
    total = sum(
        (tonnes * potential(root, gas, book) for gas, tonnes in gases.items()),
        Fraction(0),
    )
    values["total_tCO2e"] = None if refused else figure(total)
    return Answer(
        kind="products",
        values=values,
        rows=tuple(rows),
        findings=tuple(findings),
        per_row=tuple(each.value for each in rows),
        column="t",
    )


def holds_product(inputs: Node) -> bool:
    """Whether rows hold an amount and a factor in numbers."""
    node = next(inputs.items(), inputs)
    found = node.find(*_FACTORS)
    if found is None or find_amount(node) is None:
        return False
    return str(found[0].value)[:1].isdigit() or isinstance(found[0].value, Number)


def _activity(node: Node) -> tuple[Fraction, str, list[Finding]]:
    place, suffix = find_amount(node) or (node.child("activity"), "")
    value = place.number()
    findings = []
    if value < 0:
        findings.append(refusals.negative(place.path, str(place.value)))
    stated = suffix or node.text("unit") or _usual_unit(node, place)
    stated = "头" if stated.casefold() in _HEADS else stated
    if node.find("enthalpy") is not None:
        return _heat_of_steam(node, convert(value, plain_unit(stated), "t")), "GJ", []
    try:
        unit = parse_unit(plain_unit(stated))
    except UnitError as error:
        wrong = refusals.unknown_unit(f"{node.path}.unit", stated, str(error))
        return value, "t", [*findings, wrong]
    return value, unit.symbol, findings


def _heat_of_steam(node: Node, mass: Fraction) -> Fraction:
    """Heat of steam above that of its feed water, both in kJ/kg."""
    water = node.find("feed_water")
    base = Fraction(0) if water is None else node.amount("feed_water", unit="kJ/kg")
    return steam_heat(mass, node.amount("enthalpy", unit="kJ/kg"), base)


def _usual_unit(node: Node, place: Node) -> str:
    """Unit of the first symbol that the amount is stated under."""
    for symbol in AMOUNTS:
        found = node.find(symbol)
        if found is not None and found[0].path == place.path:
            return printed_unit(symbol)
    return "t"
