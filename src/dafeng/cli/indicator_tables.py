"""Indicators as the tables, texts and records that ``dafeng indicators`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from dafeng.base.indicators import IndicatorDirection, indicator_register
from dafeng.base.rounding import plain_number, without_zeros
from dafeng.cli.output import json_number, plain_table
from dafeng.indicators import Basis
from dafeng.sheets import Column, Kind, Sheet, workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from dafeng.indicators import (
        Band,
        Definition,
        Demand,
        IndicatorValue,
        Missing,
        Observation,
        Outlook,
    )

DIRECTIONS = {
    IndicatorDirection.UP: "越高越好",
    IndicatorDirection.DOWN: "越低越好",
    IndicatorDirection.NONE: None,
}
BASES = {
    Basis.MEASURED: "实测",
    Basis.REPORTED: "填报",
    Basis.STATISTICAL: "统计",
    Basis.DEFAULT: "缺省",
}
STANDINGS = {"V": "已核实", "S": "二手来源", "U": "待核实"}


@attrs.frozen(kw_only=True)
class Shown:
    """One definition with what is known by it.

    Attributes
    ----------
    definition : Definition
    base : int or None
        Base year of its values.
    values : tuple of IndicatorValue
    demand : Demand or None
        What was asked of it.
    ahead : Band or None
        The year that was asked for; an Outlook where there was a demand; None where
        nobody asked, or nobody can tell.
    """

    definition: Definition
    base: int | None
    values: tuple[IndicatorValue, ...]
    demand: Demand | None = None
    ahead: Band | Outlook | None = None


def register_sheet(definitions: Iterable[Definition]) -> Sheet:
    """One definition a line."""
    fields = {one.code: one.field for one in indicator_register()}
    return Sheet(
        name="指标",
        columns=(
            Column(title="定义"),
            Column(title="主题"),
            Column(title="名称"),
            Column(title="单位"),
            Column(title="方向"),
            Column(title="责任单位"),
            Column(title="时滞(月)", kind=Kind.INTEGER),
            Column(title="来源"),
            Column(title="核实"),
            Column(title="有效期"),
        ),
        rows=[
            (
                one.id,
                fields.get(one.indicator),
                one.name_zh,
                one.unit,
                DIRECTIONS[one.direction],
                one.owner,
                one.lag_months,
                one.source,
                STANDINGS.get(one.verified, one.verified),
                validity(one),
            )
            for one in definitions
        ],
    )


def validity(one: Definition) -> str:
    """``2026-01-01—`` is in force since then, ``不限`` has neither begin nor end."""
    begin, end = one.effective_from, one.effective_to
    return "不限" if begin is None and end is None else f"{begin or ''}—{end or ''}"


def definition_json(one: Definition) -> dict[str, Any]:
    """One definition with all that stands behind it."""
    return {
        "id": one.id,
        "indicator": one.indicator,
        "name_zh": one.name_zh,
        "name_en": one.name_en,
        "numerator": one.numerator,
        "denominator": one.denominator or None,
        "unit": one.unit,
        "direction": one.direction.value,
        "bounded": one.bounded,
        "inputs": dict(one.inputs),
        "lag_months": one.lag_months,
        "owner": one.owner,
        "source": one.source,
        "verified": one.verified,
        "effective_from": _day(one.effective_from),
        "effective_to": _day(one.effective_to),
        "note": one.note,
    }


def shown_text(shown: Sequence[Shown]) -> str:
    """Definitions, each opened: what it is, its values, what is missing."""
    parts = []
    for one in shown:
        sheets = [card(one), values_sheet([one])]
        lacking = missing_sheet([one])
        sheets += [lacking] if lacking.rows else []
        parts += [plain_table(sheet) for sheet in sheets if sheet.rows]
    return "\n".join(parts)


def card(shown: Shown) -> Sheet:
    """One definition, each of its statements on a line."""
    one = shown.definition
    ratio = f"{one.numerator} ÷ {one.denominator}" if one.denominator else one.numerator
    lines = [
        ("定义", one.id),
        ("名称", f"{one.name_zh} / {one.name_en}"),
        ("算法", ratio),
        ("单位", one.unit),
        ("方向", DIRECTIONS[one.direction]),
        ("数据系列", "、".join(one.inputs.values())),
        ("基年", None if shown.base is None else str(shown.base)),
        ("责任单位", one.owner),
        ("时滞(月)", str(one.lag_months)),
        ("来源", one.source),
        ("核实", STANDINGS.get(one.verified, one.verified)),
        ("有效期", validity(one)),
        ("备注", one.note),
    ]
    if shown.base is None:
        lines = [line for line in lines if line[0] != "基年"]
    lines += [("展望", text) for text in [outlook_words(shown)] if text]
    return Sheet(
        name="定义",
        columns=(Column(title="项目"), Column(title="内容")),
        rows=[(word, text or None) for word, text in lines],
    )


def outlook_words(shown: Shown) -> str | None:
    """Where the figure will stand, in one sentence; None where nobody can tell."""
    ahead, unit = shown.ahead, shown.definition.unit
    if ahead is None:
        return None
    middle, low, high = map(plain_number, (ahead.median, ahead.low, ahead.high))
    band = f"{ahead.year} 年预计 {middle} {unit}（90% 区间 {low} 至 {high}）"
    chance = getattr(ahead, "probability", None)
    if chance is None or shown.demand is None:
        return band
    asked = demand_words(shown.demand)
    return f"{band}；满足 {asked} {unit} 的概率 {plain_number(chance * 100)}%"


def demand_words(demand: Demand) -> str:
    """``>= 14``, or ``45 至 50`` of a range."""
    if demand.value_max is not None:
        return f"{plain_number(demand.value)} 至 {plain_number(demand.value_max)}"
    return f"{demand.comparator} {plain_number(demand.value)}"


def values_sheet(shown: Iterable[Shown]) -> Sheet:
    """Every value by definition and year."""
    return Sheet(
        name="数值",
        columns=(
            Column(title="定义"),
            Column(title="年份"),
            Column(title="范围"),
            Column(title="数值", kind=Kind.NUMBER),
            Column(title="单位"),
            Column(title="依据"),
            Column(title="质量"),
            Column(title="数据"),
        ),
        rows=[
            (
                value.definition,
                value.period,
                value.scope or "全区",
                None if value.value is None else without_zeros(value.value),
                value.unit,
                None if value.basis is None else BASES[value.basis],
                value.quality,
                "；".join(map(_input_words, value.inputs)) or None,
            )
            for one in shown
            for value in one.values
        ],
    )


def _input_words(one: Observation) -> str:
    return f"{one.series} {one.period} = {plain_number(one.value)}"


def missing_sheet(shown: Iterable[Shown]) -> Sheet:
    """Every input that nobody stated."""
    return Sheet(
        name="缺少的数据",
        columns=(
            Column(title="定义"),
            Column(title="年份"),
            Column(title="缺少的系列"),
            Column(title="所属期"),
            Column(title="责任单位"),
            Column(title="应报日期"),
        ),
        rows=[
            (
                value.definition,
                value.period,
                lack.series,
                lack.period,
                lack.owner,
                lack.due_on.isoformat(),
            )
            for one in shown
            for value in one.values
            for lack in value.missing
        ],
    )


def shown_book(shown: Sequence[Shown]) -> bytes:
    """Definitions, values and lacks as a workbook."""
    sheets = [
        register_sheet(one.definition for one in shown),
        values_sheet(shown),
        missing_sheet(shown),
    ]
    return workbook_bytes(sheets, title=shown[0].definition.indicator)


def shown_json(shown: Iterable[Shown], as_of: date) -> dict[str, Any]:
    """Definitions with values, inputs, lacks and outlook."""
    return {
        "as_of": as_of.isoformat(),
        "definitions": [
            {
                **definition_json(one.definition),
                "base": one.base,
                "values": [_value_json(value) for value in one.values],
                "outlook": _outlook_json(one),
            }
            for one in shown
        ],
    }


def _value_json(value: IndicatorValue) -> dict[str, Any]:
    return {
        "period": value.period,
        "scope": value.scope,
        "value": None if value.value is None else json_number(value.value),
        "unit": value.unit,
        "basis": value.basis,
        "quality": value.quality,
        "inputs": [
            {
                "series": one.series,
                "period": one.period,
                "scope": one.scope,
                "value": json_number(one.value),
                "basis": one.basis,
                "quality": one.quality,
                "evidence": one.evidence or None,
                "entered_by": one.entered_by or None,
                "approved_by": one.approved_by or None,
                "learned_on": _day(one.learned_on),
                "synthetic": one.synthetic,
            }
            for one in value.inputs
        ],
        "missing": [_missing_json(one) for one in value.missing],
    }


def _missing_json(one: Missing) -> dict[str, Any]:
    return {
        "series": one.series,
        "period": one.period,
        "scope": one.scope,
        "owner": one.owner,
        "due_on": one.due_on.isoformat(),
    }


def _outlook_json(shown: Shown) -> dict[str, Any] | None:
    ahead = shown.ahead
    if ahead is None:
        return None
    told: dict[str, Any] = {
        "year": ahead.year,
        "median": json_number(ahead.median),
        "low": json_number(ahead.low),
        "high": json_number(ahead.high),
    }
    chance = getattr(ahead, "probability", None)
    if chance is not None and shown.demand is not None:
        told["demand"] = demand_words(shown.demand)
        told["probability"] = json_number(chance)
    return told


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
