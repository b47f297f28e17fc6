"""Waste: sorting, treatment, use."""

from __future__ import annotations

from fractions import Fraction

from dafeng.base.units import convert
from dafeng.indicators.functions.arithmetic import DAYS_OF_A_YEAR, decrease, share
from dafeng.indicators.functions.registry import reckons


@reckons("C09")
def industrial_waste_used(
    *, used: Fraction, generated: Fraction, stock: Fraction
) -> Fraction:
    """Industrial solid waste utilisation, in %.

    ``used``: industrial solid waste used; ``generated``: industrial solid waste
    generated; ``stock``: industrial solid waste used from old stock.
    Source: park indicator text.
    """
    return share(used, of=generated + stock)


@reckons("D14")
def bulk_waste_used(*, used: Fraction, generated: Fraction) -> Fraction:
    """Bulk solid waste utilisation, in %.

    ``used``: bulk solid waste used; ``generated``: bulk solid waste generated.
    Source: 十四五 plans.
    """
    return share(used, of=generated)


@reckons("D15")
def construction_waste_used(*, used: Fraction, generated: Fraction) -> Fraction:
    """Construction waste utilisation, in %.

    ``used``: construction waste used; ``generated``: construction waste generated.
    Source: 无废城市 trial indicators.
    """
    return share(used, of=generated)


@reckons("D37")
def waste_per_head(*, generated: Fraction, residents: Fraction) -> Fraction:
    """Household waste per head, in kg.

    ``generated``: household waste generated; ``residents``: resident population.
    Source: 无废城市建设指标体系.
    """
    return convert(generated, "t", "kg") / residents / DAYS_OF_A_YEAR


@reckons("E01")
def sorting_coverage(*, sorting: Fraction, communities: Fraction) -> Fraction:
    """Waste sorting coverage, in %.

    ``sorting``: communities that sort; ``communities``: communities that shall sort.
    Source: 地方碳达峰实施方案.
    """
    return share(sorting, of=communities)


@reckons("E02")
def harmless_treatment(*, treated: Fraction, collected: Fraction) -> Fraction:
    """Harmless treatment rate, in %.

    ``treated``: household waste treated without harm; ``collected``: household waste
    collected.
    Source: 地方碳达峰实施方案.
    """
    return share(treated, of=collected)


@reckons("E04")
def household_recycling_rate(
    *, recycled: Fraction, composted: Fraction, generated: Fraction
) -> Fraction:
    """Waste recycling rate, in %.

    ``recycled``: recyclables taken out of household waste; ``composted``: food waste
    composted or digested; ``generated``: household waste generated.
    Source: 无废城市 indicators.
    """
    return share(recycled + composted, of=generated)


@reckons("E05")
def household_resource_use(
    *,
    recycled: Fraction,
    composted: Fraction,
    incinerated: Fraction,
    collected: Fraction,
) -> Fraction:
    """Waste resource use rate, in %.

    ``recycled``: recyclables taken out of household waste; ``composted``: food waste
    composted or digested; ``incinerated``: household waste burnt with energy
    recovery; ``collected``: household waste collected.
    Source: 发改环资〔2021〕642号.
    """
    return share(recycled + composted + incinerated, of=recycled + collected)


@reckons("E06")
def landfill_share(*, landfilled: Fraction, collected: Fraction) -> Fraction:
    """Landfill share, in %.

    ``landfilled``: household waste landfilled; ``collected``: household waste
    collected.
    Source: 地方碳达峰实施方案.
    """
    return share(landfilled, of=collected)


@reckons("E07")
def industrial_waste_intensity(
    *, generated: Fraction, value_added: Fraction
) -> Fraction:
    """Industrial waste intensity, in t/万元.

    ``generated``: industrial solid waste generated; ``value_added``: industrial value
    added at 2020 prices.
    Source: 无废城市 2021.
    """
    return generated / value_added


@reckons("E07.decrease")
def industrial_waste_decrease(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of industrial waste intensity, in %.

    ``now``: the definition E07; ``base``: the definition E07 in the base year.
    Source: 无废城市 2021.
    """
    return decrease(now, since=base)


@reckons("E09")
def incineration_capacity_share(*, incineration: Fraction, total: Fraction) -> Fraction:
    """Incineration share of treatment capacity, in %.

    ``incineration``: incineration capacity; ``total``: treatment capacity.
    Source: 发改环资〔2021〕642号.
    """
    return share(incineration, of=total)


@reckons("E12")
def kitchen_waste_used(*, used: Fraction, generated: Fraction) -> Fraction:
    """Kitchen waste resource use, in %.

    ``used``: kitchen waste used; ``generated``: kitchen waste generated.
    Source: 发改环资〔2021〕642号.
    """
    return share(used, of=generated)


@reckons("E14")
def hazardous_waste_treated(*, treated: Fraction, generated: Fraction) -> Fraction:
    """Hazardous waste treatment, in %.

    ``treated``: hazardous waste treated; ``generated``: hazardous waste generated.
    Source: 无废城市建设指标体系.
    """
    return share(treated, of=generated)
