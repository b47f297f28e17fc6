"""Cases of uncertainty: product rule, sum rule, draws of one factor."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from operator import mul
from typing import TYPE_CHECKING

from dafeng.accounts.cases import refusals
from dafeng.accounts.cases.figures import figure, shown
from dafeng.accounts.cases.floats import told_values
from dafeng.accounts.cases.records import Answer, CaseRow
from dafeng.accounts.uncertainty.cases import (
    HIGHS,
    LOWS,
    VALUES,
    evaluate_uncertainty,
)
from dafeng.accounts.uncertainty.rules import product_uncertainty, sum_uncertainty
from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.cases.records import Value
    from dafeng.base.findings import Finding
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
    share = figure(Fraction(percent) / 100)
    listed = inputs.first(*_PERCENTS)
    stated = list(listed.items()) if listed is not None else []
    return Answer(
        kind="sum-rule",
        values={"u_pct": row.value, "u": share, "sum": figure(total)},
        rows=(row,),
        findings=_told_shares(stated),
    )


def product_rule(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """Uncertainty of a product, in percent of it (IPCC 2006 V1 eq. 3.1).

    ``u_<name>_pct`` for each factor, or a list ``u_pct``.
    """
    stated = _scalars(inputs)
    percents = _percents(stated)
    if not percents:
        msg = f"{inputs.path}: no percentage is there, as in u_activity_pct."
        raise BadInputError(msg, code="case.missing", path=inputs.path)
    value = figure(Fraction(product_uncertainty(map(float, percents))))
    squares = " + ".join(f"{shown(each)}²" for each in percents)
    row = CaseRow(name="product", written=f"sqrt({squares})", value=value, unit="%")
    values: dict[str, Value] = {"u_pct": value, "u": figure(Fraction(value) / 100)}
    told = _told_shares(stated)
    return Answer(kind="product-rule", values=values, rows=(row,), findings=told)


def _are_shares(stated: list[Node]) -> bool:
    """Whether uncertainties are shares: no key says per cent, and none is above 1."""
    named = any(word in node.path for node in stated for word in ("pct", "percent"))
    return not named and all(0 <= node.number() <= 1 for node in stated)


def _percents(stated: list[Node]) -> list[Fraction]:
    scale = 100 if _are_shares(stated) else 1
    return [node.number() * scale for node in stated]


def _told_shares(stated: list[Node]) -> tuple[Finding, ...]:
    if not stated or not _are_shares(stated):
        return ()
    first = stated[0]
    return (refusals.unit_by_size(first.path, str(first.value), "shares of 1"),)


def draws(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """Mean of draws from a range (``default``, ``range95``, ``draws``, ``seed``)."""
    case = {name: node.value for name, node in root.members()}
    try:
        values = told_values(evaluate_uncertainty(case, read=root.read))
    except BadInputError as error:
        stated = inputs.first(*VALUES)
        if stated is None or "within its range" not in str(error):
            raise
        outside = refusals.outside(stated.path, str(stated.value))
        inputs.skip()
        return Answer(kind="draws", values={"mean": None}, findings=(outside,))
    mean = values["mean"]
    row = CaseRow(
        name="mean",
        written="mean of the draws",
        value=mean if isinstance(mean, Decimal) else None,
        unit="",
    )
    return Answer(kind="draws", values=values, rows=(row,))


def product_of_values(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """A product of values, each with its percentage (IPCC 2006 V1 eq. 3.1).

    ``{"activity": {"value": 1000, "u_pct": 5}, …}``, or ``AD``, ``AD_u_pct``, ….
    """
    inputs.first("draws", "seed")
    inputs.first("seed")
    pairs = _pairs(inputs)
    mean = math.prod((value.number() for _, value, _ in pairs), start=Fraction(1))
    percents = [percent.number() for _, _, percent in pairs]
    share = figure(Fraction(product_uncertainty(map(float, percents))))
    squares = " + ".join(f"{shown(each)}²" for each in percents)
    row = CaseRow(name="product", written=f"sqrt({squares})", value=share, unit="%")
    product = CaseRow(
        name="mean",
        written=" × ".join(shown(value.number()) for _, value, _ in pairs),
        value=figure(mean),
        unit="",
    )
    span = abs(mean) * Fraction(share) / 100
    values: dict[str, Value] = {
        "mean": figure(mean),
        "emission": figure(mean),
        "u_pct": share,
        "low": figure(mean - span),
        "high": figure(mean + span),
    }
    return Answer(kind="product-of-values", values=values, rows=(product, row))


def holds_pairs(inputs: Node) -> bool:
    """Whether two values or more stand beside their percentages."""
    return len(_pairs(inputs)) > 1


def _pairs(inputs: Node) -> list[tuple[str, Node, Node]]:
    found = []
    for name, node in inputs.members():
        value, percent = node.first(*_VALUES), node.first(*_PERCENTS)
        beside = inputs.first(*(f"{name}_{each}" for each in _PERCENTS))
        if value is not None and percent is not None:
            found.append((name, value, percent))
        elif beside is not None and not node.names and not node.is_list:
            found.append((name, node, beside))
    return found


def holds_range(inputs: Node) -> bool:
    """Whether a value with its range is there."""
    value, span = inputs.first(*VALUES), inputs.first("range95", "ci95")
    ends = inputs.first(*LOWS) is not None and inputs.first(*HIGHS) is not None
    return value is not None and (span is not None or ends)


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
    stated = list(_need(inputs, _PERCENTS).items())
    percents = list(map(float, _percents(stated)))
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
