"""Pictures that are written as SVG: every cell once, none made up."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from dafeng.meters.profiles import UNKNOWN
from dafeng.web.meters.charts.board import load_picture
from dafeng.web.meters.charts.duration import duration_chart
from dafeng.web.meters.charts.heat import CLASSES, heat_map
from dafeng.web.meters.charts.sparks import spark_lines


def cells(path: str) -> list[tuple[int, int]]:
    """Day and hour of each cell that a path fills."""
    runs = re.findall(r"M(\d+) (\d+)h1v(\d+)h-1z", path)
    assert "".join(f"M{a} {b}h1v{c}h-1z" for a, b, c in runs) == path
    return [
        (int(day), int(first) + step)
        for day, first, length in runs
        for step in range(int(length))
    ]


def test_a_heat_map_fills_every_cell_once_in_the_class_of_its_load() -> None:
    chance = np.random.Generator(np.random.PCG64(7))
    grid = chance.integers(0, 50, (40, 24))
    grid[chance.integers(0, 9, grid.shape) == 0] = UNKNOWN
    made = heat_map(grid)
    drawn = [cells(path) for path in (*made.paths, made.unknown)]
    assert Counter(cell for part in drawn for cell in part) == Counter(
        (day, hour) for day in range(40) for hour in range(24)
    )
    assert all(grid[cell] == UNKNOWN for cell in drawn[-1])
    below = -1
    for part, bound in zip(drawn[:-1], made.bounds, strict=True):
        assert all(below < grid[cell] <= bound for cell in part)
        below = bound
    assert len(made.bounds) == CLASSES
    assert made.bounds[-1] == grid.max()


def test_a_heat_map_of_nothing_is_unknown_everywhere() -> None:
    made = heat_map(np.full((2, 24), UNKNOWN))
    assert made.bounds == ()
    assert not any(made.paths)
    assert len(cells(made.unknown)) == 48


def test_lines_are_broken_where_an_hour_is_unknown() -> None:
    line = [10**6, None, 3 * 10**6, *[None] * 21]
    picture = load_picture({"today": line})
    assert len(picture.runs["today"]) == 2
    assert picture.ticks[-1].label == "3.2"
    assert load_picture({"today": [None] * 24}).runs["today"] == []
    assert len(spark_lines([1, None, 2, 3])) == 2
    assert spark_lines([None, None]) == []
    unknown = duration_chart([None, None], "kWh/h")
    assert unknown["series"][0]["data"] == [None, None]
