"""Pictures as data: what is drawn, what stays a gap, in which order."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dafeng.web.assessment.charts import (
    Outlook,
    PathPicture,
    ShareBar,
    StateCell,
    shares,
    states_by_field,
    value_against_path,
)
from dafeng.web.assessment.charts.colours import STATES
from dafeng.web.core.templatetags.dafeng import LIGHTS

WORDS = {state: state for state in STATES}
HISTORY = (("2021", Decimal("8.5")), ("2023", Decimal(10)))


def series(option: dict[str, Any]) -> dict[str, list[Any]]:
    return {one["name"]: one["data"] for one in option["series"]}


def picture(**facts: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "history": HISTORY,
        "path": ((2025, Decimal(12)),),
        "outlook": None,
        "unit": "%",
        "name": "比重",
    }
    return value_against_path(PathPicture(**(base | facts)))


def test_every_light_of_a_target_has_a_colour() -> None:
    assert set(STATES) == set(LIGHTS) - {"behind"}


def test_states_are_stacked_from_good_to_unknown_with_a_pattern() -> None:
    cells = (
        StateCell(field="b", state="unknown", count=2),
        StateCell(field="a", state="met", count=3),
        StateCell(field="a", state="missed", count=1),
    )
    option = states_by_field(
        cells, fields=(("a", "甲"), ("b", "乙"), ("c", "丙")), words=WORDS
    )
    assert option["aria"]["decal"]["show"]
    assert option["yAxis"]["data"] == ["甲", "乙"]
    drawn = series(option)
    assert list(drawn)[:3] == ["met", "missed", "unknown"]
    assert drawn["met"] == [3, None]
    assert drawn["unknown"] == [None, 2]
    totals = [one["label"]["formatter"] for one in option["series"][-1]["data"]]
    assert totals == ["4", "2"]


def test_a_year_without_a_figure_stays_a_gap() -> None:
    option = picture()
    assert option["xAxis"]["data"] == ["2021", "2022", "2023", "2024", "2025"]
    assert series(option)["实际值"] == [8.5, None, 10.0, None, None]


def test_the_target_carries_its_label_at_the_end_of_the_path() -> None:
    path = picture(path=((2023, Decimal(9)), (2025, Decimal(12))))["series"][1]
    labels = [point and point["label"]["show"] for point in path["data"]]
    assert labels == [None, None, False, None, True]
    assert path["data"][-1]["label"]["formatter"] == "12"
    assert path["lineStyle"]["width"] == 1


def test_the_outlook_opens_from_the_newest_figure() -> None:
    outlook = Outlook(year=2025, low=Decimal(9), high=Decimal(14))
    drawn = series(picture(outlook=outlook))
    # From 10 in 2023 to 9 and 14 in 2025; half of the way in 2024.
    assert drawn["展望下限（90%）"] == [None, None, 10.0, 9.5, 9.0]
    assert drawn["展望区间宽度"] == [None, None, 0.0, 2.5, 5.0]


def test_the_median_is_dashed_inside_the_band() -> None:
    outlook = Outlook(
        year=2025, median=Decimal("12.5"), low=Decimal(9), high=Decimal(14)
    )
    option = picture(outlook=outlook)
    # From 10 in 2023 to 12.5 in 2025; half of the way in 2024.
    assert series(option)["展望中值"] == [None, None, 10.0, 11.25, 12.5]
    line = next(one for one in option["series"] if one["name"] == "展望中值")
    assert line["lineStyle"]["type"] == "dashed"


def test_an_outlook_that_is_over_is_not_drawn() -> None:
    past = Outlook(year=2023, low=Decimal(9), high=Decimal(14))
    assert list(series(picture(outlook=past))) == ["实际值", "路径"]
    assert list(series(picture(history=(), outlook=past))) == ["实际值", "路径"]


def test_the_largest_share_comes_first() -> None:
    bars = (
        ShareBar(name="乙", value=Decimal(2), label="2"),
        ShareBar(name="甲", value=Decimal(5), label="5"),
        ShareBar(name="丙", value=Decimal(2), label="2"),
    )
    option = shares(bars, name="tce")
    assert option["yAxis"]["data"] == ["甲", "丙", "乙"]
    assert [one["value"] for one in option["series"][0]["data"]] == [5.0, 2.0, 2.0]
