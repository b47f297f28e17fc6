"""Cases of energy use: amounts times coefficients of standard coal, added up.

Source: GB/T 2589, comprehensive energy consumption: sum of amounts, each times its
coefficient.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.cases import refusals
from dafeng.accounts.cases.figures import figure, row
from dafeng.accounts.cases.flows import AMOUNTS, ITEMS
from dafeng.accounts.cases.nodes import plain_unit
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

COEFFICIENTS = (
    "coefficient",
    "ce",
    "coal_equivalent",
    "kgce",
    "tce",
    "折标系数",
    "conversion",
)
_BASES = ("kg", "m3", "kWh", "MJ")
_TEN_THOUSANDS = {"m3": Fraction(4), "kWh": Fraction(1, 2)}
"""From this size on a coefficient is per 10^4 of its unit (13.3 tce/10^4 m3)."""

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
    total = Fraction(0)
    for node in inputs.items():
        name = node.text(*ITEMS, default=node.path)
        amount, base, told = _amount(node)
        findings += told
        if has_errors(told):
            rows.append(CaseRow(name=name, written="", value=None, unit="tce"))
            continue
        place, _ = node.find(*COEFFICIENTS) or (node.child("coefficient"), "")
        number = place.number()
        if base in _TEN_THOUSANDS and number >= _TEN_THOUSANDS[base]:
            number /= 10
        value, written = row(name, _TONNES, {"ce": number}, times=amount, unit="tce")
        total += value
        rows.append(written)
    values: dict[str, Value] = {f"{each.name}_tce": each.value for each in rows}
    values["total_tce"] = None if has_errors(findings) else figure(total)
    return Answer(
        kind="energy-use",
        values=values,
        rows=tuple(rows),
        findings=tuple(findings),
        per_row=tuple(each.value for each in rows),
        column="tce",
    )


def holds_coefficients(inputs: Node) -> bool:
    """Whether rows hold an amount and a coefficient of standard coal."""
    node = next(inputs.items(), inputs)
    return node.find(*COEFFICIENTS) is not None and node.find(*AMOUNTS) is not None


def _amount(node: Node) -> tuple[Fraction, str, list[Finding]]:
    place, suffix = node.find(*AMOUNTS) or (node.child("activity"), "")
    value = place.number()
    unit = plain_unit(node.text("unit", "activity_unit", default=suffix or "t"))
    if value < 0:
        return value, "kg", [refusals.negative(place.path, str(place.value))]
    bases = ("kWh", "MJ") if "Wh" in unit or "千瓦时" in unit else ("MJ", *_BASES)
    for base in bases:
        try:
            return convert(value, unit, base), base, []
        except UnitError:
            continue
    rule = "Energy is counted by mass, volume, power or heat."
    return value, "kg", [refusals.unknown_unit(f"{node.path}.unit", unit, rule)]
