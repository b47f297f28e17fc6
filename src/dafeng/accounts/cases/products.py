"""Cases of one product each: activity times a factor that stands beside it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.cases import refusals
from dafeng.accounts.cases.figures import figure, row
from dafeng.accounts.cases.flows import ITEMS, find_amount
from dafeng.accounts.cases.gases import inline_factor, potential
from dafeng.accounts.cases.nodes import plain_unit
from dafeng.accounts.cases.parameters import EF
from dafeng.accounts.cases.records import Answer, CaseRow
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
_FACTORS = (*EF, "grid_factor", "ef_heat", "ef_electricity", "emission_factor")
_UNITS = {"heads": "头", "head": "头", "population": "头"}
_FACTOR_UNITS = {"kWh": "kgCO2/kWh", "MWh": "tCO2/MWh", "头": "kgCH4/头"}


def products(root: Node, inputs: Node, book: FactorBook) -> Answer:
    """Rows of an activity and its ``ef``, each with its unit in a key or beside it.

    Without units power is in MWh with tCO2/MWh (the same number as kgCO2/kWh), heat
    in GJ with tCO2/GJ, animals in heads with kgCH4 a head, and mass in t with t/t.
    """
    rows: list[CaseRow] = []
    findings: list[Finding] = []
    gases: dict[str, Fraction] = {}
    for node in inputs.items():
        amount, unit, told = _activity(node)
        findings += told
        place, suffix = node.find(*_FACTORS) or (node.child("ef"), "")
        key = place.path.rpartition(".")[2]
        stated = node.text(f"{key}_unit", default=suffix)
        stated = stated or _FACTOR_UNITS.get(unit, "")
        factor = inline_factor(place, stated, unit, node.text("gas"))
        name = node.text(*ITEMS, default=_noun(node))
        value, written = row(
            name, _EF, {"EF": factor.value}, times=amount, unit=f"t{factor.gas}"
        )
        if has_errors(told):
            written = CaseRow(name=name, written="", value=None, unit=written.unit)
        else:
            gases[factor.gas] = gases.get(factor.gas, Fraction(0)) + value
        rows.append(written)
    values: dict[str, Value] = {f"{each.name}_{each.unit}": each.value for each in rows}
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
    """Whether rows hold an amount and a factor."""
    node = next(inputs.items(), inputs)
    return node.find(*_FACTORS) is not None and find_amount(node) is not None


def _noun(node: Node) -> str:
    """Name a row by the key of its amount: ``electricity_MWh`` is electricity."""
    place, _ = find_amount(node) or (node, "")
    return place.path.rpartition(".")[2].partition("_")[0]


def _activity(node: Node) -> tuple[Fraction, str, list[Finding]]:
    place, suffix = find_amount(node) or (node.child("activity"), "")
    key = place.path.rpartition(".")[2]
    value = place.number()
    findings = []
    if value < 0:
        findings.append(refusals.negative(place.path, str(place.value)))
    stated = node.text("unit", "activity_unit", default=suffix)
    if not stated:
        stated = {"electricity": "MWh", "power": "MWh", "heat": "GJ"}.get(key, "")
        stated = stated or _UNITS.get(key, "t")
    stated = "头" if stated.casefold() in {"head", "heads"} else stated
    enthalpy = node.find("enthalpy", "h")
    if enthalpy is not None:
        water = node.find("feed_water", "h0")
        mass = convert(value, plain_unit(stated), "t")
        base = Fraction(0) if water is None else water[0].number()
        return steam_heat(mass, enthalpy[0].number(), base), "GJ", findings
    try:
        unit = parse_unit(plain_unit(stated))
    except UnitError as error:
        wrong = refusals.unknown_unit(f"{node.path}.unit", stated, str(error))
        return value, "t", [*findings, wrong]
    return value, unit.symbol, findings
