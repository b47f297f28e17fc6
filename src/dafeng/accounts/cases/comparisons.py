"""A result beside what its case expects, under the tolerance that the case states."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.cases.expected_names import named_by_order, resolved
from dafeng.accounts.cases.figures import figure
from dafeng.accounts.cases.records import Answer, Comparison, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dafeng.accounts.cases.nodes import Node


@attrs.frozen(kw_only=True)
class Tolerance:
    """How far a figure may lie from what is expected.

    Attributes
    ----------
    kind : str
        ``abs``, ``rel``, ``exact``, or ``printed``: half of the last printed digit.
    value : Fraction
        In the unit of the figure, or as a share of the expectation.
    """

    kind: str
    value: Fraction

    def holds(self, value: Fraction, expected: Fraction, digits: int = 0) -> bool:
        """Whether ``value`` is near enough to what was printed with ``digits``."""
        distance = abs(value - expected)
        if self.kind == "printed":
            return distance <= Fraction(1, 2 * 10**digits)
        if self.kind == "exact":
            return distance == 0
        limit = self.value * (abs(expected) if self.kind == "rel" else 1)
        return distance <= limit

    def __str__(self) -> str:
        if self.kind in {"exact", "printed"}:
            return self.kind
        return f"{self.kind} {figure(self.value).normalize()}"


def read_tolerance(root: Node) -> Tolerance:
    """Read ``tolerance``; without one a figure agrees as far as it was printed."""
    node = root.first("tolerance")
    if node is None:
        return Tolerance(kind="printed", value=Fraction(0))
    if not node.names:
        if str(node.value) == "exact":
            return Tolerance(kind="exact", value=Fraction(0))
        return Tolerance(kind="abs", value=node.number())
    kind = node.text("type", "kind", default="abs").lower()
    if kind.startswith("exact"):
        return Tolerance(kind="exact", value=Fraction(0))
    value = node.child("value").number()
    if kind in {"pct", "percent", "rel_pct"}:
        return Tolerance(kind="rel", value=value / 100)
    return Tolerance(kind="rel" if kind.startswith("rel") else "abs", value=value)


def expected_column(root: Node, inputs: Node) -> str:
    """Return the key of the rows that holds their expectation, or nothing."""
    keys = next(inputs.items(), inputs).names if inputs.is_list else ()
    stated = root.first("expected")
    if stated is None:
        marks = ("expected", "published")
        return next((key for key in keys if key.startswith(marks)), "")
    if not isinstance(stated.value, str):
        return ""
    words = stated.value.split()
    return next((key for key in keys if key in words), "")


def compare(
    root: Node, inputs: Node, answer: Answer
) -> tuple[dict[str, Value], tuple[Comparison, ...]]:
    """Name values as the case does, and compare them.

    Returns
    -------
    values, comparisons
        The answer's values with those of the expectation's names added.
    """
    values = dict(answer.values)
    tolerance = read_tolerance(root)
    column = expected_column(root, inputs)
    if answer.per_row:
        values.setdefault(column or answer.column, answer.per_row)
    stated = root.first("expected")
    checks: list[Comparison] = []
    if column:
        checks = _column_checks(inputs, column, answer, tolerance)
    elif stated is not None and stated.names:
        by_order = named_by_order(stated, answer)
        for name, node in stated.members():
            if name.endswith(("_tolerance_pct", "_tolerance")):
                continue
            scalar = not node.names and not node.is_list
            found = values.get(name)
            if scalar and isinstance(found, tuple | Mapping):
                found = _one(found)
            if found is None:
                found = resolved(name, answer)
            if found is None:
                found = by_order.get(name)
            values[name] = found
            own = _own_tolerance(stated, name, tolerance)
            checks += _checks(name, node, values[name], own)
    elif stated is not None and not isinstance(stated.value, str):
        value = _single(stated, answer, values)
        checks = list(_checks("expected", stated, value, tolerance))
    return values, tuple(checks)


def _one(value: Value) -> Value:
    """The single figure of a column or of an object of one, or None."""
    held = tuple(value.values()) if isinstance(value, Mapping) else value
    return held[0] if isinstance(held, tuple) and len(held) == 1 else None


def _column_checks(
    inputs: Node, column: str, answer: Answer, tolerance: Tolerance
) -> list[Comparison]:
    checks: list[Comparison] = []
    for index, node in enumerate(inputs.items()):
        if column in node and index < len(answer.per_row):
            name = f"{column}[{index}]"
            checks += _checks(
                name, node.child(column), answer.per_row[index], tolerance
            )
    return checks


def _checks(
    name: str, expected: Node, value: Value, tolerance: Tolerance
) -> Iterator[Comparison]:
    if expected.names:
        held = value if isinstance(value, Mapping) else {}
        for key, node in expected.members():
            yield from _checks(f"{name}.{key}", node, held.get(key), tolerance)
    elif expected.is_list:
        told = tuple(value.values()) if isinstance(value, Mapping) else value
        listed = told if isinstance(told, tuple) else (told,)
        for index, node in enumerate(expected.items()):
            one = listed[index] if index < len(listed) else None
            yield from _checks(f"{name}[{index}]", node, one, tolerance)
    else:
        yield _check(name, expected, value, tolerance)


def _check(name: str, expected: Node, value: Value, tolerance: Tolerance) -> Comparison:
    wanted = expected.value
    if isinstance(wanted, bool) or (
        isinstance(wanted, str) and not _is_number(expected)
    ):
        return Comparison(
            name=name,
            expected=str(wanted),
            value=value,
            tolerance="exact",
            passed=str(wanted).casefold() == str(value).casefold(),
        )
    number = expected.number()
    digits = max(0, -int(Decimal(str(wanted)).as_tuple().exponent))
    passed = isinstance(value, int | Decimal) and tolerance.holds(
        Fraction(value), number, digits
    )
    return Comparison(
        name=name,
        expected=wanted if isinstance(wanted, int | Decimal) else figure(number),
        value=value,
        tolerance=str(tolerance),
        passed=passed,
    )


def _is_number(node: Node) -> bool:
    try:
        node.number()
    except ValueError:
        return False
    return True


def _own_tolerance(stated: Node, name: str, tolerance: Tolerance) -> Tolerance:
    percent = stated.first(f"{name}_tolerance_pct")
    if percent is not None:
        return Tolerance(kind="rel", value=percent.number() / 100)
    own = stated.first(f"{name}_tolerance")
    return tolerance if own is None else Tolerance(kind="abs", value=own.number())


def _single(stated: Node, answer: Answer, values: dict[str, Value]) -> Value:
    if stated.is_list and answer.per_row:
        return answer.per_row
    for name in ("sum_tCO2", "total_tCO2e", "total_tce", "u_pct", "total"):
        if name in values:
            return values[name]
    return answer.rows[0].value if len(answer.rows) == 1 else None
