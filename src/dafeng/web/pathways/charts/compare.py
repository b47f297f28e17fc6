"""Scenarios beside each other: the middle of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from dafeng.pathways import Pathway
from dafeng.web.pathways.charts.axes import (
    COLOURS,
    INK,
    drawn,
    end_label,
    over_years,
)


def compared(
    history: Sequence[tuple[int, int]], paths: Sequence[tuple[str, Pathway]]
) -> dict[str, Any]:
    """One line for each named path, after the history that they share."""
    known = dict(history)
    last = max(
        [year for _name, path in paths for year in path.years], default=max(known)
    )
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
    for at, (name, path) in enumerate(paths):
        middle = {one.year: one.p50_g for one in path.fan}
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
