"""Steps from one figure to another: effects of a change, terms of a bridge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from dafeng.web.accounts.charts.amounts import drawn, written
from dafeng.web.accounts.charts.colours import BLUE, GREEN, INK, LINE, VERMILION

NARROW = 560
WIDE_LABEL, NARROW_LABEL = 96, 36


@attrs.frozen(kw_only=True)
class Stair:
    """One step: its name and its grams; ``whole`` stands on the ground."""

    name: str
    value_g: int
    whole: bool = False

    @property
    def colour(self) -> str:
        """Wholes, rises and falls have their own."""
        if self.whole:
            return BLUE
        return VERMILION if self.value_g >= 0 else GREEN


@attrs.frozen
class _Span:
    """Where a step lies: from ``low`` to ``high`` grams."""

    stair: Stair
    low: int
    high: int

    @property
    def ground(self) -> int:
        """What lies between zero and the step, unseen."""
        return max(self.low, 0) + min(self.high, 0)

    @property
    def above(self) -> int:
        """The part of the step above zero."""
        return max(self.high, 0) - max(self.low, 0)

    @property
    def below(self) -> int:
        """The part of the step below zero, negative."""
        return min(self.low, 0) - min(self.high, 0)


def waterfall(stairs: Sequence[Stair]) -> dict[str, Any]:
    """Bars that hang where the last one ended, also through zero.

    Parameters
    ----------
    stairs : sequence of Stair
        Steps, and wholes that stand on the ground.
    """
    spans = list(_spans(stairs))
    bars = {"type": "bar", "stack": "steps", "barMaxWidth": 46}
    return {
        "aria": {"enabled": True},
        "grid": {"top": 28, "bottom": 8, "left": 8, "right": 8, "containLabel": True},
        "tooltip": {"trigger": "item", "formatter": "{b}"},
        "xAxis": {
            "type": "category",
            "data": [stair.name for stair in stairs],
            "axisTick": {"show": False},
            "axisLine": {"onZero": False},
            "axisLabel": {
                "interval": 0,
                "width": WIDE_LABEL,
                "overflow": "break",
                "color": INK,
            },
        },
        "yAxis": {
            "type": "value",
            "boundaryGap": ["8%" if any(span.low < 0 for span in spans) else 0, "8%"],
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "series": [
            {
                **bars,
                "silent": True,
                "itemStyle": {"color": "transparent"},
                "tooltip": {"show": False},
                "data": [drawn(span.ground) for span in spans],
            },
            {**bars, "data": [_bar(span, span.above) for span in spans]},
            {**bars, "data": [_bar(span, span.below) for span in spans]},
        ],
        "media": [
            {
                "query": {"maxWidth": NARROW},
                "option": {
                    "xAxis": {"axisLabel": {"width": NARROW_LABEL, "fontSize": 10}}
                },
            },
            {"option": {"xAxis": {"axisLabel": {"width": WIDE_LABEL, "fontSize": 12}}}},
        ],
    }


def _spans(stairs: Sequence[Stair]) -> Iterator[_Span]:
    level = 0
    for stair in stairs:
        start = 0 if stair.whole else level
        level = start + stair.value_g
        yield _Span(stair, min(start, level), max(start, level))


def _bar(span: _Span, part: int) -> dict[str, Any]:
    """One side of zero; the label stands at the side that the step ends on."""
    shown = part > 0 or (part < 0 and span.above == 0) or (part == 0 and _flat(span))
    sign = "+" if span.stair.value_g > 0 and not span.stair.whole else ""
    return {
        "value": drawn(part),
        "itemStyle": {"color": span.stair.colour},
        "label": {
            "show": shown,
            "position": "bottom" if part < 0 else "top",
            "formatter": sign + written(span.stair.value_g),
            "color": INK,
        },
    }


def _flat(span: _Span) -> bool:
    return span.low == span.high
