"""``dafeng allocate``: a case, or the parts of a house; every figure opens."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from dafeng.accounts.evidence.tables import DISTRICT
from dafeng.assessment.allocation import RULES
from dafeng.indicators import OBSERVATIONS, series_of
from dafeng.lake import Lake
from tests.cli.running import dafeng
from tests.cli.test_account_house import exact, run_here

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Ended

PLACE = "990101"
CASE: dict[str, Any] = {
    "title": "分解方案",
    "year": 2026,
    "base_year": 2025,
    "energy": {"total": 570, "reserve": 10, "unit": "tce当量"},
    "carbon": {"total": 1270},
    "rule": "equal-rate",
    "parties": [
        {"unit": "甲镇", "energy": {"2025": 100}, "fuels": {"coal": 1}},
        {
            "unit": "乙园",
            "kind": "park",
            "energy": {"2025": 300, "upper": 250},
            "fuels": {"gas": 1},
            "value_added": 5,
        },
        {
            "unit": "丙厂",
            "kind": "enterprise",
            "energy": {"2024": 380, "2025": 200, "exempt": 20},
            "fuels": {"electricity": 1, "gas": 1},
        },
    ],
}


def allocate(folder: Path, content: object, *more: str | Path) -> Ended:
    file = folder / "case.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return run_here("allocate", "--input", file, *more)


def test_a_case_becomes_a_table_with_its_sums(tmp_path: Path) -> None:
    # 560 over 100, 300 (at most 250) and 20 + 180: 乙园 250; 290 over 280: x 1.0357.
    ended = allocate(tmp_path, CASE)
    assert ended.code == 0
    rows = [line.split() for line in ended.stdout.decode().splitlines()]
    assert rows[0][:2] == ["单位", "类型"]
    assert rows[1][:6] == ["丙厂", "企业", "200", "206", "3.00", "规则"]
    assert rows[2][:6] == ["乙园", "园区", "300", "250", "-16.67", "上限"]
    assert rows[3][:4] == ["甲镇", "乡镇", "100", "104"]
    assert rows[4:] == [
        ["合计", "560", "1270"],
        ["预留", "10", "0"],
        ["总量", "570", "1270"],
    ]


def test_the_json_says_everything_and_adds_up(tmp_path: Path) -> None:
    told = exact(allocate(tmp_path, CASE, "--format", "json").stdout)
    assert told["complete"]
    assert len(told["id"]) == 64
    assert sum(line["energy"]["value"] for line in told["lines"]) == 560
    assert sum(line["carbon"]["value"] for line in told["lines"]) == 1270
    assert told["totals"]["energy"] == {
        "total": 570,
        "reserve": 10,
        "allotted": 560,
        "unit": "tce当量",
        "step": 1,
        "level": exact(b"1.035714286"),
    }
    by_unit = {line["unit"]: line for line in told["lines"]}
    assert by_unit["乙园"]["energy"]["set_by"] == "upper"
    for line in told["lines"]:
        mix = line["mix"]
        assert mix["low"] <= mix["improvement"] <= mix["high"]


def test_the_figures_of_a_unit_open(tmp_path: Path) -> None:
    ended = allocate(tmp_path, CASE, "--explain", "丙厂")
    told = ended.stdout.decode()
    assert "200 − 20" in told
    assert "20 + 180 × 1.035714" in told
    assert "206.428571 → 206" in told
    missing = allocate(tmp_path, CASE, "--explain", "丁厂")
    assert missing.code == 2
    assert "there is: 丙厂, 乙园, 甲镇" in missing.stderr


def test_another_rule_stands_beside_it(tmp_path: Path) -> None:
    # History: 丙厂 (380 + 200) / 2 - 20 = 270, 乙园 300, 甲镇 100; 540 over 670: 20 +
    # 217.61, 241.79, 80.60; the two steps left go to 0.79 and 0.61.
    asked = ("--compare", "history", "--format", "json")
    told = exact(allocate(tmp_path, CASE, *asked).stdout)
    assert (told["rule_before"], told["rule_after"]) == ("equal-rate", "history")
    energy = {
        line["unit"]: (line["before"], line["after"], line["change"])
        for line in told["lines"]
        if line["quantity"] == "energy"
    }
    assert energy == {
        "丙厂": (206, 238, 32),
        "乙园": (250, 242, -8),
        "甲镇": (104, 80, -24),
    }
    table = allocate(tmp_path, CASE, "--compare", "history").stdout.decode()
    assert "历史总量法" in table.splitlines()[0]


def test_a_workbook_holds_lines_and_arithmetic(tmp_path: Path) -> None:
    file = tmp_path / "split.xlsx"
    ended = allocate(tmp_path, CASE, "--format", "xlsx", "--output", file)
    assert ended.code == 0
    book = load_workbook(io.BytesIO(file.read_bytes()))
    assert book.sheetnames == ["2026 等比例下降法", "计算过程"]
    amounts = {row[0].value: row[3].value for row in book.worksheets[0].iter_rows()}
    assert (amounts["乙园"], amounts["合计"]) == (250, 560)
    again = tmp_path / "again.xlsx"
    allocate(tmp_path, CASE, "--format", "xlsx", "--output", again)
    assert again.read_bytes() == file.read_bytes()


@pytest.mark.parametrize(
    ("more", "sheets"),
    [
        (
            ("--compare", "history"),
            ["规则对比", "2026 等比例下降法", "2026 历史总量法"],
        ),
        (("--explain", "甲镇"), ["计算过程"]),
    ],
)
def test_other_workbooks_hold_what_was_asked_for(
    tmp_path: Path, more: tuple[str, ...], sheets: list[str]
) -> None:
    file = tmp_path / "split.xlsx"
    allocate(tmp_path, CASE, *more, "--format", "xlsx", "--output", file)
    assert load_workbook(file).sheetnames == sheets


def test_the_rule_of_the_command_takes_the_place_of_that_of_the_case(
    tmp_path: Path,
) -> None:
    ended = allocate(tmp_path, CASE, "--rule", "output")
    assert ended.code == 1
    assert "blocks: 甲镇 (value_added)" in ended.stderr
    unknown = allocate(tmp_path, CASE, "--rule", "luck")
    assert unknown.code == 2
    assert "There is no rule 'luck'; there are: equal-rate" in unknown.stderr


def test_an_impossible_case_ends_with_its_ways_out(tmp_path: Path) -> None:
    low = CASE | {"carbon": {"total": 1100}}
    ended = allocate(tmp_path, low)
    assert ended.code == 1
    told = ended.stdout.decode()
    assert "调整总量" in told
    assert "1259 tCO2; there is 1100 tCO2" in ended.stderr
    asked = exact(allocate(tmp_path, low, "--format", "json").stdout)
    assert {one["means"] for one in asked["relaxations"]} == {"total", "limits"}
    assert {line["carbon"] for line in asked["lines"]} == {None}
    book = tmp_path / "low.xlsx"
    allocate(tmp_path, low, "--format", "xlsx", "--output", book)
    assert load_workbook(book).sheetnames[-1] == "最小调整"


def test_a_field_that_nobody_knows_is_refused_with_its_path(tmp_path: Path) -> None:
    ended = allocate(tmp_path, CASE | {"totl": 5})
    assert ended.code == 2
    assert "totl: unknown field; expected place, title, year" in ended.stderr
    assert ended.stdout == b""


def test_the_rules_are_listed_with_what_they_need() -> None:
    ended = dafeng("allocate", "--rules")
    assert ended.code == 0
    listed = [line.split()[0] for line in ended.stdout.decode().splitlines()[1:]]
    assert listed == list(RULES)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house with two parts that state energy and carbon."""
    folder = tmp_path_factory.mktemp("house")
    lake = Lake(folder / "lake")
    learned = datetime(2026, 3, 1, tzinfo=UTC)
    place = {"place": PLACE, "name": "regions", "value": "CN"}
    lake.append(DISTRICT, [place], key="place", learned_at=learned)
    figures = {
        ("park.energy", "p1", 2024): 90,
        ("park.energy", "p1", 2025): 100,
        ("park.energy", "p2", 2025): 300,
        ("park.co2", "p1", 2025): 240,
        ("park.co2", "p2", 2025): 600,
    }
    rows = [_row(*at, value) for at, value in figures.items()]
    lake.append(OBSERVATIONS, rows, key="parts", learned_at=learned)
    return folder


def _row(series: str, scope: str, year: int, value: int) -> dict[str, Any]:
    return {
        "place": PLACE,
        "series": series,
        "scope": scope,
        "period": str(year),
        "value_e6": value * 10**6,
        "unit": series_of(series).unit,
        "basis": "reported",
        "quality": "B",
        "evidence": "台账",
        "entered_by": "甲",
        "approved_by": "乙",
        "synthetic": False,
        "note": None,
    }


def of_house(home: Path, *more: str | Path) -> Ended:
    return run_here("allocate", "--home", home, "--as-of", "2026-11-20", *more)


def test_the_parts_of_a_house_share_a_total(home: Path) -> None:
    # 100 : 300 of 380; carbon 95 x 2.4 + 285 x 2 = 798 to 790: 228 and 570 x 0.99.
    asked = ("--year", "2026", "--energy", "380", "--carbon", "790")
    told = exact(of_house(home, *asked, "--format", "json").stdout)
    assert told["base_year"] == 2025
    assert {line["unit"]: line["energy"]["value"] for line in told["lines"]} == {
        "p1": 95,
        "p2": 285,
    }
    assert sum(line["carbon"]["value"] for line in told["lines"]) == 790
    assert told["totals"]["energy"]["unit"] == "tce等价"


def test_the_case_of_a_house_can_be_edited_and_given_back(
    home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "case.json"
    asked = ("--year", "2026", "--energy", "380", "--reserve-share", "0.1")
    first = of_house(home, *asked, "--case", file, "--format", "json")
    assert "edit it and give it back" in first.stderr
    assert run_here("allocate", "--input", file, "--format", "json").stdout == (
        first.stdout
    )
    content = json.loads(file.read_text(encoding="utf-8"))
    assert content["energy"]["reserve_share"] == 0.1
    content["parties"][0]["energy"]["fixed"] = 100
    changed = exact(allocate(tmp_path, content, "--format", "json").stdout)
    assert changed["lines"][0]["energy"]["set_by"] == "fixed"


def test_an_earlier_base_year_knows_less(home: Path) -> None:
    asked = ("--year", "2026", "--base-year", "2024", "--energy", "80")
    told = exact(of_house(home, *asked, "--format", "json").stdout)
    assert [line["unit"] for line in told["lines"]] == ["p1"]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ((), "Give a case with --input, or a year of the house"),
        (("--year", "2026"), "Give the total to split"),
        (("--year", "2026", "--energy", "lots"), "--energy is 'lots'"),
        (
            ("--year", "2026", "--energy", "5", "--over", "streets"),
            "expected parts or enterprises",
        ),
        (
            ("--year", "2026", "--energy", "5", "--over", "enterprises"),
            "No part of 990101 states factory.energy",
        ),
        (
            ("--year", "2026", "--energy", "5", "--place", "110101"),
            "the lake knows: 990101",
        ),
    ],
)
def test_what_a_house_cannot_answer_is_said(
    home: Path, more: tuple[str, ...], told: str
) -> None:
    ended = of_house(home, *more)
    assert ended.code == 2
    assert told in ended.stderr
