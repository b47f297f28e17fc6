"""Public institutions: carbon, energy and water of offices, schools, hospitals."""

from __future__ import annotations

from fractions import Fraction

from dafeng.base.units import convert
from dafeng.indicators.functions.arithmetic import decrease, share
from dafeng.indicators.functions.registry import reckons


@reckons("F11")
def public_carbon_decrease(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of carbon per floor area of public institutions, in %.

    ``now``: the definition F11.level; ``base``: the definition F11.level in the base
    year.
    Source: 国管节能〔2026〕161号; 碳达峰碳中和综合评价考核办法(2026).
    """
    return decrease(now, since=base)


@reckons("F11.level")
def public_carbon(*, emissions: Fraction, area: Fraction) -> Fraction:
    """Carbon per floor area of public institutions, in kgCO2/m2.

    ``emissions``: CO2 of public institutions; ``area``: floor area of public
    institutions.
    Source: 国管节能〔2026〕161号; 碳达峰碳中和综合评价考核办法(2026).
    """
    return convert(emissions, "tCO2", "kgCO2") / area


@reckons("F12")
def public_energy_decrease(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of energy per floor area of public institutions, in %.

    ``now``: the definition F12.level; ``base``: the definition F12.level in the base
    year.
    Source: 国管节能〔2026〕161号.
    """
    return decrease(now, since=base)


@reckons("F12.level")
def public_energy(*, energy: Fraction, area: Fraction) -> Fraction:
    """Energy per floor area of public institutions, in kgce当量/m2.

    ``energy``: energy of public institutions; ``area``: floor area of public
    institutions.
    Source: 国管节能〔2026〕161号.
    """
    return convert(energy, "tce当量", "kgce当量") / area


@reckons("F13")
def public_water_decrease(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of water per head of public institutions, in %.

    ``now``: the definition F13.level; ``base``: the definition F13.level in the base
    year.
    Source: 国管节能〔2026〕161号.
    """
    return decrease(now, since=base)


@reckons("F13.level")
def public_water(*, water: Fraction, persons: Fraction) -> Fraction:
    """Water per head of public institutions, in m3.

    ``water``: water of public institutions; ``persons``: persons in public
    institutions.
    Source: 国管节能〔2026〕161号.
    """
    return water / persons


@reckons("F14")
def public_electricity_share(*, electricity: Fraction, energy: Fraction) -> Fraction:
    """Electricity share of public institutions, in %.

    ``electricity``: electricity of public institutions; ``energy``: energy of public
    institutions.
    Source: 国管节能〔2026〕161号.
    """
    return share(electricity, of=energy)


@reckons("F14.coal")
def public_coal_share(*, coal: Fraction, energy: Fraction) -> Fraction:
    """Coal share of public institutions, in %.

    ``coal``: coal of public institutions; ``energy``: energy of public institutions.
    Source: 国管节能〔2026〕161号.
    """
    return share(coal, of=energy)


@reckons("F25")
def public_energy_per_head_decrease(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of energy per head of public institutions, in %.

    ``now``: the definition F25.level; ``base``: the definition F25.level in the base
    year.
    Source: 国管节能〔2021〕195号.
    """
    return decrease(now, since=base)


@reckons("F25.level")
def public_energy_per_head(*, energy: Fraction, persons: Fraction) -> Fraction:
    """Energy per head of public institutions, in kgce当量/人.

    ``energy``: energy of public institutions; ``persons``: persons in public
    institutions.
    Source: 国管节能〔2021〕195号.
    """
    return convert(energy, "tce当量", "kgce当量") / persons


@reckons("F26")
def public_energy_total(*, energy: Fraction) -> Fraction:
    """Energy use of public institutions, in 万tce当量.

    ``energy``: energy of public institutions.
    Source: 国管节能〔2021〕195号.
    """
    return convert(energy, "tce当量", "万tce当量")


@reckons("F27")
def public_carbon_total(*, emissions: Fraction) -> Fraction:
    """CO2 of public institutions, in 万tCO2.

    ``emissions``: CO2 of public institutions.
    Source: 国管节能〔2021〕195号.
    """
    return convert(emissions, "tCO2", "万tCO2")


@reckons("F26.decrease")
def public_energy_total_decrease(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of energy of public institutions, in %.

    ``now``: the definition F26; ``base``: the definition F26 in the base year.
    Source: 国管节能〔2021〕195号.
    """
    return decrease(now, since=base)
