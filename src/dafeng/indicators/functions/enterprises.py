"""Enterprises: how many stand on a list."""

from __future__ import annotations

from fractions import Fraction

from dafeng.indicators.functions.registry import reckons


@reckons("C04")
def green_manufacturing_units(*, count: Fraction) -> Fraction:
    """Green manufacturing units, in 家.

    ``count``: green manufacturing units, number.
    Source: 地方碳达峰实施方案.
    """
    return count


@reckons("C06")
def diagnosed_enterprises(*, count: Fraction) -> Fraction:
    """Enterprises with energy diagnosis, cumulative, in 家.

    ``count``: enterprises with energy diagnosis, number.
    Source: 地方碳达峰实施方案.
    """
    return count


@reckons("C24")
def green_factories(*, count: Fraction) -> Fraction:
    """Green factories, in 家.

    ``count``: green factories, number.
    Source: 工信部规〔2021〕178号.
    """
    return count


@reckons("C25")
def green_supply_chains(*, count: Fraction) -> Fraction:
    """Green supply chain firms, in 家.

    ``count``: green supply chain firms, number.
    Source: 工信部规〔2021〕178号.
    """
    return count


@reckons("C39")
def green_data_centres(*, count: Fraction) -> Fraction:
    """Green data centres, in 个.

    ``count``: green data centres, number.
    Source: 工信部规〔2021〕178号.
    """
    return count


@reckons("C45")
def audited_enterprises(*, count: Fraction) -> Fraction:
    """Firms with cleaner production audit, in 家.

    ``count``: firms with cleaner production audit, number.
    Source: 清洁生产审核办法.
    """
    return count


@reckons("C47")
def smart_factories(*, count: Fraction) -> Fraction:
    """Smart factories and digital workshops, in 家.

    ``count``: smart factories and digital workshops, number.
    Source: 地方十四五规划.
    """
    return count


@reckons("C53")
def energy_platforms(*, count: Fraction) -> Fraction:
    """Energy and carbon management platforms, in 个.

    ``count``: energy and carbon platforms, number.
    Source: 工信部规〔2021〕178号.
    """
    return count
