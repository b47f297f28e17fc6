"""Water: use, reuse, treatment."""

from __future__ import annotations

from fractions import Fraction

from dafeng.base.units import convert
from dafeng.indicators.functions.arithmetic import decrease, share
from dafeng.indicators.functions.registry import reckons


@reckons("C10")
def industrial_water_reuse(*, reused: Fraction, fresh: Fraction) -> Fraction:
    """Industrial water reuse, in %.

    ``reused``: industrial water reused; ``fresh``: industrial fresh water.
    Source: 零碳园区 indicators.
    """
    return share(reused, of=reused + fresh)


@reckons("E03")
def reclaimed_water_share(*, reclaimed: Fraction, treated: Fraction) -> Fraction:
    """Reclaimed water use rate, in %.

    ``reclaimed``: reclaimed water used; ``treated``: sewage treated.
    Source: 地方碳达峰实施方案.
    """
    return share(reclaimed, of=treated)


@reckons("E16")
def sludge_treated(*, treated: Fraction, generated: Fraction) -> Fraction:
    """Sludge treatment, in %.

    ``treated``: sludge treated; ``generated``: sludge generated.
    Source: 发改环资〔2021〕827号.
    """
    return share(treated, of=generated)


@reckons("E18")
def sewage_treated(*, treated: Fraction, generated: Fraction) -> Fraction:
    """Sewage treatment rate, in %.

    ``treated``: sewage treated; ``generated``: sewage generated.
    Source: 发改环资〔2021〕827号.
    """
    return share(treated, of=generated)


@reckons("M01")
def water_use(*, water: Fraction) -> Fraction:
    """Total water use, in 亿m3.

    ``water``: total water use.
    Source: 发改环资〔2021〕1516号.
    """
    return convert(water, "m3", "亿m3")


@reckons("M02")
def water_intensity_decrease(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of water per GDP, in %.

    ``now``: the definition M02.intensity; ``base``: the definition M02.intensity in
    the base year.
    Source: 发改环资〔2021〕1516号.
    """
    return decrease(now, since=base)


@reckons("M02.intensity")
def water_intensity(*, water: Fraction, gdp: Fraction) -> Fraction:
    """Water per GDP, in m3/万元.

    ``water``: total water use; ``gdp``: GDP at 2020 prices.
    Source: 发改环资〔2021〕1516号.
    """
    return water / gdp


@reckons("M03")
def industrial_water_decrease(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of water per industrial value added, in %.

    ``now``: the definition M03.intensity; ``base``: the definition M03.intensity in
    the base year.
    Source: 发改环资〔2021〕1516号.
    """
    return decrease(now, since=base)


@reckons("M03.intensity")
def industrial_water_intensity(*, water: Fraction, value_added: Fraction) -> Fraction:
    """Water per industrial value added, in m3/万元.

    ``water``: water use of industry; ``value_added``: industrial value added at 2020
    prices.
    Source: 发改环资〔2021〕1516号.
    """
    return water / value_added


@reckons("M05")
def water_network_loss(*, lost: Fraction, supplied: Fraction) -> Fraction:
    """Water network loss, in %.

    ``lost``: public water lost; ``supplied``: public water supplied.
    Source: 发改环资〔2021〕1516号.
    """
    return share(lost, of=supplied)


@reckons("M06")
def nonconventional_water(*, water: Fraction) -> Fraction:
    """Non-conventional water use, in 亿m3.

    ``water``: non-conventional water use.
    Source: 发改环资〔2021〕1516号.
    """
    return convert(water, "m3", "亿m3")


@reckons("M11")
def nonconventional_share(*, nonconventional: Fraction, water: Fraction) -> Fraction:
    """Share of non-conventional water, in %.

    ``nonconventional``: non-conventional water use; ``water``: total water use.
    Source: 发改环资〔2021〕1516号.
    """
    return share(nonconventional, of=water)
