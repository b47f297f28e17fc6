"""Cases of warming potentials: masses of gases as CO2 equivalent, by set.

Source: the potentials of the factor tables (IPCC assessment reports, 100 years).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.cases import refusals
from dafeng.accounts.cases.figures import figure, row
from dafeng.accounts.cases.flows import find_amount
from dafeng.accounts.cases.gases import GASES, gwp_set, plain_gas, potential, set_name
from dafeng.accounts.cases.nodes import in_unit
from dafeng.accounts.cases.records import Answer
from dafeng.accounts.formula import symbols
from dafeng.base.findings import has_errors
from dafeng.factors import gwp

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.cases.records import CaseRow, Value
    from dafeng.base.findings import Finding
    from dafeng.factors import FactorBook

(_GWP,) = symbols("GWP")
_MASSES = ("t", "kg", "kt", "Gg", "Mt")


def equivalents(root: Node, inputs: Node, book: FactorBook) -> Answer:
    """Masses of gases times their potentials.

    Rows of ``gas`` and an amount, or an object of masses by gas (``CH4_t``); under the
    case's ``gwp``, or under each of ``sets``.

    Returns
    -------
    Answer
        ``<gas>_tCO2e`` and ``total_tCO2e``; with ``sets`` the total by set.
    """
    findings: list[Finding] = []
    masses = [
        each for node in _rows(inputs).items() for each in _masses(node, findings)
    ]
    sets = _sets(inputs)
    rows: list[CaseRow] = []
    values: dict[str, Value] = {} if sets else {"gwp": gwp_set(root)}
    for name in sets or ("",):
        total = Fraction(0)
        for gas, tonnes in masses:
            factor = _potential(root, gas, name, book)
            title = f"{gas} {name}".strip()
            value, written = row(
                title, _GWP, {"GWP": factor}, times=tonnes, unit="tCO2e"
            )
            total += value
            rows.append(written)
            values[f"{title.replace(' ', '_')}_tCO2e"] = written.value
        refused = has_errors(findings)
        values[name or "total_tCO2e"] = None if refused else figure(total)
    return Answer(
        kind="equivalents",
        values=values,
        rows=tuple(rows),
        findings=tuple(findings),
        per_row=tuple(each.value for each in rows),
        column="tCO2e",
    )


def holds_gas_masses(inputs: Node) -> bool:
    """Whether every row is a mass of a gas and nothing else."""
    rows = list(_rows(inputs).items())
    return bool(rows) and all(map(_is_mass, rows))


def _rows(inputs: Node) -> Node:
    return inputs.first("lines", "gases") or inputs


def _is_mass(node: Node) -> bool:
    if node.find("ef", "leak") is not None or node.first("flow") is not None:
        return False
    if node.first("gas", "气体") is not None:
        return find_amount(node) is not None
    return any(_gas_of_key(name) for name in node.names)


def _masses(node: Node, findings: list[Finding]) -> list[tuple[str, Fraction]]:
    gas = node.text("gas", "气体")
    if gas:
        place, unit = find_amount(node) or (node.child("amount"), "")
        unit = unit or node.text("unit") or "t"
        told = [(plain_gas(gas), place, unit)]
    else:
        found = [(name, _gas_of_key(name)) for name in node.names]
        told = [(each[0], node.child(n), each[1]) for n, each in found if each]
    for _, place, _ in told:
        if place.number() < 0:
            findings.append(refusals.negative(place.path, str(place.value)))
    return [(gas, _tonnes(gas, place, unit)) for gas, place, unit in told]


def _tonnes(gas: str, place: Node, unit: str) -> Fraction:
    plain = unit.replace(f"t{gas}", "t").replace(f"kg{gas}", "kg")
    return in_unit(place, plain, "t")


def _gas_of_key(name: str) -> tuple[str, str] | None:
    """Return gas and unit of a key such as ``CH4_t`` or ``tCH4``, or None."""
    head, _, unit = name.rpartition("_")
    if unit in _MASSES and plain_gas(head) in GASES:
        return plain_gas(head), unit
    for unit in ("kg", "t"):
        if name.startswith(unit) and name[len(unit) :] in GASES:
            return name[len(unit) :], unit
    return None


def _sets(inputs: Node) -> tuple[str, ...]:
    stated = inputs.first("sets", "gwp_sets")
    return () if stated is None else tuple(str(n.value) for n in stated.items())


def _potential(root: Node, gas: str, name: str, book: FactorBook) -> Fraction:
    if not name:
        return potential(root, gas, book)
    return (
        Fraction(1) if gas == "CO2" else Fraction(gwp(book, gas, set_name(name)).value)
    )
