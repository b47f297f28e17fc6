"""Cases of an energy balance: what came, what went, and what is left unexplained."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.cases.figures import figure, shown
from dafeng.accounts.cases.records import Answer, CaseRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.cases.records import Value
    from dafeng.factors import FactorBook

_SUPPLY = {
    "production_stock": 1,
    "imports": 1,
    "exports": -1,
    "bunkers": -1,
    "stock_change": 1,
    "stock_increase": -1,
    "opening_stock": 1,
    "closing_stock": -1,
}
_CHANGED = {
    "transformation": 1,
    "transformation_in": -1,
    "transformation_out": 1,
    "losses": -1,
    "own_use": -1,
}
_FINAL = {"final": 1, "non_energy": 1}
_DIFFERENCE = "statistical_difference"


def closure(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """Close a balance of one carrier, or of each of several rows.

    ``production``, ``imports``, ``exports``, ``bunkers``; ``stock_change`` (a draw on
    stocks is positive), ``stock_increase``, or ``opening_stock`` and
    ``closing_stock``; ``transformation`` (input negative, output positive), or
    ``transformation_input`` and ``transformation_output`` (both positive);
    ``losses``; ``final`` and ``non_energy_use`` (one amount, a list, or an object).

    Returns
    -------
    Answer
        ``available``, ``final``, ``statistical_difference`` (available + transformation
        - losses - final) and ``difference_pct`` of what was available; of several
        rows each under the name of its carrier.
    """
    rows: list[CaseRow] = []
    values: dict[str, Value] = {}
    listed = list(inputs.items())
    for node in listed:
        name = node.text("item", default=str(len(rows) + 1))
        told, row = _closed(node)
        rows.append(row if len(listed) == 1 else attrs.evolve(row, name=name))
        ahead = "" if len(listed) == 1 else f"{name}_"
        values |= {f"{ahead}{key}": value for key, value in told.items()}
    return Answer(
        kind="balance",
        values=values,
        rows=tuple(rows),
        per_row=tuple(each.value for each in rows),
        column=_DIFFERENCE,
    )


def _closed(inputs: Node) -> tuple[dict[str, Value], CaseRow]:
    supply = inputs.first("supply") or inputs
    available = _sum(supply if supply.names else inputs, _SUPPLY)
    used, final = _sum(inputs, _CHANGED), _sum(inputs, _FINAL)
    difference = available + used - final
    values: dict[str, Value] = {
        "available": figure(available),
        "final": figure(final),
        _DIFFERENCE: figure(difference),
    }
    if available:
        values["difference_pct"] = figure(difference / available * 100)
    written = f"{shown(available)} + {shown(used)} - {shown(final)}"
    value = figure(difference)
    return values, CaseRow(name=_DIFFERENCE, written=written, value=value, unit="")


def holds_balance(inputs: Node) -> bool:
    """Whether supply and final use are there."""
    node = next(inputs.items(), inputs) if inputs.is_list else inputs
    supplied = node.first("supply", *_SUPPLY) is not None
    used = node.first(*_FINAL, *_CHANGED) is not None
    return used and supplied and "final" in {*_spoken(node, _FINAL)}


def _spoken(node: Node, symbols: Mapping[str, int]) -> list[str]:
    return [symbol for symbol in symbols if node.first(symbol) is not None]


def _sum(inputs: Node, signs: Mapping[str, int]) -> Fraction:
    return sum(
        (
            sign * _amount(node)
            for symbol, sign in signs.items()
            for node, _ in inputs.every(symbol)
        ),
        Fraction(0),
    )


def _amount(node: Node) -> Fraction:
    if node.names:
        return sum((_amount(each) for _, each in node.members()), Fraction(0))
    if node.is_list:
        return sum((_amount(each) for each in node.items()), Fraction(0))
    return node.number()
