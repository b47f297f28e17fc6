"""The synthetic district, written into a lake."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts import LEDGER, SALES
from dafeng.indicators import OBSERVATIONS, REGISTERS
from dafeng.sample.district import SAMPLE_PLACE_CODE
from dafeng.sample.synthetic.district_years import (
    DISTRICT_SEED,
    HOUSE_OPENED,
    synthetic_district,
)
from dafeng.sample.synthetic.evidence import evidence_batches
from dafeng.sample.synthetic.sales import monthly_sales
from dafeng.sample.synthetic.wording import APPROVED_BY, ENTERED_BY

if TYPE_CHECKING:
    from dafeng.lake import Lake
    from dafeng.sample.synthetic.stated import EvidenceBatch

EDITION = 1
"""Edition of the generator; a new one writes its rows again, over the old."""
EVIDENCE_EDITION = 1
"""The same of observations and registers."""


def fill_lake(
    lake: Lake,
    *,
    learned_at: datetime | None = None,
    progress: Callable[[int, int], None] | None = None,
    seed: int = DISTRICT_SEED,
) -> int:
    """Append the district, batch by batch; a second call changes nothing.

    Parameters
    ----------
    lake : Lake
    learned_at : datetime, optional
        When the rows that belong to no year (table ``district``) were learned;
        default the opening of the house. Statements of a year bring their own times.
    progress : callable, optional
        Called with the number of batches done and of all.
    seed : int

    Returns
    -------
    int
        Rows that were stored; 0 if all were there.
    """
    schemas = {schema.name: schema for schema in LEDGER}
    batches, evidence = synthetic_district(seed).batches, evidence_batches(seed)
    told = progress or (lambda _done, _all: None)
    steps = len(batches) + len(evidence)
    stored = 0
    for done, batch in enumerate(batches, start=1):
        when = batch.learned_at
        receipt = lake.append(
            schemas[batch.table],
            [_lake_row(row) for row in batch.rows],
            key=f"sample/{EDITION}/{seed}/{batch.table}/{batch.kind}/{when:%Y-%m-%d}",
            learned_at=learned_at if learned_at and when == HOUSE_OPENED else when,
        )
        stored += 0 if receipt.duplicate else receipt.rows
        told(done, steps)
    for done, found in enumerate(evidence, start=len(batches) + 1):
        stored += _append_evidence(lake, found, seed)
        told(done, steps)
    sold = lake.append(
        SALES,
        list(_sales_rows(seed)),
        key=f"sample/{EDITION}/{seed}/sales",
        learned_at=HOUSE_OPENED,
    )
    return stored + (0 if sold.duplicate else sold.rows)


def _append_evidence(lake: Lake, batch: EvidenceBatch, seed: int) -> int:
    """Append one batch of observations or registers; return the rows stored."""
    receipt = lake.append(
        OBSERVATIONS if batch.table == OBSERVATIONS.name else REGISTERS,
        [_lake_row(row) for row in batch.rows],
        key=f"sample/{EVIDENCE_EDITION}/{seed}/{batch.table}/"
        f"{batch.learned_at:%Y-%m-%d}",
        learned_at=batch.learned_at,
    )
    return 0 if receipt.duplicate else receipt.rows


def _sales_rows(seed: int) -> Iterator[Mapping[str, object]]:
    """Monthly sales; the day on which they were stated is a column of its own."""
    for sale in monthly_sales(seed):
        yield {
            "place": SAMPLE_PLACE_CODE,
            "carrier": sale.item,
            "period": sale.period,
            "quantity_e3": int(sale.quantity.scaleb(3)),
            "unit": sale.unit,
            "stated_on": sale.learned_on,
            "evidence": sale.evidence,
            "entered_by": ENTERED_BY,
            "approved_by": APPROVED_BY,
            "synthetic": True,
            "note": None,
        }


def _lake_row(row: attrs.AttrsInstance) -> Mapping[str, object]:
    """Write a record as a row; an empty text becomes "not known"."""
    values = attrs.asdict(row, recurse=False)
    return {name: None if value == "" else value for name, value in values.items()}
