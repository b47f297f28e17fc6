"""Outlooks, peaks, pasts and draws as tables and as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs

from dafeng.accounts import tonnes
from dafeng.base.rounding import plain_number
from dafeng.cli.output import plain_table
from dafeng.pathways.cases.trends import trend_json
from dafeng.pathways.exchange import tables
from dafeng.sheets import Column, Kind, Sheet

if TYPE_CHECKING:
    from dafeng.base.plain import Plain
    from dafeng.cli.outlook_house import Given
    from dafeng.pathways import (
        BaseYear,
        Outlook,
        OutlookCase,
        OutlookReplay,
        Pathway,
    )
    from dafeng.pathways.explaining import DrawExplanation
    from dafeng.pathways.past import PastPeak
    from dafeng.pathways.results import PeakChance

HALF = Decimal("0.5")
GRAMS = 1_000_000
_CAME = {"delivered": "按期", "late": "推迟", "not": "未落实"}
_STANDING = {
    "rising": "仍在上升",
    "plateau": "平台期",
    "falling": "低于峰值,尚未稳定",
    "settled": "已稳定低于峰值",
}


def outlook_text(outlook: Outlook) -> str:
    """The sentence first, then every way into the future."""
    names = {
        one.code: one.name_zh for one in (*outlook.scenarios, *outlook.conventions)
    }
    ways = tables.ways_sheet(outlook.paths, names, outlook.by)
    told = [_sentence(outlook.headline, names, outlook.by), plain_table(ways)]
    if outlook.headline.targets:
        told.append(plain_table(tables.targets_sheet(outlook.headline.targets)))
    return "\n".join(told)


def names_of_case(case: OutlookCase) -> dict[str, str]:
    """Chinese names of everything that a case names, by code."""
    return {
        **{one.code: one.name_zh for one in case.model.scenarios},
        **{one.code: one.name_zh for one in case.model.grid},
        **{one.code: one.name_zh for one in case.model.inputs},
        **{one.id: one.name_zh for one in case.measures},
    }


def peak_text(case: OutlookCase, paths: Sequence[Pathway]) -> str:
    """The sentence, and one row for each convention."""
    names = names_of_case(case)
    sheet = tables.ways_sheet(paths, names, case.by)
    return _sentence(paths[0], names, case.by) + "\n" + plain_table(sheet)


def peak_sheets(case: OutlookCase, paths: Sequence[Pathway]) -> list[Sheet]:
    """Each convention, and the years of the first."""
    ways = tables.ways_sheet(paths, names_of_case(case), case.by)
    return [ways, tables.peak_sheet(paths[0])]


def peak_plain(given: Given, paths: Sequence[Pathway]) -> Plain:
    """Return the peak in the form of the exchange; levels in tonnes."""
    case, head = given.case, paths[0].peak
    said = likely(case, paths)
    return {
        "scenario": case.headline,
        "draws": case.draws,
        "seed": case.seed,
        "probability": _probability(head, case.by),
        "year": _years(head),
        "level": _levels(head),
        "not_peaked": head.not_peaked,
        "second_peak": head.second_peak,
        "conventions": [
            {
                "convention": one.convention,
                "probability": _probability(one.peak, case.by),
                "year": _years(one.peak),
                "level": _levels(one.peak),
                "not_peaked": one.peak.not_peaked,
                "second_peak": one.peak.second_peak,
                "likely": said[one.convention],
            }
            for one in paths
        ],
        "seal": given.seal,
    }


def likely(case: OutlookCase, paths: Sequence[Pathway]) -> dict[str, bool]:
    """Return whether each convention finds a peak by the promised year likely."""
    return {one.convention: one.peak.by(case.by) >= HALF for one in paths}


def past_sheet(past: PastPeak) -> Sheet:
    """What the history says by itself."""
    trend = past.trend
    rows: list[tuple[str, str | None]] = [
        ("最高年份", str(past.year)),
        ("最高值(t CO2)", plain_number(tonnes(round(past.level)))),
        ("现状", _STANDING[past.standing]),
        ("较峰值下降(%)", f"{100 * past.fall:.2f}"),
    ]
    if trend is not None:
        rows += [
            ("统计量 S", str(trend.s)),
            ("方差", repr(trend.variance)),
            ("Z", repr(trend.z)),
            (f"双侧 p({trend.method})", repr(trend.p)),
            ("Sen 斜率(t CO2/年)", f"{trend.slope / GRAMS:.3f}"),
        ]
    return Sheet(
        name="历史趋势", columns=(Column(title="项目"), Column(title="结果")), rows=rows
    )


def past_plain(base: BaseYear, past: PastPeak) -> dict[str, Any]:
    """Return the past as JSON holds it; tonnes, slopes in tonnes a year."""
    told = None if past.trend is None else trend_json(past.trend)
    for name in ("sen_slope", "sen_slope_low", "sen_slope_high"):
        if told is not None:
            told[name] /= GRAMS
    return {
        "place": base.place,
        "history": {str(year): tonnes(grams) for year, grams in base.history},
        "unit": tables.UNIT,
        "highest_year": past.year,
        "highest": tonnes(round(past.level)),
        "years_since": past.years_since,
        "fall": past.fall,
        "standing": past.standing.value,
        "cause": past.cause.value,
        "trend": told,
    }


def draw_text(opened: DrawExplanation, names: Mapping[str, str]) -> str:
    """The three tables of a draw."""
    return "\n".join(plain_table(sheet) for sheet in draw_sheets(opened, names))


def draw_sheets(opened: DrawExplanation, names: Mapping[str, str]) -> list[Sheet]:
    """What a draw assumed, what came, and its path."""
    number = Kind.NUMBER
    return [
        Sheet(
            name="不确定因素",
            columns=(
                Column(title="名称"),
                Column(title="取值", unit="对数/年", kind=number),
                Column(title="分位", unit="%", kind=number),
            ),
            rows=[
                (one.name_zh, round(one.value, 6), round(100 * one.percentile, 2))
                for one in opened.inputs
            ],
        ),
        Sheet(
            name="措施",
            columns=(
                Column(title="措施"),
                Column(title="落实"),
                Column(title="推迟", unit="年", kind=Kind.INTEGER),
            ),
            rows=[
                (names.get(one.measure, one.measure), _CAME[one.came], one.delay)
                for one in opened.measures
            ],
        ),
        Sheet(
            name="路径",
            columns=(
                Column(title="年份", kind=Kind.INTEGER, number_format="0"),
                Column(title="排放量", unit=tables.UNIT, kind=number),
            ),
            rows=[(year, tonnes(round(grams))) for year, grams in opened.years],
        ),
    ]


def draw_plain(opened: DrawExplanation, scenario: str, grid: str) -> dict[str, Any]:
    """Return a draw as JSON holds it; tonnes."""
    return {
        "scenario": scenario,
        "convention": grid,
        "draw": opened.index,
        "seed": opened.seed,
        "peak_year": opened.peak_year,
        "inputs": [attrs.asdict(one) for one in opened.inputs],
        "measures": [attrs.asdict(one) for one in opened.measures],
        "unit": tables.UNIT,
        "path": {str(year): tonnes(round(grams)) for year, grams in opened.years},
    }


def replay_sheet(made: Sequence[OutlookReplay]) -> Sheet:
    """Seals, and whether their bytes came out again."""
    return Sheet(
        name="复算",
        columns=(Column(title="封存号"), Column(title="结果")),
        rows=[(one.digest, "一致" if one.same else "不一致") for one in made],
    )


def _sentence(path: Pathway, names: Mapping[str, str], by: int) -> str:
    chance = plain_number(tables.percent(path.peak.by(by)))
    way = f"“{names[path.scenario]}”({names[path.convention]})"
    return f"按{way},{by} 年前达峰的概率是 {chance}%。\n"


def _probability(peak: PeakChance, by: int) -> dict[str, Plain]:
    return {f"by_{by}": peak.by(by), "by_horizon": peak.by_year[-1][1]}


def _years(peak: PeakChance) -> dict[str, Plain]:
    return {"p05": peak.year_p05, "p50": peak.year_p50, "p95": peak.year_p95}


def _levels(peak: PeakChance) -> dict[str, Plain]:
    held = {"p05": peak.level_p05_g, "p50": peak.level_p50_g, "p95": peak.level_p95_g}
    return {name: None if g is None else tonnes(g) for name, g in held.items()}
