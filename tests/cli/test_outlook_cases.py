"""``dafeng outlook`` and ``dafeng lmdi`` on self-contained cases, one or a list."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from tests.cli.test_account_house import run_here

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Ended

CASES: list[dict[str, Any]] = [
    {
        "id": "zero",
        "topic": "lmdi",
        "method": "two factors V=a*b; a cell that appears belongs to what was zero",
        "inputs": {
            "cells": [
                {"a0": 100, "b0": 0.0, "aT": 120, "bT": 0.2},
                {"a0": 100, "b0": 0.5, "aT": 120, "bT": 0.3},
            ]
        },
        "expected": {"effects": {"a": 7.770076695375119, "b": 2.2299233046248808}},
        "tolerance": {"rel": 1e-10, "residual_abs": 1e-9},
    },
    {"id": "rules", "topic": "lmdi", "kind": "property", "expected": ["sums"]},
    {
        "id": "kaya",
        "topic": "peak",
        "inputs": {"E0": 500, "a": 0.046, "b": 0.005, "years": [2020, 2059]},
        "expected": {"peak_year": 2029, "peak_value": 617.76498281435},
        "tolerance": {"rel": 1e-12},
    },
    {
        "id": "whole",
        "topic": "peak",
        "inputs": {"series": [100, 104, 109, 113, 118, 121]},
        "expected": {"S": 15},
    },
    {"id": "small", "topic": "peak", "inputs": {"n": [4, 5]}},
    {"id": "day", "topic": "power", "inputs": {"load": [70]}},
    {
        "id": "choice",
        "topic": "milp",
        "inputs": {
            "abatement": [2, 3],
            "capital": [10, 20],
            "years": [2024, 2025],
            "abatement_target": 3,
        },
        "expected": {"objective": 20, "number_of_optima": 2},
    },
    {
        "id": "function",
        "topic": "sensitivity",
        "inputs": {"f": "sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1"},
        "expected": {"variance": 13.844587940719254},
        "tolerance": {"abs_at_N4096": 0.02},
    },
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path, CASES)


def written(folder: Path, content: Any) -> Path:
    path = folder / "cases.json"
    path.write_text(json.dumps(content), "utf-8")
    return path


def outlook(*arguments: str | Path) -> Ended:
    return run_here("outlook", *arguments)


@pytest.mark.parametrize(
    ("command", "ids"),
    [
        ("trend", ["whole", "small"]),
        ("peak", ["kaya"]),
        ("choose", ["choice"]),
        ("sensitivity", ["function"]),
    ],
)
def test_each_command_answers_its_own_of_a_list(
    file: Path, command: str, ids: list[str]
) -> None:
    ended = outlook(command, "--input", file, "--format", "json")
    assert ended.code == 0, ended.stderr
    found = json.loads(ended.stdout)
    rows = found if isinstance(found, list) else [found]
    assert [row["id"] for row in rows] == ids
    assert all(row["passed"] in (True, None) for row in rows)
    assert f"{len(CASES) - len(ids)} of {len(CASES)} cases" in ended.stderr


def test_one_case_is_one_object_with_the_figures_that_it_expects(file: Path) -> None:
    ended = outlook(*("peak", "--input", file, "--case", "kaya", "--format", "json"))
    found = json.loads(ended.stdout)
    assert (found["id"], found["peak_year"]) == ("kaya", 2029)
    assert ended.stderr == "kaya: 2 figures as expected\n"


def test_a_case_that_misses_ends_with_one_and_tells_both_values(
    tmp_path: Path,
) -> None:
    wrong = {**CASES[2], "expected": {"peak_year": 2030}}
    ended = outlook("peak", "--input", written(tmp_path, wrong))
    assert ended.code == 1
    assert ended.stderr == "kaya: peak_year is 2029, expected 2030\n"
    assert "2029" in ended.stdout.decode()


@pytest.mark.parametrize(
    ("command", "case", "said"),
    [
        ("trend", "kaya", "dafeng outlook peak answers kaya"),
        ("peak", "whole", "dafeng outlook trend answers whole"),
        ("choose", "day", "room of the power system"),
        ("trend", "zero", "dafeng lmdi answers zero"),
        ("trend", "none", "there is: zero, rules"),
    ],
)
def test_a_case_of_another_command_is_sent_there(
    file: Path, command: str, case: str, said: str
) -> None:
    ended = outlook(command, "--input", file, "--case", case)
    assert (ended.code, ended.stdout) == (2, b"")
    assert said in ended.stderr


def test_a_list_is_no_case_of_an_outlook(file: Path) -> None:
    for command in ("run", "gap", "case", "explain 0"):
        ended = outlook(*command.split(), "--input", file)
        assert ended.code == 2
        assert "dafeng outlook case" in ended.stderr


def test_tables_and_workbooks_hold_the_same_figures(file: Path) -> None:
    text = outlook("trend", "--input", file).stdout.decode()
    assert text.startswith("whole\n")
    assert "5.min_two_sided_p  0.0166" in text
    ended = outlook("trend", "--input", file, "--format", "xlsx")
    book = load_workbook(io.BytesIO(ended.stdout))
    assert book.sheetnames == ["1 whole", "2 small"]
    rows = dict(book["1 whole"].iter_rows(values_only=True))
    assert rows["S"] == "15"


def test_points_of_the_command_go_before_those_of_the_case(file: Path) -> None:
    ended = outlook(
        *("sensitivity", "--input", file, "--draws", "64", "--seed", "3"),
        *("--format", "json"),
    )
    found = json.loads(ended.stdout)
    assert (found["N"], found["seed"]) == (64, 3)


def test_decompositions_of_the_same_list_are_those_of_lmdi(file: Path) -> None:
    ended = run_here("lmdi", "--input", file, "--format", "json")
    assert ended.code == 0, ended.stderr
    found = json.loads(ended.stdout)
    assert found["id"] == "zero"
    assert found["passed"] is True
    assert "rules: properties of the method" in ended.stderr


def test_properties_alone_are_no_case_to_evaluate(tmp_path: Path) -> None:
    ended = run_here("lmdi", "--input", written(tmp_path, CASES[1]))
    assert ended.code == 2
    assert "properties of the method" in ended.stderr
