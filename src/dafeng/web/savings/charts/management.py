"""An indicator over the months: what was used, and what the baseline expects."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from dafeng.web.savings.charts.baseline import ACTUAL, EXPECTED, LINE
from dafeng.web.savings.models import IndicatorReading


def against_baseline(row: IndicatorReading) -> dict[str, Any]:
    """Months used and expected; an unknown month is a gap, not a zero."""
    return {
        "aria": {"enabled": True},
        "grid": {"top": 28, "bottom": 52, "left": 8, "right": 24, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "legend": {"bottom": 0},
        "xAxis": {
            "type": "category",
            "data": [str(one["begin"])[:7] for one in row.months],
        },
        "yAxis": {
            "type": "value",
            "min": 0,
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "series": [
            {
                "type": "bar",
                "name": _("实际能耗"),
                "data": _rounded(row, "actual"),
                "color": ACTUAL,
            },
            {
                "type": "line",
                "name": _("基准模型推算"),
                "data": _rounded(row, "expected"),
                "color": EXPECTED,
                "lineStyle": {"type": "dashed", "width": 2},
            },
        ],
    }


def _rounded(row: IndicatorReading, name: str) -> list[float | None]:
    values = (one[name] for one in row.months)
    return [None if one is None else round(float(one), 1) for one in values]
