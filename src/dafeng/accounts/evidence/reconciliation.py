"""Reconciliations: two statements of one quantity, with net and absolute difference."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from dafeng.accounts.catalogue import upward
from dafeng.accounts.records import Reconciliation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dafeng.accounts.evidence.nesting import Nesting
    from dafeng.accounts.evidence.overlap import Rivals
    from dafeng.accounts.evidence.statements import Statement

OWNERS = "owners"
_Name = tuple[str, str, str, str, str]


def reconciliations(
    rivals: Iterable[Rivals], nestings: Iterable[Nesting]
) -> tuple[Reconciliation, ...]:
    """Compare the statements that hold with those that do not, and totals with parts.

    Returns
    -------
    tuple of Reconciliation
        One for each flow, item and pair of streams, and one for each flow and item
        whose totals stand above owners. Nothing is added up twice: a branch is left
        out where its sector is compared, and a total stands against its owners without
        its branches.
    """
    pairs: dict[_Name, list[tuple[int, int]]] = defaultdict(list)
    compared = {
        _placed(rival.held[0], others[0]): (_sum(rival.held), _sum(others))
        for rival in rivals
        for others in _by_stream(rival.others)
    }
    for (name, owner, sector), amounts in compared.items():
        above = [(name, owner, code) for code in list(upward(sector))[1:]]
        if owner or not any(place in compared for place in above):
            pairs[name].append(amounts)
    for nesting in nestings:
        if nesting.owned_e3:
            name = _name(nesting.total, OWNERS)
            own_part = nesting.total.quantity_e3 - nesting.totals_e3
            pairs[name].append((own_part, nesting.owned_e3))
    return tuple(_compared(name, parts) for name, parts in sorted(pairs.items()))


def _by_stream(others: Iterable[Statement]) -> list[list[Statement]]:
    streams: dict[str, list[Statement]] = defaultdict(list)
    for other in others:
        streams[other.stream].append(other)
    return list(streams.values())


def _sum(statements: Iterable[Statement]) -> int:
    return sum(statement.quantity_e3 for statement in statements)


def _name(held: Statement, right: str) -> _Name:
    at = held.at
    return (at.flow, at.item, at.unit, held.stream.value, right)


def _placed(held: Statement, other: Statement) -> tuple[_Name, str, str]:
    """Name of a comparison, with owner and place where it is one, and its sector."""
    at = held.at
    owner = f"{at.owner} {at.counterparty} {at.proof}" if at.owner else ""
    return _name(held, other.stream.value), owner, at.sector


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
