"""Farming: straw, manure, film, soil."""

from __future__ import annotations

from fractions import Fraction

from dafeng.base.units import convert
from dafeng.indicators.functions.arithmetic import decrease, share
from dafeng.indicators.functions.registry import reckons


@reckons("H05.ledger")
def straw_used(*, used: Fraction, collectable: Fraction) -> Fraction:
    """Straw utilisation, ledger, in %.

    ``used``: straw used; ``collectable``: straw that can be collected.
    Source: 无废城市 notes.
    """
    return share(used, of=collectable)


@reckons("H05.yield")
def straw_used_of_yield(
    *, used: Fraction, grain: Fraction, ratio: Fraction, collection: Fraction
) -> Fraction:
    """Straw utilisation, from yield, in %.

    ``used``: straw used; ``grain``: grain output; ``ratio``: straw per grain;
    ``collection``: collectable part of straw.
    Source: 无废城市 notes.
    """
    return share(used, of=grain * ratio * collection)


@reckons("H06")
def manure_used(*, used: Fraction, generated: Fraction) -> Fraction:
    """Manure utilisation, scale farms, in %.

    ``used``: manure of scale farms used; ``generated``: manure of scale farms.
    Source: 地方碳达峰实施方案.
    """
    return share(used, of=generated)


@reckons("H07")
def film_recovered(*, recovered: Fraction, used: Fraction) -> Fraction:
    """Film recovery, in %.

    ``recovered``: film recovered; ``used``: film used.
    Source: 地方碳达峰实施方案.
    """
    return share(recovered, of=used)


@reckons("H08")
def farms_with_treatment(*, equipped: Fraction, farms: Fraction) -> Fraction:
    """Treatment facility share of scale farms, in %.

    ``equipped``: scale farms with manure treatment; ``farms``: scale farms.
    Source: 地方碳达峰实施方案.
    """
    return share(equipped, of=farms)


@reckons("H09")
def fertiliser_intensity(*, nutrients: Fraction, area: Fraction) -> Fraction:
    """Fertiliser intensity, in kg/ha.

    ``nutrients``: fertiliser, nutrient mass; ``area``: sown area.
    Source: 农业减排 plans.
    """
    return nutrients / area


@reckons("H27")
def fertiliser_use(*, nutrients: Fraction) -> Fraction:
    """Fertiliser use, in 万t.

    ``nutrients``: fertiliser, nutrient mass.
    Source: 农科教发〔2022〕2号.
    """
    return convert(nutrients, "kg", "万t")


@reckons("H09.decrease")
def fertiliser_decrease(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of fertiliser intensity, in %.

    ``now``: the definition H09; ``base``: the definition H09 in the base year.
    Source: 农业减排 plans.
    """
    return decrease(now, since=base)


@reckons("H13.weighted")
def organic_matter_weighted(*, weighted: Fraction, area: Fraction) -> Fraction:
    """Soil organic matter, weighted by area, in g/kg.

    ``weighted``: soil organic matter times area; ``area``: area that the samples
    stand for.
    Source: 地方碳达峰实施方案.
    """
    return weighted / area


@reckons("H30")
def all_manure_used(*, used: Fraction, generated: Fraction) -> Fraction:
    """Manure utilisation, in %.

    ``used``: manure used, all farms; ``generated``: manure, all farms.
    Source: 农科教发〔2022〕2号.
    """
    return share(used, of=generated)
