"""Items of the energy balance of the sample; part of the one filling."""

from __future__ import annotations

from collections.abc import Mapping

from dafeng.sample.balances import sample_balance_items
from dafeng.web.meters.models import BalanceStatement, MeterPoint


def enter_balance_items(rows: Mapping[str, MeterPoint], year: int) -> None:
    """Enter what is stated of a year, for enterprises whose meters are there."""
    BalanceStatement.objects.bulk_create(
        BalanceStatement(
            enterprise=rows[one.meter].enterprise,
            year=year,
            carrier=one.carrier,
            flow=one.flow,
            amount=one.amount,
            document=one.document,
            synthetic=True,
        )
        for one in sample_balance_items()
        if one.meter in rows
    )
