"""The conventions of the peak: rows of ``data/peak_rules.csv``."""

from __future__ import annotations

from functools import cache

import attrs

from dafeng.base.tables import packaged_rows
from dafeng.indicators.editions import standing


@attrs.frozen(kw_only=True)
class PeakRules:
    """Tolerances by which a path is read; the file says where each one comes from.

    Attributes
    ----------
    tie : float
        Share of the maximum: a year so near it counts as the maximum.
    plateau_years : float
        Last years that have to stay together to be a plateau.
    plateau_share : float
        How far below the maximum they lie at most.
    significance : float
        Probability below which a trend is no chance.
    settled_years : float
        Years below the maximum after which a peak is settled.
    output_share : float
        Share of a fall from which on it is one of output.
    second_fall, second_near : float
        How far the total falls before a second peak, and how far below the first one
        that lies at most.
    tail : float
        Probability left out at each end of a band.
    flip : float
        Probability from which on a peak is likely.
    subnets : float
        Parts of the draws whose spread is the error of a probability.
    exact_values : float
        Longest series that is tested by the exact law.
    """

    tie: float
    plateau_years: float
    plateau_share: float
    significance: float
    settled_years: float
    output_share: float
    second_fall: float
    second_near: float
    tail: float
    flip: float
    subnets: float
    exact_values: float


@cache
def peak_rules() -> PeakRules:
    """Return the packaged rules, read once."""
    rows = standing(packaged_rows("dafeng.pathways", "peak_rules.csv"), "rule")
    return PeakRules(**{rule: float(row["value"]) for rule, row in rows.items()})
