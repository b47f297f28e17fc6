"""A line small enough for a cell of a table, as points of an SVG."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH, HEIGHT = 120, 28
_PAD = 2


def spark_lines(values: Sequence[int | None]) -> list[str]:
    """Points of the runs of known values, from zero up; a gap breaks the line.

    Examples
    --------
    >>> spark_lines([0, 10, None, 5])
    ['2,26 40.7,2', '118,14 118,14']
    """
    top = max((one for one in values if one is not None), default=0)
    step = (WIDTH - 2 * _PAD) / max(len(values) - 1, 1)
    runs: list[list[str]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
            continue
        height = (HEIGHT - 2 * _PAD) * (value / top if top > 0 else 0)
        x, y = _PAD + place * step, HEIGHT - _PAD - max(height, 0)
        runs[-1].append(f"{_short(x)},{_short(y)}")
    # A point alone is a line of no length: its round end is seen.
    return [" ".join(run * 2 if len(run) == 1 else run) for run in runs if run]


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
