"""Capacity: power plants, and the storage beside them."""

from __future__ import annotations

from fractions import Fraction

from dafeng.indicators.functions.arithmetic import share
from dafeng.indicators.functions.registry import reckons


@reckons("B05")
def renewable_capacity(*, amount: Fraction) -> Fraction:
    """Installed renewable power, in 万kW.

    ``amount``: renewable plants, size.
    Source: 地方碳达峰实施方案.
    """
    return amount


@reckons("B07.power")
def storage_power_ratio(*, storage: Fraction, projects: Fraction) -> Fraction:
    """Storage ratio of new wind and solar projects, power, in %.

    ``storage``: storage power of new centralised projects; ``projects``: capacity of
    new centralised wind and solar projects.
    Source: 地方碳达峰实施方案.
    """
    return share(storage, of=projects)


@reckons("B07.duration")
def storage_duration(*, energy: Fraction, power: Fraction) -> Fraction:
    """Storage duration of new wind and solar projects, in h.

    ``energy``: storage energy of new centralised projects; ``power``: storage power
    of new centralised projects.
    Source: 地方碳达峰实施方案.
    """
    return energy / power


@reckons("B15")
def storage_capacity(*, amount: Fraction) -> Fraction:
    """New storage capacity, in 万kW.

    ``amount``: storage stations, size.
    Source: 国发〔2026〕22号.
    """
    return amount


@reckons("B16")
def listed_capacity(*, amount: Fraction) -> Fraction:
    """Wind and PV project capacity, in MW.

    ``amount``: listed wind and solar projects, size.
    Source: 地方碳达峰实施方案.
    """
    return amount


@reckons("B17")
def waste_power_capacity(*, amount: Fraction) -> Fraction:
    """Waste-to-energy capacity, in MW.

    ``amount``: waste-to-energy plants, size.
    Source: 地方碳达峰实施方案.
    """
    return amount


@reckons("B21")
def wind_and_solar_capacity(*, wind: Fraction, solar: Fraction) -> Fraction:
    """Installed wind and solar power, in 万kW.

    ``wind``: wind capacity; ``solar``: solar capacity.
    Source: 国发〔2021〕23号.
    """
    return wind + solar


@reckons("B29")
def nonfossil_capacity_share(*, nonfossil: Fraction, total: Fraction) -> Fraction:
    """Non-fossil share of installed power, in %.

    ``nonfossil``: non-fossil capacity; ``total``: total capacity.
    Source: 发改能源〔2022〕210号.
    """
    return share(nonfossil, of=total)


@reckons("B30")
def renewable_capacity_share(
    *, wind: Fraction, solar: Fraction, biomass: Fraction, total: Fraction
) -> Fraction:
    """Renewable share of installed power, in %.

    ``wind``: wind capacity; ``solar``: solar capacity; ``biomass``: biomass capacity;
    ``total``: total capacity.
    Source: 发改能源〔2021〕1445号.
    """
    return share(wind + solar + biomass, of=total)


@reckons("B86")
def new_energy_capacity_share(
    *, wind: Fraction, solar: Fraction, total: Fraction
) -> Fraction:
    """New-energy share of installed power, in %.

    ``wind``: wind capacity; ``solar``: solar capacity; ``total``: total capacity.
    Source: 地方能源规划.
    """
    return share(wind + solar, of=total)
