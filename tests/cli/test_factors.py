"""``dafeng factors``: find a factor, open it, check a table of new ones."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.cli.test_account_house import exact, run_here

if TYPE_CHECKING:
    from pathlib import Path

NCV = "NATURAL_GAS.ncv@PG2011-NCV2008"


def test_find_speaks_chinese_and_marks_what_nobody_verified() -> None:
    ended = run_here("factors", "find", "天然气")
    assert ended.code == 0
    head, *rows = ended.stdout.decode().splitlines()
    assert head.split()[0] == "编号"
    assert any(row.startswith(NCV) for row in rows)
    assert all(row.split()[-1] in {"已核实", "未核实", "已签字"} for row in rows)
    assert f"Found {len(rows)} rows" in ended.stderr


def test_find_json_carries_document_validity_and_edition() -> None:
    asked = ("factors", "find", "天然气", "--parameter", "ncv", "--format", "json")
    told = exact(run_here(*asked).stdout)
    assert len(told["edition"]) == 64
    (row,) = (each for each in told["factors"] if each["id"] == NCV)
    assert row["printed"] == "38931"
    assert row["unit"] == "kJ/m3"
    assert (row["valid_from"], row["valid_to"]) == (2008, 2020)
    assert "GB/T 2589-2008" in row["source_document"]
    year = exact(run_here(*asked, "--year", "2023").stdout)
    assert NCV not in {each["id"] for each in year["factors"]}


def test_nothing_found_is_an_empty_table_and_no_failure() -> None:
    ended = run_here("factors", "find", "qqqqq")
    assert ended.code == 0
    assert len(ended.stdout.splitlines()) == 1
    assert "Found 0 rows" in ended.stderr


def test_show_opens_a_row_by_its_id_and_a_thing_by_its_code() -> None:
    card = run_here("factors", "show", NCV).stdout.decode()
    assert "38931 kJ/m3" in card
    assert "来源文件  GB/T 2589-2008" in card
    rows = run_here("factors", "show", "NATURAL_GAS").stdout.decode().splitlines()
    assert all(row.startswith("NATURAL_GAS.") for row in rows[1:])
    told = exact(run_here("factors", "show", NCV, "--format", "json").stdout)
    assert [row["id"] for row in told["factors"]] == [NCV]


def test_show_of_an_unknown_name_ends_with_2_and_names_what_is_near() -> None:
    ended = run_here("factors", "show", "NATURAL_GAS.ncv@PG2011")
    assert ended.code == 2
    assert ended.stdout == b""
    assert "NATURAL_GAS." in ended.stderr
    assert "factors find" in ended.stderr


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("NATURAL_GASS", "Near it: NATURAL_GAS, "),
        ("NATURAL_GASS", "NATURAL_GAS.ncv@"),
        ("natural_gas", "Near it: NATURAL_GAS, "),
        ("NATURAL_GAS.nvc@PG2011", "NATURAL_GAS.ncv@PG2011-NCV2008"),
        ("天燃气", "Near it: NATURAL_GAS"),
    ],
)
def test_a_name_spelled_nearly_right_is_told_the_right_one(
    name: str, near: str
) -> None:
    ended = run_here("factors", "show", name)
    assert ended.code == 2
    assert near in ended.stderr


@pytest.mark.parametrize(
    ("name", "count"), [("HEAT_DEFAULT", "1 row,"), ("NATURAL_GAS", "")]
)
def test_a_workbook_that_is_written_can_be_read_back(
    tmp_path: Path, name: str, count: str
) -> None:
    file = tmp_path / "factors.xlsx"
    asked = ("factors", "show", name, "--format", "xlsx", "--output", file)
    assert run_here(*asked).stdout == b""
    ended = run_here("factors", "check", file)
    assert ended.code == 0
    assert ended.stderr.startswith(f"Checked {count}")
    assert "错误" not in ended.stdout.decode()


def test_a_wrong_number_is_found_with_its_cell_and_ends_with_1(tmp_path: Path) -> None:
    file = tmp_path / "factors.xlsx"
    run_here("factors", "show", "NATURAL_GAS", "--format", "xlsx", "--output", file)
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    sheet = book.worksheets[0]
    heads = [str(cell.value) for cell in sheet[1]]
    value, unit = heads.index("数值") + 1, heads.index("单位") + 1
    sheet.cell(2, value).value = -1
    sheet.cell(3, unit).value = "furlong"
    book.save(file)
    ended = run_here("factors", "check", file)
    assert ended.code == 1
    rows = ended.stdout.decode().splitlines()[1:]
    address = sheet.cell(2, value).coordinate
    assert any(address in row and "错误" in row for row in rows)
    told = exact(run_here("factors", "check", file, "--format", "json").stdout)
    wrong = [each for each in told["findings"] if each["severity"] == "error"]
    assert any("furlong" in each["value"] for each in wrong)
    assert all(each["rule"] and each["hint"] for each in wrong)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["check", "gone.csv"], 2, "gone.csv"),
        (["find"], 3, "TEXT"),
        (["show"], 3, "ID|CODE"),
        (["find", "煤", "--year", "now"], 3, "--year"),
        (["find", "煤", "--format", "yaml"], 3, "yaml"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_bad_words_name_what_was_wrong(
    arguments: list[str], code: int, told: str
) -> None:
    ended = run_here("factors", *arguments)
    assert ended.code == code
    assert ended.stdout == b""
    assert told in ended.stderr
