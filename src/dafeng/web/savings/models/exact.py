"""The figures of contracts and products."""

from __future__ import annotations

from typing import Any

from dafeng.web.core.figures import (
    AMOUNT,
    NOT_NEGATIVE,
    YUAN,
    bounded,
    largest,
    positive,
    within,
)

__all__ = [
    "AMOUNT",
    "ENERGY",
    "NOT_NEGATIVE",
    "YUAN",
    "bounded",
    "largest",
    "positive",
    "within",
]

ENERGY: dict[str, Any] = {"max_digits": 15, "decimal_places": 3}
