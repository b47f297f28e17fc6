"""Which unknown moves the total most: one bar each, from its low to its high end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from dafeng.pathways import SensitivityRow
from dafeng.web.pathways.charts.axes import BLUE, LINE, TARGET, drawn
from dafeng.web.pathways.wording import named


def tornado(rows: Sequence[SensitivityRow], middle_g: int) -> dict[str, Any]:
    """Bars around the middle, the widest on top.

    Parameters
    ----------
    rows : sequence of SensitivityRow
        The widest first.
    middle_g : int
        Total around the centre, in grams.
    """
    ordered = list(reversed(rows))
    side = {"type": "bar", "stack": "both", "barMaxWidth": 18}
    return {
        "aria": {"enabled": True},
        "grid": {"top": 12, "bottom": 44, "left": 8, "right": 24, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "value",
            "name": _("与中值的差（万吨）"),
            "nameLocation": "middle",
            "nameGap": 28,
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "yAxis": {
            "type": "category",
            "data": [named(one) for one in ordered],
            "axisTick": {"show": False},
            "axisLabel": {"width": 160, "overflow": "break"},
        },
        "series": [
            {
                **side,
                "name": _("取低值"),
                "itemStyle": {"color": BLUE},
                "data": [drawn(one.low_g - middle_g) for one in ordered],
            },
            {
                **side,
                "name": _("取高值"),
                "itemStyle": {"color": TARGET},
                "data": [drawn(one.high_g - middle_g) for one in ordered],
            },
        ],
    }
