"""Bars as numbers for an SVG: zero-based, labelled directly, unknown left out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import attrs

WIDTH, HEIGHT = 640, 240
TOP, BOTTOM, SIDE = 30, 28, 8
GAP = Decimal("0.35")
"""Of a column's room, so much stays empty."""


@attrs.frozen(kw_only=True)
class Column:
    """One standing bar with its whisker, in the units of the drawing."""

    label: str
    value: Decimal | None
    x: int
    y: int
    width: int
    height: int
    middle: int
    low_y: int | None = None
    high_y: int | None = None

    @property
    def label_y(self) -> int:
        """Where the figure stands: above the bar and its whisker."""
        return self.y if self.high_y is None else min(self.y, self.high_y)


@attrs.frozen(kw_only=True)
class Columns:
    """Standing bars from zero."""

    columns: tuple[Column, ...]
    width: int = WIDTH
    height: int = HEIGHT
    base: int = HEIGHT - BOTTOM


@attrs.frozen(kw_only=True)
class Part:
    """One part of a lying bar; ``code`` is its colour and its pattern's name."""

    code: str
    count: int
    x: int
    width: int
    middle: int


@attrs.frozen(kw_only=True)
class Strip:
    """A lying bar that is the whole."""

    parts: tuple[Part, ...]
    total: int
    width: int = WIDTH


@attrs.frozen(kw_only=True)
class Bar:
    """What a column shows."""

    label: str
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None


def columns(bars: Sequence[Bar]) -> Columns | None:
    """Lay bars out; None when fewer than two are known, which needs no picture."""
    known = [one for one in bars if one.value is not None]
    if len(known) < 2:
        return None
    most = max(max(one.value or Decimal(), one.high or Decimal()) for one in known)
    if most <= 0:
        return None
    room = Decimal(WIDTH - 2 * SIDE) / len(bars)
    return Columns(
        columns=tuple(_column(one, n, room, most) for n, one in enumerate(bars))
    )


def strip(counts: Sequence[tuple[str, int]]) -> Strip | None:
    """Lay parts of a whole out side by side; None of nothing."""
    total = sum(count for _code, count in counts)
    if not total:
        return None
    parts, at = [], 0
    done = 0
    for code, count in counts:
        if not count:
            continue
        done += count
        end = round(Decimal(WIDTH) * done / total)
        parts.append(
            Part(code=code, count=count, x=at, width=end - at, middle=(at + end) // 2)
        )
        at = end
    return Strip(parts=tuple(parts), total=total)


def _column(one: Bar, number: int, room: Decimal, most: Decimal) -> Column:
    left = SIDE + room * number + room * GAP / 2
    wide = room * (1 - GAP)
    y = _y(one.value or Decimal(), most)
    return Column(
        label=one.label,
        value=one.value,
        x=round(left),
        y=y,
        width=round(wide),
        height=HEIGHT - BOTTOM - y if one.value is not None else 0,
        middle=round(left + wide / 2),
        low_y=None if one.low is None else _y(one.low, most),
        high_y=None if one.high is None else _y(one.high, most),
    )


def _y(value: Decimal, most: Decimal) -> int:
    base = HEIGHT - BOTTOM
    return base - round((base - TOP) * value / most)
