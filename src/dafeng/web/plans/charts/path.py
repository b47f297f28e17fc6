"""The promised path of one indicator, from target to target."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import attrs

from dafeng.web.plans.charts.colours import INK, TARGET_LINE


@attrs.frozen(kw_only=True)
class PathPoint:
    """A target on the path of one indicator."""

    key: str
    year: int
    value: Decimal
    label: str


def indicator_path(
    points: Sequence[PathPoint], *, indicator: str, unit: str
) -> dict[str, Any]:
    """The promised path of one indicator: a thin line from target to target.

    Parameters
    ----------
    points : sequence of PathPoint, years ascending
    unit : str
        Unit of all points; stands at the axis.
    """
    return {
        "aria": {"enabled": True},
        "grid": {"top": 36, "bottom": 28, "left": 8, "right": 72, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "category",
            "data": [str(point.year) for point in points],
            "axisTick": {"show": False},
        },
        "yAxis": {"type": "value", "name": unit, "min": 0, "splitNumber": 3},
        "series": [
            {
                "type": "line",
                "name": indicator,
                "symbol": "diamond",
                "symbolSize": 10,
                "lineStyle": {"width": 1.5, "color": TARGET_LINE},
                "itemStyle": {"color": TARGET_LINE},
                "data": [
                    {
                        "value": float(point.value),
                        "name": point.key,
                        "label": {
                            "show": True,
                            "position": "top",
                            "formatter": point.label,
                            "color": INK,
                        },
                    }
                    for point in points
                ],
            }
        ],
    }
