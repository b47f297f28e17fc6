"""Unit consumption beside its levels: over the years, and across the district."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from dafeng.enterprises.norms import Course, Figures, NormKind
from dafeng.web.core.unit_words import unit_words
from dafeng.web.savings.selectors.products import NormRow, Strip
from dafeng.web.savings.wording import standing

VALUE, LIMIT, ACCESS, ADVANCED, WORLD, BASELINE, BENCHMARK, PEERS = (
    *("#0072B2", "#D55E00", "#E69F00", "#009E73"),
    *("#CC79A7", "#A65E00", "#56B4E9", "#7F7F7F"),
)
LINE = "var(--line)"
SHAPES = {"●": "circle", "▲": "triangle", "■": "rect", "◇": "emptyDiamond"}

_Level = tuple[str, Figures, str]


def over_years(course: Course) -> dict[str, Any]:
    """The picture: what was used as dots on a line, levels as steps."""
    return _picture(
        [str(year) for year in course.years],
        {
            "type": "line",
            "name": _("单位产品能耗"),
            "data": _plain(course.values),
            "symbolSize": 9,
            "color": VALUE,
            "lineStyle": {"width": 2},
        },
        [
            *_rules(course.norm.kind, course.limit, course.access, course.advanced),
            (_("基准水平"), course.baseline, BASELINE),
            (_("标杆水平"), course.benchmark, BENCHMARK),
            (_("国际先进值"), course.world, WORLD),
        ],
        unit=unit_words(course.norm.unit),
    )


def between_levels(strip: Strip) -> dict[str, Any]:
    """The picture: a dot for each enterprise, the least first, shaped as its light."""
    norm, first = strip.norm, strip.rows[0]
    across = len(strip.rows)

    def all_along(figure: Decimal | None) -> Figures:
        return (figure,) * across

    made = _picture(
        [str(row.enterprise) for row in strip.rows],
        {
            "type": "scatter",
            "name": _("单位产品能耗"),
            "data": [_dot(row) for row in strip.rows],
            "symbolSize": 11,
            "color": VALUE,
        },
        [
            *_rules(
                norm.kind, *map(all_along, (norm.limit, norm.access, norm.advanced))
            ),
            (
                _("国际先进值"),
                all_along(first.world.advanced if first.world else None),
                WORLD,
            ),
            (_("中位数"), all_along(first.gap.middle), PEERS),
        ],
        unit=unit_words(norm.unit),
    )
    made["xAxis"] |= {"axisLabel": {"show": False}, "axisTick": {"show": False}}
    return made


def _rules(
    kind: NormKind, limit: Figures, access: Figures, advanced: Figures
) -> list[_Level]:
    """Levels as the edition names them."""
    if kind is NormKind.BENCHMARK:
        return [
            (_("基准水平"), limit, BASELINE),
            (_("标杆水平"), advanced, BENCHMARK),
        ]
    return [
        (_("限定值"), limit, LIMIT),
        (_("准入值"), access, ACCESS),
        (_("先进值"), advanced, ADVANCED),
    ]


def _picture(
    categories: list[str],
    values: dict[str, Any],
    levels: Sequence[_Level],
    *,
    unit: str,
) -> dict[str, Any]:
    return {
        "aria": {"enabled": True},
        "grid": {"top": 36, "bottom": 60, "left": 8, "right": 24, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "legend": {"bottom": 0, "left": "center"},
        "xAxis": {"type": "category", "data": categories},
        "yAxis": {
            "type": "value",
            "name": unit,
            "nameTextStyle": {"align": "left"},
            "scale": True,
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "series": [
            values,
            *(
                {
                    "type": "line",
                    "name": name,
                    "data": _plain(figures),
                    "step": "middle",
                    "showSymbol": len(categories) == 1,
                    "color": colour,
                    "lineStyle": {"type": "dashed", "width": 1.5},
                }
                for name, figures, colour in levels
                if any(one is not None for one in figures)
            ),
        ],
    }


def _dot(row: NormRow) -> dict[str, Any]:
    _colour, shape, _word = standing(row.gap)
    return {"value": _number(row.gap.value), "symbol": SHAPES[shape]}


def _plain(figures: Figures) -> list[float | None]:
    return [_number(one) for one in figures]


def _number(figure: Decimal | None) -> float | None:
    return None if figure is None else float(figure)
