"""More districts at little cost: the sample's series, larger or smaller by chance."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from dafeng.base.rounding import without_zeros
from dafeng.indicators import Observation
from dafeng.sample.synthetic.anchors import PLACES
from dafeng.sample.synthetic.chance import Chance
from dafeng.sample.synthetic.district_years import DISTRICT_SEED
from dafeng.sample.synthetic.evidence import LAST_LEARNED, district_statements
from dafeng.sample.synthetic.observations import Figures

SPREAD = 120_000
"""Amounts lie up to 12 % off the sample's, shares up to 3 %."""


@cache
def variant_observations(seed: int) -> tuple[Observation, ...]:
    """Return what bureaus of another invented district state, 2015 to 2026.

    Parameters
    ----------
    seed : int
        Same seed, same district.

    Returns
    -------
    tuple of Observation
        Only what is stated: energy, emissions and registers of a district come from
        its balance, its account and its registers. ``Evidence.with_observations``
        lays them over those of the sample.
    """
    figures = Figures(chance=Chance(seed), seed=DISTRICT_SEED, spread=SPREAD)
    return tuple(
        Observation(
            series=one.row.series,
            period=one.row.period,
            value=without_zeros(Decimal(one.row.value_e6).scaleb(-PLACES)),
            basis=one.row.basis,
            quality=one.row.quality,
            evidence=one.row.evidence,
            entered_by=one.row.entered_by,
            approved_by=one.row.approved_by,
            learned_on=one.learned_on,
            synthetic=True,
        )
        for one in district_statements(figures)
        if one.learned_on <= LAST_LEARNED
    )
