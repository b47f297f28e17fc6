"""Cases of uncertainty: product rule, sum rule, draws of one factor."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from operator import mul
from typing import TYPE_CHECKING

from dafeng.accounts.cases.figures import figure, shown
from dafeng.accounts.cases.floats import plain_case, told_values
from dafeng.accounts.cases.records import Answer, CaseRow
from dafeng.accounts.uncertainty.cases import evaluate_uncertainty
from dafeng.accounts.uncertainty.rules import product_uncertainty, sum_uncertainty
from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.factors import FactorBook

_VALUES = ("x", "values", "value", "emissions")
_PERCENTS = ("u_pct", "u", "uncertainty_pct", "uncertainties_pct", "percents")


def sum_rule(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """Uncertainty of a sum, in percent of it (IPCC 2006 V1 eq. 3.2).

    ``x`` and ``u_pct`` are lists of one length, or rows hold ``x`` and ``u_pct``;
    with ``correlated`` true they err together, and their spans add up.
    """
    together = root.first("correlated") or inputs.first("correlated")
    values, percents = _columns(inputs)
    percent = sum_uncertainty(values, percents)
    if together is not None and together.value is True:
        spans = map(mul, values, percents)
        percent = abs(math.fsum(spans)) / abs(math.fsum(values))
    total = sum(map(Fraction, values), Fraction(0))
    row = CaseRow(
        name="sum",
        written="sqrt(Σ(U × x)²) / |Σx|",
        value=figure(Fraction(percent)),
        unit="%",
    )
    return Answer(
        kind="sum-rule", values={"u_pct": row.value, "sum": figure(total)}, rows=(row,)
    )


def product_rule(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """Uncertainty of a product, in percent of it (IPCC 2006 V1 eq. 3.1).

    ``u_<name>_pct`` for each factor, or a list ``u_pct``.
    """
    percents = [node.number() for node in _scalars(inputs)]
    if not percents:
        msg = f"{inputs.path}: no percentage is there, as in u_activity_pct."
        raise BadInputError(msg, code="case.missing", path=inputs.path)
    value = figure(Fraction(product_uncertainty(map(float, percents))))
    squares = " + ".join(f"{shown(each)}²" for each in percents)
    row = CaseRow(name="product", written=f"sqrt({squares})", value=value, unit="%")
    return Answer(kind="product-rule", values={"u_pct": value}, rows=(row,))


def draws(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """Mean of draws from a range (``default``, ``range95``, ``draws``, ``seed``)."""
    values = told_values(evaluate_uncertainty(plain_case(root)))
    mean = values["mean"]
    row = CaseRow(
        name="mean",
        written="mean of the draws",
        value=mean if isinstance(mean, Decimal) else None,
        unit="",
    )
    return Answer(kind="draws", values=values, rows=(row,))


def holds_range(inputs: Node) -> bool:
    """Whether a value with its 95 % range is there."""
    return "range95" in inputs


def holds_sum(inputs: Node) -> bool:
    """Whether values stand beside percentages."""
    first = next(inputs.items(), inputs)
    node = first if inputs.is_list else inputs
    percents = node.first(*_PERCENTS) or _scalars(node)
    return node.first(*_VALUES) is not None and bool(percents)


def holds_product(inputs: Node) -> bool:
    """Whether percentages of factors are there."""
    return bool(_scalars(inputs))


def _scalars(inputs: Node) -> list[Node]:
    listed = inputs.first(*_PERCENTS)
    if listed is not None and listed.is_list:
        return list(listed.items())
    return [
        node
        for name, node in inputs.members()
        if name.startswith(("u_", "uncertainty_")) and not node.is_list
    ]


def _columns(inputs: Node) -> tuple[list[float], list[float]]:
    if inputs.is_list:
        rows = list(inputs.items())
        return (
            [float(_need(row, _VALUES).number()) for row in rows],
            [_row_percent(row) for row in rows],
        )
    values = [float(n.number()) for n in _need(inputs, _VALUES).items()]
    percents = [float(n.number()) for n in _need(inputs, _PERCENTS).items()]
    if len(values) != len(percents):
        msg = (
            f"{inputs.path}: {len(values)} values and {len(percents)} percentages. "
            "Give one percentage for each value."
        )
        raise BadInputError(msg, code="case.shape", path=inputs.path)
    return values, percents


def _row_percent(row: Node) -> float:
    """Percentage of a row, or of the product of its factors."""
    stated = row.first(*_PERCENTS)
    if stated is not None:
        return float(stated.number())
    return product_uncertainty(float(each.number()) for each in _scalars(row))


def _need(node: Node, names: tuple[str, ...]) -> Node:
    return node.first(*names) or node.child(names[0])
