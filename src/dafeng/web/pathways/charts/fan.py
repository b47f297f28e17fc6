"""History solid, the outlook's middle dashed, its bands in tints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from dafeng.pathways import Pathway
from dafeng.web.pathways.charts.axes import BLUE, INK, drawn, over_years


def fan(history: Sequence[tuple[int, int]], path: Pathway) -> dict[str, Any]:
    """Total by year: what was counted, then 5-25-50-75-95 % of the draws.

    Parameters
    ----------
    history : sequence of (int, int)
        Year and grams, ascending; the last one is the base year.
    path : Pathway
    """
    known = dict(history)
    ahead = {one.year: one for one in path.fan}
    first, last = min([*known, *ahead]), max([*known, *ahead])
    years = range(first, last + 1)
    past = [drawn(known[y]) if y in known else None for y in years]
    rows = [ahead.get(y) for y in years]
    middle = [None if row is None else drawn(row.p50_g) for row in rows]
    edges = [
        ("p05_g", "p95_g", _("5%–95%"), 0.12),
        ("p25_g", "p75_g", _("25%–75%"), 0.24),
    ]
    series: list[dict[str, Any]] = []
    for low, high, name, opacity in edges:
        series += _band(rows, low, high, name=name, opacity=opacity)
    series += [
        {
            "type": "line",
            "name": _("实际排放"),
            "symbolSize": 6,
            "lineStyle": {"width": 2, "color": INK},
            "itemStyle": {"color": INK},
            "data": past,
        },
        {
            "type": "line",
            "name": _("展望中位数"),
            "symbol": "none",
            "lineStyle": {"width": 2, "type": "dashed", "color": BLUE},
            "itemStyle": {"color": BLUE},
            "data": middle,
        },
    ]
    return over_years(years) | {"series": series}


def _band(
    rows: Sequence[Any], low: str, high: str, *, name: str, opacity: float
) -> list[dict[str, Any]]:
    """Lay two lines on each other: the lower end unseen, the width tinted."""
    bottom = [None if row is None else drawn(getattr(row, low)) for row in rows]
    width = [
        None if row is None else drawn(getattr(row, high) - getattr(row, low))
        for row in rows
    ]
    common = {
        "type": "line",
        "stack": name,
        "stackStrategy": "all",
        "symbol": "none",
        "silent": True,
        "lineStyle": {"opacity": 0},
    }
    return [
        {**common, "name": _("%(band)s 下限") % {"band": name}, "data": bottom},
        {
            **common,
            "name": _("%(band)s 宽度") % {"band": name},
            "areaStyle": {"color": BLUE, "opacity": opacity},
            "data": width,
        },
    ]
