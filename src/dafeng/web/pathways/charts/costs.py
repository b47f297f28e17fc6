"""The cost curve: how much at which cost, the cheapest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from dafeng.pathways import CostStep
from dafeng.web.pathways.charts.axes import BLUE, LINE, drawn


def cost_curve(steps: Sequence[CostStep]) -> dict[str, Any]:
    """A stair: as wide as what a measure takes off, as high as what a tonne costs."""
    points: list[list[float]] = []
    reached = 0
    for step in steps:
        cost = float(step.yuan_per_tonne)
        points.append([drawn(reached), cost])
        reached += step.grams
        points.append([drawn(reached), cost])
    return {
        "aria": {"enabled": True},
        "grid": {"top": 36, "bottom": 44, "left": 8, "right": 24, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "value",
            "name": _("累计减排（万吨）"),
            "nameLocation": "middle",
            "nameGap": 28,
            "splitLine": {"show": False},
        },
        "yAxis": {
            "type": "value",
            "name": _("元/吨"),
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "series": [
            {
                "type": "line",
                "name": _("每吨成本"),
                "symbol": "none",
                "lineStyle": {"width": 2, "color": BLUE},
                "itemStyle": {"color": BLUE},
                "areaStyle": {"color": BLUE, "opacity": 0.18},
                "data": points,
            }
        ],
    }
