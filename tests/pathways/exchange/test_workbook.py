"""The outlook as a workbook, read back by openpyxl."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import load_workbook

from dafeng.pathways.exchange import outlook_workbook
from tests.pathways.small_case import small_outlook


def opened() -> Any:
    return load_workbook(io.BytesIO(outlook_workbook(small_outlook())))


def rows(book: Any, name: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in book[name].iter_rows(values_only=True)]


def test_every_scenario_has_its_row_and_its_fan() -> None:
    book, outlook = opened(), small_outlook()
    _head, *ways = rows(book, "各情景达峰")
    assert len(ways) == len(outlook.paths)
    assert [row[0] for row in ways[:3]] == ["方案", "冻结", "加速"]
    assert float(ways[0][2]) == 100 * float(outlook.headline.peak.by(2030))
    _head, *fan = rows(book, "路径1")
    wanted = {one.year: one.p50_g for one in outlook.headline.fan}
    history = dict(outlook.history)
    for year, _low, _p25, middle, *_ in fan:
        grams = wanted.get(year, history.get(year))
        assert abs(float(middle) - grams / 1e6) < 0.06


def test_what_follows_from_the_headline_is_there() -> None:
    book, outlook = opened(), small_outlook()
    assert [row[0] for row in rows(book, "缺口")[1:]] == [p.code for p in outlook.gap]
    assert len(rows(book, "敏感性")) == len(outlook.sensitivity) + 1
    assert {row[0] for row in rows(book, "减排楔形")[1:]} == {"boilers", "solar"}
    about = dict(rows(book, "说明"))
    assert about["账本封存号"] == "--"
    assert about["路径1"] == "方案;平均"


def test_the_same_outlook_gives_the_same_workbook() -> None:
    assert outlook_workbook(small_outlook()) == outlook_workbook(small_outlook())
