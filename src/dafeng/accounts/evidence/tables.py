"""The evidence behind an account: tables of the lake, with their columns.

``activity`` holds what flowed (one row per physical flow and statement), ``balance``
the official energy balance, ``district`` what an account of a place is made with,
``measured`` factors that somebody measured, ``signatures`` who took responsibility for
an unverified factor.
"""

from __future__ import annotations

from dafeng.accounts.records import Grade, Stream
from dafeng.lake.schemas import ColumnKind, ColumnSchema, TableSchema

SCALED, INTEGER, DATE, BOOLEAN = (
    ColumnKind.SCALED,
    ColumnKind.INTEGER,
    ColumnKind.DATE,
    ColumnKind.BOOLEAN,
)

_WHO = (
    ColumnSchema(name="evidence", meaning="document and cell that it was read from"),
    ColumnSchema(name="entered_by", meaning="person or program that entered it"),
    ColumnSchema(name="approved_by", meaning="person who approved it", required=False),
    ColumnSchema(
        name="synthetic",
        kind=BOOLEAN,
        meaning="made by a generator, not reported by anybody",
    ),
    ColumnSchema(name="note", meaning="remark", required=False),
)

ACTIVITY = TableSchema(
    name="activity",
    meaning="What flowed: one physical flow as one stream states it, one row.",
    key=("row_id",),
    partition=("year",),
    columns=(
        ColumnSchema(name="row_id", meaning="stable name of flow and stream"),
        ColumnSchema(
            name="stream",
            meaning="where it was learned",
            choices=tuple(Stream),
        ),
        ColumnSchema(name="flow", meaning="kind of flow, code of flows.csv"),
        ColumnSchema(name="sector", meaning="who used it, code of sectors.csv"),
        ColumnSchema(name="item", meaning="fuel, material, animal, gas: factor code"),
        ColumnSchema(
            name="quantity_e3",
            kind=SCALED,
            scale=3,
            meaning="amount in `unit`, in thousandths",
        ),
        ColumnSchema(name="unit", meaning="canonical unit of flow and item"),
        ColumnSchema(
            name="stated", meaning="amount and unit as they were stated", required=False
        ),
        ColumnSchema(name="year", kind=INTEGER, meaning="calendar year"),
        ColumnSchema(name="period", meaning="code of the period: 2023, 2023-06"),
        ColumnSchema(name="place", meaning="GB/T 2260 code, or the code of a town"),
        ColumnSchema(
            name="owner",
            meaning="organisation whose flow it is; empty for a total of the sector",
            required=False,
        ),
        ColumnSchema(
            name="counterparty",
            meaning="organisation inside the district that sold or bought it",
            required=False,
        ),
        ColumnSchema(
            name="factor_set",
            meaning="set that a standard or a measurement binds it to",
            required=False,
        ),
        ColumnSchema(
            name="proof",
            meaning="certificate of green power; one certificate counts once",
            required=False,
        ),
        ColumnSchema(
            name="grade", meaning="quality of the datum", choices=tuple(Grade)
        ),
        *_WHO,
        ColumnSchema(
            name="carrier",
            meaning="carrier of the meters that the row is the whole of",
            required=False,
        ),
        ColumnSchema(
            name="withdrawn",
            kind=BOOLEAN,
            meaning="whether the row of this id is taken back",
            required=False,
        ),
    ),
)

BALANCE = TableSchema(
    name="balance",
    meaning="Cells of the official energy balance in physical units.",
    key=("place", "year", "row", "item"),
    partition=("year",),
    columns=(
        ColumnSchema(name="place", meaning="GB/T 2260 code"),
        ColumnSchema(name="year", kind=INTEGER, meaning="calendar year"),
        ColumnSchema(name="row", meaning="row of the balance, code of balance_rows"),
        ColumnSchema(name="item", meaning="energy carrier, factor code"),
        ColumnSchema(
            name="quantity_e3",
            kind=SCALED,
            scale=3,
            meaning="amount in `unit`, in thousandths; input to conversion is negative",
        ),
        ColumnSchema(name="unit", meaning="canonical unit of the carrier"),
        *_WHO,
    ),
)

DISTRICT = TableSchema(
    name="district",
    meaning="What an account of a place is made with.",
    key=("place", "name"),
    columns=(
        ColumnSchema(name="place", meaning="GB/T 2260 code"),
        ColumnSchema(
            name="name",
            meaning="regions, gwp, or responsible:<sector>, in_place:<code>",
        ),
        ColumnSchema(name="value", meaning="its value"),
    ),
)

MEASURED = TableSchema(
    name="measured",
    meaning="Factors that an owner measured, with the evidence.",
    key=("owner", "code", "parameter", "year"),
    columns=(
        ColumnSchema(name="owner", meaning="organisation that measured"),
        ColumnSchema(name="code", meaning="fuel or material"),
        ColumnSchema(name="parameter", meaning="ncv, carbon_content, …"),
        ColumnSchema(name="value", meaning="decimal text"),
        ColumnSchema(name="unit", meaning="unit of the value"),
        ColumnSchema(name="year", kind=INTEGER, meaning="year that it describes"),
        *_WHO,
    ),
)

SIGNATURES = TableSchema(
    name="signatures",
    meaning="Who took responsibility for an unverified factor row.",
    key=("factor_id",),
    columns=(
        ColumnSchema(name="factor_id", meaning="id of the factor row"),
        ColumnSchema(name="person", meaning="name and unit of the person"),
        ColumnSchema(name="signed_on", kind=DATE, meaning="day of the signature"),
        ColumnSchema(name="reason", meaning="what the person checked"),
        ColumnSchema(
            name="withdrawn", kind=BOOLEAN, meaning="whether it was taken back"
        ),
    ),
)

SALES = TableSchema(
    name="sales",
    meaning="What suppliers sold in a month or quarter, for the quick estimate.",
    key=("place", "carrier", "period"),
    columns=(
        ColumnSchema(name="place", meaning="GB/T 2260 code"),
        ColumnSchema(name="carrier", meaning="power, gas, heat or fuel: factor code"),
        ColumnSchema(name="period", meaning="code of the period: 2026-06, 2026Q2"),
        ColumnSchema(
            name="quantity_e3",
            kind=SCALED,
            scale=3,
            meaning="amount in `unit`, in thousandths",
        ),
        ColumnSchema(name="unit", meaning="canonical unit of the carrier"),
        ColumnSchema(
            name="stated_on", kind=DATE, meaning="day on which the supplier stated it"
        ),
        *_WHO,
    ),
)

ESTIMATES = TableSchema(
    name="estimates",
    meaning="Quick estimates; a later one of a period is its revision, both stay.",
    key=("place", "period", "made_on"),
    columns=(
        ColumnSchema(name="place", meaning="GB/T 2260 code"),
        ColumnSchema(name="period", meaning="code of the period"),
        ColumnSchema(name="made_on", kind=DATE, meaning="day on which it was made"),
        ColumnSchema(
            name="value_g", kind=INTEGER, unit="gCO2e", meaning="estimated emission"
        ),
        ColumnSchema(name="record", meaning="the whole estimate as canonical JSON"),
    ),
)

QUICK = (SALES, ESTIMATES)
"""Tables of the quick estimate; no account reads them."""

LEDGER = (ACTIVITY, BALANCE, DISTRICT, MEASURED, SIGNATURES)
"""Every table that an account reads."""
