"""Cases of decomposition, in the shapes of :mod:`dafeng.accounts.change.cases`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from dafeng.accounts.cases.floats import plain_case, told_values
from dafeng.accounts.cases.records import Answer, CaseRow
from dafeng.accounts.change.cases import evaluate_decomposition

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.cases.records import Value
    from dafeng.factors import FactorBook


def decomposition(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """Evaluate a case of change by LMDI; see ``lmdi_cases`` for its shapes.

    Raises
    ------
    BadInputError, DecompositionError
        Something is missing, is no number, is negative, or contradicts itself.
    """
    told = evaluate_decomposition(plain_case(root))
    values = told_values(told)
    per_row = values.get("rows", ())
    return Answer(
        kind="decomposition",
        values=values,
        rows=tuple(_rows(values)),
        per_row=per_row if isinstance(per_row, tuple) else (),
        column="effect",
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
