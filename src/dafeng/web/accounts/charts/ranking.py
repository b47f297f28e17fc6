"""Bars from the largest part down, each with its figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
from django.utils.translation import gettext as _

from dafeng.web.accounts.charts.amounts import drawn, written
from dafeng.web.accounts.charts.colours import INK, LINE

LONGEST = 14
LABEL_WIDTH = 150
NARROW, NARROW_WIDTH = 560, 92


@attrs.frozen(kw_only=True)
class Bar:
    """One part: its name, its grams, its colour."""

    name: str
    value_g: int
    colour: str


def ranking(bars: Sequence[Bar]) -> dict[str, Any]:
    """Horizontal bars from zero, in 10,000 t; what exceeds the longest list is one.

    Parameters
    ----------
    bars : sequence of Bar, largest first
    """
    shown = list(bars[:LONGEST])
    rest = bars[LONGEST:]
    if rest:
        total = sum(bar.value_g for bar in rest)
        name = _("其余 %(count)s 项") % {"count": len(rest)}
        shown.append(Bar(name=name, value_g=total, colour="#999999"))
    return {
        "aria": {"enabled": True},
        "tooltip": {"trigger": "item", "formatter": "{b}: {c}"},
        "grid": {"top": 8, "bottom": 8, "left": 8, "right": 76, "containLabel": True},
        "xAxis": {"type": "value", "show": False, "min": None if _falls(shown) else 0},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [bar.name for bar in shown],
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": LINE}},
            "axisLabel": {"width": LABEL_WIDTH, "overflow": "truncate", "color": INK},
        },
        "series": [
            {
                "type": "bar",
                "barWidth": 16,
                "data": [
                    {
                        "value": drawn(bar.value_g),
                        "itemStyle": {"color": bar.colour},
                        "label": {
                            "show": True,
                            "position": "right",
                            "formatter": written(bar.value_g),
                            "color": INK,
                        },
                    }
                    for bar in shown
                ],
            }
        ],
        "media": [
            {
                "query": {"maxWidth": NARROW},
                "option": {"yAxis": {"axisLabel": {"width": NARROW_WIDTH}}},
            },
            {"option": {"yAxis": {"axisLabel": {"width": LABEL_WIDTH}}}},
        ],
    }


def _falls(bars: Sequence[Bar]) -> bool:
    return any(bar.value_g < 0 for bar in bars)
