"""Energy management systems: performance beside a baseline, and what a review owes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.enterprises.management.performing import (
        Performance,
        consumption_per_output,
        performance_of,
    )
    from dafeng.enterprises.management.reviewing import (
        ReviewInput,
        ReviewStanding,
        left_out,
        next_review,
        review_inputs,
        review_standing,
    )
    from dafeng.enterprises.management.stretches import whole_months, years_of

_OFFERED = {
    "performing": ["Performance", "consumption_per_output", "performance_of"],
    "reviewing": [
        "ReviewInput",
        "ReviewStanding",
        "left_out",
        "next_review",
        "review_inputs",
        "review_standing",
    ],
    "stretches": ["whole_months", "years_of"],
}

__all__ = [
    "Performance",
    "ReviewInput",
    "ReviewStanding",
    "consumption_per_output",
    "left_out",
    "next_review",
    "performance_of",
    "review_inputs",
    "review_standing",
    "whole_months",
    "years_of",
]

__getattr__ = lazy_door(__name__, _OFFERED)
