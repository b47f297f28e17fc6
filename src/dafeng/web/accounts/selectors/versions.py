"""Every version of a row of the lake: what was known when."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import attrs
import pyarrow.compute as pc

from dafeng.web.accounts.lakes import house_lake

TABLE = "activity"
E3 = 3


@attrs.frozen(kw_only=True)
class RowVersion:
    """One statement of a row; the newest is the one in force."""

    quantity: Decimal
    unit: str
    stated: str
    evidence: str
    entered_by: str
    approved_by: str
    learned_at: datetime
    batch: str


def versions_of_row(row_id: str) -> list[RowVersion]:
    """All statements of one row, the newest first."""
    lake = house_lake()
    if TABLE not in lake.tables():
        return []
    table = lake.read(TABLE)
    rows = table.filter(pc.equal(table["row_id"], row_id)).to_pylist()
    rows.sort(key=lambda row: (row["learned_at"], row["position"]), reverse=True)
    return [_version(row) for row in rows]


def _version(row: dict[str, Any]) -> RowVersion:
    return RowVersion(
        quantity=Decimal(row["quantity_e3"]).scaleb(-E3),
        unit=row["unit"],
        stated=row["stated"] or "",
        evidence=row["evidence"],
        entered_by=row["entered_by"],
        approved_by=row["approved_by"] or "",
        learned_at=row["learned_at"],
        batch=row["batch"],
    )
