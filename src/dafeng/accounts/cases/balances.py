"""Cases of an energy balance: what came, what went, and what is left unexplained."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.cases.figures import figure, shown
from dafeng.accounts.cases.records import Answer, CaseRow

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.cases.records import Value
    from dafeng.factors import FactorBook

_SUPPLY = ("production", "imports", "inflow", "import", "recovery")
_TAKEN = ("exports", "outflow", "export", "bunkers")
_USED = ("transformation", "transformation_input", "losses", "loss", "own_use")
_FINAL = ("final", "final_consumption", "final_use", "consumption")


def closure(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """Close a balance of one carrier.

    ``production``, ``imports``, ``exports``, ``stock_change`` (a draw on stocks is
    positive), ``transformation`` (input negative, output positive), ``losses``,
    ``final`` (one amount, a list, or an object by sector).

    Returns
    -------
    Answer
        ``available``, ``final``, ``statistical_difference`` (available + transformation
        - losses - final) and ``difference_pct`` of what was available.
    """
    available = _sum(inputs, _SUPPLY) - _sum(inputs, _TAKEN)
    available += _sum(inputs, ("stock_change", "stock"))
    used = _sum(inputs, ("transformation",)) - _sum(inputs, _USED[1:])
    final = _sum(inputs, _FINAL)
    difference = available + used - final
    values: dict[str, Value] = {
        "available": figure(available),
        "final": figure(final),
        "statistical_difference": figure(difference),
    }
    if available:
        values["difference_pct"] = figure(difference / available * 100)
    written = f"{shown(available)} + {shown(used)} - {shown(final)}"
    row = CaseRow(
        name="statistical_difference",
        written=written,
        value=figure(difference),
        unit="",
    )
    return Answer(kind="balance", values=values, rows=(row,))


def holds_balance(inputs: Node) -> bool:
    """Whether supply and final use are there."""
    return (
        inputs.first(*_FINAL) is not None
        and inputs.first(*_SUPPLY, *_TAKEN, "stock_change") is not None
    )


def _sum(inputs: Node, names: tuple[str, ...]) -> Fraction:
    return sum((_amount(inputs.child(n)) for n in names if n in inputs), Fraction(0))


def _amount(node: Node) -> Fraction:
    if node.names:
        return sum((_amount(each) for _, each in node.members()), Fraction(0))
    if node.is_list:
        return sum((_amount(each) for each in node.items()), Fraction(0))
    return node.number()
