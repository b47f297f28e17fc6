"""Energy of towns and parks as columns on each other, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dafeng.web.meters.charts.energy import (
    BLUE,
    GREEN,
    GREY,
    INK,
    LINE,
    ORANGE,
    PURPLE,
    SKY,
    VERMILION,
    drawn,
)

COLOURS = (BLUE, ORANGE, GREEN, VERMILION, SKY, PURPLE)
MOST = len(COLOURS)
"""Places with a colour of their own; the others are drawn together."""


def totals_chart(
    labels: Sequence[str], lines: Sequence[tuple[str, Sequence[int | None]]], rest: str
) -> dict[str, Any]:
    """Stack the largest places, and the others as one.

    Parameters
    ----------
    labels : sequence of str
        Of the steps.
    lines : sequence of (str, sequence of int or None)
        Grams of each place by step, the largest place first.
    rest : str
        What the others are called together.
    """
    shown = [(name, COLOURS[at], row) for at, (name, row) in enumerate(lines[:MOST])]
    if len(lines) > MOST:
        others = [row for _name, row in lines[MOST:]]
        shown.append((rest, GREY, [_sum(step) for step in zip(*others, strict=True)]))
    return {
        "aria": {"enabled": True},
        "legend": {"type": "scroll", "top": 0, "textStyle": {"color": INK}},
        "grid": {"top": 56, "bottom": 28, "left": 8, "right": 16, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "category",
            "data": list(labels),
            "axisLabel": {"color": INK},
            "axisTick": {"show": False},
        },
        "yAxis": {
            "type": "value",
            "name": "tce",
            "axisLabel": {"color": INK},
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "series": [
            {
                "type": "bar",
                "name": name,
                "stack": "all",
                "itemStyle": {"color": colour},
                "data": [drawn(value) for value in row],
            }
            for name, colour, row in shown
        ],
    }


def _sum(values: Sequence[int | None]) -> int | None:
    known = [one for one in values if one is not None]
    return sum(known) if known else None
