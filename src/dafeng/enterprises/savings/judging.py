"""Whether a measured saving is good enough to pay by: data, baseline, extrapolation."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

import attrs

from dafeng.base.tables import packaged_rows


class Doubt(StrEnum):
    """Why a period is not settled."""

    BASELINE_SHORT = "baseline-short"
    """Too few days of the baseline are known."""
    SCATTER = "scatter"
    """The baseline scatters too much, or its mean is nothing."""
    DAYS = "days"
    """Too few days of the period are known."""
    OUTSIDE = "outside"
    """Too many days are colder, hotter or fuller than any of the baseline."""


@attrs.frozen(kw_only=True)
class Evidence:
    """What a saving rests on.

    Attributes
    ----------
    baseline_days : int
        Known days of the baseline.
    cvrmse : float or None
        Its scatter as a share of its mean; None where that cannot be said.
    known, due : int
        Days of the period that are known, and that should be.
    outside : float
        Share of the known days that the baseline has not seen.
    """

    baseline_days: int
    cvrmse: float | None
    known: int
    due: int
    outside: float


@cache
def settling_bounds() -> Mapping[str, float]:
    """Return the bounds by rule."""
    rows = packaged_rows("dafeng.enterprises.savings", "bounds.csv")
    return {row["rule"]: float(row["value"]) for row in rows}


def doubts_of(evidence: Evidence) -> tuple[Doubt, ...]:
    """Say what speaks against a settlement, the worst first; nothing is well.

    Examples
    --------
    >>> doubts_of(
    ...     Evidence(baseline_days=300, cvrmse=0.1, known=0, due=31, outside=0.0)
    ... )
    (<Doubt.DAYS: 'days'>,)
    """
    bounds = settling_bounds()
    told = evidence
    found = {
        Doubt.DAYS: told.due < 1 or told.known < bounds["least-known"] * told.due,
        Doubt.BASELINE_SHORT: told.baseline_days < bounds["least-baseline"],
        Doubt.SCATTER: told.cvrmse is None or told.cvrmse > bounds["most-cvrmse"],
        Doubt.OUTSIDE: told.outside > bounds["most-outside"],
    }
    return tuple(doubt for doubt, there in found.items() if there)
