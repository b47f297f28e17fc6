"""Cases of energy use: amounts times coefficients of standard coal, added up.

Source: GB/T 2589, comprehensive energy consumption: sum of amounts, each times its
coefficient.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.cases import refusals
from dafeng.accounts.cases.bare_factors import is_power
from dafeng.accounts.cases.figures import figure, row
from dafeng.accounts.cases.flows import ITEMS, find_amount
from dafeng.accounts.cases.nodes import in_unit, plain_unit
from dafeng.accounts.cases.records import Answer, CaseRow
from dafeng.accounts.formula import Constant, symbols
from dafeng.base.errors import UnitError
from dafeng.base.findings import has_errors
from dafeng.base.units import convert

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.cases.records import Value
    from dafeng.base.findings import Finding
    from dafeng.factors import FactorBook

COEFFICIENTS = ("coefficient", "calorific", "equal_value", "coal_rate")
_BASIS = re.compile(r"当量|等价|\((?:当量|等价)值?\)")
_BASES = ("kg", "m3", "kWh", "MJ")
_TEN_THOUSANDS = {"m3": Fraction(4), "kWh": Fraction(1, 2)}
"""Without a unit, from this size on a coefficient is per 10^4 (13.3 tce/10^4 m3)."""

_CE = symbols("ce")[0]
_TONNES = _CE / Constant(Fraction(1000), text="1000")


def energy_use(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """Rows of an amount, its unit, and its coefficient in kgce per kg, m3, kWh or MJ.

    A coefficient in tce per t or GJ is the same number; per 10^4 m3 or 10^4 kWh it is
    ten times it, and told by its size.

    Returns
    -------
    Answer
        ``<energy>_tce`` for each row and ``total_tce``.
    """
    rows: list[CaseRow] = []
    findings: list[Finding] = []
    values: dict[str, Value] = {}
    total = Fraction(0)
    for node in inputs.items():
        name = node.text(*ITEMS, default=node.path)
        amount, base, told = _amount(node)
        findings += told
        if has_errors(told):
            rows.append(CaseRow(name=name, written="", value=None, unit="tce"))
            continue
        listed = [(c, node.find(c)) for c in COEFFICIENTS if node.find(c)]
        for symbol, found in listed or [("", (node.child("coefficient"), ""))]:
            number, more = _coefficient(*(found or (node, "")), symbol, base)
            findings += more
            value, written = row(
                name, _TONNES, {"ce": number}, times=amount, unit="tce"
            )
            if len(listed) > 1:
                values[f"{symbol}_tce"] = figure(value)
            total += value
            rows.append(written)
    refused = has_errors(findings)
    if not any(name.startswith(COEFFICIENTS) for name in values):
        values["total_tce"] = None if refused else figure(total)
    values = {f"{each.name}_tce": each.value for each in rows} | values
    return Answer(
        kind="energy-use",
        values=values,
        rows=tuple(rows),
        findings=tuple(findings),
        per_row=tuple(each.value for each in rows),
        column="tce",
    )


def _coefficient(
    place: Node, unit: str, symbol: str, base: str
) -> tuple[Fraction, list[Finding]]:
    """Read a coefficient in kgce per kg, m3, kWh or MJ; without a unit by its size."""
    number = place.number()
    if symbol == "coal_rate" and not unit:
        unit = "gce/kWh" if number > 1 else "kgce/kWh"
        told = refusals.unit_by_size(place.path, str(place.value), unit)
        return in_unit(place, unit, "kgce/kWh"), [told]
    if unit:
        return _stated(place, plain_unit(unit), base), []
    if base in _TEN_THOUSANDS and number >= _TEN_THOUSANDS[base]:
        told = refusals.unit_by_size(place.path, str(place.value), f"tce/万{base}")
        return number / 10, [told]
    return number, []


def _stated(place: Node, unit: str, base: str) -> Fraction:
    plain = _BASIS.sub("", unit)
    if "/" not in plain:
        plain = f"{plain}/{base}"
    return in_unit(place, plain, f"kgce/{base}")


def holds_coefficients(inputs: Node) -> bool:
    """Whether rows hold an amount and a coefficient of standard coal."""
    node = next(inputs.items(), inputs)
    return node.find(*COEFFICIENTS) is not None and find_amount(node) is not None


def _amount(node: Node) -> tuple[Fraction, str, list[Finding]]:
    place, suffix = find_amount(node) or (node.child("activity"), "")
    value = place.number()
    unit = plain_unit(suffix or node.text("unit", default="t"))
    if value < 0:
        return value, "kg", [refusals.negative(place.path, str(place.value))]
    bases = ("kWh", "MJ") if is_power(unit) else ("MJ", *_BASES)
    for base in bases:
        try:
            return convert(value, unit, base), base, []
        except UnitError:
            continue
    rule = "Energy is counted by mass, volume, power or heat."
    return value, "kg", [refusals.unknown_unit(f"{node.path}.unit", unit, rule)]
