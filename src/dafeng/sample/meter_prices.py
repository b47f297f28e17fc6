"""Prices of energy of the sample; all invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs

from dafeng.base.days import day_or_none
from dafeng.base.tables import packaged_rows

_ROOM = "dafeng.sample"


@attrs.frozen(kw_only=True)
class SamplePrice:
    """A price from a day on."""

    carrier: str
    period: str
    price: Decimal
    valid_from: date
    valid_to: date | None
    document: str


def sample_prices() -> tuple[SamplePrice, ...]:
    """Return the prices of energy."""
    return tuple(
        SamplePrice(
            carrier=row["carrier"],
            period=row["period"],
            price=Decimal(row["price"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=day_or_none(row["valid_to"]),
            document=row["document"],
        )
        for row in packaged_rows(_ROOM, "meter_prices.csv")
    )
