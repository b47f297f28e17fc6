"""A small table that the tests of the lake write and read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from dafeng.lake import ColumnKind, ColumnSchema, TableSchema

if TYPE_CHECKING:
    import pyarrow as pa

READINGS = TableSchema(
    name="readings",
    meaning="Energy of a meter in a year.",
    key=("meter", "year"),
    partition=("year",),
    columns=(
        ColumnSchema(name="meter", meaning="number of the meter"),
        ColumnSchema(name="year", kind=ColumnKind.INTEGER, meaning="calendar year"),
        ColumnSchema(
            name="energy_e3",
            kind=ColumnKind.SCALED,
            scale=3,
            unit="kWh",
            meaning="energy, in thousandths",
        ),
        ColumnSchema(
            name="note", meaning="remark", required=False, choices=("read", "guessed")
        ),
    ),
)

EVERY_KIND = TableSchema(
    name="everything",
    meaning="One column of each kind.",
    key=("name",),
    columns=(
        ColumnSchema(name="name", meaning="its name"),
        ColumnSchema(
            name="count", kind=ColumnKind.INTEGER, meaning="a count", required=False
        ),
        ColumnSchema(
            name="amount_e3",
            kind=ColumnKind.SCALED,
            scale=3,
            meaning="an amount, in thousandths",
            required=False,
        ),
        ColumnSchema(name="on", kind=ColumnKind.DATE, meaning="a day", required=False),
        ColumnSchema(
            name="at", kind=ColumnKind.INSTANT, meaning="a moment", required=False
        ),
        ColumnSchema(
            name="true", kind=ColumnKind.BOOLEAN, meaning="yes or no", required=False
        ),
    ),
)

DAY = datetime(2024, 1, 1, tzinfo=UTC)


def day(number: int) -> datetime:
    """Midnight so many days after the first of January 2024."""
    return DAY + timedelta(days=number)


def reading(
    meter: str = "m1", year: int = 2023, energy: int = 1, **more: object
) -> dict:
    """One row; energy in Wh."""
    return {"meter": meter, "year": year, "energy_e3": energy, **more}


def energies(rows: pa.Table) -> dict[tuple[str, int], int]:
    """What a table says per meter and year."""
    return {(row["meter"], row["year"]): row["energy_e3"] for row in rows.to_pylist()}
