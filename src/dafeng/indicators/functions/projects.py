"""Projects: reviews, milestones, lists."""

from __future__ import annotations

from fractions import Fraction

from dafeng.base.units import convert
from dafeng.indicators.functions.arithmetic import growth, share
from dafeng.indicators.functions.registry import reckons


@reckons("B75")
def green_towns(*, count: Fraction) -> Fraction:
    """Green energy towns, in 个.

    ``count``: green energy towns, number.
    Source: 发改能源〔2021〕1445号.
    """
    return count


@reckons("B48")
def hydrogen_stations(*, count: Fraction) -> Fraction:
    """Hydrogen stations, in 座.

    ``count``: hydrogen stations, number.
    Source: 氢能产业发展中长期规划.
    """
    return count


@reckons("C07.replacement")
def carbon_replacement(*, replaced: Fraction, new: Fraction) -> Fraction:
    """Carbon replaced for new two-high projects, in %.

    ``replaced``: carbon replaced for new two-high projects; ``new``: carbon of new
    two-high projects.
    Source: 碳达峰碳中和综合评价考核办法(2026); 国发〔2026〕22号.
    """
    return share(replaced, of=new)


@reckons("C07.review")
def two_high_reviewed(*, reviewed: Fraction, due: Fraction) -> Fraction:
    """Two-high projects reviewed, in %.

    ``reviewed``: two-high projects reviewed; ``due``: two-high projects due for
    review.
    Source: 碳达峰碳中和综合评价考核办法(2026); 国发〔2026〕22号.
    """
    return share(reviewed, of=due)


@reckons("C08")
def two_high_projects(*, count: Fraction) -> Fraction:
    """Count of two-high projects by class, in 个.

    ``count``: two-high projects, number.
    Source: 地方碳达峰实施方案.
    """
    return count


@reckons("C08.energy")
def two_high_energy(*, amount: Fraction) -> Fraction:
    """Energy of two-high projects, in 万tce等价.

    ``amount``: two-high projects, size.
    Source: 地方碳达峰实施方案.
    """
    return convert(amount, "tce等价", "万tce等价")


@reckons("C16")
def energy_budget_use(*, used: Fraction, approved: Fraction) -> Fraction:
    """Energy budget use, in %.

    ``used``: energy used under the budget; ``approved``: energy budget approved.
    Source: 重点用能单位用能预算管理文件.
    """
    return share(used, of=approved)


@reckons("C58")
def retrofit_projects(*, count: Fraction) -> Fraction:
    """Retrofit projects, in 个.

    ``count``: retrofit projects, number.
    Source: 地方碳达峰实施方案.
    """
    return count


@reckons("C60")
def unlawful_approvals(*, projects: Fraction) -> Fraction:
    """Two-high projects approved against the rules, in 个.

    ``projects``: two-high projects approved against the rules.
    Source: 地方碳达峰实施方案.
    """
    return projects


@reckons("G18")
def milestones_done(*, done: Fraction, due: Fraction) -> Fraction:
    """Milestone completion, in %.

    ``done``: milestones done of rail projects; ``due``: milestones due of rail
    projects.
    Source: 地方碳达峰实施方案.
    """
    return share(done, of=due)


@reckons("H57")
def sink_projects(*, count: Fraction) -> Fraction:
    """Forest sink projects, in 个.

    ``count``: forest sink projects, number.
    Source: 温室气体自愿减排交易管理办法.
    """
    return count


@reckons("I08")
def footprint_firms(*, count: Fraction) -> Fraction:
    """Firms with product footprint, in 家.

    ``count``: firms with product footprint, number.
    Source: 国发〔2026〕22号.
    """
    return count


@reckons("I10")
def certified_firms(*, count: Fraction) -> Fraction:
    """Certified EnMS, in 家.

    ``count``: firms with certified energy management, number.
    Source: 地方碳达峰实施方案.
    """
    return count


@reckons("I12")
def excess_over_approval(*, actual: Fraction, approved: Fraction) -> Fraction:
    """Excess over approval, in %.

    ``actual``: energy used by approved projects; ``approved``: energy approved of
    projects.
    Source: 发改委令2025年第31号.
    """
    return growth(actual, over=approved)


@reckons("I13")
def projects_accepted(*, accepted: Fraction, operating: Fraction) -> Fraction:
    """Acceptance rate, in %.

    ``accepted``: projects accepted; ``operating``: projects in operation that need
    acceptance.
    Source: 发改委令2025年第31号.
    """
    return share(accepted, of=operating)
