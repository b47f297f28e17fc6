"""``dafeng measures``: list, open, check, and the empty form."""

from __future__ import annotations

import json
from pathlib import Path

from dafeng.measures import measure_library, read_measures
from tests.cli.running import dafeng, python
from tests.measures.writing import BOILER, PUMP, write_library


def test_listing_a_field_prints_its_measures_with_chinese_heads() -> None:
    ended = dafeng("measures", "list", "--field", "sinks")
    head, *rows = ended.stdout.decode().splitlines()
    assert ended.code == 0
    assert head.split()[:4] == ["编号", "名称", "领域", "作用"]
    assert [row.split()[0] for row in rows] == [
        one.id for one in measure_library() if one.field == "sinks"
    ]
    assert "3 measures" in ended.stderr


def test_listing_a_sector_as_json_gives_costs_of_a_year() -> None:
    ended = dafeng(
        *("measures", "list", "--sector", "industry.glass"),
        *("--format", "json", "--rate", "0"),
    )
    content = json.loads(ended.stdout)
    assert content["rate"] == 0
    oxyfuel = next(m for m in content["measures"] if m["id"] == "glass-oxyfuel")
    cost = oxyfuel["cost"]
    assert oxyfuel["annual_cost"] == (
        cost["investment"] / cost["life"] + cost["operation"] - cost["saving"]
    )
    assert oxyfuel["effects"][0]["action"] == "switch"


def test_what_list_writes_as_workbook_check_can_read(tmp_path: Path) -> None:
    path = tmp_path / "library.xlsx"
    written = dafeng("measures", "list", "--format", "xlsx", "-o", path)
    assert written.code == 0
    assert read_measures(path) == measure_library()
    checked = dafeng("measures", "check", path)
    assert (checked.code, checked.stdout) == (0, b"")
    assert "0 findings" in checked.stderr


def test_showing_a_measure_opens_its_documents() -> None:
    ended = dafeng("measures", "show", "rural-heat-pumps")
    text = ended.stdout.decode()
    assert ended.code == 0
    assert "天然气→电力 30%" in text
    assert "Danish Energy Agency" in text
    assert "未核实" not in text
    solar = dafeng("measures", "show", "pv-fishery").stdout.decode()
    assert "中国光伏行业协会（未核实）" in solar


def test_a_measure_that_is_not_there_ends_with_bad_input() -> None:
    ended = dafeng("measures", "show", "glass-oxyful")
    assert (ended.code, ended.stdout) == (2, b"")
    assert "glass-oxyfuel" in ended.stderr


def test_checking_a_bad_library_prints_every_finding(tmp_path: Path) -> None:
    measures = (PUMP | {"life": "0"}, BOILER | {"field": "?"})
    folder = write_library(tmp_path / "own", measures)
    ended = dafeng("measures", "check", folder)
    text = ended.stdout.decode()
    assert ended.code == 1
    assert "measures.csv row 2 column life" in text
    assert "measures.csv row 3 column field" in text
    told = dafeng("measures", "check", folder, "--format", "json")
    assert told.code == 1
    assert [each["value"] for each in json.loads(told.stdout)["findings"]] == ["0", "?"]


def test_a_sector_that_there_is_not_is_a_finding_of_check(tmp_path: Path) -> None:
    folder = write_library(tmp_path / "own")
    path = folder / "effects.csv"
    path.write_text(
        path.read_text("utf-8").replace("households.rural", "moon"), "utf-8"
    )
    ended = dafeng("measures", "check", folder)
    assert ended.code == 1
    assert "measure.unknown_sector" in ended.stdout.decode()


def test_the_template_is_an_empty_library(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    assert dafeng("measures", "template", "-o", path).code == 0
    assert read_measures(path) == ()


def test_a_library_of_ones_own_is_listed(tmp_path: Path) -> None:
    folder = write_library(tmp_path / "own")
    ended = dafeng("measures", "list", "--library", folder)
    assert [row.split()[0] for row in ended.stdout.decode().splitlines()[1:]] == [
        "pump",
        "boiler",
    ]


def test_the_library_loads_no_tables() -> None:
    ended = python(
        "import sys; from dafeng.measures import measure_library; measure_library(); "
        "print([m for m in sys.modules if m.split('.')[0] in "
        "('pandas', 'numpy', 'scipy', 'ibis', 'django', 'openpyxl')])"
    )
    assert ended.stdout.decode().strip() == "[]"
