"""Cells of the balance: from the lake and back, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from dafeng.accounts.balance.layout import balance_line, carrier
from dafeng.accounts.balance.records import BalanceCell
from dafeng.base.errors import NotFoundError
from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

_NAMES = tuple(field.name for field in attrs.fields(BalanceCell))


def balance_cells(table: pa.Table) -> Iterator[BalanceCell]:
    """Read cells out of the lake's table ``balance``; other columns are left."""
    present = [name for name in _NAMES if name in table.column_names]
    for row in table.select(present).to_pylist():
        yield BalanceCell(**{k: v for k, v in row.items() if v is not None})


def lake_cells(cells: Iterable[BalanceCell]) -> Iterator[Mapping[str, Any]]:
    """Write cells as rows for the lake; an empty text becomes "not known"."""
    for cell in cells:
        yield {
            name: None if value == "" else value
            for name, value in attrs.asdict(cell, recurse=False).items()
        }


def cell_place(cell: BalanceCell) -> str:
    """Return where a finding about the cell points."""
    return f"{cell.place} {cell.year} {cell.row} {cell.item}"


def check_cells(cells: Iterable[BalanceCell]) -> tuple[Finding, ...]:
    """Return what is wrong with cells, one by one; see :func:`sound_cells`."""
    return sound_cells(cells)[1]


def sound_cells(
    cells: Iterable[BalanceCell],
) -> tuple[tuple[BalanceCell, ...], tuple[Finding, ...]]:
    """Take the cells that fit the layout.

    Returns
    -------
    cells, findings
        ``balance.row``, ``balance.carrier``, ``balance.unit``, ``balance.sign`` and
        ``balance.repeated``, each an error, and each leaves the cell out.
    """
    seen: set[tuple[str, int, str, str]] = set()
    sound: list[BalanceCell] = []
    findings: list[Finding] = []
    for cell in cells:
        key = (cell.place, cell.year, cell.row, cell.item)
        odd = [_repeated(cell)] if key in seen else _odd(cell)
        findings += odd
        if not odd:
            seen.add(key)
            sound.append(cell)
    return tuple(sound), tuple(findings)


def _odd(cell: BalanceCell) -> list[Finding]:
    try:
        line, one = balance_line(cell.row), carrier(cell.item)
    except NotFoundError as error:
        known = error.code == "balance.no_row"
        return [
            Finding(
                code="balance.row" if known else "balance.carrier",
                severity=Severity.ERROR,
                place=cell_place(cell),
                value=cell.row if known else cell.item,
                rule=str(error),
                hint="Use a code of the layout.",
            )
        ]
    if cell.unit != one.unit:
        return [
            Finding(
                code="balance.unit",
                severity=Severity.ERROR,
                place=cell_place(cell),
                value=cell.unit,
                rule=f"{one.name_zh} stands in the balance in {one.unit}.",
                hint="Convert the amount before it is entered.",
            )
        ]
    if line.sign and cell.quantity_e3 * line.sign < 0:
        return [_sign(cell, line.name_zh, line.sign)]
    return []


def _sign(cell: BalanceCell, name: str, sign: int) -> Finding:
    wanted = "not be negative" if sign > 0 else "not be positive"
    return Finding(
        code="balance.sign",
        severity=Severity.ERROR,
        place=cell_place(cell),
        value=str(cell.quantity),
        rule=f"A cell of the row {name} may {wanted}.",
        hint="Check the sign: rows marked (-) carry a minus, all others none.",
    )


def _repeated(cell: BalanceCell) -> Finding:
    return Finding(
        code="balance.repeated",
        severity=Severity.ERROR,
        place=cell_place(cell),
        value=str(cell.quantity),
        rule="A row has one cell per carrier.",
        hint="Keep one of them; the first is used until then.",
    )
