"""Cases of power bought, sold and green, under one or several grid factors.

Source: GHG Protocol Scope 2 Guidance (2015), chapter 6: location-based with the average
factor, market-based with the residual one; GB/T 32150 for the net of bought and sold.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.cases import refusals
from dafeng.accounts.cases.figures import figure, row
from dafeng.accounts.cases.gases import inline_factor
from dafeng.accounts.cases.records import Answer, CaseRow
from dafeng.accounts.methods import method
from dafeng.base.findings import Finding, Severity, has_errors

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.cases.records import Value
    from dafeng.factors import FactorBook

_BOUGHT = ("bought", "power", "electricity", "purchased", "consumption")
_SOLD = ("sold", "exported")
_GREEN = ("green", "green_power", "certificates")
_NO = {"false", "no", "none", "", "否", "无"}
BASES = ("average", "residual", "fossil")


def net_power(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """Net power times each grid factor that is stated.

    ``bought_MWh``, ``sold_MWh``, ``green_MWh`` (deducted unless ``proof`` is false),
    and ``ef_average``, ``ef_residual``, ``ef_fossil`` in kgCO2/kWh.

    Returns
    -------
    Answer
        ``net_MWh`` and ``<factor>_tCO2`` for each factor.
    """
    bought, sold = _mwh(inputs, _BOUGHT), _mwh(inputs, _SOLD)
    green, findings = _green(inputs, bought - sold)
    net = bought - sold - green
    values: dict[str, Value] = {"net_MWh": figure(net)}
    rows: list[CaseRow] = []
    for basis in BASES:
        found = inputs.find(f"ef_{basis}", f"{basis}_factor", f"grid_{basis}")
        if found is None:
            continue
        place, suffix = found
        factor = inline_factor(place, suffix or "kgCO2/kWh", "kWh", "CO2")
        value, written = row(
            basis,
            method(f"power.bought.{basis}").formula,
            {"EF": factor.value * 1000},
            times=net * 1000,
            unit="tCO2",
        )
        refused = has_errors(findings)
        rows.append(written)
        values[f"{basis}_tCO2"] = None if refused else figure(value)
    return Answer(
        kind="net-power", values=values, rows=tuple(rows), findings=tuple(findings)
    )


def holds_bases(inputs: Node) -> bool:
    """Whether power with named grid factors is there."""
    return any(
        inputs.find(f"ef_{basis}", f"{basis}_factor", f"grid_{basis}")
        for basis in BASES
    )


def _mwh(inputs: Node, names: tuple[str, ...]) -> Fraction:
    if inputs.find(*names) is None:
        return Fraction(0)
    return inputs.amount(*names, unit="MWh")


def _green(inputs: Node, limit: Fraction) -> tuple[Fraction, list[Finding]]:
    green = _mwh(inputs, _GREEN)
    proof = inputs.first("proof")
    place = f"{inputs.path}.green"
    if proof is not None and str(proof.value).casefold() in _NO:
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
