"""Totals over the years with their uncertainty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
from django.utils.translation import gettext as _

from dafeng.web.accounts.charts.amounts import drawn, written
from dafeng.web.accounts.charts.colours import BLUE, INK, LINE


@attrs.frozen(kw_only=True)
class YearPoint:
    """One year: total and 95 % interval in grams, and whether it is sealed."""

    year: int
    value_g: int
    low_g: int
    high_g: int
    sealed: bool


def history(points: Sequence[YearPoint]) -> dict[str, Any]:
    """A line from zero with its band; sealed years are filled, drafts are hollow.

    Parameters
    ----------
    points : sequence of YearPoint, years ascending
        A year without an account stays a gap.
    """
    years = list(range(points[0].year, points[-1].year + 1)) if points else []
    known = {point.year: point for point in points}
    rows = [known.get(year) for year in years]
    band = {"type": "line", "stack": "band", "symbol": "none", "silent": True}
    return {
        "aria": {"enabled": True},
        "grid": {"top": 36, "bottom": 28, "left": 8, "right": 24, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "category",
            "data": [str(year) for year in years],
            "boundaryGap": False,
            "axisTick": {"show": False},
        },
        "yAxis": {
            "type": "value",
            "name": _("万吨"),
            "min": 0 if all(point.low_g >= 0 for point in points) else None,
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "series": [
            {
                **band,
                "name": _("95% 区间下限"),
                "lineStyle": {"opacity": 0},
                "data": [row and drawn(row.low_g) for row in rows],
            },
            {
                **band,
                "name": _("95% 区间宽度"),
                "lineStyle": {"opacity": 0},
                "areaStyle": {"color": BLUE, "opacity": 0.18},
                "data": [row and drawn(row.high_g - row.low_g) for row in rows],
            },
            {
                "type": "line",
                "name": _("排放量"),
                "lineStyle": {"width": 2, "color": BLUE},
                "itemStyle": {"color": BLUE},
                "symbolSize": 8,
                "data": [row and _point(row, last=row is rows[-1]) for row in rows],
            },
        ],
    }


def _point(row: YearPoint, *, last: bool) -> dict[str, Any]:
    return {
        "value": drawn(row.value_g),
        "symbol": "circle" if row.sealed else "emptyCircle",
        "label": {
            "show": last,
            "position": "top",
            "formatter": written(row.value_g),
            "color": INK,
        },
    }
