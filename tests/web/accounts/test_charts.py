"""Pictures are data: numbers, gaps and labels, without scripts."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.web.accounts.charts import (
    Band,
    Bar,
    Node,
    Peer,
    Stair,
    YearPoint,
    flow_picture,
    history,
    ranking,
    spread,
    ten_thousand_tonnes,
    waterfall,
)

WAN = 10**10


def point(year: int, value: int, *, sealed: bool = True) -> YearPoint:
    return YearPoint(
        year=year,
        value_g=value * WAN,
        low_g=(value - 1) * WAN,
        high_g=(value + 1) * WAN,
        sealed=sealed,
    )


def test_a_year_without_an_account_stays_a_gap() -> None:
    options = history([point(2021, 10), point(2023, 12, sealed=False)])
    low, width, line = (series["data"] for series in options["series"])
    assert (low[1], width[1], line[1]) == (None, None, None)
    assert (low[0], width[0]) == (9.0, 2.0)
    assert [p and p["symbol"] for p in line] == ["circle", None, "emptyCircle"]


def test_a_long_list_ends_with_the_sum_of_the_rest() -> None:
    bars = [Bar(name=f"n{n}", value_g=(20 - n) * WAN, colour="#000") for n in range(17)]
    options = ranking(bars)
    values = [one["value"] for one in options["series"][0]["data"]]
    assert len(values) == 15
    assert sum(values) == sum(20 - n for n in range(17))


def test_bars_begin_at_zero_and_negative_ones_fall_left() -> None:
    rising = ranking([Bar(name="a", value_g=WAN, colour="#000")])
    assert rising["xAxis"]["min"] == 0
    falling = ranking([Bar(name="a", value_g=-WAN, colour="#000")])
    assert falling["xAxis"]["min"] is None


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=8))
def test_a_waterfall_covers_every_step_through_zero(steps: list[int]) -> None:
    options = waterfall(
        [Stair(name=str(n), value_g=v * WAN) for n, v in enumerate(steps)]
    )
    ground, above, below = (series["data"] for series in options["series"])
    level = 0
    for at, step in enumerate(steps):
        low, high = sorted((level, level + step))
        level += step
        reach = [ground[at], above[at]["value"], below[at]["value"]]
        if low >= 0:
            assert reach == [low, high - low, 0]
        elif high <= 0:
            assert reach == [high, 0, low - high]
        else:
            assert reach == [0, high, low]
        shown = [bar["label"]["show"] for bar in (above[at], below[at])]
        assert any(shown)


def test_a_whole_stands_on_the_ground() -> None:
    options = waterfall(
        [
            Stair(name="a", value_g=5 * WAN, whole=True),
            Stair(name="b", value_g=-2 * WAN),
            Stair(name="c", value_g=3 * WAN, whole=True),
        ]
    )
    ground, above, _below = (series["data"] for series in options["series"])
    assert ground == [0, 3, 0]
    assert [bar["value"] for bar in above] == [5, 2, 3]


def test_names_of_two_columns_do_not_run_together() -> None:
    left, right = (
        Node(name="热力", colour="#000", column=0),
        Node(name="热力", colour="#000", column=1),
    )
    options = flow_picture([Band(source=left, target=right, value_g=WAN)])
    series = options["series"][0]
    names = [node["name"] for node in series["data"]]
    assert len(set(names)) == 2
    assert series["links"] == [{"source": names[0], "target": names[1], "value": 1.0}]


def test_a_span_is_drawn_only_where_it_is_known() -> None:
    known = Peer(name="a", value=Decimal(2), low=Decimal(1), high=Decimal(3), here=True)
    bare = Peer(name="b", value=Decimal("2.50"), low=None, high=None, here=False)
    options = spread([known, bare], unit="GJ/t")
    spans, points = options["series"]
    assert spans["data"] == [{"coords": [[1.0, 0], [3.0, 0]]}]
    assert points["data"][1]["label"]["formatter"] == "2.50"


def test_amounts_are_rounded_half_to_even() -> None:
    assert ten_thousand_tonnes(125 * 10**6) == Decimal("0.01")
    assert ten_thousand_tonnes(150 * 10**6) == Decimal("0.02")
    assert ten_thousand_tonnes(250 * 10**6) == Decimal("0.02")


@pytest.mark.parametrize(
    "options",
    [
        history([]),
        ranking([]),
        waterfall([]),
        flow_picture([]),
        spread([], unit="1"),
    ],
)
def test_a_picture_of_nothing_is_still_data(options: dict[str, Any]) -> None:
    assert json.loads(json.dumps(options)) == options
    assert options["aria"]["enabled"] is True
