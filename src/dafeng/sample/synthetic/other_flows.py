"""Herds, fields, waste, processes and trees, as bureaus state them for the district.

Towns filled a managed landfill until 2019, when the waste-to-energy plant opened; its
deposits reach back to 1995, because old waste still gives off gas.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dafeng.base.tables import packaged_rows
from dafeng.sample.synthetic.energy_use import THOUSANDTHS, YEARS, on_the_line
from dafeng.sample.synthetic.records import YearFacts
from dafeng.sample.synthetic.wording import Total, cell, printed

if TYPE_CHECKING:
    from dafeng.sample.synthetic.chance import Chance

FIRST_DEPOSIT, LAST_DEPOSIT = 1995, 2019
_WOBBLE = 6000
_DEPOSIT_1995, _DEPOSIT_GROWTH, _DEPOSIT_2019 = 62_000, 5600, 70_000
_PER_MILLE = 1000
_KILOGRAM = {"kg": ("t", 1)}
"""Printed in kilograms, kept in tonnes: thousandths of a tonne are kilograms."""


def process_totals(chance: Chance, year: int) -> tuple[Total, ...]:
    """Return materials of industrial processes by branch."""
    return tuple(
        Total(
            flow=row["flow"],
            sector=row["sector"],
            item=row["item"],
            unit="t",
            quantity_e3=_amount(chance, row, year, THOUSANDTHS),
            year=year,
            evidence=f"示范统计年报{year} 表7 {cell(line, 3)}",
        )
        for line, row in enumerate(
            packaged_rows("dafeng.sample", "process_use.csv"), start=4
        )
    )


def bureau_totals(chance: Chance, year: int) -> Iterator[Total]:
    """Yield what bureaus state of farming, waste, escaping gases and land."""
    rows = packaged_rows("dafeng.sample", "other_use.csv")
    for line, row in enumerate(rows, start=4):
        if row["from"] and year < int(row["from"]):
            continue
        unit, scale = _KILOGRAM.get(row["unit"], (row["unit"], THOUSANDTHS))
        yield Total(
            flow=row["flow"],
            sector=row["sector"],
            item=row["item"],
            unit=unit,
            quantity_e3=_amount(chance, row, year, scale),
            year=year,
            evidence=f"{row['document']}{year} 表2 {cell(line, 3)}",
        )


def landfill_deposits(chance: Chance) -> Iterator[Total]:
    """Yield what was deposited, year by year, from 1995 to 2019."""
    for year in range(FIRST_DEPOSIT, LAST_DEPOSIT + 1):
        grown = _DEPOSIT_1995 + _DEPOSIT_GROWTH * (year - FIRST_DEPOSIT)
        mass = _DEPOSIT_2019 if year == LAST_DEPOSIT else grown
        mass = chance.vary(mass * THOUSANDTHS, _WOBBLE, "deposit", year)
        rows = packaged_rows("dafeng.sample", "landfill_waste.csv")
        for line, row in enumerate(rows, start=4):
            yield Total(
                flow="waste.landfill",
                sector="waste",
                item=row["item"],
                unit="t",
                quantity_e3=printed(mass * int(row["per_mille"]) // _PER_MILLE, "t"),
                year=year,
                evidence=f"示范垃圾填埋场台账{year} 表1 {cell(line, 2)}",
            )


def decaying_per_mille() -> int:
    """Return which part of a deposit decays and is stated; the rest is inert."""
    rows = packaged_rows("dafeng.sample", "landfill_waste.csv")
    return sum(int(row["per_mille"]) for row in rows)


def year_facts() -> tuple[YearFacts, ...]:
    """Return people and added value; straight lines between the stated years."""
    rows = {
        row["name"]: row for row in packaged_rows("dafeng.sample", "year_facts.csv")
    }
    sectors = [name for name in rows if name not in {"population", "gdp"}]
    return tuple(_facts(rows, sectors, year) for year in YEARS)


def _facts(rows: dict[str, dict[str, str]], sectors: list[str], year: int) -> YearFacts:
    gdp = on_the_line(rows["gdp"], year)
    stated = [(name, on_the_line(rows[name], year)) for name in sectors]
    rest = gdp - sum(amount for _, amount in stated)
    return YearFacts(
        year=year,
        population=on_the_line(rows["population"], year),
        gdp=gdp,
        value_added=(*stated, ("public", rest)),
    )


def _amount(chance: Chance, row: dict[str, str], year: int, scale: int) -> int:
    """Amount of a year; what is drawn as another row is the same herd, head by head."""
    exact = on_the_line(row, year) * scale
    drawn = row.get("drawn_as", "").split() or (row["flow"], row["item"])
    moved = chance.vary(exact, _WOBBLE, "other", year, *drawn)
    return moved if scale == 1 else printed(moved, "t")
