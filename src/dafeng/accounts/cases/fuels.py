"""Cases of combustion: fuels by mass, volume or heat, and sets of one fuel compared."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.cases import refusals
from dafeng.accounts.cases.activities import AMOUNTS, Activity, read_activity
from dafeng.accounts.cases.figures import figure, row
from dafeng.accounts.cases.fuel_gases import ready_factor
from dafeng.accounts.cases.nodes import in_unit
from dafeng.accounts.cases.packaged import packaged_parameters
from dafeng.accounts.cases.parameters import (
    CARBON_OF_FUEL,
    CC,
    EF,
    NCV,
    Parameters,
    inline_parameters,
    stated_sets,
    states_parameters,
)
from dafeng.accounts.cases.records import Answer, CaseRow
from dafeng.accounts.methods import method
from dafeng.accounts.methods.combustion import DoubleHeatingValueError, check_heat_path
from dafeng.base.findings import has_errors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.cases.records import Value
    from dafeng.accounts.formula import Formula
    from dafeng.base.findings import Finding
    from dafeng.factors import FactorBook

SUM = "sum_tCO2"
_WORD = re.compile(r"[0-9A-Za-z一-鿿]+")


@attrs.frozen(kw_only=True)
class Burned:
    """One row: tonnes of fossil CO2, or None where it was refused."""

    fuel: str
    path: str
    tonnes: Fraction | None
    biogenic: Fraction = Fraction(0)
    row: CaseRow
    findings: tuple[Finding, ...] = ()


def combustion(root: Node, inputs: Node, book: FactorBook) -> Answer:
    """Evaluate rows of fuels.

    Parameters
    ----------
    root : Node
        The case: its ``factor_set`` or ``set`` and ``year`` hold for all rows.
    inputs : Node
        A row or a list of rows: ``activity``, ``unit``, ``path``, ``fuel``; ``ncv``,
        ``cc``, ``of``, or a ready ``ef``, or nothing but a fuel of the tables.
    book : FactorBook

    Returns
    -------
    Answer
        ``<fuel>_tCO2`` for each row, ``heat_tCO2`` for a row in heat, ``sum_tCO2``;
        of a blend the fossil part, with ``biogenic_tCO2`` beside it.
    """
    rows = [_burned(root, node, book) for node in inputs.items()]
    values: dict[str, Value] = {}
    for name, each in zip(row_names(rows), rows, strict=True):
        values[f"{name}_tCO2"] = None if each.tonnes is None else figure(each.tonnes)
    known = [each.tonnes for each in rows if each.tonnes is not None]
    values[SUM] = figure(sum(known, Fraction(0))) if len(known) == len(rows) else None
    grown = sum((each.biogenic for each in rows), Fraction(0))
    if grown:
        values["fossil_tCO2"] = values[SUM]
        values["biogenic_tCO2"] = figure(grown)
    return Answer(
        kind="combustion",
        values=values,
        rows=tuple(each.row for each in rows),
        findings=tuple(f for each in rows for f in each.findings),
        per_row=tuple(each.row.value for each in rows),
        column="tCO2",
    )


def compared_sets(root: Node, inputs: Node, book: FactorBook) -> Answer:
    """Evaluate one activity under several parameter sets (``setA``, ``setB``, …).

    Returns
    -------
    Answer
        ``<set>_tCO2`` for each, and ``ratio`` of the first to the second, rounded to
        two decimals, with ``ratio_exact``.
    """
    shared = {key: value for key, value in _mapping(inputs) if key not in _sets(inputs)}
    rows = []
    values: dict[str, Value] = {}
    mixed = _mixtures(inputs)
    values.update({f"{name}_tCO2": None for name in mixed})
    values.update({f"{name}_refused": True for name in mixed})
    for name in _sets(inputs):
        merged = {**shared, **dict(_mapping(inputs.child(name))), "fuel": name}
        node = attrs.evolve(inputs.child(name), value=merged)
        burned = _burned(root, node, book)
        named = attrs.evolve(burned.row, source=f"set {name}")
        rows.append(attrs.evolve(burned, row=named))
        values[f"{name}_tCO2"] = (
            None if burned.tonnes is None else figure(burned.tonnes)
        )
    first, second = rows[0].tonnes, rows[1].tonnes
    if first is not None and second:
        values["ratio"] = round(figure(first / second), 2)
        values["ratio_exact"] = figure(first / second)
    return Answer(
        kind="compared-sets",
        values=values,
        rows=tuple(each.row for each in rows),
        findings=(*(f for each in rows for f in each.findings), *mixed.values()),
        per_row=tuple(each.row.value for each in rows),
        column="tCO2",
    )


def biogenic_share(node: Node) -> tuple[Fraction, tuple[Finding, ...]]:
    """Read the share of a blend that grew, 0 where none is stated."""
    found = node.find("biogenic")
    if found is None:
        return Fraction(0), ()
    place, unit = found
    value = in_unit(place, unit or "1", "1")
    if not 0 <= value <= 1:
        return Fraction(0), (refusals.share(place.path, str(place.value)),)
    return value, ()


def _mixtures(inputs: Node) -> dict[str, Finding]:
    """Parts that take their parameters from several of the sets, refused."""
    found = {}
    for name, node in inputs.members():
        sets = stated_sets(node)
        if len(sets) > 1:
            found[name] = refusals.mixed_sets(node.path, sets)
            node.skip()
    return found


def holds_sets(inputs: Node) -> bool:
    """Whether an object holds one activity with two parameter sets or more."""
    return len(_sets(inputs)) > 1 and inputs.find(*AMOUNTS) is not None


def row_names(rows: Iterable[Burned]) -> list[str]:
    """Name rows by the last word of the fuel where that tells them apart."""
    listed = list(rows)
    short = [_short(each) for each in listed]
    full = [_slug(each.fuel, each.path) for each in listed]
    named: list[str] = []
    for index, name in enumerate(short):
        unique = name if short.count(name) == 1 else full[index]
        while unique in named:
            unique = f"{unique}_{index + 1}"
        named.append(unique)
    return named


def _short(each: Burned) -> str:
    if each.path == "heat":
        return "heat"
    return _slug(each.fuel, each.path).rpartition("_")[2]


def _slug(fuel: str, path: str) -> str:
    return "_".join(_WORD.findall(fuel)) or path


def _sets(inputs: Node) -> list[str]:
    return [
        name
        for name, node in inputs.members()
        if node.names and states_parameters(node) and not stated_sets(node)
    ]


def _mapping(node: Node) -> list[tuple[str, object]]:
    return [(name, child.value) for name, child in node.members()]


def _burned(root: Node, node: Node, book: FactorBook) -> Burned:
    fuel = node.text("fuel", "item")
    activity = read_activity(node)
    findings = list(activity.findings)
    try:
        if activity.path == "heat":
            ncv = node.find(*NCV)
            check_heat_path(node.path, ncv=ncv[0].value if ncv else None)
    except DoubleHeatingValueError as error:
        place = f"{node.path}.ncv".strip(".")
        findings.append(refusals.double_heating_value(place, str(error)))
    formula, parameters = _parameters(root, node, activity, fuel, book)
    findings += parameters.findings
    grown, told = biogenic_share(node)
    findings += told
    if has_errors(findings) or not parameters.numbers:
        refused = CaseRow(
            name=fuel or activity.path,
            written="",
            value=None,
            unit="tCO2",
            source=parameters.source,
        )
        return Burned(
            fuel=fuel,
            path=activity.path,
            tonnes=None,
            row=refused,
            findings=tuple(findings),
        )
    value, written = row(
        fuel or activity.path,
        formula,
        parameters.numbers,
        times=activity.amount * (1 - grown),
        unit="tCO2",
        source=parameters.source,
    )
    return Burned(
        fuel=fuel,
        path=activity.path,
        tonnes=value,
        biogenic=value / (1 - grown) * grown if grown < 1 else Fraction(0),
        row=written,
        findings=tuple(findings),
    )


def _parameters(
    root: Node, node: Node, activity: Activity, fuel: str, book: FactorBook
) -> tuple[Formula, Parameters]:
    """Return the formula and what fills it."""
    ready = node.find(*EF)
    if ready is not None and not node.find(*CC):
        told = ready_factor(node, activity, ready, "CO2")
        return told.formula, Parameters(numbers=told.numbers, findings=told.findings)
    if states_parameters(node):
        told_here = inline_parameters(node, activity.path, book)
        if "C" in told_here.numbers:
            return CARBON_OF_FUEL, told_here
        name = f"combustion.{activity.path}.stationary"
        return method(name).formula, told_here
    name, parameters = packaged_parameters(root, node, activity, fuel, book)
    return method(name).formula, parameters
