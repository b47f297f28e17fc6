"""The sentences of a proposal, in official Chinese: facts and figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from dafeng.assessment.records import (
    Falsification,
    Notice,
    Return,
    Standing,
    State,
    UnitScore,
    WorkStanding,
)
from dafeng.base.errors import BadInputError
from dafeng.base.periods import Period
from dafeng.indicators.series import series_catalogue

if TYPE_CHECKING:
    from dafeng.indicators.records import Missing

_STATES = {
    State.MET: "已完成",
    State.ON_TRACK: "进展正常",
    State.AT_RISK: "存在风险",
    State.OFF_TRACK: "偏离目标",
    State.MISSED: "未完成",
    State.UNKNOWN: "情况不明",
    State.DELEGATED_UNSET: "上级指标尚未下达",
    State.DIRECTIONAL_YES: "变动方向符合要求",
    State.DIRECTIONAL_NO: "变动方向不符合要求",
}
_SIGNS = {">=": "≥", "<=": "≤", "~": "约"}


def state_words(state: State) -> str:
    """Return the official words of a state."""
    return _STATES[state]


def day_words(day: date) -> str:
    """Return a day as a document writes it.

    Examples
    --------
    >>> day_words(date(2026, 3, 6))
    '2026年3月6日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def plain_number(value: Decimal) -> str:
    """Return a number without an exponent and without zeros at its end.

    Examples
    --------
    >>> plain_number(Decimal("9.800000")), plain_number(Decimal("1E+2"))
    ('9.8', '100')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def period_words(code: str) -> str:
    """Return a period's Chinese name; what is no period stays as it is."""
    try:
        return Period.parse(code).name_zh
    except BadInputError:
        return code


def target_facts(standing: Standing) -> str:
    """Return what happened to a target."""
    told = f"：{standing.reason}" if standing.reason else "。"
    return f"“{standing.indicator}”{_STATES[standing.state]}{told}"


def target_figure(standing: Standing) -> str:
    """Return the figure beside what is asked for."""
    if standing.value is None:
        known = "实际值--"
    else:
        shown = f"{plain_number(standing.value)}{standing.unit}"
        known = f"{period_words(standing.period)}实际{shown}"
    if standing.target is None:
        return known
    sign = _SIGNS.get(standing.comparator, standing.comparator)
    asked = plain_number(standing.target)
    if standing.target_max is not None:
        asked = f"{asked}至{plain_number(standing.target_max)}"
    year = f"{standing.year}年" if standing.year else ""
    return f"{known}，{year}目标{sign}{asked}{standing.unit}"


def data_facts(standing: Standing, missing: Sequence[Missing]) -> str:
    """Return which figures a target waits for."""
    lacking = "、".join(_series_words(one) for one in missing)
    return f"“{standing.indicator}”缺少数据，暂不能判断：{lacking}。"


def _series_words(one: Missing) -> str:
    known = series_catalogue().get(one.series)
    name = one.series if known is None else known.name_zh
    scope = f"（{one.scope}）" if one.scope else ""
    due = day_words(one.due_on)
    return f"{period_words(one.period)}{name}{scope}，应于{due}前报送"


def data_figure(missing: Sequence[Missing]) -> str:
    """Return how many figures are missing."""
    return f"缺{len(missing)}项数据"


def task_facts(task: WorkStanding) -> str:
    """Return what happened to a task."""
    return f"“{task.title}”：{task.reason}"


def task_figure(task: WorkStanding, late: int) -> str:
    """Return reported beside planned progress, and days overdue."""
    made = "--" if task.percent is None else f"{plain_number(task.percent)}%"
    planned = "--" if task.planned is None else f"{plain_number(task.planned)}%"
    overdue = f"，{overdue_figure(late)}" if late else ""
    return f"进度{made}，序时进度{planned}{overdue}"


def overdue_figure(late: int) -> str:
    """Return days overdue."""
    return f"逾期{late}天"


def return_facts(one: Return, day: date) -> str:
    """Return which report did not come."""
    due, now = day_words(one.due_on), day_words(day)
    period = period_words(one.period)
    return f"{period}《{one.form}》应于{due}前报送，至{now}未收到。"


def notice_facts(one: Notice, day: date) -> str:
    """Return which letter was not answered."""
    due = "--" if one.reply_by is None else day_words(one.reply_by)
    return f"{one.number}要求于{due}前答复，至{day_words(day)}未收到答复。"


def score_facts(
    score: UnitScore, settled: Sequence[Standing], found: Falsification | None
) -> str:
    """Return the grade, what cut it, and which final targets were missed."""
    told = [f"考核等次为{score.grade}" if score.grade else "未评定等次"]
    told += score.vetoes
    items = sum(one.state == State.MISSED.value for one in score.points)
    if items and score.kind == "district":
        told.append(f"{items}项指标未达标")
    missed = [one.indicator for one in settled if one.state is State.MISSED]
    if missed:
        told.append(f"牵头的目标未完成：{'、'.join(missed)}")
    if found is not None:
        day = day_words(found.found_on)
        told.append(f"{day}认定存在数据造假（{found.document}）")
    return f"{'；'.join(part.rstrip('。') for part in told)}。"


def score_figure(score: UnitScore) -> str:
    """Return the score and the rank."""
    if score.score is None:
        return "得分--"
    rank = f"，第{score.rank}名" if score.rank else ""
    return f"得分{score.score}{rank}"
