"""What each unit got: bars from zero, the largest first."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import attrs

from dafeng.web.assessment.charts.colours import CARBON, INK, LINE

LABEL_WIDTH, NARROW_WIDTH, NARROW = 168, 96, 560


@attrs.frozen(kw_only=True)
class ShareBar:
    """A unit and what it got; ``label`` is how the figure reads."""

    name: str
    value: Decimal
    label: str


def shares(bars: Sequence[ShareBar], *, name: str) -> dict[str, Any]:
    """Horizontal bars with their figures.

    Parameters
    ----------
    bars : sequence of ShareBar
    name : str
        What the bars measure, with its unit.
    """
    ordered = sorted(bars, key=lambda bar: (-bar.value, bar.name))
    return {
        "aria": {"enabled": True},
        "tooltip": {"trigger": "item", "formatter": "{b}: {c}"},
        "grid": {"top": 8, "bottom": 8, "left": 8, "right": 96, "containLabel": True},
        "xAxis": {"type": "value", "show": False},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [bar.name for bar in ordered],
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": LINE}},
            "axisLabel": _label(LABEL_WIDTH),
        },
        "series": [
            {
                "type": "bar",
                "name": name,
                "barMaxWidth": 16,
                "itemStyle": {"color": CARBON},
                "data": [
                    {
                        "value": float(bar.value),
                        "label": {
                            "show": True,
                            "position": "right",
                            "formatter": bar.label,
                            "color": INK,
                        },
                    }
                    for bar in ordered
                ],
            }
        ],
        "media": [
            {
                "query": {"maxWidth": NARROW},
                "option": {"yAxis": {"axisLabel": _label(NARROW_WIDTH)}},
            },
            {"option": {"yAxis": {"axisLabel": _label(LABEL_WIDTH)}}},
        ],
    }


def _label(width: int) -> dict[str, Any]:
    return {"width": width, "overflow": "truncate", "interval": 0, "color": INK}
