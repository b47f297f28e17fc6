"""Power: generation, use, what of it is green."""

from __future__ import annotations

from fractions import Fraction

from dafeng.base.units import convert
from dafeng.indicators.functions.arithmetic import share
from dafeng.indicators.functions.registry import reckons


@reckons("B04")
def clean_power_share(*, clean: Fraction, total: Fraction) -> Fraction:
    """Clean power share, in %.

    ``clean``: clean generation in the district; ``total``: total electricity use.
    Source: 碳达峰碳中和综合评价考核办法(2026).
    """
    return share(clean, of=total)


@reckons("B06.utilisation")
def renewable_utilisation(*, used: Fraction, curtailed: Fraction) -> Fraction:
    """Renewable utilisation rate, in %.

    ``used``: wind and solar power taken up; ``curtailed``: wind and solar power
    curtailed.
    Source: 地方碳达峰实施方案.
    """
    return share(used, of=used + curtailed)


@reckons("B06.local")
def renewable_absorbed_locally(*, absorbed: Fraction, generated: Fraction) -> Fraction:
    """Share of wind and solar power used in the district, in %.

    ``absorbed``: wind and solar power used in the district; ``generated``: wind and
    solar generation.
    Source: 地方碳达峰实施方案.
    """
    return share(absorbed, of=generated)


@reckons("B10")
def green_power_share(
    *, physical: Fraction, contracts: Fraction, total: Fraction
) -> Fraction:
    """Green power share, in %.

    ``physical``: green power attributed physically; ``contracts``: green power by
    contract or certificate; ``total``: total electricity use.
    Source: 发改能源〔2026〕622号.
    """
    return share(physical + contracts, of=total)


@reckons("B10.physical")
def green_power_share_physical(*, physical: Fraction, total: Fraction) -> Fraction:
    """Green power share, physical attribution, in %.

    ``physical``: green power attributed physically; ``total``: total electricity use.
    Source: 发改能源〔2026〕622号.
    """
    return share(physical, of=total)


@reckons("B12")
def renewable_duty_weight(*, renewable: Fraction, total: Fraction) -> Fraction:
    """Renewable consumption duty weight, in %.

    ``renewable``: renewable power credited to the district; ``total``: total
    electricity use.
    Source: 能源法(2024); yearly notices.
    """
    return share(renewable, of=total)


@reckons("B34")
def renewable_duty_weight_nonhydro(*, renewable: Fraction, total: Fraction) -> Fraction:
    """Non-hydro renewable consumption duty weight, in %.

    ``renewable``: non-hydro renewable power credited; ``total``: total electricity
    use.
    Source: 发改能源〔2019〕807号.
    """
    return share(renewable, of=total)


@reckons("B13")
def demand_response_share(*, response: Fraction, peak: Fraction) -> Fraction:
    """Demand response share of peak, in %.

    ``response``: demand response capacity; ``peak``: peak load.
    Source: 国发〔2026〕22号.
    """
    return share(response, of=peak)


@reckons("B31")
def nonfossil_generation_share(*, nonfossil: Fraction, total: Fraction) -> Fraction:
    """Non-fossil share of generation, in %.

    ``nonfossil``: non-fossil generation in the district; ``total``: generation in the
    district.
    Source: 发改能源〔2022〕210号.
    """
    return share(nonfossil, of=total)


@reckons("B32")
def renewable_generation(*, generation: Fraction) -> Fraction:
    """Renewable generation, in 亿kWh.

    ``generation``: renewable generation in the district.
    Source: 发改能源〔2021〕1445号.
    """
    return convert(generation, "kWh", "亿kWh")


@reckons("B33")
def renewable_generation_share(*, renewable: Fraction, total: Fraction) -> Fraction:
    """Renewable share of generation, in %.

    ``renewable``: renewable generation in the district; ``total``: generation in the
    district.
    Source: 发改能源〔2021〕1445号.
    """
    return share(renewable, of=total)


@reckons("B35")
def power_use(*, electricity: Fraction) -> Fraction:
    """Total electricity use, in 亿kWh.

    ``electricity``: total electricity use.
    Source: 地方能源规划.
    """
    return convert(electricity, "kWh", "亿kWh")


@reckons("B64")
def grid_loss(*, supplied: Fraction, sold: Fraction) -> Fraction:
    """Grid loss, in %.

    ``supplied``: power supplied by the grid; ``sold``: power sold by the grid.
    Source: 地方节能规划.
    """
    return share(supplied - sold, of=supplied)


@reckons("B68")
def source_grid_projects(*, count: Fraction) -> Fraction:
    """Source-grid-load-storage projects, in 个.

    ``count``: source-grid-load-storage projects, number.
    Source: 发改能源〔2022〕210号.
    """
    return count


@reckons("B69")
def power_substitution(*, electricity: Fraction) -> Fraction:
    """Electricity that replaced other energy, in 亿kWh.

    ``electricity``: electricity that replaced other energy.
    Source: 发改能源〔2022〕353号.
    """
    return convert(electricity, "kWh", "亿kWh")


@reckons("B71")
def green_power_traded(*, electricity: Fraction) -> Fraction:
    """Green power traded, in 亿kWh.

    ``electricity``: green power traded.
    Source: 绿色电力交易规则.
    """
    return convert(electricity, "kWh", "亿kWh")


@reckons("J11")
def vehicle_grid_stations(*, count: Fraction) -> Fraction:
    """Stations with vehicle-grid exchange, in 个.

    ``count``: stations with vehicle-grid exchange, number.
    Source: 地方碳达峰实施方案.
    """
    return count
