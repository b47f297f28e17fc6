"""Fleets: which vehicles run on what."""

from __future__ import annotations

from fractions import Fraction

from dafeng.indicators.functions.arithmetic import share
from dafeng.indicators.functions.registry import reckons


@reckons("G12.electric")
def electric_truck_share(*, electric: Fraction, trucks: Fraction) -> Fraction:
    """Electric share of trucks on local routes, in %.

    ``electric``: electric trucks on local routes; ``trucks``: trucks on local routes.
    Source: 地方碳达峰实施方案.
    """
    return share(electric, of=trucks)


@reckons("G12.hybrid")
def hybrid_truck_share(*, hybrid: Fraction, trucks: Fraction) -> Fraction:
    """Hybrid share of trucks between cities, in %.

    ``hybrid``: hybrid trucks between cities; ``trucks``: trucks between cities.
    Source: 地方碳达峰实施方案.
    """
    return share(hybrid, of=trucks)


@reckons("G12.lng")
def gas_truck_share(*, lng: Fraction, trucks: Fraction) -> Fraction:
    """LNG share of trucks on long routes, in %.

    ``lng``: LNG trucks on long routes; ``trucks``: trucks on long routes.
    Source: 地方碳达峰实施方案.
    """
    return share(lng, of=trucks)


@reckons("G13")
def new_energy_vehicle_share(*, new_energy: Fraction, vehicles: Fraction) -> Fraction:
    """NEV stock share, in %.

    ``new_energy``: new-energy vehicles in stock; ``vehicles``: motor vehicles in
    stock.
    Source: 国发〔2026〕22号.
    """
    return share(new_energy, of=vehicles)


@reckons("G14")
def new_energy_commercial_share(
    *, new_energy: Fraction, vehicles: Fraction
) -> Fraction:
    """New-energy commercial tools share, in %.

    ``new_energy``: new-energy commercial vehicles and ships; ``vehicles``: commercial
    vehicles and ships.
    Source: 国发〔2026〕22号.
    """
    return share(new_energy, of=vehicles)


@reckons("G16")
def new_energy_bus_share(*, new_energy: Fraction, buses: Fraction) -> Fraction:
    """New-energy bus share, in %.

    ``new_energy``: new-energy buses; ``buses``: buses.
    Source: 绿色出行评价标准 2021.
    """
    return share(new_energy, of=buses)


@reckons("G20")
def new_energy_sales_share(*, new_energy: Fraction, sold: Fraction) -> Fraction:
    """Share of new-energy cars in sales, in %.

    ``new_energy``: new-energy cars sold; ``sold``: new cars sold.
    Source: 新能源汽车产业发展规划(2021—2035年).
    """
    return share(new_energy, of=sold)


@reckons("G24")
def vehicles_per_charger(*, vehicles: Fraction, chargers: Fraction) -> Fraction:
    """Vehicles per charger, a pure number.

    ``vehicles``: new-energy vehicles in stock; ``chargers``: chargers in all.
    Source: 发改能源规〔2022〕53号.
    """
    return vehicles / chargers


@reckons("G35")
def new_energy_taxi_share(*, new_energy: Fraction, taxis: Fraction) -> Fraction:
    """New-energy taxis share, in %.

    ``new_energy``: new-energy taxis; ``taxis``: taxis.
    Source: 交规划发〔2021〕104号.
    """
    return share(new_energy, of=taxis)
