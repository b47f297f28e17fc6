"""Economy: output, structure, people."""

from __future__ import annotations

from fractions import Fraction

from dafeng.base.units import convert
from dafeng.indicators.functions.arithmetic import growth, share
from dafeng.indicators.functions.registry import reckons


@reckons("C21")
def strategic_share_of_gdp(*, strategic: Fraction, gdp: Fraction) -> Fraction:
    """Strategic emerging industries share of GDP, in %.

    ``strategic``: value added of all strategic emerging industries; ``gdp``: GDP at
    current prices.
    Source: 地方碳达峰实施方案.
    """
    return share(strategic, of=gdp)


@reckons("C22")
def high_tech_share(*, high_tech: Fraction, industry: Fraction) -> Fraction:
    """High-tech share of industrial value added, in %.

    ``high_tech``: high-tech manufacturing value added; ``industry``: value added of
    industry above scale, current prices.
    Source: 地方十四五规划.
    """
    return share(high_tech, of=industry)


@reckons("C23")
def strategic_share_of_industry(*, strategic: Fraction, industry: Fraction) -> Fraction:
    """Strategic emerging industries share of industry, in %.

    ``strategic``: strategic industries above scale; ``industry``: value added of
    industry above scale, current prices.
    Source: 地方十四五规划.
    """
    return share(strategic, of=industry)


@reckons("C51")
def energy_intensive_share(*, intensive: Fraction, industry: Fraction) -> Fraction:
    """Energy-intensive share of industry, in %.

    ``intensive``: energy-intensive sectors' value added; ``industry``: value added of
    industry above scale, current prices.
    Source: 地方节能规划.
    """
    return share(intensive, of=industry)


@reckons("L01")
def gdp(*, gdp: Fraction) -> Fraction:
    """GDP, in 亿元.

    ``gdp``: GDP at current prices.
    Source: 地方十四五规划.
    """
    return convert(gdp, "万元", "亿元")


@reckons("L02")
def gdp_growth(*, now: Fraction, before: Fraction) -> Fraction:
    """GDP growth, in %.

    ``now``: GDP at 2020 prices; ``before``: GDP at 2020 prices a period before.
    Source: 地方十四五规划.
    """
    return growth(now, over=before)


@reckons("L03")
def services_share(*, services: Fraction, gdp: Fraction) -> Fraction:
    """Services share of GDP, in %.

    ``services``: value added of services at current prices; ``gdp``: GDP at current
    prices.
    Source: 地方十四五规划.
    """
    return share(services, of=gdp)


@reckons("L04")
def urbanisation(*, urban: Fraction, residents: Fraction) -> Fraction:
    """Urbanisation rate, in %.

    ``urban``: urban resident population; ``residents``: resident population.
    Source: 地方十四五规划.
    """
    return share(urban, of=residents)


@reckons("L05")
def research_share(*, research: Fraction, gdp: Fraction) -> Fraction:
    """R&D share of GDP, in %.

    ``research``: spending on research and development; ``gdp``: GDP at current
    prices.
    Source: 地方十四五规划.
    """
    return share(research, of=gdp)


@reckons("L06")
def high_tech_firms(*, count: Fraction) -> Fraction:
    """High-tech firms, in 家.

    ``count``: high-tech firms, number.
    Source: 地方十四五规划.
    """
    return count


@reckons("L07")
def digital_share(*, digital: Fraction, gdp: Fraction) -> Fraction:
    """Digital economy share of GDP, in %.

    ``digital``: value added of core digital industries; ``gdp``: GDP at current
    prices.
    Source: 地方十四五规划.
    """
    return share(digital, of=gdp)


@reckons("L08")
def industrial_growth(*, now: Fraction, before: Fraction) -> Fraction:
    """Industrial value added growth, in %.

    ``now``: industrial value added at 2020 prices; ``before``: industrial value added
    at 2020 prices a period before.
    Source: 地方十四五规划.
    """
    return growth(now, over=before)


@reckons("L09")
def manufacturing_share(*, manufacturing: Fraction, gdp: Fraction) -> Fraction:
    """Manufacturing share of GDP, in %.

    ``manufacturing``: value added of manufacturing at current prices; ``gdp``: GDP at
    current prices.
    Source: 地方十四五规划.
    """
    return share(manufacturing, of=gdp)


@reckons("L10")
def patents_per_ten_thousand(*, patents: Fraction, residents: Fraction) -> Fraction:
    """Patents per 10,000 people, in 件.

    ``patents``: high-value invention patents in force; ``residents``: resident
    population.
    Source: 地方十四五规划.
    """
    return patents / convert(residents, "人", "万人")


@reckons("L11")
def labour_productivity(*, gdp: Fraction, employed: Fraction) -> Fraction:
    """Labour productivity, in 万元/人.

    ``gdp``: GDP at current prices; ``employed``: employed persons.
    Source: 地方十四五规划.
    """
    return gdp / employed


@reckons("L12")
def gdp_per_head(*, gdp: Fraction, residents: Fraction) -> Fraction:
    """GDP per head, in 元.

    ``gdp``: GDP at current prices; ``residents``: resident population.
    Source: 地方十四五规划.
    """
    return convert(gdp, "万元", "元") / residents


@reckons("L13")
def technology_contracts(*, contracts: Fraction) -> Fraction:
    """Technology contracts, in 亿元.

    ``contracts``: value of technology contracts.
    Source: 地方十四五规划.
    """
    return convert(contracts, "万元", "亿元")


@reckons("L14")
def grain_output(*, grain: Fraction) -> Fraction:
    """Grain output, in 万t.

    ``grain``: grain output.
    Source: 地方十四五规划.
    """
    return convert(grain, "t", "万t")


@reckons("L15")
def residents(*, residents: Fraction) -> Fraction:
    """Resident population, in 万人.

    ``residents``: resident population.
    Source: 地方十四五规划.
    """
    return convert(residents, "人", "万人")
