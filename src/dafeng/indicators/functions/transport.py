"""Transport: turnover, travel, freight, roads, chargers."""

from __future__ import annotations

from fractions import Fraction

from dafeng.base.units import convert
from dafeng.indicators.functions.arithmetic import decrease, share
from dafeng.indicators.functions.registry import reckons
from dafeng.indicators.functions.turnover import passenger_kilometres


@reckons("G01")
def transport_carbon_decrease(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of carbon per converted turnover, in %.

    ``now``: the definition G01.intensity; ``base``: the definition G01.intensity in
    the base year.
    Source: 地方碳达峰实施方案.
    """
    return decrease(now, since=base)


@reckons("G01.intensity")
def transport_carbon_intensity(*, emissions: Fraction, turnover: Fraction) -> Fraction:
    """Carbon per converted turnover, in tCO2/万吨公里.

    ``emissions``: CO2 of commercial transport; ``turnover``: the definition
    G01.turnover.
    Source: 地方碳达峰实施方案.
    """
    return emissions / turnover


@reckons("G01.turnover")
def converted_turnover(
    *,
    road_freight: Fraction,
    road_passengers: Fraction,
    rail_freight: Fraction,
    rail_passengers: Fraction,
    water_freight: Fraction,
) -> Fraction:
    """Converted turnover, in 万吨公里.

    ``road_freight``: road freight turnover; ``road_passengers``: road passenger
    turnover; ``rail_freight``: rail freight turnover; ``rail_passengers``: rail
    passenger turnover; ``water_freight``: water freight turnover.
    Source: 地方碳达峰实施方案.
    """
    return (
        road_freight
        + rail_freight
        + water_freight
        + road_passengers / passenger_kilometres("road")
        + rail_passengers / passenger_kilometres("rail")
    )


@reckons("G02")
def green_travel_share(*, green: Fraction, trips: Fraction) -> Fraction:
    """Green travel share, in %.

    ``green``: green trips of residents; ``trips``: trips of residents.
    Source: 地方碳达峰实施方案.
    """
    return share(green, of=trips)


@reckons("G03")
def multimodal_share(*, multimodal: Fraction, firms: Fraction) -> Fraction:
    """Multimodal share of bulk >500 km, in %.

    ``multimodal``: firms that send bulk goods beyond 500 km by several modes;
    ``firms``: firms that send bulk goods beyond 500 km.
    Source: 地方碳达峰实施方案.
    """
    return share(multimodal, of=firms)


@reckons("G04")
def freight_platforms(*, count: Fraction) -> Fraction:
    """Online freight platforms, in 家.

    ``count``: online freight platforms, number.
    Source: 地方碳达峰实施方案.
    """
    return count


@reckons("G05")
def suburban_rail_share(*, rail: Fraction, passengers: Fraction) -> Fraction:
    """Suburban rail share of passengers, in %.

    ``rail``: passengers of the suburban rail; ``passengers``: passengers to and from
    the district.
    Source: 地方碳达峰实施方案.
    """
    return share(rail, of=passengers)


@reckons("G06.mean")
def mean_feeder_lines(*, lines: Fraction, stations: Fraction) -> Fraction:
    """Feeder bus lines per station, mean, in 条.

    ``lines``: feeder bus lines in all; ``stations``: rail stations.
    Source: 地方碳达峰实施方案.
    """
    return lines / stations


@reckons("G08")
def public_chargers(*, amount: Fraction) -> Fraction:
    """Public chargers, in 台.

    ``amount``: public charging sites, size.
    Source: 地方碳达峰实施方案.
    """
    return amount


@reckons("G09")
def asphalt_recovered(*, recovered: Fraction, old: Fraction) -> Fraction:
    """Reclaimed asphalt recovery, in %.

    ``recovered``: old asphalt recovered; ``old``: old asphalt taken up.
    Source: 地方碳达峰实施方案.
    """
    return share(recovered, of=old)


@reckons("G10")
def asphalt_reused(*, used: Fraction, recovered: Fraction) -> Fraction:
    """Reclaimed asphalt reuse, in %.

    ``used``: old asphalt used again; ``recovered``: old asphalt recovered.
    Source: 地方碳达峰实施方案.
    """
    return share(used, of=recovered)


@reckons("G11")
def operational_data_share(*, connected: Fraction, listed: Fraction) -> Fraction:
    """Operational data collection rate, in %.

    ``connected``: facilities whose state is read; ``listed``: facilities whose state
    shall be read.
    Source: 地方碳达峰实施方案.
    """
    return share(connected, of=listed)


@reckons("G15")
def rail_and_water_share(*, rail_water: Fraction, bulk: Fraction) -> Fraction:
    """Rail and water share of bulk freight, in %.

    ``rail_water``: bulk goods carried by rail and water; ``bulk``: bulk goods
    carried.
    Source: 地方碳达峰实施方案.
    """
    return share(rail_water, of=bulk)


@reckons("G19")
def shared_vehicle_coverage(*, covered: Fraction, communities: Fraction) -> Fraction:
    """Shared vehicle coverage at residential areas, in %.

    ``covered``: main residential areas with shared vehicles; ``communities``: main
    residential areas.
    Source: 地方碳达峰实施方案.
    """
    return share(covered, of=communities)


@reckons("G34")
def public_transport_share(*, public: Fraction, motor: Fraction) -> Fraction:
    """Public transport share of motor trips, in %.

    ``public``: trips of residents by public transport; ``motor``: motor trips of
    residents.
    Source: 绿色出行行动计划.
    """
    return share(public, of=motor)


@reckons("G45")
def rail_siding_share(*, with_siding: Fraction, firms: Fraction) -> Fraction:
    """Firms with rail siding, in %.

    ``with_siding``: firms with 1.5 Mt of bulk goods and a rail siding; ``firms``:
    firms with 1.5 Mt of bulk goods or more.
    Source: 国办发〔2021〕54号.
    """
    return share(with_siding, of=firms)


@reckons("G53")
def townships_with_chargers(*, covered: Fraction, townships: Fraction) -> Fraction:
    """Townships with chargers, in %.

    ``covered``: townships with public chargers; ``townships``: townships.
    Source: 发改能源规〔2022〕53号.
    """
    return share(covered, of=townships)


@reckons("G57")
def rail_sidings(*, count: Fraction) -> Fraction:
    """Rail sidings built, in 条.

    ``count``: rail sidings, number.
    Source: 国办发〔2021〕54号.
    """
    return count


@reckons("G61")
def rail_freight_share(*, rail: Fraction, freight: Fraction) -> Fraction:
    """Rail share of freight, in %.

    ``rail``: freight by rail; ``freight``: freight carried.
    Source: 国发〔2021〕33号.
    """
    return share(rail, of=freight)


@reckons("G29")
def rail_freight(*, freight: Fraction) -> Fraction:
    """Rail freight, in 万t.

    ``freight``: freight by rail.
    Source: 国发〔2021〕33号.
    """
    return convert(freight, "t", "万t")


@reckons("G46")
def transport_co2(*, emissions: Fraction) -> Fraction:
    """CO2 of transport, in 万tCO2.

    ``emissions``: CO2 of energy of transport and post.
    Source: 地方交通领域碳达峰方案.
    """
    return convert(emissions, "tCO2", "万tCO2")
