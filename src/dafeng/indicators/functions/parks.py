"""Parks, factories and products; the scope of the question names which."""

from __future__ import annotations

from fractions import Fraction

from dafeng.indicators.functions.arithmetic import decrease, share
from dafeng.indicators.functions.registry import reckons


@reckons("B11")
def physical_nonfossil_share(*, physical: Fraction, total: Fraction) -> Fraction:
    """Physically attributed non-fossil power share, in %.

    ``physical``: non-fossil power attributed physically; ``total``: electricity of a
    factory.
    Source: 零碳工厂 indicator text.
    """
    return share(physical, of=total)


@reckons("C05")
def green_parks(*, count: Fraction) -> Fraction:
    """Green parks, in 家.

    ``count``: green parks, number.
    Source: 地方碳达峰实施方案.
    """
    return count


@reckons("C34")
def zero_carbon_parks(*, count: Fraction) -> Fraction:
    """Zero-carbon parks, in 家.

    ``count``: zero-carbon parks, number.
    Source: 国发〔2026〕22号.
    """
    return count


@reckons("C35")
def zero_carbon_factories(*, count: Fraction) -> Fraction:
    """Zero-carbon factories, in 家.

    ``count``: zero-carbon factories, number.
    Source: 国发〔2026〕22号.
    """
    return count


@reckons("D07")
def parks_redeveloped(*, done: Fraction, parks: Fraction) -> Fraction:
    """Parks with completed circular redevelopment, in %.

    ``done``: parks with completed circular redevelopment, number; ``parks``:
    industrial parks of city level and up, number.
    Source: 地方碳达峰实施方案.
    """
    return share(done, of=parks)


@reckons("I01")
def park_carbon_per_energy(*, emissions: Fraction, energy: Fraction) -> Fraction:
    """Park carbon per energy, in tCO2/tce等价.

    ``emissions``: CO2 of a park; ``energy``: energy of a park.
    Source: 发改环资〔2025〕910号.
    """
    return emissions / energy


@reckons("I02")
def park_clean_share(*, clean: Fraction, energy: Fraction) -> Fraction:
    """Park clean energy share, in %.

    ``clean``: clean energy of a park; ``energy``: energy of a park.
    Source: 发改环资〔2025〕910号.
    """
    return share(clean, of=energy)


@reckons("I03")
def factory_carbon_per_energy(*, emissions: Fraction, energy: Fraction) -> Fraction:
    """Factory carbon per energy, in tCO2/tce等价.

    ``emissions``: CO2 of a factory; ``energy``: energy of a factory.
    Source: 零碳工厂 texts.
    """
    return emissions / energy


@reckons("I11")
def unit_product_carbon(*, emissions: Fraction, output: Fraction) -> Fraction:
    """Unit product carbon, in tCO2/t.

    ``emissions``: CO2 of a product; ``output``: output of a product.
    Source: 发改委令2025年第31号.
    """
    return emissions / output


@reckons("I11.decrease")
def unit_product_carbon_decrease(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of carbon per product, in %.

    ``now``: the definition I11; ``base``: the definition I11 in the base year.
    Source: 发改委令2025年第31号.
    """
    return decrease(now, since=base)
