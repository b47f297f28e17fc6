"""``dafeng factors``: find a factor, open it, check a table."""

from __future__ import annotations

import json
from pathlib import Path

from dafeng.factors import factor_book, read_factor_file
from tests.cli.running import dafeng

FOOT = "GRID_CN.grid_residual_national@MEE-2021"


def test_finding_a_fuel_prints_its_rows_with_chinese_heads() -> None:
    ended = dafeng("factors", "find", "天然气", "--parameter", "ncv")
    lines = ended.stdout.decode().splitlines()
    assert ended.code == 0
    assert lines[0].split()[:5] == ["编号", "名称", "参数", "数值", "单位"]
    assert lines[1].startswith("NATURAL_GAS.ncv@ENT24-A")
    assert factor_book().edition[:12] in ended.stderr


def test_an_unverified_row_is_marked() -> None:
    ended = dafeng("factors", "find", "grid_residual", "--year", "2021")
    (row,) = ended.stdout.decode().splitlines()[1:]
    assert row.endswith("未核实")
    assert "1 of them unverified" in ended.stderr


def test_finding_as_json_gives_exact_numbers_and_the_edition() -> None:
    ended = dafeng("factors", "find", "天津", "--year", "2022", "--format", "json")
    content = json.loads(ended.stdout)
    assert content["edition"] == factor_book().edition
    (row,) = content["factors"]
    assert (row["value"], row["printed"]) == (0.7041, "0.7041")
    assert row["verified"] is True


def test_what_find_writes_as_workbook_check_can_read(tmp_path: Path) -> None:
    path = tmp_path / "gas.xlsx"
    ended = dafeng("factors", "find", "天然气", "--format", "xlsx", "-o", path)
    assert ended.code == 0
    table = read_factor_file(path)
    assert {row.id: row for row in table.factors} == {
        row.id: row for row in factor_book().find("天然气")
    }


def test_showing_an_id_opens_the_row() -> None:
    ended = dafeng("factors", "show", FOOT)
    text = ended.stdout.decode()
    assert ended.code == 0
    assert "0.5942 kgCO2/kWh" in text
    assert "关于发布2021年电力二氧化碳排放因子的公告" in text


def test_showing_a_row_tells_what_is_odd_about_it() -> None:
    ended = dafeng("factors", "show", "BFG.carbon_content@PG2011-NCV2008")
    assert "已知分歧" in ended.stdout.decode()


def test_showing_a_code_lists_all_its_rows() -> None:
    ended = dafeng("factors", "show", "DIESEL", "--format", "json")
    rows = json.loads(ended.stdout)["factors"]
    assert {row["code"] for row in rows} == {"DIESEL"}
    assert len(rows) > 10


def test_showing_what_is_not_there_ends_with_two_and_a_hint() -> None:
    ended = dafeng("factors", "show", "NOTHING")
    assert ended.code == 2
    assert ended.stdout == b""
    assert "dafeng factors find" in ended.stderr


def test_checking_a_wrong_table_prints_findings_and_ends_with_one(
    tmp_path: Path,
) -> None:
    path = tmp_path / "new.csv"
    path.write_text(
        "code,parameter,value,unit,factor_set,source_document\n"
        "LPG,ncv,50179,kJ/kg,PAGE,a page\n"
        "LPG,coal_equivalent,0.7143,kgce当量/kg,PAGE,a page\n",
        encoding="utf-8",
    )
    ended = dafeng("factors", "check", path)
    assert ended.code == 1
    assert "new.csv CSV!C3" in ended.stdout.decode()
    as_json = json.loads(dafeng("factors", "check", path, "--format", "json").stdout)
    assert as_json["findings"][0]["code"] == "factor.standard_coal"


def test_checking_a_sound_table_ends_with_zero(tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    path.write_text(
        "code,parameter,value,unit,factor_set,source_document\n"
        "LPG,ncv,50179,kJ/kg,PAGE,a page\n",
        encoding="utf-8",
    )
    ended = dafeng("factors", "check", path)
    assert (ended.code, ended.stdout) == (0, b"")


def test_checking_a_file_that_is_not_there_ends_with_two(tmp_path: Path) -> None:
    assert dafeng("factors", "check", tmp_path / "none.csv").code == 2


def test_a_form_that_does_not_exist_ends_with_three() -> None:
    assert dafeng("factors", "find", "天然气", "--format", "pdf").code == 3
