"""Tags of the energy balance."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django import template

from dafeng.base.findings import Finding
from dafeng.enterprises.balance import BalanceFlow, CarrierBalance, PlaceUse, Stated
from dafeng.meters import Carrier, carriers_by_code
from dafeng.web.core.templatetags.dafeng import UNKNOWN, amount
from dafeng.web.core.unit_words import unit_words
from dafeng.web.meters.templatetags.energy import fraction_percent, used
from dafeng.web.meters.wording_balance import (
    FLOWS,
    STAGES,
    finding_words,
    place_words,
    tce_words,
)

register = template.Library()
TEN, TENTHS = 10, 1000
register.filter("tce", tce_words)


@register.filter
def flow_name(flow: BalanceFlow) -> str:
    """A flow in words."""
    return str(FLOWS[flow])


@register.filter
def stage_name(name: str) -> str:
    """A stage in words."""
    return str(STAGES[name])  # type: ignore[index]


@register.filter
def stated(one: Stated | None) -> str:
    """A sum in the unit of its carrier; nothing stated is empty, unknown is "--"."""
    if one is None or not one.count:
        return ""
    return used(one.value) if one.value is not None else UNKNOWN


@register.filter
def flow_of(one: CarrierBalance, flow: BalanceFlow) -> str:
    """A flow of a carrier."""
    return stated(one.flows.get(flow))


@register.filter
def supplied_coal(one: CarrierBalance, kind: str) -> str:
    """What came in of a carrier in standard coal."""
    rate = one.rate.calorific if kind == "calorific" else one.rate.equal
    return tce_words(None if one.came is None or rate is None else one.came * rate)


@register.filter
def known_share(share: Fraction | Decimal | None) -> str:
    """A share of time in percent, rounded down: what is not whole is never 100."""
    if share is None:
        return amount(None)
    return amount(Decimal(int(Fraction(share) * TENTHS)) / TEN, 1)


@register.filter
def left_share(one: CarrierBalance) -> str:
    """Which share of what came in nobody accounts for."""
    left: Fraction | None = None
    if one.left is not None and one.came:
        left = one.left / one.came
    return fraction_percent(left)


@register.filter
def carrier_of(code: str) -> Carrier:
    """A carrier by its code."""
    return carriers_by_code()[code]


@register.filter
def place_name(one: PlaceUse) -> str:
    """The last name of a place."""
    return place_words(one.place, one.depth) or UNKNOWN


@register.filter
def place_amounts(one: PlaceUse) -> str:
    """What was used of each carrier, in its unit."""
    return "; ".join(
        f"{stated(sum_)} {unit_words(carriers_by_code()[code].unit)}"
        for code, sum_ in one.carriers.items()
    )


@register.filter
def finding_text(one: Finding) -> str:
    """What is to be looked at."""
    return finding_words(one)
