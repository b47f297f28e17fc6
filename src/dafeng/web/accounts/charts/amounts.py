"""Grams as the charts show them: 10,000 tonnes, two decimals; only for pictures."""

from __future__ import annotations

from decimal import Decimal

from dafeng.base.rounding import round_half_even

GRAMS_PER_TEN_THOUSAND_TONNES = 10**10
PLACES = 2


def ten_thousand_tonnes(value_g: int) -> Decimal:
    """An amount in 10,000 t, rounded half to even."""
    return round_half_even(Decimal(value_g) / GRAMS_PER_TEN_THOUSAND_TONNES, PLACES)


def drawn(value_g: int) -> float:
    """The same, as a number of a chart."""
    return float(ten_thousand_tonnes(value_g))


def written(value_g: int) -> str:
    """The same, as a label."""
    return f"{ten_thousand_tonnes(value_g):,f}".replace("-", "\u2212")
