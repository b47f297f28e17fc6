"""Lines of an account as CSV, and as an Arrow table for analysts."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa

from dafeng.accounts.boundaries import within
from dafeng.accounts.exchange.figures import line_figures

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dafeng.accounts.records import Account, Boundary, Line

_TEXT = pa.string()
_TONNES = pa.decimal128(38, 6)
LINES_SCHEMA = pa.schema(
    [
        pa.field("line_id", _TEXT, nullable=False),
        pa.field("year", pa.int32(), nullable=False),
        pa.field("place", _TEXT, nullable=False),
        pa.field("flow", _TEXT, nullable=False),
        pa.field("sector", _TEXT, nullable=False),
        pa.field("item", _TEXT, nullable=False),
        pa.field("owner", _TEXT),
        pa.field("unit_in_charge", _TEXT),
        pa.field("activity", pa.decimal128(38, 6), nullable=False),
        pa.field("unit", _TEXT, nullable=False),
        pa.field("method", _TEXT, nullable=False),
        pa.field("gas", _TEXT, nullable=False),
        pa.field("mass_t", _TONNES, nullable=False),
        pa.field("co2e_t", _TONNES, nullable=False),
        pa.field("low_t", _TONNES, nullable=False),
        pa.field("high_t", _TONNES, nullable=False),
        pa.field("factor_ids", pa.list_(_TEXT), nullable=False),
        pa.field("rule", _TEXT, nullable=False),
        pa.field("estimate", _TEXT),
        pa.field("evidence", pa.list_(_TEXT), nullable=False),
        pa.field("stream", _TEXT, nullable=False),
        pa.field("grade", _TEXT, nullable=False),
        pa.field("flags", pa.list_(_TEXT), nullable=False),
    ]
)
"""Columns of :func:`lines_table`; amounts are decimals, never floats."""

_JOINER = ";"
_ACTIVITY = Decimal("0.000001")


def lines_table(account: Account, boundary: Boundary | None = None) -> pa.Table:
    """Return the lines as an Arrow table.

    Parameters
    ----------
    account : Account
    boundary : Boundary, optional
        Only the lines that it counts; by default all.

    Returns
    -------
    pyarrow.Table, shape (n, 23)
        ``LINES_SCHEMA``, with place, year, set of warming potentials and edition of
        the factors in the metadata. ``.to_pandas()`` and ``polars.from_arrow`` take it.
    """
    rows = [_row(line) for line in _lines(account, boundary)]
    settings = account.settings
    schema = LINES_SCHEMA.with_metadata(
        {
            "place": settings.place,
            "year": str(settings.year),
            "gwp": settings.gwp,
            "factor_edition": account.factor_edition,
            "boundary": boundary.value if boundary else "",
        }
    )
    return pa.Table.from_pylist(rows, schema=schema)


def account_csv(account: Account, boundary: Boundary | None = None) -> bytes:
    """Return the lines as CSV (UTF-8 with a mark for spreadsheet programs).

    Columns and units are those of :func:`lines_table`; lists are joined by ``;``.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(LINES_SCHEMA.names)
    for line in _lines(account, boundary):
        writer.writerow([_shown(value) for value in _row(line).values()])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _lines(account: Account, boundary: Boundary | None) -> Iterable[Line]:
    return account.lines if boundary is None else within(account.lines, boundary)


def _row(line: Line) -> dict[str, object]:
    told = line_figures(line)
    return {
        "line_id": line.id,
        "year": line.year,
        "place": line.place,
        "flow": line.flow,
        "sector": line.sector,
        "item": line.item,
        "owner": line.owner or None,
        "unit_in_charge": line.unit_in_charge or None,
        "activity": line.activity.quantize(_ACTIVITY),
        "unit": line.unit,
        "method": line.method,
        "gas": line.gas,
        "mass_t": told.mass_t,
        "co2e_t": told.co2e_t,
        "low_t": told.low_t,
        "high_t": told.high_t,
        "factor_ids": list(told.factor_ids),
        "rule": line.rule,
        "estimate": line.estimate or None,
        "evidence": list(line.evidence),
        "stream": line.stream.value,
        "grade": line.grade.value,
        "flags": list(line.flags),
    }


def _shown(value: object) -> str:
    if isinstance(value, list):
        return _JOINER.join(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    text = "" if value is None else str(value)
    # A spreadsheet program runs what begins like a formula.
    return f"'{text}" if text[:1] in ("=", "+", "@") else text
