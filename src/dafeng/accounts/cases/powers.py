"""Cases of power bought, sold and green, under one or several grid factors.

Source: GHG Protocol Scope 2 Guidance (2015), chapter 6: location-based with the average
factor, market-based with the residual one; GB/T 32150 for the net of bought and sold.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.cases import refusals
from dafeng.accounts.cases.bare_factors import bare_unit
from dafeng.accounts.cases.figures import figure, row
from dafeng.accounts.cases.gases import inline_factor
from dafeng.accounts.cases.records import Answer, CaseRow
from dafeng.accounts.methods import method
from dafeng.base.findings import Finding, Severity, has_errors

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.cases.records import Value
    from dafeng.factors import FactorBook

_BOUGHT, _SOLD, _GREEN = ("bought",), ("sold",), ("green",)
_NO = {"false", "no", "none", "", "否", "无"}
BASES = ("average", "residual", "fossil", "power")
_METHODS = {"power": "average"}
_FIGURES = {
    "average": "location_tCO2",
    "power": "sum_tCO2",
    "residual": "market_tCO2",
    "fossil": "fossil_tCO2",
}


def net_power(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """Net power times each grid factor that is stated.

    ``bought_MWh``, ``sold_MWh``, ``green_MWh`` and ``proof``, and ``ef_average``,
    ``ef_residual``, ``ef_fossil`` or one ``ef``, in kgCO2/kWh. Green power with proof
    is deducted, but not before the average factor: a location-based figure counts
    what the grid delivers.

    Returns
    -------
    Answer
        ``net_MWh`` (bought less sold and green), ``<factor>_tCO2`` for each, with
        ``location_tCO2`` and ``market_tCO2``.
    """
    net = _mwh(inputs, _BOUGHT) - _mwh(inputs, _SOLD)
    green, findings = _green(inputs, net)
    values: dict[str, Value] = {"net_MWh": figure(net - green)}
    rows: list[CaseRow] = []
    for basis in BASES:
        found = inputs.find(*_keys(basis))
        if found is None:
            continue
        place, unit = found
        if not unit:
            unit, told = bare_unit(place, "MWh")
            findings += told
        factor = inline_factor(place, unit, "kWh", "CO2")
        value, written = row(
            basis,
            method(f"power.bought.{_METHODS.get(basis, basis)}").formula,
            {"EF": factor.value * 1000},
            times=(net if basis == "average" else net - green) * 1000,
            unit="tCO2",
        )
        rows.append(written)
        shown = None if has_errors(findings) else figure(value)
        values[f"{basis}_tCO2"] = shown
        values[_FIGURES[basis]] = shown
    return Answer(
        kind="net-power", values=values, rows=tuple(rows), findings=tuple(findings)
    )


def holds_bases(inputs: Node) -> bool:
    """Whether power with named grid factors, or bought and sold power, is there."""
    named = any(inputs.find(*_keys(basis)) for basis in BASES if basis != "power")
    traded = inputs.find(*_SOLD) is not None or inputs.find(*_GREEN) is not None
    return named or (traded and inputs.find("ef") is not None)


def _keys(basis: str) -> tuple[str, ...]:
    if basis == "power":
        return ("ef",)
    return (f"ef_{basis}", f"{basis}_factor", f"grid_{basis}")


def _mwh(inputs: Node, names: tuple[str, ...]) -> Fraction:
    if inputs.find(*names) is None:
        return Fraction(0)
    return inputs.amount(*names, unit="MWh")


def _green(inputs: Node, limit: Fraction) -> tuple[Fraction, list[Finding]]:
    green = _mwh(inputs, _GREEN)
    if not green:
        return green, []
    proof = inputs.first("proof")
    place = f"{inputs.path}.green"
    if proof is None or str(proof.value).casefold() in _NO:
        return Fraction(0), [_without_proof(place, str(figure(green)))]
    if green > limit:
        return green, [refusals.more_green(place, str(figure(green)))]
    return green, []


def _without_proof(place: str, value: str) -> Finding:
    return Finding(
        code="case.green_without_proof",
        severity=Severity.WARNING,
        place=place,
        value=value,
        rule="Green power counts only with its certificate; it was not deducted.",
        hint="Name the certificate in `proof`.",
    )
