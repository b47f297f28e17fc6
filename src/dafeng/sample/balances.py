"""Items of an energy balance in the sample: sun, boiler, waste heat; all invented."""

from __future__ import annotations

from decimal import Decimal

import attrs

from dafeng.base.tables import packaged_rows


@attrs.frozen(kw_only=True)
class SampleBalanceItem:
    """An amount of a year, of the enterprise that has a meter."""

    meter: str
    carrier: str
    flow: str
    amount: Decimal
    document: str


def sample_balance_items() -> tuple[SampleBalanceItem, ...]:
    """Return the items of every year."""
    return tuple(
        SampleBalanceItem(
            meter=row["meter"],
            carrier=row["carrier"],
            flow=row["flow"],
            amount=Decimal(row["amount"]),
            document=row["document"],
        )
        for row in packaged_rows("dafeng.sample", "balance_items.csv")
    )
