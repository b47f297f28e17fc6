"""Meters beside the reports of large users, and what was corrected a year later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts import Grade, Stream
from dafeng.sample.synthetic.wording import as_stated, printed

if TYPE_CHECKING:
    from dafeng.accounts import ActivityRow
    from dafeng.accounts.balance import BalanceCell
    from dafeng.sample.synthetic.chance import Chance
    from dafeng.sample.synthetic.energy_balance import Yearbook
    from dafeng.sample.synthetic.enterprise_reports import Report

METERED_FROM = 2023
METERED = (
    ("industry.steel.pipe", 3),
    ("industry.nonferrous.recycled", 1),
    ("industry.glass", 1),
    ("industry.metal", 1),
)
"""Branches and how many of their largest users have meters online."""
_METERED_FLOWS = ("fuel.stationary", "power.bought")
_METER_WITHIN = 4000

CORRECTED_REPORT = (2021, "industry.steel.pipe", "fuel.stationary", "NATURAL_GAS")
"""Second pipe mill: one of its meters was forgotten at first."""
_FORGOTTEN_PER_MILLE = 60
CORRECTED_CELLS = (2022, "DIESEL", ("final.transport", "supply.in"))
"""Diesel of transport was printed 2.5 % too high at first, and so was its supply."""
_TOO_HIGH_PER_MILLE = 25


def meter_rows(chance: Chance, reports: Iterable[Report]) -> Iterator[ActivityRow]:
    """Yield the yearly sums of meters; they differ from the report by up to 0.4 %."""
    left = dict(METERED)
    seen: dict[str, str] = {}
    for report in reports:
        if report.year < METERED_FROM or report.flow not in _METERED_FLOWS:
            continue
        if report.enterprise.code not in seen and left.get(report.sector, 0):
            left[report.sector] -= 1
            seen[report.enterprise.code] = report.sector
        if report.enterprise.code not in seen or report.counterparty:
            continue
        quantity = printed(
            chance.vary(report.quantity_e3, _METER_WITHIN, "meter", report.row_id),
            report.unit,
        )
        yield attrs.evolve(
            report.statement(),
            row_id=report.row_id.replace("enterprise/", "meter/", 1),
            stream=Stream.METER,
            quantity_e3=quantity,
            stated=as_stated(quantity, report.unit),
            grade=Grade.A,
            evidence=f"示范能耗在线监测{report.year} {report.enterprise.code[-6:]}",
        )


def first_report(rows: tuple[ActivityRow, ...]) -> ActivityRow | None:
    """Return the row of the corrected report as it stood at first, if it is here."""
    year, sector, flow, item = CORRECTED_REPORT
    branch = [
        row
        for row in rows
        if (row.year, row.sector, row.flow, row.item) == (year, sector, flow, item)
        and row.stream is Stream.ENTERPRISE
    ]
    if len(branch) <= 1:
        return None
    right = branch[1]
    wrong = printed(right.quantity_e3 * (1000 - _FORGOTTEN_PER_MILLE) // 1000, "m3")
    return attrs.evolve(
        right, quantity_e3=wrong, stated=as_stated(wrong, right.unit), note=""
    )


def first_cells(book: Yearbook) -> tuple[BalanceCell, ...]:
    """Return the cells of a year that were printed wrong at first."""
    year, item, rows = CORRECTED_CELLS
    if book.year != year:
        return ()
    excess = printed(book.at(rows[0], item) * _TOO_HIGH_PER_MILLE // 1000, "t")
    return tuple(
        attrs.evolve(cell, quantity_e3=cell.quantity_e3 + excess)
        for cell in book.cells
        if cell.row in rows and cell.item == item
    )
