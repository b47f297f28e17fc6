"""A whole account in one document: lines of flows, with factors inline or from tables.

``{"place": "天津", "year": 2022, "gwp": "AR5", "lines": [{"flow": "power.bought",
"item": "ELECTRICITY", "activity": 1000, "unit": "MWh"}, …]}``. A line may bring the
numbers of its formula (``ncv``, ``cc``, ``of``, ``ef``, or ``factors`` by symbol or
parameter) or name a ``factor_set``; what it leaves open the tables answer.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.cases import refusals
from dafeng.accounts.cases.figures import figure, row
from dafeng.accounts.cases.flows import Supply, read_supply
from dafeng.accounts.cases.gases import gwp_set, inline_factor, potential
from dafeng.accounts.cases.packaged import first_answer, missing, notes, sources
from dafeng.accounts.cases.parameters import (
    CARBON_OF_FUEL,
    EF,
    inline_parameters,
    states_parameters,
)
from dafeng.accounts.cases.records import Answer, CaseRow
from dafeng.accounts.catalogue import flow
from dafeng.accounts.formula import symbols
from dafeng.accounts.methods import method, methods_for
from dafeng.accounts.methods.combustion import DoubleHeatingValueError, check_heat_path
from dafeng.accounts.records import Scope
from dafeng.base.findings import has_errors
from dafeng.factors import MissingFactorError, Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.cases.records import Value
    from dafeng.accounts.formula import Formula
    from dafeng.accounts.methods.records import Method
    from dafeng.base.findings import Finding
    from dafeng.factors import FactorBook

(_EF,) = symbols("EF")
_FUELS = "fuel."


@attrs.frozen(kw_only=True)
class CaseLine:
    """One gas of one line: tonnes, signed; None where it was refused."""

    supply: Supply
    gas: str
    tonnes: Fraction | None
    co2e: Fraction | None
    row: CaseRow


def account(root: Node, inputs: Node, book: FactorBook) -> Answer:
    """Evaluate the lines of an account.

    Returns
    -------
    Answer
        ``total_tCO2e``, ``direct_tCO2e``, ``indirect_tCO2e``, tonnes by gas
        (``sum_tCO2``, ``sum_tCH4``), ``by_flow`` and ``lines``. Totals are None when
        a line was refused: what it emits is not known.
    """
    made: list[CaseLine] = []
    findings: list[Finding] = []
    for node in _lines(inputs).items():
        supply = read_supply(root, node, book)
        lines, told = _evaluated(root, node, supply, book)
        made += lines
        findings += (*supply.findings, *told)
    return Answer(
        kind="account",
        values=_values(root, made),
        rows=tuple(each.row for each in made),
        findings=tuple(findings),
        per_row=tuple(each.row.value for each in made),
        column="t",
    )


def holds_lines(inputs: Node) -> bool:
    """Whether lines of an account are there."""
    return "lines" in inputs or (
        inputs.is_list and "flow" in next(inputs.items(), inputs)
    )


def _lines(inputs: Node) -> Node:
    if "lines" in inputs:
        return inputs.child("lines")
    return inputs


def _evaluated(
    root: Node, node: Node, supply: Supply, book: FactorBook
) -> tuple[list[CaseLine], list[Finding]]:
    findings: list[Finding] = []
    filled: list[tuple[str, Formula, dict[str, Fraction], str]] = []
    if not has_errors(supply.findings):
        try:
            filled = list(_filled(node, supply, book, findings))
        except MissingFactorError as error:
            findings.append(missing(node.path, error))
        except DoubleHeatingValueError as error:
            place = f"{node.path}.ncv"
            findings.append(refusals.double_heating_value(place, str(error)))
    if has_errors(findings) or not filled:
        return [_refused(supply)], findings
    lines = []
    for gas, formula, numbers, source in filled:
        value, written = row(
            f"{supply.flow} {supply.item}".strip(),
            formula,
            numbers,
            times=supply.amount * supply.sign,
            unit=f"t{gas}",
            source=source,
        )
        co2e = value * potential(root, gas, book)
        lines.append(
            CaseLine(supply=supply, gas=gas, tonnes=value, co2e=co2e, row=written)
        )
    return lines, findings


def _filled(
    node: Node,
    supply: Supply,
    book: FactorBook,
    findings: list[Finding],
) -> Iterator[tuple[str, Formula, dict[str, Fraction], str]]:
    """Yield gas, formula, numbers and source of each gas of a line."""
    if supply.unit == "GJ" and supply.flow.startswith(_FUELS):
        check_heat_path(node.path, ncv=_stated(node, "ncv"))
    if supply.flow.startswith(_FUELS) and states_parameters(node):
        path = {"t": "mass", "m3": "volume"}.get(supply.unit, "heat")
        told = inline_parameters(node, path, book)
        findings += told.findings
        formula = method(f"combustion.{path}.stationary").formula
        formula = CARBON_OF_FUEL if "C" in told.numbers else formula
        yield "CO2", formula, told.numbers, told.source
        return
    ready = node.find(*EF)
    if ready is not None:
        place, suffix = ready
        unit = node.text(f"{place.path.rpartition('.')[2]}_unit", default=suffix)
        unit = unit or supply.factor_unit
        factor = inline_factor(place, unit, supply.unit, node.text("gas"))
        yield factor.gas, _EF, {"EF": factor.value}, "inline"
        return
    for ranked in _by_gas(_methods(supply)):
        yield _answered(node, supply, ranked, book, findings)


def _answered(
    node: Node,
    supply: Supply,
    ranked: list[Method],
    book: FactorBook,
    findings: list[Finding],
) -> tuple[str, Formula, dict[str, Fraction], str]:
    stated = node.first("factors", "parameters")
    for each in ranked:
        numbers = _inline(stated, each)
        if numbers is not None:
            return each.gas, each.formula, numbers, "inline"
    request = Request(
        item=supply.item,
        needs=(),
        gas=ranked[0].gas,
        year=supply.year,
        regions=supply.regions,
        factor_set=supply.factor_set,
    )
    chosen, choice = first_answer(ranked, request, book)
    findings += notes(node.path, choice)
    numbers = {each.need.symbol: Fraction(each.value) for each in choice.filled}
    return chosen.gas, chosen.formula, numbers, sources(choice)


def _inline(stated: Node | None, method: Method) -> dict[str, Fraction] | None:
    """Numbers for every need of a method by symbol or parameter, or None."""
    if stated is None:
        return None
    found = {
        need.symbol: stated.first(need.symbol, need.parameter) for need in method.needs
    }
    if any(node is None for node in found.values()):
        return None
    return {symbol: node.number() for symbol, node in found.items() if node}


def _methods(supply: Supply) -> tuple[Method, ...]:
    found = methods_for(supply.flow, supply.item, supply.unit, power=supply.power)
    if not found:
        raise MissingFactorError(
            item=supply.item, parameters=(supply.flow,), year=supply.year, have=()
        )
    return found


def _by_gas(methods: tuple[Method, ...]) -> list[list[Method]]:
    gases: dict[str, list[Method]] = {}
    for each in methods:
        gases.setdefault(each.gas, []).append(each)
    return list(gases.values())


def _stated(node: Node, name: str) -> object | None:
    found = node.find(name, name.upper())
    return None if found is None else found[0].value


def _refused(supply: Supply) -> CaseLine:
    refused = CaseRow(
        name=f"{supply.flow} {supply.item}".strip(), written="", value=None, unit="t"
    )
    return CaseLine(supply=supply, gas="", tonnes=None, co2e=None, row=refused)


def _values(root: Node, made: list[CaseLine]) -> dict[str, Value]:
    counted = [each for each in made if _scope(each) is not Scope.SINK]
    values: dict[str, Value] = {
        "gwp": gwp_set(root),
        "total_tCO2e": _sum(counted),
        "direct_tCO2e": _sum([e for e in counted if _scope(e) is Scope.DIRECT]),
        "indirect_tCO2e": _sum([e for e in counted if _scope(e) is Scope.INDIRECT]),
    }
    for gas in sorted({each.gas for each in counted if each.gas}):
        known = [e.tonnes for e in counted if e.gas == gas and e.tonnes is not None]
        values[f"sum_t{gas}"] = figure(sum(known, Fraction(0)))
    if any(each.tonnes is None for each in made):
        values |= {name: None for name in values if name.startswith("sum_t")}
    flows = dict.fromkeys(each.supply.flow for each in made)
    values["by_flow"] = {
        code: _sum([each for each in made if each.supply.flow == code])
        for code in flows
    }
    values["lines"] = tuple(_line(each) for each in made)
    return values


def _scope(each: CaseLine) -> Scope:
    return flow(each.supply.flow).scope if each.supply.flow else Scope.DIRECT


def _sum(lines: list[CaseLine]) -> Value:
    known = [each.co2e for each in lines if each.co2e is not None]
    return figure(sum(known, Fraction(0))) if len(known) == len(lines) else None


def _line(each: CaseLine) -> dict[str, Value]:
    return {
        "flow": each.supply.flow,
        "item": each.supply.item,
        "gas": each.gas,
        "quantity": figure(each.supply.amount * each.supply.sign),
        "unit": each.supply.unit,
        "value_t": each.row.value,
        "value_tCO2e": None if each.co2e is None else figure(each.co2e),
        "factor_ids": each.row.source,
    }
