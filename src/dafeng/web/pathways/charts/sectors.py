"""What the total is made of around the centre, sector on sector."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from dafeng.pathways import Pathway, SectorPath
from dafeng.web.pathways.charts.axes import COLOURS, LEGEND, drawn, over_years
from dafeng.web.pathways.wording import named

SHOWN = len(COLOURS) - 2
"""Sectors with a colour of their own; the rest is one area, what is sold another."""


def sector_areas(path: Pathway) -> dict[str, Any]:
    """Areas stacked by sector; what is sold to others lies below zero."""
    sold = [one for one in path.sectors if max(one.grams) <= 0]
    used = [one for one in path.sectors if max(one.grams) > 0]
    used.sort(key=lambda one: -max(one.grams))
    parts = [(named(one), one.grams) for one in used[:SHOWN]]
    parts.append((_("其他行业"), _sum(used[SHOWN:], path)))
    parts.append((_("外送与新增发电"), _sum(sold, path)))
    series = [
        {
            "type": "line",
            "name": name,
            "stack": "sectors",
            "symbol": "none",
            "lineStyle": {"width": 0},
            "itemStyle": {"color": colour},
            "areaStyle": {"opacity": 0.75},
            "data": [drawn(amount) for amount in grams],
        }
        for (name, grams), colour in zip(parts, COLOURS, strict=False)
        if any(grams)
    ]
    return over_years(path.years) | {"legend": LEGEND, "series": series}


def _sum(sectors: Sequence[SectorPath], path: Pathway) -> tuple[int, ...]:
    return tuple(sum(one.grams[at] for one in sectors) for at in range(len(path.years)))
