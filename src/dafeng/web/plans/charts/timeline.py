"""Milestones along the years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
from django.utils.translation import gettext as _

from dafeng.web.plans.charts.colours import INK, PERIOD, TARGET_LINE

YEAR_MS = 365 * 24 * 3600 * 1000
STEP_LABEL_WIDTH = 200


@attrs.frozen(kw_only=True)
class Step:
    """A milestone on the time line; ``begins`` and ``ends`` are days, ISO 8601."""

    label: str
    begins: str | None
    ends: str
    when: str


def milestone_timeline(steps: Sequence[Step]) -> dict[str, Any]:
    """Milestones along the years: a line from begin to end, a diamond where it ends."""
    periods = [
        {"coords": [[step.begins, number], [step.ends, number]]}
        for number, step in enumerate(steps)
        if step.begins is not None
    ]
    ends = [
        {
            "value": [step.ends, number],
            "name": step.label,
            "label": {
                "show": True,
                "position": "right",
                "formatter": step.when,
                "color": INK,
            },
        }
        for number, step in enumerate(steps)
    ]
    return {
        "aria": {"enabled": True},
        "tooltip": {"trigger": "item", "formatter": "{b}"},
        "grid": {"top": 8, "bottom": 28, "left": 8, "right": 96, "containLabel": True},
        "xAxis": {
            "type": "time",
            "min": f"{_first_year(steps)}-01-01",
            "max": f"{_last_year(steps) + 1}-01-01",
            "minInterval": YEAR_MS,
            "axisLabel": {"formatter": "{yyyy}", "hideOverlap": True},
            "splitLine": {"show": True, "lineStyle": {"color": "#e4e9ec"}},
        },
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [step.label for step in steps],
            "axisTick": {"show": False},
            "axisLabel": {"width": STEP_LABEL_WIDTH, "overflow": "truncate"},
        },
        "series": [
            {
                "type": "lines",
                "coordinateSystem": "cartesian2d",
                "silent": True,
                "lineStyle": {"width": 5, "opacity": 0.8, "color": PERIOD},
                "data": periods,
            },
            {
                "type": "scatter",
                "name": _("完成"),
                "symbol": "diamond",
                "symbolSize": 12,
                "itemStyle": {"color": TARGET_LINE},
                "data": ends,
            },
        ],
    }


def _first_year(steps: Sequence[Step]) -> int:
    return min(int((step.begins or step.ends)[:4]) for step in steps)


def _last_year(steps: Sequence[Step]) -> int:
    return max(int(step.ends[:4]) for step in steps)
