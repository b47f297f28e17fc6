"""``dafeng indicators reprice``: amounts at other prices, worked by hand."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from tests.cli.running import dafeng
from tests.cli.test_account_house import exact, run_here

OLD, NEW = "2015:2018=100,2019=110,2020=121", "2020:2020=150,2021=165"


def test_segments_are_joined_by_their_growth() -> None:
    # 2019 at prices of 2020: 150 x 110/121 = 1500/11; 10 % a year all along.
    ended = run_here("indicators", "reprice", OLD, NEW, "--format", "json")
    assert (ended.code, ended.stderr) == (0, "Prices of 2020: 4 years.\n")
    told = exact(ended.stdout)
    assert told["prices"] == 2020
    lines = {one["year"]: one for one in told["amounts"]}
    assert lines[2019]["exact"] == "1500/11"
    assert str(lines[2019]["amount"]) == "136.363636"
    assert (lines[2021]["amount"], lines[2021]["growth"]) == (165, 10)
    assert lines[2018]["growth"] is None


def test_other_prices_start_from_the_current_amount() -> None:
    # 2021 is 180 at its own prices; 2020 was 150/165 of it in real terms: 163.636364.
    asked = ("indicators", "reprice", NEW, "--to", "2021", "--current", "180")
    lines = [line.split() for line in run_here(*asked).stdout.decode().splitlines()]
    assert lines[1:] == [
        ["2020", "163.636364", "--", "1800/11"],
        ["2021", "180", "10", "180"],
    ]
    book = load_workbook(io.BytesIO(run_here(*asked, "--format", "xlsx").stdout))
    assert book.sheetnames == ["不变价"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["2015"], "are no amounts"),
        (["2015:2018=1,2018=2"], "each year once"),
        ([OLD, "2025:2022=7"], "share no year"),
        ([NEW, "--to", "2021", "--current", "much"], "--current is 'much'"),
        ([NEW, "--to", "2030", "--current", "7"], "no amount of 2030"),
    ],
)
def test_what_cannot_be_joined_is_bad_input(arguments: list[str], word: str) -> None:
    ended = run_here("indicators", "reprice", *arguments)
    assert (ended.code, ended.stdout) == (2, b"")
    assert word in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_prices_without_the_amount_are_bad_use() -> None:
    ended = dafeng("indicators", "reprice", NEW, "--to", "2021")
    assert ended.code == 3
    assert "--current" in ended.stderr
