"""``dafeng lmdi``: a case in, effects out; what is wrong is named by its path."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from dafeng.sheets import read_workbook
from tests.cli.running import Ended, dafeng

if TYPE_CHECKING:
    from pathlib import Path

CASE = {
    "id": "two-factors",
    "category": "decomposition",
    "inputs": {"C0": 100, "Ct": 100, "X0": [10, 10], "Xt": [20, 5]},
    "expected": {"total": 0, "effects": [69.31471805599453, -69.31471805599453]},
    "tolerance": {"type": "abs", "value": 1e-9},
}
OTHER = {"id": "other", "category": "waste", "inputs": {}, "expected": {}}


def run(tmp_path: Path, document: object, *arguments: str) -> Ended:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return dafeng("lmdi", "--input", file, *arguments)


def test_a_case_that_holds_ends_with_zero(tmp_path: Path) -> None:
    done = run(tmp_path, CASE)
    assert done.code == 0
    assert done.stdout.decode().splitlines()[0].split() == ["期间", "因素", "效应"]
    assert "69.3147180559945" in done.stdout.decode()


def test_json_holds_the_values_under_the_names_of_the_case(tmp_path: Path) -> None:
    done = run(tmp_path, CASE, "--format", "json")
    told = json.loads(done.stdout)
    assert told["passed"] is True
    assert told["values"]["effects"] == pytest.approx(CASE["expected"]["effects"])
    assert told["values"]["total"] == 0


def test_a_list_gives_a_list_and_passes_over_what_is_no_decomposition(
    tmp_path: Path,
) -> None:
    done = run(tmp_path, [CASE, OTHER, CASE], "--format", "json")
    assert [told["id"] for told in json.loads(done.stdout)] == ["two-factors"] * 2
    assert "1 of 3 cases are no decomposition" in done.stderr


def test_the_method_can_be_asked_for(tmp_path: Path) -> None:
    case = {"id": "plain", "inputs": CASE["inputs"]}
    done = run(tmp_path, case, "--method", "multiplicative", "--format", "json")
    assert json.loads(done.stdout)["values"]["effects"] == pytest.approx([2, 0.5])


def test_a_case_that_misses_what_it_expects_ends_with_one(tmp_path: Path) -> None:
    wrong = {**CASE, "expected": {"total": 1}}
    done = run(tmp_path, wrong)
    assert done.code == 1
    assert "two-factors: total is 0, expected 1" in done.stderr


def test_a_workbook_has_a_sheet_for_each_case(tmp_path: Path) -> None:
    file = tmp_path / "effects.xlsx"
    done = run(tmp_path, CASE, "--format", "xlsx", "--output", str(file))
    assert done.code == 0
    assert [grid.name for grid in read_workbook(file).sheets] == ["two-factors"]


def test_cases_of_one_name_and_of_none_have_sheets_of_their_own(tmp_path) -> None:
    file = tmp_path / "effects.xlsx"
    named = {**CASE, "id": "Case [1]: a/b"}
    cases = [named, named, {"inputs": CASE["inputs"]}]
    done = run(tmp_path, cases, "--format", "xlsx", "--output", str(file))
    assert done.code == 0
    names = [sheet.name for sheet in read_workbook(file).sheets]
    assert names == ["Case 1 a b", "Case 1 a b (2)", "3"]


def test_cells_with_years_and_levels_are_shown_by_level(tmp_path: Path) -> None:
    case = {
        "factors": ["活动", "强度"],
        "years": [2020, 2021],
        "cells": [
            {"name": "工业/钢铁", "values": [[1, 2], [2, 3]]},
            {"name": "工业/玻璃", "values": [[1, 2], [2, 3]]},
        ],
    }
    done = run(tmp_path, case)
    shown = done.stdout.decode()
    assert done.code == 0
    for word in ("活动", "合计", "工业/钢铁", "工业/玻璃"):
        assert word in shown


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({"inputs": {"X": {"2020": [[1]], "2021": [[-1]]}}}, "inputs.X.2021[0][0]"),
        ({"inputs": {"X": {"2020": [[1]], "2021": [["?"]]}}}, "inputs.X.2021[0][0]"),
        ({"inputs": {"C0": 1, "Ct": 1, "X0": [1]}}, "inputs.Xt"),
        ({"factors": ["a"], "cells": [{"start": [1], "end": [1, 2]}]}, "cells[0].end"),
        ([], "holds no case"),
        ("text", "holds no case"),
    ],
)
def test_bad_input_ends_with_two_and_its_path(tmp_path, document, place) -> None:
    done = run(tmp_path, document)
    assert done.code == 2
    assert place in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == b""


def test_a_file_that_is_not_there_ends_with_two(tmp_path: Path) -> None:
    done = dafeng("lmdi", "--input", tmp_path / "none.json")
    assert done.code == 2
    assert "none.json" in done.stderr
