"""Carbon: emissions, intensity, peak."""

from __future__ import annotations

from fractions import Fraction

from dafeng.base.units import convert
from dafeng.indicators.functions.arithmetic import decrease, growth
from dafeng.indicators.functions.registry import reckons


@reckons("A01")
def co2_of_energy(*, emissions: Fraction) -> Fraction:
    """Total CO2 emissions, in 万tCO2.

    ``emissions``: CO2 of energy, with net power bought.
    Source: 碳达峰碳中和综合评价考核办法(2026).
    """
    return convert(emissions, "tCO2", "万tCO2")


@reckons("A01.decrease")
def co2_decrease(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of CO2 emissions, in %.

    ``now``: the definition A01; ``base``: the definition A01 in the base year.
    Source: 碳达峰碳中和综合评价考核办法(2026).
    """
    return decrease(now, since=base)


@reckons("A01.growth")
def co2_growth(*, now: Fraction, before: Fraction) -> Fraction:
    """Growth of CO2 emissions, in %.

    ``now``: CO2 of energy, with net power bought; ``before``: CO2 of energy, with net
    power bought a period before.
    Source: 碳达峰碳中和综合评价考核办法(2026).
    """
    return growth(now, over=before)


@reckons("A02")
def carbon_intensity_decrease(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of CO2 per GDP, 2020 prices, in %.

    ``now``: the definition A02.intensity; ``base``: the definition A02.intensity in
    the base year.
    Source: 碳达峰碳中和综合评价考核办法(2026); 国发〔2026〕22号.
    """
    return decrease(now, since=base)


@reckons("A02.2025prices")
def carbon_intensity_decrease_2025(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of CO2 per GDP, 2025 prices, in %.

    ``now``: the definition A02.intensity.2025prices; ``base``: the definition
    A02.intensity.2025prices in the base year.
    Source: 国发〔2026〕22号.
    """
    return decrease(now, since=base)


@reckons("A02.intensity")
def carbon_intensity(*, emissions: Fraction, gdp: Fraction) -> Fraction:
    """CO2 per GDP, 2020 prices, in tCO2/万元.

    ``emissions``: CO2 of energy, with net power bought; ``gdp``: GDP at 2020 prices.
    Source: 碳达峰碳中和综合评价考核办法(2026); 国发〔2026〕22号.
    """
    return emissions / gdp


@reckons("A02.intensity.2025prices")
def carbon_intensity_2025(*, emissions: Fraction, gdp: Fraction) -> Fraction:
    """CO2 per GDP, 2025 prices, in tCO2/万元.

    ``emissions``: CO2 of energy, with net power bought; ``gdp``: GDP at 2025 prices.
    Source: 碳达峰碳中和综合评价考核办法(2026); 国发〔2026〕22号.
    """
    return emissions / gdp


@reckons("A06")
def greenhouse_gases(*, emissions: Fraction) -> Fraction:
    """Total greenhouse gas emissions, in 万tCO2e.

    ``emissions``: territorial greenhouse gases.
    Source: 省级清单指南.
    """
    return convert(emissions, "tCO2e", "万tCO2e")


@reckons("A06.decrease")
def greenhouse_gas_decrease(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of greenhouse gas emissions, in %.

    ``now``: the definition A06; ``base``: the definition A06 in the base year.
    Source: 省级清单指南.
    """
    return decrease(now, since=base)


@reckons("A07")
def co2_per_head(*, emissions: Fraction, residents: Fraction) -> Fraction:
    """CO2 emissions per head, in tCO2.

    ``emissions``: CO2 of energy, with net power bought; ``residents``: resident
    population.
    Source: 地方碳达峰实施方案.
    """
    return emissions / residents


@reckons("A08")
def growth_after_peak(*, now: Fraction, before: Fraction) -> Fraction:
    """Peak of CO2 emissions, growth over the year before, in %.

    ``now``: CO2 of energy, with net power bought; ``before``: CO2 of energy, with net
    power bought a period before.
    Source: 国发〔2021〕23号.
    """
    return growth(now, over=before)


@reckons("A09")
def carbon_per_energy_decrease(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of CO2 per unit of energy, in %.

    ``now``: the definition A09.level; ``base``: the definition A09.level in the base
    year.
    Source: 地方碳达峰实施方案.
    """
    return decrease(now, since=base)


@reckons("A09.level")
def carbon_per_energy(*, emissions: Fraction, energy: Fraction) -> Fraction:
    """CO2 per unit of energy use, in tCO2/tce等价.

    ``emissions``: CO2 of energy, with net power bought; ``energy``: energy
    consumption, equal value.
    Source: 地方碳达峰实施方案.
    """
    return emissions / energy
