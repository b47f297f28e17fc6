"""Intensity: energy and power per GDP, and how much they fell."""

from __future__ import annotations

from fractions import Fraction

from dafeng.indicators.functions.arithmetic import decrease
from dafeng.indicators.functions.registry import reckons


@reckons("B01.equal-value")
def energy_intensity_decrease_equal_value(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of energy per GDP, equal value, in %.

    ``now``: the definition B01.equal-value.intensity; ``base``: the definition
    B01.equal-value.intensity in the base year.
    Source: 碳达峰碳中和综合评价考核办法(2026); 国发〔2026〕22号.
    """
    return decrease(now, since=base)


@reckons("B01.calorific")
def energy_intensity_decrease_calorific(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of energy per GDP, calorific, in %.

    ``now``: the definition B01.calorific.intensity; ``base``: the definition
    B01.calorific.intensity in the base year.
    Source: 碳达峰碳中和综合评价考核办法(2026); 国发〔2026〕22号.
    """
    return decrease(now, since=base)


@reckons("B01.fossil")
def energy_intensity_decrease_fossil(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of energy per GDP, without feedstock and non-fossil energy, in %.

    ``now``: the definition B01.fossil.intensity; ``base``: the definition
    B01.fossil.intensity in the base year.
    Source: 国发〔2026〕22号.
    """
    return decrease(now, since=base)


@reckons("B01.equal-value.intensity")
def energy_intensity_equal_value(*, energy: Fraction, gdp: Fraction) -> Fraction:
    """Energy per GDP, equal value, in tce等价/万元.

    ``energy``: energy consumption, equal value; ``gdp``: GDP at 2020 prices.
    Source: 碳达峰碳中和综合评价考核办法(2026); 国发〔2026〕22号.
    """
    return energy / gdp


@reckons("B01.calorific.intensity")
def energy_intensity_calorific(*, energy: Fraction, gdp: Fraction) -> Fraction:
    """Energy per GDP, calorific, in tce当量/万元.

    ``energy``: energy consumption, calorific; ``gdp``: GDP at 2020 prices.
    Source: 碳达峰碳中和综合评价考核办法(2026); 国发〔2026〕22号.
    """
    return energy / gdp


@reckons("B01.fossil.intensity")
def energy_intensity_fossil(
    *, energy: Fraction, nonfossil: Fraction, feedstock: Fraction, gdp: Fraction
) -> Fraction:
    """Energy per GDP without feedstock and non-fossil energy, in tce等价/万元.

    ``energy``: energy consumption, equal value; ``nonfossil``: non-fossil energy,
    equal value; ``feedstock``: energy used as raw material; ``gdp``: GDP at 2025
    prices.
    Source: 碳达峰碳中和综合评价考核办法(2026); 国发〔2026〕22号.
    """
    return (energy - nonfossil - feedstock) / gdp


@reckons("B36")
def power_intensity_decrease(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of electricity per GDP, in %.

    ``now``: the definition B36.intensity; ``base``: the definition B36.intensity in
    the base year.
    Source: 地方节能规划.
    """
    return decrease(now, since=base)


@reckons("B36.intensity")
def power_intensity(*, electricity: Fraction, gdp: Fraction) -> Fraction:
    """Electricity per GDP, in kWh/万元.

    ``electricity``: total electricity use; ``gdp``: GDP at 2020 prices.
    Source: 地方节能规划.
    """
    return electricity / gdp
