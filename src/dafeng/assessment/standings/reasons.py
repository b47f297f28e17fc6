"""One Chinese sentence that says why a target stands where it stands."""

from __future__ import annotations

from decimal import Decimal

from dafeng.assessment.records import Standing, State
from dafeng.assessment.words import COMPARED, STATE_WORDS
from dafeng.base.rounding import plain_number, round_half_even
from dafeng.indicators import Demand

_SHOWN = 2
_REPORTED = "plan.state"
"""Definition of targets whose state is reported and not measured."""


def reason_of(standing: Standing) -> str:
    """Word a standing: figure, demand, chance, or what is lacking."""
    if standing.definition == _REPORTED and standing.value is not None:
        return _reported(standing)
    match standing.state:
        case State.DELEGATED_UNSET:
            return "市里尚未下达数值，不作评判。"
        case State.UNKNOWN:
            return _unknown(standing)
        case State.DIRECTIONAL_YES | State.DIRECTIONAL_NO:
            return _moved(standing)
        case State.MET | State.MISSED:
            verdict = f"{_verdict(standing)}{_beyond(standing)}"
            return f"{_figure(standing)}，{_asked(standing)}：{verdict}。"
        case _:
            return f"{_figure(standing)}，{_asked(standing)}{_chance(standing)}。"


def shown(value: Decimal | None) -> str:
    """Write a figure with at most two decimals; unknown is ``--``."""
    return "--" if value is None else plain_number(value, _SHOWN)


def _reported(standing: Standing) -> str:
    done = "已实现" if standing.value else "尚未实现"
    due = f"，期限为 {standing.year} 年" if standing.year else ""
    return f"责任单位报告，截至 {standing.period} 年{done}{due}。"


def _figure(standing: Standing) -> str:
    return f"{standing.period} 年为 {shown(standing.value)}{_unit(standing)}"


def _unit(standing: Standing) -> str:
    return standing.unit if standing.unit == "%" else f" {standing.unit}".rstrip()


def _asked(standing: Standing) -> str:
    when = f" {standing.year} 年" if standing.year else ""
    compared = COMPARED.get(standing.comparator, "达到")
    upper = f"—{shown(standing.target_max)}" if standing.target_max is not None else ""
    target = f"{shown(standing.target)}{upper}{_unit(standing)}"
    undated = "" if standing.year else "（未写年份）"
    return f"要求{when}{compared} {target}{undated}"


def _verdict(standing: Standing) -> str:
    return STATE_WORDS[standing.state]


def _beyond(standing: Standing) -> str:
    """Say whether what the plan strives for was reached too."""
    if standing.stretch is None or standing.value is None:
        return ""
    further = Demand(comparator=standing.comparator or "=", value=standing.stretch)
    reached = further.met_by(standing.value)
    word = "也已达到" if reached else "未达到"
    return f"，力争目标 {shown(standing.stretch)}{_unit(standing)} {word}"


def _chance(standing: Standing) -> str:
    if standing.year is None:
        moving = standing.state is State.ON_TRACK
        return "；仍在推进" if moving else "；一年来没有进展"
    if standing.probability is not None:
        share = round_half_even(standing.probability * 100, 0)
        return f"；按历年数据，如期达标的概率为 {share}%"
    if standing.completion is not None:
        share = round_half_even(standing.completion * 100, 0)
        return f"；数据不足以推算概率，本期进度完成 {share}%"
    return "；数据不足以推算概率"


def _moved(standing: Standing) -> str:
    start, now = shown(standing.expected), shown(standing.value)
    right = standing.state is State.DIRECTIONAL_YES
    way = "变化方向符合方案要求" if right else "变化方向不符合方案要求"
    unit = _unit(standing)
    return (
        f"{standing.base_year} 年为 {start}{unit}，{standing.period} 年为 {now}{unit}："
        f"{way}。"
    )


def _unknown(standing: Standing) -> str:
    if not standing.definition:
        return "登记册中没有对应的指标，也没有登记的完成情况。"
    if not standing.missing:
        return "分母为零，或算得的数值不可能成立，按未知处理。"
    lacking = dict.fromkeys(f"{m.series}({m.owner})" for m in standing.missing)
    return f"缺少 {standing.missing[0].period} 年数据：{'、'.join(lacking)}。"
