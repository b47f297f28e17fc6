"""Recycling: rates by mass, firms, network, platform."""

from __future__ import annotations

from fractions import Fraction

from dafeng.base.units import convert
from dafeng.indicators.functions.arithmetic import growth, share
from dafeng.indicators.functions.registry import reckons


@reckons("D01")
def recovery_rate(*, recovered: Fraction, generated: Fraction) -> Fraction:
    """Recovery rate of main recyclables, in %.

    ``recovered``: main recyclables recovered; ``generated``: main recyclables
    generated.
    Source: 地方碳达峰实施方案.
    """
    return share(recovered, of=generated)


@reckons("D02")
def appliance_resource_rate(*, products: Fraction, processed: Fraction) -> Fraction:
    """WEEE resource rate, in %.

    ``products``: products of waste appliances used; ``processed``: waste appliances
    processed.
    Source: 地方碳达峰实施方案.
    """
    return share(products, of=processed)


@reckons("D03")
def vehicle_resource_rate(
    *, parts: Fraction, material: Fraction, processed: Fraction
) -> Fraction:
    """ELV resource rate, in %.

    ``parts``: parts of end-of-life vehicles used again; ``material``: material
    recovered from end-of-life vehicles; ``processed``: end-of-life vehicles
    processed.
    Source: 地方碳达峰实施方案.
    """
    return share(parts + material, of=processed)


@reckons("D04")
def recycling_leaders(*, count: Fraction) -> Fraction:
    """Leading recycling enterprises, in 家.

    ``count``: leading recyclers, number.
    Source: 地方碳达峰实施方案.
    """
    return count


@reckons("D05")
def battery_projects(*, count: Fraction) -> Fraction:
    """Battery recycling demonstrations, in 个.

    ``count``: battery recycling demonstrations, number.
    Source: 地方碳达峰实施方案.
    """
    return count


@reckons("D06")
def remanufacturing_projects(*, count: Fraction) -> Fraction:
    """Car part remanufacturing projects, in 个.

    ``count``: car part remanufacturing projects, number.
    Source: 地方碳达峰实施方案.
    """
    return count


@reckons("D08")
def batteries_in_regular_channels(*, regular: Fraction, retired: Fraction) -> Fraction:
    """Batteries through regular channels, in %.

    ``regular``: traction batteries retired through regular channels; ``retired``:
    traction batteries retired.
    Source: 部门规章第73号.
    """
    return share(regular, of=retired)


@reckons("D09")
def resource_productivity_rise(*, now: Fraction, base: Fraction) -> Fraction:
    """Rise of resource productivity, in %.

    ``now``: the definition D09.level; ``base``: the definition D09.level in the base
    year.
    Source: 循环经济评价指标体系.
    """
    return growth(now, over=base)


@reckons("D09.level")
def resource_productivity(*, gdp: Fraction, material: Fraction) -> Fraction:
    """Resource productivity, in 元/t.

    ``gdp``: GDP at 2020 prices; ``material``: main resources put in.
    Source: 循环经济评价指标体系.
    """
    return convert(gdp, "万元", "元") / material


@reckons("D10")
def network_coverage(*, covered: Fraction, target: Fraction) -> Fraction:
    """Regional coverage of recycling network, in %.

    ``covered``: cities with a contract or station; ``target``: cities the network
    shall serve.
    Source: 地方碳达峰实施方案.
    """
    return share(covered, of=target)


@reckons("D11")
def amount_recovered(*, recovered: Fraction) -> Fraction:
    """Amount collected, in 万t.

    ``recovered``: main recyclables recovered.
    Source: 无废城市 indicators.
    """
    return convert(recovered, "t", "万t")


@reckons("D12")
def platform_volume(*, volume: Fraction) -> Fraction:
    """Platform trading volume, in t.

    ``volume``: volume on the trading platform.
    Source: 地方碳达峰实施方案.
    """
    return volume


@reckons("D13")
def recycled_content(*, recycled: Fraction, material: Fraction) -> Fraction:
    """Recycled content of key products, in %.

    ``recycled``: recycled material of key products; ``material``: material of key
    products.
    Source: 国办发〔2016〕99号.
    """
    return share(recycled, of=material)


@reckons("D25")
def sorting_centres(*, count: Fraction) -> Fraction:
    """Sorting centres, in 个.

    ``count``: sorting centres, number.
    Source: 废旧物资循环利用体系建设通知.
    """
    return count


@reckons("D28")
def green_parcels(*, green: Fraction, parcels: Fraction) -> Fraction:
    """Green parcel packing, in %.

    ``green``: parcels in green packing; ``parcels``: parcels.
    Source: 发改环资〔2021〕969号.
    """
    return share(green, of=parcels)


@reckons("D29")
def bulk_waste_bases(*, count: Fraction) -> Fraction:
    """Bulk waste demonstration bases, in 个.

    ``count``: bulk waste demonstration bases, number.
    Source: 发改环资〔2021〕969号.
    """
    return count
