"""Scenarios beside each other: the middle of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from dafeng.pathways import FanYear
from dafeng.web.pathways.charts.axes import (
    COLOURS,
    INK,
    drawn,
    end_label,
    over_years,
)


def compared(
    history: Sequence[tuple[int, int]],
    fans: Sequence[tuple[str, Sequence[FanYear]]],
) -> dict[str, Any]:
    """One line for each named fan, after the history that they share."""
    known = dict(history)
    last = max([one.year for _name, fan in fans for one in fan], default=max(known))
    years = range(min(known), last + 1)
    series: list[dict[str, Any]] = [
        {
            "type": "line",
            "name": _("实际排放"),
            "symbolSize": 6,
            "lineStyle": {"width": 2, "color": INK},
            "itemStyle": {"color": INK},
            "data": [drawn(known[y]) if y in known else None for y in years],
        }
    ]
    for at, (name, fan) in enumerate(fans):
        middle = {one.year: one.p50_g for one in fan}
        colour = COLOURS[at % len(COLOURS)]
        series.append(
            {
                "type": "line",
                "name": name,
                "symbol": "none",
                "lineStyle": {"width": 2, "type": "dashed", "color": colour},
                "itemStyle": {"color": colour},
                "endLabel": end_label(name),
                "data": [drawn(middle[y]) if y in middle else None for y in years],
            }
        )
    return over_years(years) | {"series": series}
