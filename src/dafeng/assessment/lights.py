"""Lights of tasks and targets: the first rule that applies decides.

A light is always shown with its word. What is not known has no colour but grey.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from dafeng.assessment.light_rules import (
    LightRule,
    LightRules,
    Measure,
    light_rules,
    packaged_light_rules,
)
from dafeng.assessment.records import (
    Light,
    Progress,
    Standing,
    State,
    Work,
    WorkStanding,
)
from dafeng.assessment.schedule import (
    behind_schedule,
    months_waiting,
    not_started,
    overdue_days,
    pace_needed,
    planned_percent,
    progress_made,
)
from dafeng.base.rounding import plain_number, round_half_even

__all__ = [
    "LightRule",
    "LightRules",
    "Measure",
    "light_rules",
    "packaged_light_rules",
    "target_light",
    "work_standing",
    "worst_light",
]

_PLACES = 2


def work_standing(work: Work, as_of: date, rules: LightRules) -> WorkStanding:
    """Say where a task stands on a day.

    The planned progress is that of the plain calendar, at the end of the day: 0 before
    the first day, 100 from the last day on. A task that is not handed out, suspended,
    cancelled, or of which nobody reported, is grey.

    Parameters
    ----------
    work : Work
        An approved extension stands in its ``due_on``.
    as_of : date
    rules : LightRules

    Returns
    -------
    WorkStanding
        ``overdue`` is derived: the due day is past and the work is not handed in.
    """
    planned = planned_percent(work, as_of)
    decided = _by_state(work, rules) or _by_rules(work, as_of, rules)
    light, rule, reason = decided or (Light.GREY, "", _unknown(work))
    return WorkStanding(
        id=work.id,
        clause=work.clause,
        title=work.title,
        state=work.state,
        overdue=overdue_days(work, as_of) > 0,
        percent=work.percent,
        planned=None if planned is None else round_half_even(planned, _PLACES),
        light=light,
        rule=f"{rules.id}.{rule}" if rule else "",
        reason=f"{reason}。",
        duties=work.duties,
    )


_Decided = tuple[Light, str, str]

_WITHOUT_LIGHT = {
    Progress.DRAFT: "任务尚未分解下达，不亮灯",
    Progress.SUSPENDED: "任务已批准暂缓，不亮灯",
    Progress.CANCELLED: "任务已终止，不亮灯",
}
_DONE = {Progress.CLOSED: "任务已销号", Progress.VERIFIED: "完成情况已核实"}


def _by_state(work: Work, rules: LightRules) -> _Decided | None:
    if work.state in _WITHOUT_LIGHT:
        return Light.GREY, "", _WITHOUT_LIGHT[work.state]
    partial = work.percent is not None and work.percent < Decimal(100)
    if work.state is Progress.CLOSED or (
        work.state is Progress.VERIFIED and not partial
    ):
        return rules.on_time, rules.rules[-1].rule, _DONE[work.state]
    return None


def _by_rules(work: Work, as_of: date, rules: LightRules) -> _Decided | None:
    measured = _measured(work, as_of)
    words = _words(work, as_of, measured)
    for row in rules.rules:
        value = measured.get(row.measure)
        if value is not None and row.reached(value):
            reason = _EARLY if _is_early(work, as_of) else row.reason
            return row.light, row.rule, reason.format(**words)
    return None


_EARLY = "尚未到计划启动时间，已有进度{percent}%"


def _is_early(work: Work, as_of: date) -> bool:
    """Whether work is reported before its first day: no calendar to hold it against."""
    return planned_percent(work, as_of) == 0 and progress_made(work) is not None


def _measured(work: Work, as_of: date) -> Mapping[Measure, Fraction]:
    found = {
        Measure.MONTHS_NOT_STARTED: months_waiting(work, as_of),
        Measure.BEHIND: behind_schedule(work, as_of),
        Measure.PACE_NEEDED: pace_needed(work, as_of),
        Measure.OVERDUE_DAYS: overdue_days(work, as_of),
    }
    return {name: Fraction(v) for name, v in found.items() if v is not None}


def _words(
    work: Work, as_of: date, measured: Mapping[Measure, Fraction]
) -> Mapping[str, str]:
    planned, made = planned_percent(work, as_of), progress_made(work)
    shown = {
        "planned": planned,
        "percent": None if made is None else Fraction(made),
        "behind": measured.get(Measure.BEHIND),
        "months": measured.get(Measure.MONTHS_NOT_STARTED),
        "days": measured.get(Measure.OVERDUE_DAYS),
        "pace": measured.get(Measure.PACE_NEEDED),
    }
    return {name: _plain(value) for name, value in shown.items()}


def _plain(value: Fraction | None) -> str:
    return "--" if value is None else plain_number(round_half_even(value, _PLACES))


def _unknown(work: Work) -> str:
    if work.state is Progress.RETURNED:
        return "所报进度已退回，待重新报送"
    if work.state is Progress.SUBMITTED and work.percent is None:
        return "已报送，待核实"
    if progress_made(work) is None and not not_started(work):
        return "尚未报送进度，无法判断"
    if work.begins_on is None or work.due_on is None:
        return "计划起止时间不全，无法判断"
    return "计划启动时间未到"


_LIGHTS = {
    State.MET: Light.GREEN,
    State.ON_TRACK: Light.GREEN,
    State.DIRECTIONAL_YES: Light.GREEN,
    State.AT_RISK: Light.YELLOW,
    State.OFF_TRACK: Light.RED,
    State.MISSED: Light.RED,
    State.DIRECTIONAL_NO: Light.RED,
    State.UNKNOWN: Light.GREY,
    State.DELEGATED_UNSET: Light.GREY,
}


def target_light(standing: Standing) -> Light:
    """Return the light of a target: its state says it all, unknown is grey."""
    return _LIGHTS[standing.state]


def worst_light(lights: Sequence[Light]) -> Light:
    """Return the worst colour of several; grey only when nothing else is there.

    Examples
    --------
    >>> worst_light([Light.GREEN, Light.GREY, Light.YELLOW])
    <Light.YELLOW: 'yellow'>
    """
    order = (Light.RED, Light.YELLOW, Light.BLUE, Light.GREEN)
    return next((one for one in order if one in lights), Light.GREY)
