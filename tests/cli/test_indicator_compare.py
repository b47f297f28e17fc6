"""``dafeng indicators compare``: figures side by side only where they are alike."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from dafeng.accounts.evidence.tables import DISTRICT
from dafeng.indicators import OBSERVATIONS
from dafeng.lake import Lake
from tests.cli.test_account_house import exact, run_here
from tests.cli.test_indicators import GREEN, NEW, PLACE, stated

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Ended

EQUAL, CALORIFIC = "A05.equal-value", "A05.calorific"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Green buildings of the district and a town; clean energy by calorific value."""
    folder = tmp_path_factory.mktemp("house")
    lake = Lake(folder / "lake")
    learned = datetime(2026, 3, 1, tzinfo=UTC)
    place = {"place": PLACE, "name": "regions", "value": "CN"}
    lake.append(DISTRICT, [place], key="place", learned_at=learned)
    rows = [stated(NEW, year, 200) for year in (2024, 2025)]
    rows += [stated(GREEN, 2024, 120), stated(GREEN, 2025, 150)]
    rows += [stated(NEW, 2025, 50, scope="town"), stated(GREEN, 2025, 41, scope="town")]
    rows += [
        stated("energy.nonfossil.calorific", 2025, 12),
        stated("energy.consumption.calorific", 2025, 100),
    ]
    lake.append(OBSERVATIONS, rows, key="first", learned_at=learned)
    return folder


def compare(home: Path, *arguments: str) -> Ended:
    asked = ("--home", home, "--as-of", "2026-11-20")
    return run_here("indicators", "compare", *arguments, *asked)


def told(ended: Ended) -> Any:
    return exact(ended.stdout)


def test_one_definition_of_two_areas_has_differences(home: Path) -> None:
    # 120 and 150 of 200 are 60 % and 75 %; 41 of 50 are 82 %: 7 points more.
    ended = compare(home, "F04", "F04:town", "--format", "json")
    assert ended.code == 0
    found = told(ended)
    assert (found["comparable"], found["reason"]) == (True, None)
    assert found["first"]["values"] == [
        {"period": "2024", "value": 60},
        {"period": "2025", "value": 75},
    ]
    assert (found["second"]["scope"], found["second"]["unit"]) == ("town", "%")
    assert found["differences"] == [
        {"period": "2024", "value": None},
        {"period": "2025", "value": 7},
    ]
    assert ended.stderr == "They may be compared: one definition, one base year.\n"


def test_the_table_holds_both_beside_each_other(home: Path) -> None:
    lines = compare(home, "F04", "F04:town").stdout.decode().splitlines()
    assert [line.split() for line in lines] == [
        ["年份", "全区", "(%)", "town", "(%)", "相差", "(%)"],
        ["2024", "60", "--", "--"],
        ["2025", "75", "82", "7"],
    ]


def test_unlike_definitions_stand_apart_with_the_reason(home: Path) -> None:
    ended = compare(home, EQUAL, CALORIFIC, "--year", "2025", "--format", "json")
    assert ended.code == 1
    found = told(ended)
    assert found["comparable"] is False
    assert "等价值" in found["reason"]
    assert "differences" not in found
    assert found["first"]["values"] == [{"period": "2025", "value": None}]
    assert found["second"]["values"] == [{"period": "2025", "value": 12}]
    assert found["reason"] in ended.stderr


def test_unlike_definitions_share_no_table_and_no_sheet(home: Path) -> None:
    text = compare(home, EQUAL, CALORIFIC).stdout.decode()
    first, second = text.split("\n\n")
    assert first.startswith(EQUAL)
    assert CALORIFIC not in first
    assert second.startswith(CALORIFIC)
    assert "相差" not in text
    ended = compare(home, EQUAL, CALORIFIC, "--format", "xlsx")
    book = load_workbook(io.BytesIO(ended.stdout))
    assert book.sheetnames == ["数值 1", "数值 2"]


def test_unlike_base_years_are_told_with_the_way_out(home: Path) -> None:
    ended = compare(home, "B01.calorific@2005", "B01.calorific@2020", "--year", "2025")
    assert ended.code == 1
    assert "against 2005" in ended.stderr
    assert "rebase" in ended.stderr
    same = compare(home, "B01.calorific", "B01.calorific@2020", "--year", "2025")
    assert same.code == 0


@pytest.mark.parametrize(("name", "word"), [("Z99", "Z99"), ("@2020", "names no")])
def test_a_name_of_nothing_is_bad_input(home: Path, name: str, word: str) -> None:
    ended = compare(home, "F04", name)
    assert (ended.code, ended.stdout) == (2, b"")
    assert word in ended.stderr
