"""The load duration curve: how long the load was how high."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from dafeng.web.meters.charts.energy import BLUE, INK, LINE

STEPS = 100


def duration_chart(loads: Sequence[float | None], unit: str) -> dict[str, Any]:
    """A line that falls from the peak to the lowest load.

    Parameters
    ----------
    loads : sequence of float
        Load that is reached in at least 0, 1, ... 100 % of the known hours.
    unit : str
        Of an hour's load.
    """
    return {
        "aria": {"enabled": True},
        "grid": {"top": 40, "bottom": 40, "left": 8, "right": 24, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "category",
            "data": [str(step) for step in range(len(loads))],
            "boundaryGap": False,
            "nameLocation": "middle",
            "nameGap": 26,
            "axisLabel": {"interval": 9, "color": INK},
            "axisTick": {"show": False},
        },
        "yAxis": {
            "type": "value",
            "name": unit,
            "min": 0,
            "nameTextStyle": {"color": INK, "align": "left"},
            "axisLabel": {"color": INK},
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "series": [
            {
                "type": "line",
                "name": _("负荷"),
                "symbol": "none",
                "areaStyle": {"opacity": 0.12},
                "lineStyle": {"color": BLUE, "width": 2},
                "itemStyle": {"color": BLUE},
                "data": list(loads),
            }
        ],
    }
