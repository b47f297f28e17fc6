"""The table beside a chart says what the chart shows, whatever its kind."""

from __future__ import annotations

from dafeng.web.core.chart_tables import ChartTable, chart_table

YEARS = {"type": "category", "data": ["2024", "2025"]}


def test_lines_become_columns_and_gaps_stay_unknown() -> None:
    table = chart_table(
        {
            "xAxis": YEARS,
            "yAxis": {"type": "value", "name": "万吨"},
            "series": [
                {"type": "line", "name": "实际值", "data": [1234.5, None]},
                {"type": "line", "name": "路径", "data": [{"value": 3}, 4]},
            ],
        }
    )
    assert table == ChartTable(
        heads=("万吨", "实际值", "路径"),
        rows=(("2024", "1,234.5", "3"), ("2025", "--", "4")),
    )


def test_what_only_helps_to_draw_is_left_out() -> None:
    table = chart_table(
        {
            "yAxis": YEARS,
            "xAxis": {"type": "value"},
            "series": [
                {"type": "bar", "name": "达标", "data": [1, 2]},
                {"type": "bar", "name": "合计", "silent": True, "data": [0, 0]},
            ],
        }
    )
    assert table is not None
    assert table.heads == ("", "达标")


def test_parts_of_one_bar_become_one_figure_as_it_is_labelled() -> None:
    shown = {"value": 5, "label": {"show": True, "formatter": "+5.0"}}
    hidden = {"value": 0, "label": {"show": False, "formatter": "+5.0"}}
    table = chart_table(
        {
            "xAxis": {"type": "category", "data": ["能源"]},
            "yAxis": {},
            "series": [
                {"type": "bar", "silent": True, "data": [3]},
                {"type": "bar", "data": [shown]},
                {"type": "bar", "data": [hidden]},
            ],
        }
    )
    assert table is not None
    assert table.rows == (("能源", "+5.0"),)


def test_panels_name_their_columns() -> None:
    axis = {"type": "category", "data": ["建筑"]}
    bars = {"type": "bar", "name": "数量", "data": [7]}
    table = chart_table(
        {
            "title": [{"text": "2025 年"}, {"text": "2030 年"}],
            "xAxis": [{"type": "value"}, {"type": "value"}],
            "yAxis": [axis, axis],
            "series": [bars | {"yAxisIndex": 0}, bars | {"yAxisIndex": 1}],
        }
    )
    assert table is not None
    assert table.heads[1:] == ("2025 年 数量", "2030 年 数量")


def test_points_stand_in_the_row_of_their_category() -> None:
    point = {"value": ["2026-12-28", 1], "label": {"show": True, "formatter": "2026"}}
    table = chart_table(
        {
            "xAxis": {"type": "time"},
            "yAxis": {"type": "category", "data": ["一期", "二期"]},
            "series": [{"type": "scatter", "name": "完成", "data": [point]}],
        }
    )
    assert table is not None
    assert table.rows == (("一期", "--"), ("二期", "2026"))


def test_flows_are_listed_from_where_to_where() -> None:
    links = [{"source": "煤\u200b", "target": "工业\u200b\u200b", "value": 12.5}]
    table = chart_table({"series": [{"type": "sankey", "links": links}]})
    assert table is not None
    assert table.rows == (("煤", "工业", "12.5"),)


def test_a_chart_without_rows_has_no_table() -> None:
    pie = {"series": [{"type": "pie", "data": []}]}
    assert chart_table(pie) is None
    assert chart_table({"xAxis": YEARS, "yAxis": {}, "series": []}) is None
