"""The load of a district as lines of an SVG: it renews itself without a chart kit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

WIDTH, HEIGHT = 960, 300
LEFT, RIGHT, TOP, BOTTOM = 64, 8, 16, 28
"""Left of the lines stand the labels of the ticks."""
HOURS = 24
GRAMS = 10**6
_STEPS = (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10)


@attrs.frozen(kw_only=True)
class Tick:
    """A line across: where, and what it says in tonnes."""

    y: str
    label: str


@attrs.frozen(kw_only=True)
class LoadPicture:
    """Points of each line, runs of known hours; ticks of both axes."""

    runs: dict[str, list[str]]
    ticks: tuple[Tick, ...]
    hours: tuple[tuple[str, str], ...]


def load_picture(lines: Mapping[str, Sequence[int | None]]) -> LoadPicture:
    """Draw lines of hours from zero up to a round number of tonnes."""
    known = [one for line in lines.values() for one in line if one is not None]
    top = _round_up(max(known, default=0) / GRAMS)

    def y(tonnes: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * tonnes / top

    def x(hour: int) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * hour / (HOURS - 1)

    runs: dict[str, list[str]] = {}
    for name, line in lines.items():
        parts: list[list[str]] = [[]]
        for hour, value in enumerate(line):
            if value is None:
                parts.append([])
            else:
                parts[-1].append(f"{x(hour):.1f},{y(value / GRAMS):.1f}")
        # A point alone is a line of no length: its round end is seen.
        runs[name] = [" ".join(p * 2 if len(p) == 1 else p) for p in parts if p]
    quarters = [top * part / 4 for part in range(5)]
    return LoadPicture(
        runs=runs,
        ticks=tuple(Tick(y=f"{y(one):.1f}", label=f"{one:g}") for one in quarters),
        hours=tuple((f"{x(hour):.1f}", f"{hour:02d}") for hour in (0, 6, 12, 18, 23)),
    )


def _round_up(value: float) -> float:
    """The next of some round numbers that four divides well; 1 for nothing.

    Examples
    --------
    >>> [_round_up(one) for one in (0, 0.7, 3.2, 180)]
    [1.0, 0.8, 3.2, 200.0]
    """
    if value <= 0:
        return 1.0
    power = 1.0
    while power * 10 < value:
        power *= 10
    while power > value:
        power /= 10
    return next(power * step for step in _STEPS if power * step >= value)
