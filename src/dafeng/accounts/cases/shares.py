"""Cases of decomposition, in the shapes of :mod:`dafeng.accounts.change.cases`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from dafeng.accounts.cases.floats import told_values
from dafeng.accounts.cases.records import Answer, CaseRow
from dafeng.accounts.change.cases import evaluate_decomposition
from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.cases.records import Value
    from dafeng.factors import FactorBook

_KEYS = ("X", "X0", "C0", "V0", "cells", "v0")


def decomposition(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """Evaluate a case of change by LMDI; see ``lmdi_cases`` for its shapes.

    Raises
    ------
    BadInputError, DecompositionError
        Something is missing, is no number, is negative, or contradicts itself.
    """
    case = {name: node.value for name, node in root.members()}
    told = evaluate_decomposition(case, read=root.read)
    unlike = told.pop("unlike", "")
    values = told_values(told)
    findings: tuple[Finding, ...] = (
        (_unlike_product(inputs.path),) if unlike == "unlike" else ()
    )
    findings += (_scaled(inputs.path),) if unlike == "scaled" else ()
    per_row = values.get("rows", ())
    if unlike == "unlike":
        return Answer(kind="decomposition", findings=findings)
    return Answer(
        kind="decomposition",
        values=values,
        rows=tuple(_rows(values)),
        findings=findings,
        per_row=per_row if isinstance(per_row, tuple) else (),
        column="effect",
    )


def holds_decomposition(inputs: Node) -> bool:
    """Whether factors at two times or more are there."""
    node = next(inputs.items(), inputs) if inputs.is_list else inputs
    if node.first(*_KEYS) is not None:
        return True
    years = node.first("years")
    dated = years is not None and bool(years.names)
    return dated or None not in (node.first("start"), node.first("end"))


def _unlike_product(path: str) -> Finding:
    return Finding(
        code="case.value_unlike_product",
        severity=Severity.ERROR,
        place=path,
        value="",
        rule="The aggregate is the product of its factors; the stated one is not.",
        hint="Check the aggregate, or state the factor that is missing.",
    )


def _scaled(path: str) -> Finding:
    return Finding(
        code="case.value_scaled",
        severity=Severity.WARNING,
        place=path,
        value="",
        rule="The stated aggregate is a constant times the product of its factors.",
        hint="Check the units of the factors.",
    )


def _rows(values: Mapping[str, Value]) -> list[CaseRow]:
    rows = []
    for name, value in values.items():
        effects = value.values() if isinstance(value, Mapping) else value
        if name in {"factors", "levels"} or not isinstance(effects, tuple):
            continue
        rows += [
            CaseRow(
                name=f"{name}[{index}]",
                written="LMDI-I",
                value=effect if isinstance(effect, Decimal) else None,
                unit="",
            )
            for index, effect in enumerate(effects)
        ]
    return rows
