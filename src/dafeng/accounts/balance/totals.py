"""Sector totals of the account, out of the balance: which cell feeds which flow."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.balance.cells import cell_place, sound_cells
from dafeng.accounts.balance.layout import (
    FEEDSTOCK,
    INDUSTRY,
    balance_line,
    carrier,
    flow_rule,
)
from dafeng.accounts.balance.records import CarrierKind, Nature
from dafeng.accounts.evidence.rows import ActivityRow
from dafeng.accounts.records import Grade, Stream
from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dafeng.accounts.balance.records import BalanceCell

_FUELS = (CarrierKind.COAL, CarrierKind.OIL, CarrierKind.GAS)


@attrs.frozen(kw_only=True)
class BalanceTotals:
    """Rows for the lake's ``activity``, and what could not be taken over.

    Attributes
    ----------
    rows : tuple of ActivityRow
        Totals without an owner, stream ``statistics``, in the order of their ids.
    findings : tuple of Finding
    """

    rows: tuple[ActivityRow, ...]
    findings: tuple[Finding, ...]


def totals_from_balance(cells: Iterable[BalanceCell]) -> BalanceTotals:
    """Turn cells into the totals that an account starts from.

    Only what is stated is taken over: final use by sector (feedstock apart), fuel that
    made power or heat, power and heat used, lost, and made in the district. Net power
    bought is then what was used and lost less what was made. Heads of parts, trade,
    stock and conversion that burns nothing (washing, coking, refining) feed no flow.

    Parameters
    ----------
    cells : iterable of BalanceCell
        Of any places and years.

    Returns
    -------
    BalanceTotals
        Findings: those of :func:`sound_cells`; ``balance.unassigned`` (final use of a
        carrier is stated as a total alone), ``balance.feedstock`` (more raw material
        than use), ``balance.feedstock_branch`` (branches are stated, and the raw
        material is not stated by branch).
    """
    sound, odd = sound_cells(cells)
    findings = list(odd)
    feedstock = _feedstock(sound)
    grouped: dict[tuple[str, ...], list[tuple[BalanceCell, int]]] = defaultdict(list)
    for cell in sound:
        line, one = balance_line(cell.row), carrier(cell.item)
        rule = flow_rule(line, one)
        if rule is None or not (line.sector or rule.sector) or _contained(cell.row):
            continue
        amount = cell.quantity_e3 * rule.sign
        if one.kind in _FUELS and line.nature is not Nature.OF_WHICH:
            raw = feedstock.get((cell.place, cell.year, cell.row, cell.item), 0)
            amount -= raw
            if amount < 0 and raw:
                findings.append(_too_much_feedstock(cell, raw))
                continue
        key = (rule.flow, rule.sector or line.sector, one.code, cell.place)
        grouped[*key, str(cell.year)].append((cell, amount))
    findings += _unassigned(sound)
    findings += _branches_without_feedstock(sound, feedstock)
    # A stated zero stays: it says that nobody below it used any.
    rows = tuple(_row(key, said) for key, said in sorted(grouped.items()))
    return BalanceTotals(rows=rows, findings=tuple(findings))


def _contained(row: str) -> bool:
    """Whether the cell is counted in another one already (损失, of which transport)."""
    return row == "losses.transport"


def _feedstock(
    cells: Iterable[BalanceCell],
) -> Mapping[tuple[str, int, str, str], int]:
    """Raw material by the row that contains it."""
    return {
        (cell.place, cell.year, balance_line(cell.row).parent, cell.item): (
            cell.quantity_e3
        )
        for cell in cells
        if cell.row.endswith(FEEDSTOCK)
    }


def _row(key: tuple[str, ...], said: list[tuple[BalanceCell, int]]) -> ActivityRow:
    flow, sector, item, place, year = key
    first = said[0][0]
    return ActivityRow(
        row_id=f"balance:{place}:{year}:{flow}:{sector}:{item}",
        stream=Stream.STATISTICS,
        flow=flow,
        sector=sector,
        item=item,
        quantity_e3=sum(amount for _, amount in said),
        unit=first.unit,
        stated="; ".join(f"{cell.row} {cell.quantity} {cell.unit}" for cell, _ in said),
        year=int(year),
        period=year,
        place=place,
        grade=Grade.C,
        evidence="; ".join(dict.fromkeys(cell.evidence for cell, _ in said)),
        entered_by=first.entered_by,
        approved_by=first.approved_by,
        synthetic=any(cell.synthetic for cell, _ in said),
    )


def _unassigned(cells: Iterable[BalanceCell]) -> list[Finding]:
    """Carriers whose final use nobody divided among the sectors."""
    cells = tuple(cells)
    divided = {
        (cell.place, cell.year, cell.item)
        for cell in cells
        if cell.row.startswith("final.")
    }
    return [
        Finding(
            code="balance.unassigned",
            severity=Severity.WARNING,
            place=cell_place(cell),
            value=f"{cell.quantity} {cell.unit}",
            rule="Final use feeds the account by sector.",
            hint="State the rows below it; the total alone is not counted.",
        )
        for cell in cells
        if cell.row == "final"
        and cell.quantity_e3
        and (cell.place, cell.year, cell.item) not in divided
    ]


def _branches_without_feedstock(
    cells: Iterable[BalanceCell],
    feedstock: Mapping[tuple[str, int, str, str], int],
) -> list[Finding]:
    branched = {
        (place, year, item)
        for (place, year, row, item) in feedstock
        if row.startswith(f"{INDUSTRY}.")
    }
    found: dict[tuple[str, int, str], Finding] = {}
    for cell in cells:
        key = (cell.place, cell.year, cell.item)
        line = balance_line(cell.row)
        if (
            line.nature is Nature.BRANCH
            and feedstock.get((cell.place, cell.year, INDUSTRY, cell.item))
            and key not in branched
        ):
            found[key] = Finding(
                code="balance.feedstock_branch",
                severity=Severity.WARNING,
                place=cell_place(cell),
                value=f"{cell.quantity} {cell.unit}",
                rule="Raw material is taken out where it is used.",
                hint=f"State it as a row {cell.row}{FEEDSTOCK}, or the branch counts "
                "as if it burned all.",
            )
    return list(found.values())


def _too_much_feedstock(cell: BalanceCell, raw_e3: int) -> Finding:
    return Finding(
        code="balance.feedstock",
        severity=Severity.ERROR,
        place=cell_place(cell),
        value=f"{cell.quantity_e3 / 1000} - {raw_e3 / 1000} {cell.unit}",
        rule="Raw material is contained in the use of the sector.",
        hint="Correct the row or the one that is of it; the row is left out.",
    )
