"""What a split by least cost costs, for ``dafeng allocate``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dafeng.assessment.allocation import WordOf, rule_of, word
from dafeng.cli.output import json_number
from dafeng.sheets import Column, Kind, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dafeng.assessment.allocation import Allocation, Pricing


def pricing_sheets(every: Sequence[Allocation]) -> list[Sheet]:
    """One table of what splits by least cost cost; none where no rule knows prices."""
    sheet = Sheet(
        name="成本",
        columns=(
            Column(title="规则"),
            Column(title="指标"),
            Column(title="边际价格", unit="元", kind=Kind.NUMBER),
            Column(title="总成本", unit="元", kind=Kind.NUMBER),
            Column(title="削减量", kind=Kind.NUMBER),
            Column(title="已知措施之外", kind=Kind.NUMBER),
        ),
        rows=[
            (
                rule_of(done.rule).name_zh,
                word(WordOf.QUANTITY, total.quantity).name_zh,
                total.pricing.price,
                total.pricing.cost,
                total.pricing.cut,
                total.pricing.beyond,
            )
            for done in every
            for total in done.totals
            if total.pricing is not None
        ],
    )
    return [sheet] if sheet.rows else []


def pricing_json(pricing: Pricing | None) -> dict[str, Any]:
    """What a split costs, for programs; empty where the rule knows no prices."""
    if pricing is None:
        return {}
    price = pricing.price
    return {
        "pricing": {
            "price": None if price is None else json_number(price),
            "cost": json_number(pricing.cost),
            "cut": json_number(pricing.cut),
            "beyond": json_number(pricing.beyond),
        }
    }
