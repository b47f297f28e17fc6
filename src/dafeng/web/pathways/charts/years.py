"""When it peaks: a bar for each year, and one for no peak within the horizon."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from dafeng.pathways import PeakChance
from dafeng.web.pathways.charts.axes import BLUE, LINE, TARGET

SHOWN = Decimal("0.0005")


def peak_years(peak: PeakChance, by: int) -> dict[str, Any]:
    """Probability that the peak lies in each year, in percent.

    Years without any draw before the first and after the last are left out.
    """
    found = [(year, share) for year, share in peak.at_year if share >= SHOWN]
    first = min((year for year, _share in found), default=by)
    last = max([year for year, _share in found] + [by])
    share = dict(peak.at_year)
    names = [str(year) for year in range(first, last + 1)]
    values = [
        {
            "value": _percent(share.get(year, Decimal(0))),
            "itemStyle": {"color": BLUE if year <= by else TARGET},
        }
        for year in range(first, last + 1)
    ]
    names.append(_("未达峰"))
    values.append(
        {"value": _percent(peak.not_peaked), "itemStyle": {"color": "#8a949a"}}
    )
    return {
        "aria": {"enabled": True},
        "grid": {"top": 36, "bottom": 28, "left": 8, "right": 24, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": names, "axisTick": {"show": False}},
        "yAxis": {
            "type": "value",
            "name": "%",
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "series": [{"type": "bar", "name": _("概率"), "data": values}],
    }


def _percent(share: Decimal) -> float:
    return float(round(share * 100, 2))
