"""Forest and land: cover, stock, sink."""

from __future__ import annotations

from fractions import Fraction

from dafeng.base.units import convert
from dafeng.indicators.functions.arithmetic import CO2_PER_CARBON, share
from dafeng.indicators.functions.registry import reckons


@reckons("H01")
def forest_cover(*, forest: Fraction, shrub: Fraction, land: Fraction) -> Fraction:
    """Forest cover, in %.

    ``forest``: forest area; ``shrub``: special shrub land; ``land``: land area.
    Source: 地方碳达峰实施方案.
    """
    return share(forest + shrub, of=land)


@reckons("H60")
def forest_area(*, forest: Fraction) -> Fraction:
    """Forest area, in 万亩.

    ``forest``: forest area.
    Source: 地方林业规划.
    """
    return convert(forest, "ha", "万亩")


@reckons("H02")
def forest_stock(*, volume: Fraction) -> Fraction:
    """Forest stock, in 万m3.

    ``volume``: forest stock.
    Source: 国发〔2026〕22号; 碳达峰碳中和综合评价考核办法(2026).
    """
    return convert(volume, "m3", "万m3")


@reckons("H03.stock-change")
def carbon_stock_change(*, now: Fraction, before: Fraction) -> Fraction:
    """Forest carbon sink, change of stock, in 万tCO2.

    ``now``: carbon stored in forest; ``before``: carbon stored in forest a period
    before.
    Source: CCER-14-001-V01; local method.
    """
    return convert((now - before) * CO2_PER_CARBON, "tCO2", "万tCO2")


@reckons("H03.account")
def sink_of_account(*, sinks: Fraction) -> Fraction:
    """Forest carbon sink of the account, in 万tCO2e.

    ``sinks``: sinks.
    Source: CCER-14-001-V01; local method.
    """
    return convert(-sinks, "tCO2e", "万tCO2e")


@reckons("H04")
def red_line_share(*, red_line: Fraction, land: Fraction) -> Fraction:
    """Ecological red line share, in %.

    ``red_line``: area within the ecological red line; ``land``: land area.
    Source: 地方碳达峰实施方案.
    """
    return share(red_line, of=land)


@reckons("H43")
def red_line_area(*, red_line: Fraction) -> Fraction:
    """Ecological red line area, in km2.

    ``red_line``: area within the ecological red line.
    Source: 国土空间规划.
    """
    return convert(red_line, "ha", "km2")


@reckons("H15")
def wetland_protected(*, protected: Fraction, wetland: Fraction) -> Fraction:
    """Wetland protection, in %.

    ``protected``: protected wetland; ``wetland``: wetland area.
    Source: 湿地保护规划.
    """
    return share(protected, of=wetland)


@reckons("H17")
def green_cover_of_town(*, green: Fraction, built_up: Fraction) -> Fraction:
    """Green cover of built-up area, in %.

    ``green``: green cover of the built-up area; ``built_up``: built-up area.
    Source: 地方城乡建设领域碳达峰方案.
    """
    return share(green, of=built_up)


@reckons("H19")
def park_area_per_head(*, parks: Fraction, residents: Fraction) -> Fraction:
    """Park area per head, in m2.

    ``parks``: park area; ``residents``: urban resident population.
    Source: 地方城乡建设领域碳达峰方案.
    """
    return parks / residents
