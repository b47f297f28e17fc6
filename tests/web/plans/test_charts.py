"""Pictures are data: counts in, ECharts options out; missing is None, never 0."""

from __future__ import annotations

import json
from decimal import Decimal

from dafeng.web.plans.charts import (
    PathPoint,
    Promise,
    Step,
    indicator_path,
    milestone_timeline,
    promise_by_year_and_field,
    short_field,
)
from dafeng.web.plans.selectors.targets import FieldYearCount

FIELDS = (("二", "主要目标"), ("三(一)", "能源绿色低碳转型行动"))


def cell(field: str, year: int | None, group: str, count: int) -> FieldYearCount:
    titles = dict(FIELDS)
    return FieldYearCount(
        field=field, title=titles[field], year=year, group=group, count=count
    )


PROMISE = Promise(
    cells=(
        cell("二", 2025, "level", 3),
        cell("二", 2025, "open", 2),
        cell("二", 2030, "level", 1),
        cell("三(一)", 2025, "count", 4),
        cell("三(一)", None, "open", 1),
        cell("三(一)", 2028, "status", 1),
    ),
    fields=FIELDS,
)


def data_of(option: dict[str, object], panel: int, name: str) -> list[object]:
    (series,) = [
        one
        for one in option["series"]  # type: ignore[attr-defined]
        if one["name"] == name and one["xAxisIndex"] == panel
    ]
    return series["data"]  # type: ignore[no-any-return]


def test_the_busiest_years_have_a_panel_each_and_the_rest_share_one() -> None:
    option = promise_by_year_and_field(PROMISE)
    assert [one["text"] for one in option["title"]] == [
        "2025 年 · 9 项",
        "2030 年 · 1 项",
        "其他年份或未写年份 · 2 项",
    ]


def test_a_bar_holds_the_count_of_its_field_year_and_kind() -> None:
    option = promise_by_year_and_field(PROMISE)
    assert data_of(option, 0, "水平与变化") == [3, None]
    assert data_of(option, 0, "数量与规模") == [None, 4]
    assert data_of(option, 2, "状态、禁止与门槛") == [None, 1]


def test_all_counts_of_the_plan_are_in_the_picture() -> None:
    option = promise_by_year_and_field(PROMISE)
    shown = sum(
        value
        for one in option["series"]
        for value in one["data"]
        if isinstance(value, int)
    )
    assert shown == sum(one.count for one in PROMISE.cells)


def test_every_panel_begins_at_zero_and_has_one_scale() -> None:
    option = promise_by_year_and_field(PROMISE)
    assert {(axis["min"], axis["max"]) for axis in option["xAxis"]} == {(0, 7)}


def test_the_options_are_plain_json() -> None:
    for option in (
        promise_by_year_and_field(PROMISE),
        promise_by_year_and_field(Promise(cells=(), fields=())),
        milestone_timeline(STEPS),
        indicator_path(POINTS, indicator="非化石能源消费比重", unit="%"),
    ):
        assert json.loads(json.dumps(option)) == option
        assert option["aria"]["enabled"] is True


POINTS = (
    PathPoint(key="T001", year=2025, value=Decimal("12.5"), label="12.5 %"),
    PathPoint(key="T003", year=2030, value=Decimal(18), label="18 %"),
)


def test_a_path_is_labelled_at_each_target_and_starts_at_zero() -> None:
    option = indicator_path(POINTS, indicator="非化石能源消费比重", unit="%")
    (line,) = option["series"]
    assert [point["value"] for point in line["data"]] == [12.5, 18.0]
    assert [point["label"]["formatter"] for point in line["data"]] == [
        "12.5 %",
        "18 %",
    ]
    assert option["xAxis"]["data"] == ["2025", "2030"]
    assert option["yAxis"]["min"] == 0


STEPS = (
    Step(label="前期", begins="2024-01-01", ends="2025-12-31", when="2024 – 2025"),
    Step(label="投运", begins=None, ends="2030-12-28", when="2030-12"),
)


def test_the_time_line_covers_every_step() -> None:
    option = milestone_timeline(STEPS)
    assert (option["xAxis"]["min"], option["xAxis"]["max"]) == (
        "2024-01-01",
        "2031-01-01",
    )
    periods, ends = option["series"]
    assert periods["data"] == [{"coords": [["2024-01-01", 0], ["2025-12-31", 0]]}]
    assert [one["value"] for one in ends["data"]] == [
        ["2025-12-31", 0],
        ["2030-12-28", 1],
    ]


def test_the_axis_leaves_out_the_word_that_every_field_has() -> None:
    assert short_field("能源绿色低碳转型行动") == "能源绿色低碳转型"
    assert short_field("行动") == "行动"
