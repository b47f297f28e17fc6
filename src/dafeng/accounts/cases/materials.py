"""Cases of processes: carbonates, clinker, lime, and carbon in and out of a furnace.

The formulas are those of :mod:`dafeng.accounts.methods`; the case's numbers fill their
symbols.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.cases import refusals
from dafeng.accounts.cases.figures import figure, row, shown
from dafeng.accounts.cases.nodes import in_unit
from dafeng.accounts.cases.records import Answer
from dafeng.accounts.formula import CO2_PER_C, Constant, Formula, symbols
from dafeng.accounts.methods import method
from dafeng.accounts.methods.clinker import CO2_PER_CAO
from dafeng.accounts.methods.lime import CO2_PER_MGO
from dafeng.base.findings import has_errors

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.cases.records import CaseRow, Value
    from dafeng.base.findings import Finding
    from dafeng.factors import FactorBook

_IN = ("in", "inputs", "materials_in", "carbon_in")
_OUT = ("out", "outputs", "products", "materials_out", "carbon_out")
_SHARE, _C, _CAO, _MGO = symbols("purity C CaO MgO")
_FREE_CAO, _FREE_MGO, _DUST = symbols("CaO0 MgO0 CKD")
_CAO_RATIO = re.compile(r"(44(?:\.\d+)?)\s*/\s*(56(?:\.\d+)?)")
_MGO_RATIO = re.compile(r"(44(?:\.\d+)?)\s*/\s*(40(?:\.\d+)?)")
_MOST_DUST = Fraction(1, 2)
_CARBON_IN = _C * CO2_PER_C


@attrs.frozen(kw_only=True)
class Made:
    """One row: tonnes of CO2, or None where it was refused."""

    tonnes: Fraction | None
    row: CaseRow
    findings: tuple[Finding, ...] = ()

    def taken(self) -> Made:
        """The same, going out: it counts less."""
        return attrs.evolve(self, tonnes=None if self.tonnes is None else -self.tonnes)


def carbonates(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """Rows of carbonates: amount, ``ef`` in tCO2/t, ``purity``, ``calcination``."""
    made: list[Made] = []
    for node in inputs.items():
        numbers = {"EF": node.amount("ef_carbonate", unit="tCO2/t")}
        formula = method("carbonate.mass").formula
        findings: list[Finding] = []
        if node.find("calcined") is not None:
            formula = method("carbonate.calcined").formula
            numbers["F"] = read_share(node, "calcined", findings)
        if node.find("purity") is not None:
            formula = _SHARE * formula
            numbers["purity"] = read_share(node, "purity", findings)
        made.append(_made(node, formula, numbers, findings))
    return _summed("carbonates", made)


def clinker(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """Clinker or lime by its oxides: ``cao_fraction``, ``mgo_fraction``, ``ckd``.

    ``cao_noncarbonate`` and ``mgo_noncarbonate`` are deducted. Molar masses are those
    that the case's formula writes (``44/56``), else IPCC's.
    """
    made: list[Made] = []
    for node in inputs.items():
        findings: list[Finding] = []
        numbers = {"CaO": read_share(node, "cao", findings)}
        lime: Formula = _CAO
        if node.find("cao_free") is not None:
            numbers["CaO0"] = read_share(node, "cao_free", findings)
            lime = _CAO - _FREE_CAO
        formula = lime * _written_ratio(root, _CAO_RATIO, CO2_PER_CAO)
        if node.find("mgo") is not None:
            numbers["MgO"] = read_share(node, "mgo", findings)
            magnesia: Formula = _MGO
            if node.find("mgo_free") is not None:
                numbers["MgO0"] = read_share(node, "mgo_free", findings)
                magnesia = _MGO - _FREE_MGO
            ratio = _written_ratio(root, _MGO_RATIO, CO2_PER_MGO)
            formula = formula + magnesia * ratio
        if node.find("dust") is not None:
            numbers["CKD"] = read_dust(node, findings)
            formula = formula * _DUST
        made.append(_made(node, formula, numbers, findings))
    return _summed("clinker", made)


def read_share(node: Node, symbol: str, findings: list[Finding]) -> Fraction:
    """Read a share; outside 0 to 1 it is a finding."""
    place, unit = node.find(symbol) or (node.child(symbol), "")
    value = in_unit(place, unit if unit in {"%", "‰"} else "1", "1")
    if not 0 <= value <= 1:
        findings.append(refusals.share(place.path, str(place.value)))
    return value


def read_dust(node: Node, findings: list[Finding]) -> Fraction:
    """Read the correction for dust, 1.02; a small share of dust is added to 1."""
    place, unit = node.find("dust") or (node.child("ckd"), "")
    value = in_unit(place, unit or "1", "1")
    if value <= _MOST_DUST:
        rule = "1 + the share"
        findings.append(refusals.unit_by_size(place.path, str(place.value), rule))
        return 1 + value
    if not 1 <= value <= 1 + _MOST_DUST:
        findings.append(refusals.share(place.path, str(place.value)))
    return value


def _written_ratio(root: Node, wanted: re.Pattern[str], default: Constant) -> Constant:
    found = wanted.search(root.text("formula"))
    if found is None:
        return default
    number = Fraction(found[1]) / Fraction(found[2])
    return Constant(number, text=f"{found[1]}/{found[2]}")


def carbon_balance(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """Carbon that goes in less carbon that comes out, as CO2.

    ``in`` and ``out`` are lists of rows with an amount and its share of carbon.
    """
    made: list[Made] = []
    sums = {}
    for side, names in (("in", _IN), ("out", _OUT)):
        listed = [_carbon(node) for node in _listed(inputs, names)]
        sums[side] = sum((each.tonnes or Fraction(0) for each in listed), Fraction(0))
        made += [each if side == "in" else each.taken() for each in listed]
    answer = _summed("carbon-balance", made)
    more: dict[str, Value] = {
        "carbon_in_t": figure(sums["in"] / CO2_PER_C.number),
        "carbon_out_t": figure(sums["out"] / CO2_PER_C.number),
    }
    if has_errors(answer.findings):
        more = dict.fromkeys(more)
    return attrs.evolve(answer, values={**answer.values, **more}, per_row=())


def _carbon(node: Node) -> Made:
    findings: list[Finding] = []
    place, unit = node.find("carbon") or (node.child("carbon_fraction"), "")
    if unit in {"", "1", "%", "‰"}:
        numbers = {"C": read_share(node, "carbon", findings)}
    else:
        numbers = {"C": in_unit(place, unit, "tC/t")}
    return _made(node, _CARBON_IN, numbers, findings)


def holds_carbon_balance(inputs: Node) -> bool:
    """Whether lists of what goes in and what comes out are there."""
    sides = (_listed(inputs, _IN), _listed(inputs, _OUT))
    return any(node.find("carbon") is not None for side in sides for node in side)


def holds_oxides(inputs: Node) -> bool:
    """Whether rows state their CaO."""
    return next(inputs.items(), inputs).find("cao") is not None


def holds_carbonates(inputs: Node) -> bool:
    """Whether rows state an amount and the factor of a carbonate."""
    node = next(inputs.items(), inputs)
    shares = (node.find("calcined"), node.find("purity"), "ef_carbonate" in node)
    fuel = node.first("fuel") is not None and node.find("activity") is not None
    return node.find("ef_carbonate") is not None and any(shares) and not fuel


def _listed(inputs: Node, names: tuple[str, ...]) -> list[Node]:
    found = inputs.first(*names)
    return [] if found is None else list(found.items())


def _made(
    node: Node, formula: Formula, numbers: dict[str, Fraction], findings: list[Finding]
) -> Made:
    amount = material_amount(node)
    if amount < 0:
        findings.append(refusals.negative(f"{node.path}.amount", shown(amount)))
    masses = [n[: -len("_t")] for n in node.names if n.endswith("_t")]
    name = node.text("item", default=masses[0] if len(masses) == 1 else "product")
    value, written = row(name, formula, numbers, times=amount, unit="tCO2")
    if has_errors(findings):
        refused = attrs.evolve(written, value=None, written="")
        return Made(tonnes=None, row=refused, findings=tuple(findings))
    return Made(tonnes=value, row=written, findings=tuple(findings))


def material_amount(node: Node) -> Fraction:
    """Tonnes of a row: an amount, or the one key that ends in a mass (``lime_t``)."""
    found = node.find("activity", "production", "m")
    if found is None:
        masses = [n for n in node.names if n.endswith(("_t", "_kg"))]
        if len(masses) == 1:
            place = node.child(masses[0])
            return in_unit(place, masses[0].rpartition("_")[2], "t")
        return node.amount("activity", unit="t")
    place, unit = found
    return in_unit(place, unit or node.text("unit") or "t", "t")


def _summed(kind: str, made: list[Made]) -> Answer:
    known = [each.tonnes for each in made if each.tonnes is not None]
    values: dict[str, Value] = {
        f"{each.row.name}_tCO2": each.row.value for each in made
    }
    whole = len(known) == len(made)
    values["sum_tCO2"] = figure(sum(known, Fraction(0))) if whole else None
    return Answer(
        kind=kind,
        values=values,
        rows=tuple(each.row for each in made),
        findings=tuple(finding for each in made for finding in each.findings),
        per_row=tuple(each.row.value for each in made),
        column="tCO2",
    )
