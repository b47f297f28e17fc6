"""The years before: what was counted, what the model tells of them, the weather."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from dafeng.pathways import Review
from dafeng.web.pathways.charts.axes import (
    BLUE,
    COLOURS,
    INK,
    LEGEND,
    TARGET,
    drawn,
    over_years,
)


def past_lines(history: tuple[tuple[int, int], ...], review: Review) -> dict[str, Any]:
    """Counted totals, both back tests, and the account without its weather.

    Parameters
    ----------
    history : tuple of (int, int)
        Year and grams, ascending.
    review : Review
    """
    known = dict(history)
    seeing = {one.year: one.projected_g for one in review.tested("drivers")}
    blind = {one.year: one.projected_g for one in review.tested("nothing")}
    weather = {
        one.year: one.corrected_g
        for one in (review.weather.years if review.weather else ())
        if one.corrected_g is not None
    }
    years = range(min(known), max(known) + 1)
    lines = (
        (_("碳账"), known, INK, "solid", 2),
        (_("按常年气温校正"), weather, COLOURS[2], "dotted", 2),
        (_("模型，已知驱动因素"), seeing, BLUE, "dashed", 2),
        (_("模型，什么都不知道"), blind, TARGET, "dashed", 1),
    )
    series = [
        _line(name, values, years, colour=colour, kind=kind, width=width)
        for name, values, colour, kind, width in lines
        if values
    ]
    options = over_years(years) | {"legend": LEGEND, "series": series}
    options["yAxis"] = options["yAxis"] | {"scale": True}
    return options


def _line(
    name: str,
    values: Mapping[int, int],
    years: range,
    *,
    colour: str,
    kind: str,
    width: int,
) -> dict[str, Any]:
    return {
        "type": "line",
        "name": name,
        "symbolSize": 5,
        "lineStyle": {"width": width, "type": kind, "color": colour},
        "itemStyle": {"color": colour},
        "data": [drawn(values[y]) if y in values else None for y in years],
    }
