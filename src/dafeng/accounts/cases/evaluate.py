"""Self-contained cases: a category and a shape of inputs decide what is computed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.cases import quality, refusals
from dafeng.accounts.cases.comparisons import compare, expected_column
from dafeng.accounts.cases.flows import find_amount
from dafeng.accounts.cases.kinds import kind_of
from dafeng.accounts.cases.nodes import Node, unit_of_key
from dafeng.accounts.cases.records import CaseResult, CaseRow
from dafeng.accounts.cases.words import plain_key
from dafeng.base.errors import BadInputError
from dafeng.factors import factor_book

if TYPE_CHECKING:
    from dafeng.accounts.cases.records import Answer, Value
    from dafeng.factors import FactorBook

_FEWEST = 2
_INDEX = re.compile(r"\[\d+\]")
_TOLD = ("expected", "published", "recomputed", "year", "tolerance", "note", "remark")
_NUMBERING = ("id", "no", "number", "index", "row", "page", "line", "source", "date")
"""Numbers of a row that state a result, a time or a place in a list."""


def evaluate_case(
    case: Mapping[str, object], *, book: FactorBook | None = None
) -> CaseResult:
    """Evaluate a self-contained case.

    Parameters
    ----------
    case : mapping
        ``inputs`` in a shape of this room's README; ``category`` decides between
        shapes that both fit; ``expected`` and ``tolerance`` are compared when they
        are there. Numbers may be text.
    book : FactorBook, optional
        Tables for what the case leaves open; default the packaged ones.

    Returns
    -------
    CaseResult
        Figures of 15 significant digits, rows with their formulas filled in, what was
        refused, and the comparison.

    Raises
    ------
    BadInputError
        ``case.missing``, ``case.number``, ``case.shape``: the message begins with the
        path of what cannot be used, for example ``inputs[1].ncv``.
    UnitError
        A unit is unknown, or of another dimension.
    """
    root = Node(case)
    inputs = _inputs(root)
    kind = kind_of(root, inputs)
    root.read.clear()  # looking for the shape has looked at much
    answer = kind.evaluate(root, inputs, book or factor_book())
    column = expected_column(root, inputs)
    answer = _with_refusals(root, _without_unread(inputs, answer, column))
    values, comparisons = compare(root, inputs, answer)
    return CaseResult(
        id=root.text("id"),
        title=root.text("title"),
        category=root.text("category"),
        kind=answer.kind,
        values=values,
        rows=(*answer.rows, *_summary(answer)),
        findings=answer.findings,
        comparisons=comparisons,
    )


def _without_unread(inputs: Node, answer: Answer, column: str) -> Answer:
    """Withhold every figure when the case states a number that nobody used."""
    unread = [
        refusals.unread(node.path, str(node.value), answer.kind)
        for node in inputs.unread()
        if not _is_told(node.path) and not node.path.endswith(f".{column}")
    ]
    if not unread:
        return answer
    return attrs.evolve(
        answer,
        values={name: _nothing(value) for name, value in answer.values.items()},
        rows=tuple(attrs.evolve(row, value=None) for row in answer.rows),
        per_row=(None,) * len(answer.per_row),
        findings=(*answer.findings, *unread),
    )


def _is_told(path: str) -> bool:
    """Whether a number states a result, a time or a place in a list."""
    keys = [plain_key(_INDEX.sub("", part)) for part in path.split(".")[1:]]
    return any(key.startswith(_TOLD) or key in _NUMBERING for key in keys)


def _nothing(value: Value) -> Value:
    if isinstance(value, Mapping):
        return {name: _nothing(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return tuple(map(_nothing, value))
    return value if isinstance(value, str) else None


def _summary(answer: Answer) -> list[CaseRow]:
    """Figures that are no row yet: sums, ratios, counts."""
    shown = {row.value for row in answer.rows}
    rows = []
    for name, value in _flat(answer.values):
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            continue
        if value in shown:
            continue
        parts = name.split("_")
        units = ("_".join(parts[cut:]) for cut in range(1, len(parts)))
        unit = next(filter(None, map(unit_of_key, units)), "")
        figure = Decimal(value)
        rows.append(
            CaseRow(name=name, written="", value=figure, unit=unit, source="rows")
        )
    return rows


def _flat(values: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from ((f"{name}.{key}", each) for key, each in value.items())
        else:
            yield name, value


def _with_refusals(root: Node, answer: Answer) -> Answer:
    """Count what was refused: that is the figure of a case of data quality."""
    refused = quality.error_count(answer.findings)
    asked = quality.is_asked(root)
    if not (asked or refused):
        return answer
    counts: dict[str, Value] = {"refused": bool(refused)}
    if asked:
        counts["flagged"] = refused
    return attrs.evolve(answer, values={**counts, **answer.values})


def _inputs(root: Node) -> Node:
    if not root.names:
        msg = "A case is an object with inputs; here is none."
        raise BadInputError(msg, code="case.shape", path="")
    inputs = root.child("inputs") if "inputs" in root else root
    return _rows_of(inputs) or inputs


def _rows_of(inputs: Node) -> Node | None:
    """An object of rows by their names (``{"diesel": {…}, …}``), or None."""
    members = list(inputs.members())
    shared = inputs.first("rows", "fuels", "data", "records", "items", "animals")
    if shared is not None and shared.is_list and len(members) == 1:
        return shared
    if len(members) < _FEWEST or not all(
        node.names and find_amount(node) for _, node in members
    ):
        return None
    rows = [
        {"name": name, **{key: each.value for key, each in node.members()}}
        for name, node in members
    ]
    return Node(rows, inputs.path, inputs.read)
