"""Cases that are one product of stated numbers: farming, effluents, leaks, vehicles.

A recipe names the symbols that it needs; every recipe whose symbols a row states is
computed, and the rows are added up by gas. ``data/words.csv`` has the spellings.

Source: IPCC 2006 Guidelines and 2019 Refinement: volume 4, equations 10.19, 10.22,
10.25, 11.1, 11.9 to 11.13, 2.27; volume 5, equations 3.8 (Revised 1996 default) and
6.7 to 6.8; volume 3, equations 2.4 and 7.14.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.cases import refusals
from dafeng.accounts.cases.figures import figure, row
from dafeng.accounts.cases.gases import potential
from dafeng.accounts.cases.materials import material_amount, read_dust, read_share
from dafeng.accounts.cases.nodes import in_unit, plain_unit
from dafeng.accounts.cases.recipe_book import RECIPES
from dafeng.accounts.cases.records import Answer, CaseRow
from dafeng.accounts.cases.words import printed_unit
from dafeng.base.errors import UnitError
from dafeng.base.findings import has_errors

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.cases.recipe_book import Recipe
    from dafeng.accounts.cases.records import Value
    from dafeng.base.findings import Finding
    from dafeng.factors import FactorBook

_SHARE = "share"
_AMOUNT = "amount"
_HEADS = ("/头", "/head", "/heads", "/cap", "/person", "/人")


def recipes(root: Node, inputs: Node, book: FactorBook) -> Answer:
    """Evaluate every recipe whose symbols a row states.

    Returns
    -------
    Answer
        ``<row>_t<gas>``, ``<recipe>_t<gas>``, ``sum_t<gas>`` and ``total_tCO2e``.
    """
    rows: list[CaseRow] = []
    findings: list[Finding] = []
    sums: dict[str, Fraction] = {}
    parts: dict[str, Fraction] = {}
    equivalent = Fraction(0)
    for node in inputs.items():
        for recipe in fitting(node):
            value, written, told = _made(node, recipe)
            gas = written.unit.removeprefix("t")
            findings += told
            rows.append(written)
            sums[f"sum_t{gas}"] = sums.get(f"sum_t{gas}", Fraction(0)) + value
            name = f"{recipe.name}_t{gas}"
            parts[name] = parts.get(name, Fraction(0)) + value
            equivalent += value * potential(root, gas, book)
    figures = {**parts, **sums, "total_tCO2e": equivalent}
    refused = has_errors(findings)
    values: dict[str, Value] = {
        name: None if refused else figure(value) for name, value in figures.items()
    }
    return Answer(
        kind="recipes",
        values=values,
        rows=tuple(rows),
        findings=tuple(findings),
        per_row=tuple(each.value for each in rows),
        column="t",
    )


def fitting(node: Node) -> list[Recipe]:
    """Recipes whose symbols a row states."""
    return [each for each in RECIPES if all(_states(node, s) for s in each.needs)]


def holds_recipe(inputs: Node) -> bool:
    """Whether a row states all that a recipe needs."""
    return bool(fitting(next(inputs.items(), inputs)))


def _states(node: Node, symbol: str) -> bool:
    if symbol != _AMOUNT:
        return node.find(symbol) is not None
    masses = [name for name in node.names if name.endswith(("_t", "_kg"))]
    return node.find("activity", "production") is not None or len(masses) == 1


def _made(node: Node, recipe: Recipe) -> tuple[Fraction, CaseRow, list[Finding]]:
    findings: list[Finding] = []
    numbers = {symbol: _read(node, symbol, findings) for symbol in recipe.needs}
    for symbol, default in recipe.optional.items():
        stated = node.find(symbol) is not None
        numbers[symbol] = _read(node, symbol, findings) if stated else default
    gas = recipe.gas or node.text("gas", default="CO2").replace("-", "")
    name = f"{node.text('item')} {recipe.name}".strip()
    value, written = row(name, recipe.formula, numbers, unit=f"t{gas}")
    if has_errors(findings):
        written = attrs.evolve(written, value=None, written="")
    return value, written, findings


def _read(node: Node, symbol: str, findings: list[Finding]) -> Fraction:
    if symbol == _AMOUNT:
        return material_amount(node)
    if symbol == "dust":
        return read_dust(node, findings)
    printed = printed_unit(symbol)
    if printed == _SHARE or symbol == "cullet":
        return read_share(node, symbol, findings)
    place, unit = node.find(symbol) or (node.child(symbol), "")
    shared = node.text("ef_unit") if symbol.startswith("ef") else ""
    unit = plain_unit(unit or shared or printed)
    if place.number() < 0:
        findings.append(refusals.negative(place.path, str(place.value)))
    if "/" not in printed:
        for heads in _HEADS:
            unit = unit.removesuffix(heads)
    try:
        return in_unit(place, unit, printed)
    except UnitError:
        return in_unit(place, unit, _plain_mass(printed))


def _plain_mass(unit: str) -> str:
    """The unit with its gas or carbon left out: ``kg/头`` where kgCH4/头 is meant."""
    for gas in ("CO2", "CH4", "N2O", "C"):
        unit = unit.replace(f"g{gas}", "g").replace(f"t{gas}", "t")
    return unit
