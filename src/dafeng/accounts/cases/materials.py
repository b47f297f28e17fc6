"""Cases of processes: carbonates, clinker, lime, and carbon in and out of a furnace.

The formulas are those of :mod:`dafeng.accounts.methods`; the case's numbers fill their
symbols.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.cases.figures import figure, row
from dafeng.accounts.cases.nodes import in_unit
from dafeng.accounts.cases.records import Answer
from dafeng.accounts.formula import CO2_PER_C, Constant, Formula, symbols
from dafeng.accounts.methods import method
from dafeng.accounts.methods.clinker import CO2_PER_CAO
from dafeng.accounts.methods.lime import CO2_PER_MGO

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.cases.records import CaseRow, Value
    from dafeng.factors import FactorBook

AMOUNTS = ("activity", "amount", "mass", "quantity", "production", "m", "AD", "ad")
CARBONATE_EF = ("ef_carbonate", "ef", "EF")
PURITY = ("purity", "content", "pur", "fraction")
CALCINED = ("calcination", "calcined_fraction", "fraction_calcined", "F", "f")
CAO = ("cao_fraction", "cao", "CaO", "f_cao")
MGO = ("mgo_fraction", "mgo", "MgO", "f_mgo")
CKD = ("ckd", "CKD", "ckd_correction", "correction")
CARBON = ("carbon_mass_fraction", "carbon_fraction", "carbon", "c", "C", "cf")
_IN = ("in", "inputs", "materials_in", "carbon_in")
_OUT = ("out", "outputs", "products", "materials_out", "carbon_out")
_NAMES = ("material", "item", "name", "fuel", "product", "物料")

_SHARE, _C, _CAO, _MGO, _CKD = symbols("purity C CaO MgO CKD")
_CAO_RATIO = re.compile(r"(44(?:\.\d+)?)\s*/\s*(56(?:\.\d+)?)")
_MGO_RATIO = re.compile(r"(44(?:\.\d+)?)\s*/\s*(40(?:\.\d+)?)")
_OXIDES = (
    ("CaO", CAO, None),
    ("MgO", MGO, Fraction(0)),
    ("CKD", CKD, Fraction(1)),
)
_CARBON_IN = _C * CO2_PER_C


def carbonates(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """Rows of carbonates: amount, ``ef`` in tCO2/t, ``purity``, ``calcination``."""
    rows: list[CaseRow] = []
    total = Fraction(0)
    for node in inputs.items():
        numbers = {"EF": _number(node, CARBONATE_EF, "tCO2/t")}
        formula = method("carbonate.mass").formula
        calcined = node.find(*CALCINED)
        if calcined is not None:
            formula = method("carbonate.calcined").formula
            numbers["F"] = _number(node, CALCINED, "1")
        if node.find(*PURITY) is not None:
            formula = _SHARE * formula
            numbers["purity"] = _number(node, PURITY, "1")
        value, written = _row(node, formula, numbers)
        total += value
        rows.append(written)
    return _summed("carbonates", rows, total)


def clinker(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """Clinker or lime by its oxides: ``cao_fraction``, ``mgo_fraction``, ``ckd``.

    Molar masses are those that the case's formula writes (``44/56``), else IPCC's.
    """
    formula = _oxides(root, inputs)
    rows: list[CaseRow] = []
    total = Fraction(0)
    for node in inputs.items():
        numbers = {
            symbol: _optional(node, names, default)
            for symbol, names, default in _OXIDES
            if symbol in set(formula.symbols())
        }
        value, written = _row(node, formula, numbers)
        total += value
        rows.append(written)
    return _summed("clinker", rows, total)


def _oxides(root: Node, inputs: Node) -> Formula:
    """Build the formula with the oxides and the dust that the rows state."""
    node = next(inputs.items(), inputs)
    formula: Formula = _CAO * _written_ratio(root, _CAO_RATIO, CO2_PER_CAO)
    if node.find(*MGO) is not None:
        formula = formula + _MGO * _written_ratio(root, _MGO_RATIO, CO2_PER_MGO)
    return formula * _CKD if node.find(*CKD) is not None else formula


def _written_ratio(root: Node, wanted: re.Pattern[str], default: Constant) -> Constant:
    found = wanted.search(root.text("formula"))
    if found is None:
        return default
    number = Fraction(found[1]) / Fraction(found[2])
    return Constant(number, text=f"{found[1]}/{found[2]}")


def _optional(node: Node, names: tuple[str, ...], default: Fraction | None) -> Fraction:
    if default is not None and node.find(*names) is None:
        return default
    return _number(node, names, "1")


def carbon_balance(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """Carbon that goes in less carbon that comes out, as CO2.

    ``in`` and ``out`` are lists of rows with an amount and its share of carbon.
    """
    rows: list[CaseRow] = []
    sums = {}
    for side, names in (("in", _IN), ("out", _OUT)):
        sums[side] = Fraction(0)
        for node in _listed(inputs, names):
            numbers = {"C": _number(node, CARBON, "tC/t")}
            value, written = _row(node, _CARBON_IN, numbers)
            sums[side] += value
            rows.append(written)
    total = sums["in"] - sums["out"]
    answer = _summed("carbon-balance", rows, total)
    more: dict[str, Value] = {
        "carbon_in_t": figure(sums["in"] / CO2_PER_C.number),
        "carbon_out_t": figure(sums["out"] / CO2_PER_C.number),
    }
    return Answer(kind=answer.kind, values={**answer.values, **more}, rows=answer.rows)


def holds_carbon_balance(inputs: Node) -> bool:
    """Whether lists of what goes in and what comes out are there."""
    sides = (_listed(inputs, _IN), _listed(inputs, _OUT))
    return any(node.find(*CARBON) is not None for side in sides for node in side)


def holds_oxides(inputs: Node) -> bool:
    """Whether rows state their CaO."""
    return next(inputs.items(), inputs).find(*CAO) is not None


def holds_carbonates(inputs: Node) -> bool:
    """Whether rows state an amount and the factor of a carbonate."""
    node = next(inputs.items(), inputs)
    shares = (node.find(*CALCINED), node.find(*PURITY), node.find("ef_carbonate"))
    return node.find(*CARBONATE_EF) is not None and any(shares)


def _listed(inputs: Node, names: tuple[str, ...]) -> list[Node]:
    found = inputs.first(*names)
    return [] if found is None else list(found.items())


def _row(
    node: Node, formula: Formula, numbers: dict[str, Fraction]
) -> tuple[Fraction, CaseRow]:
    amount = _amount(node)
    masses = [n[: -len("_t")] for n in node.names if n.endswith("_t")]
    name = node.text(*_NAMES, default=masses[0] if len(masses) == 1 else "product")
    return row(name, formula, numbers, times=amount, unit="tCO2")


def _amount(node: Node) -> Fraction:
    found = node.find(*AMOUNTS) or node.find(*(f"{n}_t" for n in AMOUNTS))
    if found is None:
        masses = [n for n in node.names if n.endswith(("_t", "_kg"))]
        if len(masses) == 1:
            place = node.child(masses[0])
            return in_unit(place, masses[0].rpartition("_")[2], "t")
        return node.amount(*AMOUNTS, unit="t")
    place, suffix = found
    return in_unit(place, node.text("unit", default=suffix) or "t", "t")


def _number(node: Node, names: tuple[str, ...], unit: str) -> Fraction:
    return node.amount(*names, unit=unit)


def _summed(kind: str, rows: list[CaseRow], total: Fraction) -> Answer:
    values: dict[str, Value] = {f"{each.name}_tCO2": each.value for each in rows}
    values["sum_tCO2"] = figure(total)
    return Answer(
        kind=kind,
        values=values,
        rows=tuple(rows),
        per_row=tuple(each.value for each in rows),
        column="tCO2",
    )
