"""Charts: scales, gaps that are said, and what is drawn."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from dafeng.reports import Chart, ChartKind, Series, Stroke, draw_chart
from dafeng.reports.drawing import described, drawn, scale_of, unknown_line

needs_fonts = pytest.mark.documents
AMOUNTS = (
    st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, places=3)
    | st.none()
)


def series(name: str, *values: float | str | None, stroke: Stroke = Stroke.HISTORY):
    known = tuple(None if one is None else Decimal(str(one)) for one in values)
    return Series(name=name, values=known, stroke=stroke)


def chart(kind: ChartKind, labels: str | tuple[str, ...], *of: Series) -> Chart:
    return Chart(
        kind=kind,
        title="天然气占能耗六成",
        subtitle="能耗，万吨标准煤",
        labels=tuple(labels),
        series=of,
        source="来源：能源平衡表",
    )


@given(st.lists(AMOUNTS, min_size=1, max_size=12), st.sampled_from(ChartKind))
def test_every_value_stands_inside_a_scale_of_few_even_ticks(
    values: list[Decimal | None], kind: ChartKind
) -> None:
    one = Series(name="甲", values=tuple(values))
    scale = scale_of(chart(kind, tuple(str(at) for at in range(len(values))), one))
    ticks = scale.ticks()
    assert 2 <= len(ticks) <= 8
    assert {b - a for a, b in zip(ticks, ticks[1:], strict=False)} == {scale.step}
    known = [value for value in values if value is not None]
    assert all(ticks[0] <= value <= ticks[-1] for value in known)
    if kind is ChartKind.BARS and known:
        assert ticks[0] <= 0 <= ticks[-1]


def test_bars_begin_at_zero_and_lines_far_from_it_do_not() -> None:
    high = series("甲", 412, 446)
    assert scale_of(chart(ChartKind.BARS, "ab", high)).low == 0
    assert scale_of(chart(ChartKind.LINES, "ab", high)).low == 410


def test_a_gap_inside_a_series_is_said_and_its_end_is_not() -> None:
    history = series("核算", 1, None, 3, None)
    outlook = series("预测", None, None, 3, 4, stroke=Stroke.OUTLOOK)
    nothing = series("丙", None, None, None, None)
    told = unknown_line(
        chart(
            ChartKind.LINES,
            ("2022", "2023", "2024", "2025"),
            history,
            outlook,
            nothing,
        )
    )
    assert told == "无数据：核算 2023 --；丙 --"


def test_an_unknown_bar_is_written_as_unknown_and_never_as_zero() -> None:
    told = drawn(chart(ChartKind.BARS, "abc", series("甲", 1, None, 0)))
    (one,) = told["series"]
    assert one["texts"] == ["1", "--", "0"]
    assert one["points"] == [1.0, None, 0.0]


def test_the_figures_are_told_in_words_beside_the_picture() -> None:
    told = described(chart(ChartKind.BARS, "ab", series("甲", "12345.6", None)))
    assert told == "天然气占能耗六成（能耗，万吨标准煤）。甲：a 12,345.6，b --"


def test_bars_lie_down_when_their_labels_are_long() -> None:
    names = ("示范区工业和信息化局", "示范区住房和建设委员会") * 3
    values = series("甲", *range(6))
    assert drawn(chart(ChartKind.BARS, names, values))["kind"] == "rows"
    assert drawn(chart(ChartKind.BARS, "abcdef", values))["kind"] == "columns"


def test_up_to_four_lines_are_named_at_their_end() -> None:
    four = [series(f"系列{at}", at, at + 1) for at in range(4)]
    assert drawn(chart(ChartKind.LINES, "ab", *four))["direct"] is True
    five = [*four, series("系列五", 1, 2)]
    assert drawn(chart(ChartKind.LINES, "ab", *five))["direct"] is False


@needs_fonts
def test_a_drawing_is_vectors_with_a_dashed_outlook_and_the_same_each_time() -> None:
    one = chart(
        ChartKind.LINES,
        ("2024", "2025", "2026"),
        series("核算", 1, 2, None),
        series("预测", None, 2, 1, stroke=Stroke.OUTLOOK),
        series("上限", 3, 3, 3, stroke=Stroke.TARGET),
    )
    picture = draw_chart(one)
    assert picture == draw_chart(one)
    root = etree.fromstring(picture.svg)
    strokes = [path for path in root.iter("{*}path") if path.get("stroke") == "#d55e00"]
    assert any(path.get("stroke-dasharray") for path in strokes)
    assert not list(root.iter("{*}image"))
    assert picture.png.startswith(b"\x89PNG")


@needs_fonts
@pytest.mark.parametrize("kind", ChartKind)
@pytest.mark.parametrize(
    ("labels", "of"),
    [
        ("", (series("甲"),)),
        ("ab", ()),
        ("ab", (series("甲", None, None),)),
        ("a", (series("甲", 7),)),
        ("abc", (series("甲", -5, 0, None), series("乙", 2, "1E-9", "1E+15"))),
        ("ab", tuple(series(f"系列{at}", at, -at) for at in range(11))),
        (
            tuple(f"很长的单位名称第{at}号" for at in range(45)),
            (series("甲", *range(45)),),
        ),
    ],
    ids=["no label", "no series", "unknown", "one", "wide", "many", "long"],
)
def test_odd_charts_are_drawn_too(
    kind: ChartKind, labels: str | tuple[str, ...], of: tuple[Series, ...]
) -> None:
    assert draw_chart(chart(kind, labels, *of)).svg.startswith(b"<svg")


def test_years_stand_as_far_apart_as_they_are_and_names_evenly() -> None:
    values = series("甲", 1, 2, 3)
    years = chart(ChartKind.LINES, ("2020", "2025", "2030年"), values)
    assert drawn(years)["places"] == [0, 0.5, 1]
    uneven = chart(ChartKind.LINES, ("2020", "2021", "2030"), values)
    assert drawn(uneven)["places"] == [0, 0.1, 1]
    names = chart(ChartKind.LINES, ("一季度", "二季度", "三季度"), values)
    assert drawn(names)["places"] == [0, 0.5, 1]
    twice = chart(ChartKind.LINES, ("2020", "2020", "2021"), values)
    assert drawn(twice)["places"] == [0, 0.5, 1]


def test_what_is_counted_has_no_halves_on_its_scale() -> None:
    ticks = scale_of(chart(ChartKind.BARS, "ab", series("甲", 0, 1))).ticks()
    assert [int(tick) for tick in ticks] == [0, 1]
    assert all(tick == int(tick) for tick in ticks)
