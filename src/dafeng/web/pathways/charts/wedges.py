"""From one scenario down to another: what each field of measures takes off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from dafeng.pathways import Wedge
from dafeng.web.pathways.charts.axes import COLOURS, INK, LEGEND, drawn, over_years
from dafeng.web.pathways.wording import field_name


def wedge_areas(
    years: Sequence[int], upper: Sequence[int], wedges: Sequence[Wedge]
) -> dict[str, Any]:
    """Areas under the upper path; below them the lower one is left.

    Parameters
    ----------
    years : sequence of int
    upper : sequence of int
        Grams of the scenario without the measures.
    wedges : sequence of Wedge
        What each takes off, year by year.
    """
    fields = dict.fromkeys(one.field for one in wedges)
    parts = {
        field: [
            sum(one.grams[at] for one in wedges if one.field == field)
            for at in range(len(years))
        ]
        for field in fields
    }
    rest = [
        top - sum(part[at] for part in parts.values()) for at, top in enumerate(upper)
    ]
    area = {"type": "line", "stack": "wedges", "symbol": "none"}
    series: list[dict[str, Any]] = [
        {
            **area,
            "name": _("落实后的排放"),
            "lineStyle": {"width": 2, "color": INK},
            "itemStyle": {"color": INK},
            "data": [drawn(grams) for grams in rest],
        }
    ]
    for at, (field, part) in enumerate(parts.items()):
        colour = COLOURS[at % len(COLOURS)]
        series.append(
            {
                **area,
                "name": field_name(field),
                "lineStyle": {"width": 0},
                "itemStyle": {"color": colour},
                "areaStyle": {"color": colour, "opacity": 0.7},
                "data": [drawn(grams) for grams in part],
            }
        )
    return over_years(years) | {"legend": LEGEND, "series": series}
