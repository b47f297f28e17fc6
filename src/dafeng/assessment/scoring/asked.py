"""Which targets are asked in a period: by their dates and kind, never by their figures.

What is asked must not hang on what is known: otherwise a bad figure that is taken away
would take its target away with it, and the score would rise. The one exception can do
no such harm: a target without a year counts once it is reached, in full and proven.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.assessment.records import Goal, Standing, State
from dafeng.assessment.schemes.records import GoalPolicy, Policy
from dafeng.assessment.standings.demands import base_year_before

if TYPE_CHECKING:
    from dafeng.assessment.standings.demands import Asked

DIRECTIONAL = "directional"
"""Kind of a target that names a way and no figure."""
OPEN = "方案未写年份，没有本期节点"
"""Why a target without a year is not asked before it is reached."""
_DATED = frozenset({"level", "relative_change", "count", "capacity", "status"})
"""Kinds that are reached by a year; the others hold in every period."""


def start_year(asked: Asked) -> int | None:
    """Return the year that a target is counted from.

    One that names none begins with the five-year plan of its own year; None where it
    has no year either.
    """
    if asked.base_year is not None or asked.year is None:
        return asked.base_year
    return base_year_before(asked.year)


def has_begun(asked: Asked, period: int) -> bool:
    """Whether the way to a target has begun: it started earlier, or has a step."""
    start = start_year(asked)
    stepped = any(point.year <= period for point in asked.path)
    return stepped or start is None or start < period


def why_not_asked(
    goal: Goal, asked: Asked, standing: Standing | None, policy: GoalPolicy, period: int
) -> str:
    """Return why a target is not asked in a period, in Chinese; empty when it is."""
    year = asked.year
    unset = standing is not None and standing.state is State.DELEGATED_UNSET
    if year is not None and year < period:
        return f"目标年份为{year}年，已在当年考核"
    if unset and policy.delegated_unset is Policy.ASIDE:
        return "上级指标尚未下达"
    if goal.kind == DIRECTIONAL and policy.directional is Policy.ASIDE:
        return "方向性要求，不计分"
    if standing is not None and not standing.due:
        return "本期数据尚未到公布时间"
    if policy.not_due is Policy.ASIDE and not has_begun(asked, period):
        return f"自{start_year(asked)}年起算，{period}年尚未起步"
    if goal.kind in policy.before_year and year is not None and year > period:
        return f"目标年份为{year}年，此前不作要求"
    if not policy.weight(goal.softness):
        return "该类目标不计分"
    return OPEN if year is None and goal.kind in _DATED else ""
