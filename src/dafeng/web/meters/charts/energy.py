"""Energy of an enterprise or district: by hour, by day, by carrier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

INK, LINE = "var(--ink-soft)", "var(--line)"
BLUE, SKY, GREEN, ORANGE = "#0072B2", "#56B4E9", "#009E73", "#E69F00"
VERMILION, PURPLE, GREY = "#D55E00", "#CC79A7", "#999999"
GRAMS = 10**6
_FINE = 10

CARRIERS: Mapping[str, str] = {
    "electricity": ORANGE,
    "natural_gas": SKY,
    "heat": VERMILION,
    "steam": VERMILION,
    "coal": "#4d4d4d",
    "diesel": BLUE,
    "gasoline": "#F0E442",
    "lpg": PURPLE,
}
"""Carriers keep the colours that fuels have in the account."""

_GRID = {"top": 40, "bottom": 28, "left": 8, "right": 16, "containLabel": True}
_LEGEND = {"type": "scroll", "bottom": 0, "textStyle": {"color": INK}}


def drawn(grams: int | None) -> float | None:
    """Grams as tonnes, with as many decimals as a chart can tell apart."""
    if grams is None:
        return None
    value = grams / GRAMS
    return round(value, 3 if abs(value) < _FINE else 1)


def hours_chart(lines: Mapping[str, Sequence[int | None]]) -> dict[str, Any]:
    """Lines over the hours of a day, from zero; the first one is the day itself.

    Parameters
    ----------
    lines : mapping
        From a name to 24 amounts in grams; None leaves a gap.
    """
    styles = (
        {"color": BLUE, "width": 3, "type": "solid"},
        {"color": GREY, "width": 1.5, "type": "solid"},
        {"color": ORANGE, "width": 1.5, "type": "dashed"},
    )
    return {
        "aria": {"enabled": True},
        "grid": {**_GRID, "bottom": 40},
        "legend": _LEGEND,
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "category",
            "data": [f"{hour:02d}" for hour in range(24)],
            "axisTick": {"show": False},
            "axisLabel": {"color": INK},
        },
        "yAxis": _values(_("吨标准煤/小时")),
        "series": [
            {
                "type": "line",
                "name": name,
                "symbolSize": 5 if number == 0 else 0,
                "lineStyle": style,
                "itemStyle": {"color": style["color"]},
                "data": [drawn(value) for value in values],
            }
            for number, ((name, values), style) in enumerate(
                zip(lines.items(), styles, strict=False)
            )
        ],
    }


def days_chart(
    labels: Sequence[str], now: Sequence[int | None], before: Sequence[int | None]
) -> dict[str, Any]:
    """Days as bars, those 52 weeks before as a line."""
    return {
        "aria": {"enabled": True},
        "grid": {**_GRID, "bottom": 40},
        "legend": _LEGEND,
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "category",
            "data": list(labels),
            "axisTick": {"show": False},
            "axisLabel": {"color": INK},
        },
        "yAxis": _values(_("吨标准煤/日")),
        "series": [
            {
                "type": "bar",
                "name": _("近 31 日"),
                "itemStyle": {"color": BLUE},
                "data": [drawn(value) for value in now],
            },
            {
                "type": "line",
                "name": _("52 周前"),
                "symbolSize": 4,
                "lineStyle": {"color": ORANGE, "width": 2},
                "itemStyle": {"color": ORANGE},
                "data": [drawn(value) for value in before],
            },
        ],
    }


def years_chart(labels: Sequence[str], years: Sequence[int | None]) -> dict[str, Any]:
    """Years as bars; a label says of which days a year is known."""
    return {
        "aria": {"enabled": True},
        "grid": _GRID,
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "category",
            "data": list(labels),
            "axisTick": {"show": False},
            "axisLabel": {"color": INK},
        },
        "yAxis": _values(_("吨标准煤")),
        "series": [
            {
                "type": "bar",
                "name": _("综合能耗"),
                "barMaxWidth": 48,
                "itemStyle": {"color": BLUE},
                "data": [drawn(value) for value in years],
            }
        ],
    }


def structure_chart(parts: Sequence[tuple[str, str, int]]) -> dict[str, Any]:
    """Carriers as bars from the largest down.

    Parameters
    ----------
    parts : sequence of tuple
        Name, code of the carrier, and grams.
    """
    return {
        "aria": {"enabled": True},
        "tooltip": {"trigger": "item", "formatter": "{b}: {c}"},
        "grid": {"top": 8, "bottom": 8, "left": 8, "right": 76, "containLabel": True},
        "xAxis": {"type": "value", "show": False, "min": 0, "name": _("吨标准煤")},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [name for name, _code, _grams in parts],
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": LINE}},
            "axisLabel": {"color": INK},
        },
        "series": [
            {
                "type": "bar",
                "barWidth": 18,
                "data": [
                    {
                        "value": drawn(grams),
                        "itemStyle": {"color": CARRIERS.get(code, GREY)},
                        "label": {
                            "show": True,
                            "position": "right",
                            "formatter": f"{drawn(grams):,}",
                            "color": INK,
                        },
                    }
                    for _name, code, grams in parts
                ],
            }
        ],
    }


def _values(name: str) -> dict[str, Any]:
    return {
        "type": "value",
        "name": name,
        "min": 0,
        "nameTextStyle": {"color": INK, "align": "left"},
        "axisLabel": {"color": INK},
        "splitLine": {"lineStyle": {"color": LINE}},
    }
