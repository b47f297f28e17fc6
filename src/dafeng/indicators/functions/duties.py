"""Duties: reports, plans, tasks and targets that were done, of those due."""

from __future__ import annotations

from fractions import Fraction

from dafeng.indicators.functions.arithmetic import share
from dafeng.indicators.functions.registry import reckons


@reckons("I04")
def reports_on_time(*, on_time: Fraction, due: Fraction) -> Fraction:
    """On-time report rate, in %.

    ``on_time``: firms on time; ``due``: firms that owe a greenhouse gas report.
    Source: 生态环境部 2026 notice.
    """
    return share(on_time, of=due)


@reckons("I05")
def deposits_on_time(*, on_time: Fraction, due: Fraction) -> Fraction:
    """Monthly deposit punctuality, in %.

    ``on_time``: monthly deposits made in time; ``due``: monthly deposits due.
    Source: 生态环境部 2026 notice.
    """
    return share(on_time, of=due)


@reckons("I06")
def issues_closed(*, closed: Fraction, issued: Fraction) -> Fraction:
    """Nonconformity closure rate, in %.

    ``closed``: nonconformities closed; ``issued``: nonconformities issued.
    Source: 核查指南.
    """
    return share(closed, of=issued)


@reckons("I07")
def disclosure_rate(*, done: Fraction, due: Fraction) -> Fraction:
    """Disclosure rate, in %.

    ``done``: firms that disclosed; ``due``: firms that must disclose.
    Source: 生态环境部令第24号.
    """
    return share(done, of=due)


@reckons("I09")
def firm_plans_written(*, with_plan: Fraction, key: Fraction) -> Fraction:
    """Firm plans written, in %.

    ``with_plan``: key users with an own plan; ``key``: key energy users.
    Source: 地方碳达峰实施方案.
    """
    return share(with_plan, of=key)


@reckons("J04")
def green_life_units(*, count: Fraction) -> Fraction:
    """Green-life creation units, in 个.

    ``count``: green-life units, number.
    Source: 地方碳达峰实施方案.
    """
    return count


@reckons("J06")
def performance_contracts(*, count: Fraction) -> Fraction:
    """EPC projects, in 个.

    ``count``: energy performance contracts, number.
    Source: 地方碳达峰实施方案.
    """
    return count


@reckons("J07")
def tasks_done(*, done: Fraction, due: Fraction) -> Fraction:
    """Task completion rate, in %.

    ``done``: tasks done; ``due``: tasks due.
    Source: 地方碳达峰实施方案.
    """
    return share(done, of=due)


@reckons("J08")
def targets_met(*, met: Fraction, judged: Fraction) -> Fraction:
    """Share of met indicators, in %.

    ``met``: indicators met; ``judged``: indicators judged.
    Source: 碳达峰碳中和综合评价考核办法(2026).
    """
    return share(met, of=judged)


@reckons("J15")
def saving_offices_share(*, saving: Fraction, offices: Fraction) -> Fraction:
    """Energy-saving offices share, in %.

    ``saving``: energy-saving offices; ``offices``: public offices.
    Source: 节约型机关创建行动方案.
    """
    return share(saving, of=offices)


@reckons("J20")
def low_carbon_pilots(*, count: Fraction) -> Fraction:
    """Low-carbon pilots, in 个.

    ``count``: low-carbon pilots, number.
    Source: 国发〔2021〕23号.
    """
    return count


@reckons("J22")
def research_platforms(*, count: Fraction) -> Fraction:
    """Green research platforms, in 个.

    ``count``: green research platforms, number.
    Source: 科技支撑碳达峰碳中和实施方案.
    """
    return count
