"""Management reviews: what they look at, and when the next one is due."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

import attrs

from dafeng.base.tables import packaged_rows

SOON = timedelta(days=60)
"""A review that is due within it is prepared now."""
_MONTHS = 12


@attrs.frozen(kw_only=True)
class ReviewInput:
    """Something that a management review looks at.

    Attributes
    ----------
    code, clause : str
        Its code here, and its place in the standard.
    name_zh, name_en, source : str
    verified : str
        V read in the original, S in a secondary copy, U recalled.
    """

    code: str
    clause: str
    name_zh: str
    name_en: str
    source: str
    verified: str


class ReviewStanding(StrEnum):
    """Where the reviews of an enterprise stand on a day."""

    NONE = "none"
    """None is entered: unknown, not overdue."""
    HELD = "held"
    SOON = "soon"
    OVERDUE = "overdue"


@cache
def review_inputs() -> tuple[ReviewInput, ...]:
    """Return the packaged inputs, in the order of the standard."""
    rows = packaged_rows("dafeng.enterprises.management", "review_inputs.csv")
    return tuple(ReviewInput(**row) for row in rows)


def left_out(looked_at: Iterable[str]) -> tuple[ReviewInput, ...]:
    """Inputs of the standard that a review did not look at."""
    seen = set(looked_at)
    return tuple(one for one in review_inputs() if one.code not in seen)


def next_review(held_on: date) -> date:
    """Twelve months later: the day that is proposed; the last one of a short month.

    Examples
    --------
    >>> next_review(date(2024, 2, 29))
    datetime.date(2025, 2, 28)
    """
    year = held_on.year + _MONTHS // 12
    last = calendar.monthrange(year, held_on.month)[1]
    return held_on.replace(year=year, day=min(held_on.day, last))


def review_standing(next_due: date | None, on: date) -> ReviewStanding:
    """Say where reviews stand; the day on which one is due is in time.

    Examples
    --------
    >>> review_standing(date(2026, 3, 1), date(2026, 3, 2))
    <ReviewStanding.OVERDUE: 'overdue'>
    """
    if next_due is None:
        return ReviewStanding.NONE
    if on > next_due:
        return ReviewStanding.OVERDUE
    return ReviewStanding.SOON if next_due - on <= SOON else ReviewStanding.HELD
