"""Parts of a whole as bars lying on their side, the largest on top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dafeng.web.pathways.charts.axes import BLUE, LINE, TARGET, drawn


def part_bars(parts: Sequence[tuple[str, int]], *, name: str) -> dict[str, Any]:
    """One bar for each part; what opens the gap and what closes it differ in colour.

    Parameters
    ----------
    parts : sequence of (str, int)
        Name and grams, in the order of the page.
    name : str
        What the bars show, for the table under the picture.
    """
    ordered = list(reversed(parts))
    return {
        "aria": {"enabled": True},
        "grid": {"top": 12, "bottom": 28, "left": 8, "right": 24, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "value", "splitLine": {"lineStyle": {"color": LINE}}},
        "yAxis": {
            "type": "category",
            "data": [one for one, _grams in ordered],
            "axisTick": {"show": False},
            "axisLabel": {"width": 160, "overflow": "break"},
        },
        "series": [
            {
                "type": "bar",
                "name": name,
                "barMaxWidth": 18,
                "data": [
                    {
                        "value": drawn(grams),
                        "itemStyle": {"color": TARGET if grams > 0 else BLUE},
                    }
                    for _name, grams in ordered
                ],
            }
        ],
    }
