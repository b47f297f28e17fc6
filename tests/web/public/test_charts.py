"""Bars of the public pages: from zero, whole, and unknown left out."""

from __future__ import annotations

from decimal import Decimal

from dafeng.web.public.charts.bars import HEIGHT, WIDTH, Bar, columns, strip


def bar(label: str, value: str | None, high: str | None = None) -> Bar:
    return Bar(
        label=label,
        value=None if value is None else Decimal(value),
        low=None if high is None else Decimal(value or 0) / 2,
        high=None if high is None else Decimal(high),
    )


def test_bars_stand_on_zero_and_keep_their_proportion() -> None:
    drawn = columns([bar("2022", "50"), bar("2023", "100")])
    assert drawn is not None
    half, whole = drawn.columns
    assert abs(whole.height - 2 * half.height) <= 1
    assert half.y + half.height == whole.y + whole.height == drawn.base
    assert whole.x > half.x + half.width


def test_an_unknown_year_keeps_its_place_and_gets_no_bar() -> None:
    drawn = columns([bar("2022", "50"), bar("2023", None), bar("2024", "60", "80")])
    assert drawn is not None
    assert drawn.columns[1].height == 0
    assert drawn.columns[1].value is None
    last = drawn.columns[2]
    assert last.high_y is not None
    assert last.label_y == last.high_y < last.y
    assert all(0 <= one.y <= HEIGHT for one in drawn.columns)


def test_one_known_year_needs_no_picture() -> None:
    assert columns([bar("2022", "50"), bar("2023", None)]) is None
    assert columns([bar("2022", "0"), bar("2023", "0")]) is None


def test_the_parts_of_a_strip_make_the_whole() -> None:
    drawn = strip([("met", 1), ("missed", 0), ("unknown", 2)])
    assert drawn is not None
    assert drawn.total == 3
    assert [one.code for one in drawn.parts] == ["met", "unknown"]
    assert sum(one.width for one in drawn.parts) == WIDTH
    assert strip([("met", 0)]) is None
