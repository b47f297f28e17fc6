"""A target's figures against its path as a line of a few letters' size."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import attrs

WIDTH, HEIGHT, MARGIN = 96, 24, 3
LEAST_POINTS = 2


@attrs.frozen(kw_only=True)
class Spark:
    """Where the lines run, in the units of the view box.

    Attributes
    ----------
    line, path : str
        Points of the figures and of the path: ``3.0,21.0 47.5,9.2``; empty without.
    end : tuple of (str, str), or None
        Where the newest figure stands.
    """

    line: str
    path: str
    end: tuple[str, str] | None


def spark(
    history: Sequence[tuple[str, Decimal]], path: Sequence[tuple[int, Decimal]]
) -> Spark | None:
    """Lay figures and path out; None where there are not two points to join.

    Parameters
    ----------
    history : sequence of (str, Decimal)
        Period and figure, the oldest first.
    path : sequence of (int, Decimal)
        Year and figure that is asked for.

    Examples
    --------
    >>> found = spark([("2021", Decimal(8)), ("2025", Decimal(12))], [])
    >>> found.line
    '3.0,21.0 93.0,3.0'
    """
    figures = [(_moment(period), value) for period, value in history]
    asked = [(float(year), value) for year, value in path]
    points = [*figures, *asked]
    if len({when for when, _value in points}) < LEAST_POINTS:
        return None
    first, last = min(p[0] for p in points), max(p[0] for p in points)
    low, high = min(p[1] for p in points), max(p[1] for p in points)
    span, height = last - first, float(high - low) or 1.0

    def place(when: float, value: Decimal) -> tuple[str, str]:
        x = MARGIN + (WIDTH - 2 * MARGIN) * (when - first) / span
        y = HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * float(value - low) / height
        return f"{x:.1f}", f"{y:.1f}"

    return Spark(
        line=_joined([place(*one) for one in figures]),
        path=_joined([place(*one) for one in asked]),
        end=place(*figures[-1]) if figures else None,
    )


def _joined(places: Sequence[tuple[str, str]]) -> str:
    return " ".join(",".join(place) for place in places)


def _moment(period: str) -> float:
    """A year with its part: ``2025-06`` stands at 2025.4; a quarter at its begin."""
    year, _dash, part = period.partition("-")
    if part.isdigit():
        return int(year) + (int(part) - 1) / 12
    if part.upper().startswith("Q") and part[1:].isdigit():
        return int(year) + (int(part[1:]) - 1) / 4
    return float(year[:4])
