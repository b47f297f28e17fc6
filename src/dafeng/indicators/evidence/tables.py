"""Tables of the lake that indicators are reckoned from.

``observations`` holds numbers that somebody stated, ``registers`` things with a life
(a green factory, a charger, a wind farm), ``emissions`` what accounts came to. Energy
comes from the table ``balance`` of the account.
"""

from __future__ import annotations

from dafeng.indicators.records import Basis, Quality
from dafeng.lake.schemas import ColumnKind, ColumnSchema, TableSchema

_WHO = (
    ColumnSchema(name="evidence", meaning="document and place in it", required=False),
    ColumnSchema(name="entered_by", meaning="person or program that entered it"),
    ColumnSchema(name="approved_by", meaning="person who approved it", required=False),
    ColumnSchema(
        name="synthetic",
        kind=ColumnKind.BOOLEAN,
        meaning="made by a generator, not reported by anybody",
    ),
    ColumnSchema(name="note", meaning="remark", required=False),
)

OBSERVATIONS = TableSchema(
    name="observations",
    meaning="Numbers that somebody stated: one series, period and part, one row.",
    key=("place", "series", "scope", "period", "basis"),
    partition=("place",),
    columns=(
        ColumnSchema(name="place", meaning="GB/T 2260 code of the district"),
        ColumnSchema(name="series", meaning="code of series.csv"),
        ColumnSchema(name="scope", meaning="part it is about", required=False),
        ColumnSchema(name="period", meaning="code of the period: 2025, 2025-06"),
        ColumnSchema(
            name="value_e6",
            kind=ColumnKind.SCALED,
            scale=6,
            meaning="the number in `unit`, in millionths",
        ),
        ColumnSchema(name="unit", meaning="canonical unit of the series"),
        ColumnSchema(
            name="basis", meaning="how it came to be known", choices=tuple(Basis)
        ),
        ColumnSchema(
            name="quality", meaning="how well it is proven", choices=tuple(Quality)
        ),
        *_WHO,
    ),
)

REGISTERS = TableSchema(
    name="registers",
    meaning="Things with a life: what is counted or summed on a day.",
    key=("place", "register", "entry"),
    partition=("place",),
    columns=(
        ColumnSchema(name="place", meaning="GB/T 2260 code of the district"),
        ColumnSchema(name="register", meaning="code of registers.csv"),
        ColumnSchema(name="entry", meaning="stable name of the thing"),
        ColumnSchema(name="name", meaning="what people call it"),
        ColumnSchema(
            name="scope", meaning="town, park or enterprise it is in", required=False
        ),
        ColumnSchema(
            name="amount_e6",
            kind=ColumnKind.SCALED,
            scale=6,
            meaning="its size in `unit`, in millionths",
            required=False,
        ),
        ColumnSchema(name="unit", meaning="unit of its size", required=False),
        ColumnSchema(
            name="since", kind=ColumnKind.DATE, meaning="first day that it counts"
        ),
        ColumnSchema(
            name="until",
            kind=ColumnKind.DATE,
            meaning="last day that it counts: withdrawn, closed, demolished",
            required=False,
        ),
        ColumnSchema(
            name="quality", meaning="how well it is proven", choices=tuple(Quality)
        ),
        *_WHO,
    ),
)

EMISSIONS = TableSchema(
    name="emissions",
    meaning="What accounts came to, by boundary and sector.",
    key=("place", "year", "boundary", "sector"),
    partition=("place",),
    columns=(
        ColumnSchema(name="place", meaning="GB/T 2260 code of the district"),
        ColumnSchema(name="year", kind=ColumnKind.INTEGER, meaning="calendar year"),
        ColumnSchema(
            name="boundary", meaning="which lines count: control, territorial, sinks"
        ),
        ColumnSchema(
            name="sector",
            meaning="code of sectors.csv; empty for the whole",
            required=False,
        ),
        ColumnSchema(
            name="value_g",
            kind=ColumnKind.INTEGER,
            unit="gCO2e",
            meaning="sum of the lines",
        ),
        ColumnSchema(
            name="low_g",
            kind=ColumnKind.INTEGER,
            unit="gCO2e",
            meaning="lower end of the 95 % interval; of the whole only",
            required=False,
        ),
        ColumnSchema(
            name="high_g",
            kind=ColumnKind.INTEGER,
            unit="gCO2e",
            meaning="upper end of the 95 % interval; of the whole only",
            required=False,
        ),
        ColumnSchema(name="account", meaning="SHA-256 of the account's bytes"),
        ColumnSchema(name="factor_edition", meaning="edition of the factors"),
        ColumnSchema(
            name="synthetic",
            kind=ColumnKind.BOOLEAN,
            meaning="some line rests on data made by a generator",
        ),
    ),
)

SOURCES = (OBSERVATIONS, REGISTERS, EMISSIONS)
"""Tables of this room; the table ``balance`` is the account's."""
