"""An outlook as sheets: the same tables on a terminal and in a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from dafeng.accounts import tonnes
from dafeng.base.rounding import round_half_even
from dafeng.sheets import Column, Kind, Sheet

if TYPE_CHECKING:
    from dafeng.pathways.results import (
        CostStep,
        GapPart,
        Lever,
        Outlook,
        Pathway,
        SectorPath,
        SeenTarget,
        SensitivityRow,
        Wedge,
    )

UNIT = "t CO2"
_HUNDRED = 100
_PERCENT_PLACES, _TONNE_PLACES = 2, 1
_KINDS = {"measure": "措施", "input": "不确定因素", "paths": "驱动因素与电网"}


def ways_sheet(paths: Sequence[Pathway], names: Mapping[str, str], by: int) -> Sheet:
    """One row for each scenario and convention: will it peak, by when, how high.

    Parameters
    ----------
    paths : sequence of Pathway
    names : mapping of str to str
        Of scenarios and conventions, by code.
    by : int
        The year of the promise.
    """
    return Sheet(
        name="各情景达峰",
        columns=(
            Column(title="情景"),
            Column(title="电网口径"),
            _number(f"{by}年前达峰概率", "%"),
            _number("规划期内达峰概率", "%"),
            _number("规划期内未达峰", "%"),
            _number("二次达峰", "%"),
            _year("达峰年 5%"),
            _year("达峰年 中位"),
            _year("达峰年 95%"),
            _number("峰值 5%", UNIT),
            _number("峰值 中位", UNIT),
            _number("峰值 95%", UNIT),
        ),
        rows=[
            (
                names[one.scenario],
                names[one.convention],
                percent(one.peak.by(by)),
                percent(one.peak.by_year[-1][1]),
                percent(one.peak.not_peaked),
                percent(one.peak.second_peak),
                *(one.peak.year_p05, one.peak.year_p50, one.peak.year_p95),
                _tonnes(one.peak.level_p05_g),
                _tonnes(one.peak.level_p50_g),
                _tonnes(one.peak.level_p95_g),
            )
            for one in paths
        ],
    )


def fan_sheet(outlook: Outlook, path: Pathway, name: str) -> Sheet:
    """History and quantiles of one path."""
    rows: list[tuple[int | Decimal | None, ...]] = [
        (year, None, None, shown_tonnes(grams), None, None)
        for year, grams in outlook.history
        if year < outlook.base_year
    ]
    rows += [
        (
            one.year,
            *map(shown_tonnes, (one.p05_g, one.p25_g, one.p50_g, one.p75_g, one.p95_g)),
        )
        for one in path.fan
    ]
    return Sheet(
        name=name,
        columns=(
            _year("年份"),
            *(_number(part, UNIT) for part in ("5%", "25%", "50%", "75%", "95%")),
        ),
        rows=rows,
    )


def peak_sheet(path: Pathway) -> Sheet:
    """Probability of the peak by year."""
    by = dict(path.peak.by_year)
    return Sheet(
        name="达峰年份",
        columns=(
            _year("年份"),
            _number("当年达峰概率", "%"),
            _number("累计概率", "%"),
        ),
        rows=[(y, percent(at), percent(by[y])) for y, at in path.peak.at_year],
    )


def sectors_sheet(path: Pathway) -> Sheet:
    """Sectors around the centre, by year."""
    return _by_year("部门", "部门", path.sectors, path.years)


def wedges_sheet(outlook: Outlook) -> Sheet:
    """What each measure takes off, by year."""
    return _by_year("减排楔形", "措施", outlook.wedges, outlook.headline.years)


def targets_sheet(targets: Sequence[SeenTarget]) -> Sheet:
    """Probability that each target is met."""
    return Sheet(
        name="目标",
        columns=(
            Column(title="目标"),
            Column(title="指标"),
            _year("年份"),
            _number("实现概率", "%"),
            Column(title="5%", kind=Kind.NUMBER),
            Column(title="50%", kind=Kind.NUMBER),
            Column(title="95%", kind=Kind.NUMBER),
            Column(title="单位"),
        ),
        rows=[
            (t.key, t.definition, t.year, percent(t.probability))
            + (t.p05, t.p50, t.p95, t.unit)
            for t in targets
        ],
    )


def levers_sheet(levers: Sequence[Lever]) -> Sheet:
    """What moves the total most, and who holds it."""
    return Sheet(
        name="杠杆",
        columns=(
            Column(title="名称"),
            Column(title="类别"),
            _number("影响", UNIT),
            Column(title="下限", kind=Kind.NUMBER),
            Column(title="上限", kind=Kind.NUMBER),
            Column(title="条款"),
            Column(title="责任单位"),
        ),
        rows=[
            (one.name_zh, _KINDS.get(one.kind, one.kind), shown_tonnes(one.effect_g))
            + (one.low, one.high, one.clause, one.owner)
            for one in levers
        ],
    )


def cost_sheet(steps: Sequence[CostStep]) -> Sheet:
    """The cost curve, cheapest first."""
    return Sheet(
        name="成本曲线",
        columns=(
            Column(title="措施"),
            Column(title="领域"),
            _number("减排", UNIT),
            _number("成本", "元/t"),
        ),
        rows=[
            (one.name_zh, one.field, shown_tonnes(one.grams), one.yuan_per_tonne)
            for one in steps
        ],
    )


def sensitivity_sheet(rows: Sequence[SensitivityRow]) -> Sheet:
    """Which unknown matters: Sobol indices, and the ends of the tornado."""
    return Sheet(
        name="敏感性",
        columns=(
            Column(title="代码"),
            Column(title="名称"),
            Column(title="一阶指数", kind=Kind.NUMBER),
            Column(title="总指数", kind=Kind.NUMBER),
            _number("低端", UNIT),
            _number("高端", UNIT),
        ),
        rows=[
            (one.code, one.name_zh, one.first, one.total)
            + (shown_tonnes(one.low_g), shown_tonnes(one.high_g))
            for one in rows
        ],
    )


def gap_sheet(parts: Sequence[GapPart]) -> Sheet:
    """What undelivered measures leave open, and whose they are."""
    return Sheet(
        name="缺口",
        columns=(
            Column(title="代码"),
            Column(title="名称"),
            Column(title="类别"),
            Column(title="责任单位"),
            _number("数量", UNIT),
            _number("标准误差", UNIT),
        ),
        rows=[
            (one.code, one.name_zh, _KINDS.get(one.kind, one.kind), one.owner)
            + (shown_tonnes(one.grams), shown_tonnes(one.error_g))
            for one in parts
        ],
    )


def percent(share: Decimal) -> Decimal:
    """A share of the draws as percent, with two decimals."""
    return round_half_even(share * _HUNDRED, _PERCENT_PLACES)


def shown_tonnes(grams: int) -> Decimal:
    """Tonnes for a table, with one decimal; exact ones are in the other forms."""
    return round_half_even(tonnes(grams), _TONNE_PLACES)


def _by_year(
    name: str, title: str, rows: Sequence[SectorPath | Wedge], years: Sequence[int]
) -> Sheet:
    return Sheet(
        name=name,
        columns=(
            Column(title=title),
            *(_number(str(year), UNIT) for year in years),
        ),
        rows=[(one.name_zh, *map(shown_tonnes, one.grams)) for one in rows],
    )


def _tonnes(grams: int | None) -> Decimal | None:
    return None if grams is None else shown_tonnes(grams)


def _number(title: str, unit: str) -> Column:
    return Column(title=title, unit=unit, kind=Kind.NUMBER)


def _year(title: str) -> Column:
    return Column(title=title, kind=Kind.INTEGER, number_format="0")
