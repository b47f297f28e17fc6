"""``dafeng lake``: list, show as of a day, verify, compact, vacuum."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from dafeng.lake import Lake
from dafeng.sheets import read_workbook
from tests.cli.running import dafeng
from tests.lake.readings import READINGS, reading

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A house whose lake has two batches, learned around midnight in China."""
    lake = Lake(tmp_path / "lake")
    evening = datetime(2024, 3, 1, 15, 59, tzinfo=UTC)
    midnight = datetime(2024, 3, 1, 16, 0, tzinfo=UTC)
    lake.append(READINGS, [reading("m1", energy=1500)], key="a", learned_at=evening)
    rows = [reading("m1", energy=2500), reading("m2", 2022, 7, note="read")]
    lake.append(READINGS, rows, key="b", learned_at=midnight)
    lake.pin("readings", 1, "seal-1")
    return tmp_path


def lines(home: Path, *arguments: str) -> list[list[str]]:
    """What a command prints, in words."""
    ended = dafeng("lake", *arguments, "--home", home)
    assert ended.code == 0, ended.stderr
    return [line.split() for line in ended.stdout.decode().splitlines()]


def test_tables_and_versions_are_listed(home: Path) -> None:
    head, row = lines(home, "tables")
    assert head == ["表", "版本", "行数", "写入时间", "说明"]
    assert row[:3] == ["readings", "2", "3"]
    head, *rows = lines(home, "versions", "readings")
    assert head == ["版本", "写入时间", "动作", "新增行", "批次", "封存"]
    assert [row[0] for row in rows] == ["0", "1", "2"]
    assert [row[2:] for row in rows] == [
        ["建表", "0", "--", "--"],
        ["追加", "1", "a", "seal-1"],
        ["追加", "2", "b", "--"],
    ]


def test_an_empty_house_has_no_tables(tmp_path: Path) -> None:
    assert len(lines(tmp_path, "tables")) == 1
    assert lines(tmp_path, "verify") == []


def test_rows_are_shown_as_of_the_end_of_a_day_in_china(home: Path) -> None:
    _, *now = lines(home, "show", "readings")
    assert [row[:4] for row in now] == [
        ["m2", "2022", "0.007", "read"],
        ["m1", "2023", "2.500", "--"],
    ]
    head, *then = lines(home, "show", "readings", "--as-of", "2024-03-01")
    assert head[:5] == ["meter", "year", "energy", "(kWh)", "note"]
    assert [row[:3] for row in then] == [["m1", "2023", "1.500"]]
    _, *first = lines(home, "show", "readings", "--version", "1")
    assert first == then


def test_rows_leave_as_json_and_as_a_workbook(home: Path, tmp_path: Path) -> None:
    ended = dafeng("lake", "show", "readings", "--format", "json", "--home", home)
    shown = json.loads(ended.stdout)
    assert shown["table"] == "readings"
    assert [row["energy_e3"] for row in shown["rows"]] == [7, 2500]
    assert shown["rows"][0]["learned_at"] == "2024-03-01T16:00:00+00:00"
    ended = dafeng("lake", "show", "readings", "--format", "xlsx", "--home", home)
    path = tmp_path / "rows.xlsx"
    path.write_bytes(ended.stdout)
    sheet = read_workbook(path).sheets[0]
    assert sheet.name == "readings"
    assert sheet.cells[1, 3].value == "energy (kWh)"
    assert str(sheet.cells[2, 3].value) == "0.007"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["show", "nothing"], 2, "It has: readings"),
        (["show", "readings", "--version", "9"], 2, "0 to 2"),
        (
            ["show", "readings", "--version", "1", "--as-of", "2024-01-01"],
            3,
            "not both",
        ),
        (["show", "readings", "--as-of", "yesterday"], 3, "yesterday"),
        (["versions"], 3, "TABLE"),
    ],
)
def test_bad_input_ends_with_its_code_and_a_sentence(
    home: Path, arguments: list[str], code: int, said: str
) -> None:
    ended = dafeng("lake", *arguments, "--home", home)
    assert ended.code == code
    assert said in ended.stderr
    assert ended.stdout == b""


def test_upkeep_says_what_it_did_and_verify_finds_all_well(home: Path) -> None:
    lake = Lake(home / "lake")
    before = lake.read("readings")
    compact = dafeng("lake", "compact", "--home", home)
    vacuum = dafeng("lake", "vacuum", "readings", "--home", home)
    verify = dafeng("lake", "verify", "--home", home)
    assert (compact.code, vacuum.code, verify.code) == (0, 0, 0)
    assert "readings: version 3, 1 files written, 2 taken out" in compact.stderr
    assert "readings: version 3, 0 files written, 1 taken out" in vacuum.stderr
    assert "1 table, 2 versions, 3 rows" in verify.stderr
    assert "0 findings, 0 orphans" in verify.stderr
    assert lake.read("readings").equals(before)


def test_verify_exits_with_one_and_names_the_damaged_file(home: Path) -> None:
    path = next((home / "lake").glob("tables/readings/year=2022/*.parquet"))
    path.write_bytes(path.read_bytes()[:-9])
    (path.parent / "0000000077-0000000077.parquet").write_bytes(b"")
    ended = dafeng("lake", "verify", "--home", home)
    shown = ended.stdout.decode()
    assert ended.code == 1
    assert "lake.file_damaged" in shown
    assert f"readings version 2, year=2022/{path.name}" in shown
    assert "orphan: " in shown
    assert "1 finding, 1 orphan" in ended.stderr
