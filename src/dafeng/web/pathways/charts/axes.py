"""What every picture of the room shares: axes, colours, amounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

GRAMS_PER_TEN_THOUSAND_TONNES = 10**10
BLUE, TARGET = "#0072B2", "#D55E00"
INK, LINE = "var(--ink-soft)", "var(--line)"  # the page resolves them
COLOURS = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#D55E00",
    "#8a7d00",
    "#555f66",
)
"""Okabe and Ito, the yellow darkened so that it can be seen on white."""


def drawn(grams: float) -> float:
    """Grams in 10,000 tonnes, two decimals."""
    return round(grams / GRAMS_PER_TEN_THOUSAND_TONNES, 2)


def over_years(years: Sequence[int], *, unit: str = "") -> dict[str, Any]:
    """Axes of a picture over the years, from zero."""
    return {
        "aria": {"enabled": True},
        "grid": {"top": 36, "bottom": 44, "left": 8, "right": 92, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "category",
            "data": [str(year) for year in years],
            "boundaryGap": False,
            "axisTick": {"show": False},
        },
        "yAxis": {
            "type": "value",
            "name": unit or _("万吨"),
            "splitLine": {"lineStyle": {"color": LINE}},
        },
    }


LEGEND = {"bottom": 0, "type": "scroll"}
"""For more series than fit beside their ends."""


def end_label(text: str) -> dict[str, Any]:
    """A label at the end of a line, in place of a legend."""
    return {"show": True, "formatter": text, "color": INK, "width": 84}
