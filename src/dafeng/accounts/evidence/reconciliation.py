"""Reconciliations: two statements of one quantity, with net and absolute difference."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from dafeng.accounts.records import Reconciliation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dafeng.accounts.evidence.overlap import Nesting, Rivals

OWNERS = "owners"
_Name = tuple[str, str, str, str, str]


def reconciliations(
    rivals: Iterable[Rivals], nestings: Iterable[Nesting]
) -> tuple[Reconciliation, ...]:
    """Compare the statements that hold with those that do not, and totals with parts.

    Returns
    -------
    tuple of Reconciliation
        One for each flow, item and pair of streams, then one for each flow and item
        whose totals have something stated below them.
    """
    pairs: dict[_Name, list[tuple[int, int]]] = defaultdict(list)
    for rival in rivals:
        held = rival.held
        for other in rival.others:
            name = (
                held.at.flow,
                held.at.item,
                held.at.unit,
                held.stream.value,
                other.stream.value,
            )
            pairs[name].append((held.quantity_e3, other.quantity_e3))
    for nesting in nestings:
        at = nesting.total.at
        name = (at.flow, at.item, at.unit, nesting.total.stream.value, OWNERS)
        pairs[name].append((nesting.total.quantity_e3, nesting.below_e3))
    return tuple(_compared(name, parts) for name, parts in sorted(pairs.items()))


def _compared(name: _Name, parts: Sequence[tuple[int, int]]) -> Reconciliation:
    flow, item, unit, left, right = name
    left_e3 = sum(a for a, _ in parts)
    right_e3 = sum(b for _, b in parts)
    return Reconciliation(
        name=f"{flow} {item}",
        left=left,
        right=right,
        left_total=_amount(left_e3),
        right_total=_amount(right_e3),
        net_difference=_amount(left_e3 - right_e3),
        absolute_difference=_amount(sum(abs(a - b) for a, b in parts)),
        unit=unit,
        parts=len(parts),
    )


def _amount(scaled: int) -> Decimal:
    return Decimal(scaled).scaleb(-3)
