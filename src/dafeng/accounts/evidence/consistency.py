"""Rows that cannot be true, alone or beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.accounts.catalogue import flows
from dafeng.accounts.records import Stream
from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dafeng.accounts.evidence.rows import ActivityRow

_SALE_OF = {"power.bought": "power.sold", "heat.bought": "heat.sold"}


def consistent(
    rows: Iterable[ActivityRow],
) -> tuple[tuple[ActivityRow, ...], tuple[Finding, ...]]:
    """Leave out rows of an unknown flow or below zero; find purchases without a sale.

    Returns
    -------
    rows, findings
        ``account.unknown_flow`` and ``activity.negative`` leave their row out: what it
        emits is not known. ``account.no_sale``: an owner bought power or heat from a
        neighbour inside the district who states no sale, so that the fuel and the
        purchase are both counted.
    """
    kept, found = [], []
    for row in rows:
        if row.flow not in flows():
            found.append(_unknown_flow(row))
        elif row.quantity_e3 < 0 and not _may_be_negative(row):
            found.append(_negative(row))
        else:
            kept.append(row)
    return tuple(kept), (*found, *_without_sale(kept))


def _may_be_negative(row: ActivityRow) -> bool:
    """Pumping and own use can exceed what a balance's conversion gives."""
    return row.stream is Stream.STATISTICS and not row.owner


def _without_sale(rows: list[ActivityRow]) -> list[Finding]:
    owners = {row.owner for row in rows if row.owner}
    sellers = {(row.flow, row.owner) for row in rows}
    return [
        Finding(
            code="account.no_sale",
            severity=Severity.ERROR,
            place=row.row_id,
            value=row.counterparty,
            rule="What a neighbour in the district sold, the neighbour states too.",
            hint=f"Let {row.counterparty} state {_SALE_OF[row.flow]}; until then fuel "
            "and purchase are both counted.",
        )
        for row in rows
        if row.counterparty in owners
        and row.flow in _SALE_OF
        and (_SALE_OF[row.flow], row.counterparty) not in sellers
    ]


def _unknown_flow(row: ActivityRow) -> Finding:
    return Finding(
        code="account.unknown_flow",
        severity=Severity.ERROR,
        place=row.row_id,
        value=row.flow,
        rule="Every row names a flow of the catalogue.",
        hint="Correct the flow; what the row emits is not known and not counted.",
    )


def _negative(row: ActivityRow) -> Finding:
    return Finding(
        code="activity.negative",
        severity=Severity.ERROR,
        place=row.row_id,
        value=f"{row.quantity_e3} / 1000 {row.unit}",
        rule="An activity is at least 0; the flow says what is deducted.",
        hint="Name the flow that goes out (power.sold, …), or correct the amount.",
    )
