"""The sentences of a proposal, in official Chinese: facts and figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
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
from dafeng.assessment.words import COMPARED, STATE_WORDS
from dafeng.base.errors import BadInputError
from dafeng.base.periods import Period
from dafeng.base.rounding import plain_number
from dafeng.indicators.series import series_catalogue

if TYPE_CHECKING:
    from dafeng.indicators.records import Missing

_STATE, _PROGRESS = "plan.state", "plan.progress"
"""Definitions of what a unit reports of a target that no series measures."""
_BARE = "1"
"""Unit of a plain number, which is not written."""


def day_words(day: date) -> str:
    """Return a day as a document writes it.

    Examples
    --------
    >>> day_words(date(2026, 3, 6))
    '2026年3月6日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def period_words(code: str) -> str:
    """Return a period's Chinese name; what is no period stays as it is."""
    try:
        return Period.parse(code).name_zh
    except BadInputError:
        return code


def target_facts(standing: Standing) -> str:
    """Return what happened to a target."""
    told = f"：{standing.reason}" if standing.reason else "。"
    return f"“{standing.indicator}”{STATE_WORDS[standing.state]}{told}"


def target_figure(standing: Standing) -> str:
    """Return the figure beside what is asked for."""
    year = f"{standing.year}年" if standing.year else ""
    if standing.definition == _STATE and standing.value is not None:
        done = "已实现" if standing.value else "尚未实现"
        due = f"，应于{year}实现" if year else ""
        return f"{period_words(standing.period)}责任单位报告{done}{due}"
    unit = "" if standing.unit == _BARE else standing.unit
    if standing.value is None:
        known = "实际值--"
    else:
        shown = f"{plain_number(standing.value)}{unit}"
        what = "进度" if standing.definition == _PROGRESS else "实际"
        known = f"{period_words(standing.period)}{what}{shown}"
    if standing.target is None or standing.definition == _STATE:
        return known
    sign = COMPARED.get(standing.comparator, standing.comparator)
    asked = plain_number(standing.target)
    if standing.target_max is not None:
        asked = f"{asked}至{plain_number(standing.target_max)}"
    return f"{known}，{year}目标{sign}{asked}{unit}"


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
    score: UnitScore, settled: Sequence[Standing], found: Sequence[Falsification]
) -> str:
    """Return the grade, what cut it, and which final targets were missed."""
    told = [f"考核等次为{score.grade}" if score.grade else "未评定等次"]
    told += score.vetoes
    items = sum(one.state == State.MISSED.value for one in score.points)
    if items and score.kind == "district":
        told.append(f"{items}项指标未达标")
    missed = [one.indicator for one in settled if one.state is State.MISSED]
    if missed:
        told.append(f"牵头的目标未达标：{'、'.join(missed)}")
    told += map(_falsified, found)
    return f"{'；'.join(part.rstrip('。') for part in told)}。"


def falsified_facts(found: Sequence[Falsification]) -> str:
    """Return when and by which papers a unit was found to have falsified data."""
    return f"{'；'.join(map(_falsified, found))}。"


def _falsified(found: Falsification) -> str:
    return f"{day_words(found.found_on)}认定存在数据造假（{found.document}）"


def score_figure(score: UnitScore) -> str:
    """Return the score and the rank."""
    if score.score is None:
        return "得分--"
    rank = f"，第{score.rank}名" if score.rank else ""
    return f"得分{score.score}{rank}"
