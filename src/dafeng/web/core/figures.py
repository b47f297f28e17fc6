"""Figures that a person types: as many digits as both databases give back.

SQLite keeps a decimal as a double, which holds fifteen digits. A figure with more comes
back as another one, or not at all.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q

AMOUNT: dict[str, Any] = {"max_digits": 15, "decimal_places": 6}
YUAN: dict[str, Any] = {"max_digits": 15, "decimal_places": 2}
NOT_NEGATIVE = MinValueValidator(Decimal(0))


def largest(figure: dict[str, Any]) -> Decimal:
    """The largest number of a kind: all nines."""
    digits, places = figure["max_digits"], figure["decimal_places"]
    return Decimal(10**digits - 1).scaleb(-places)


def bounded(figure: dict[str, Any]) -> dict[str, Any]:
    """Arguments of a model field that refuses more than :func:`largest`."""
    most = largest(figure)
    return {
        **figure,
        "validators": [MinValueValidator(-most), MaxValueValidator(most)],
    }


def positive(figure: dict[str, Any]) -> dict[str, Any]:
    """The same from 0 on."""
    return {
        **figure,
        "validators": [NOT_NEGATIVE, MaxValueValidator(largest(figure))],
    }


def within(figure: dict[str, Any], *names: str) -> Q:
    """The condition that fields of a table are no larger, or nothing."""
    most = 10 ** (figure["max_digits"] - figure["decimal_places"])
    told = Q()
    for name in names:
        inside = Q(**{f"{name}__lt": most, f"{name}__gt": -most})
        told &= Q(**{f"{name}__isnull": True}) | inside
    return told
