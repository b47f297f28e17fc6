"""``dafeng enterprises``: duties, what is missing, a list that can be checked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.test_account_house import run_here

if TYPE_CHECKING:
    from pathlib import Path

CASE = {
    "on": "2026-03-20",
    "place": "示范区",
    "enterprises": [{"code": "a", "name": "甲厂"}, {"code": "b", "name": "乙厂"}],
    "classes": [
        {"enterprise": code, "kind": "key-discharger", "since": "2025-01-01"}
        for code in "ab"
    ],
    "publications": [
        {
            "enterprise": "b",
            "rule": "env-report",
            "period": 2025,
            "published_on": "2026-03-15",
            "value": 10200,
            "unit": "tCO2",
        }
    ],
    "verified": [
        {
            "enterprise": "b",
            "rule": "env-report",
            "period": "2025",
            "value": 10000,
            "unit": "tCO2",
        }
    ],
}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(CASE), encoding="utf-8")
    return file


def test_duties_are_listed_with_their_state_and_difference(case: Path) -> None:
    told = json.loads(
        run_here("enterprises", "duties", "--input", case, "--json").stdout
    )
    counts = {"obliged": 2, "done": 1, "missing": 1, "waiting": 0}
    assert counts.items() <= told["counts"].items()
    first, second = told["duties"]
    assert (first["state"], first["days_late"], first["gap"]) == ("missing", 5, None)
    assert (second["agreement"], second["gap"], second["share"]) == (
        "differs",
        200,
        0.02,
    )
    table = run_here("enterprises", "duties", "--input", case)
    assert "甲厂".encode() in table.stdout
    assert "2 obliged, 1 published, 1 missing" in table.stderr


def test_what_is_missing_blocks(case: Path) -> None:
    ended = run_here("enterprises", "missing", "--input", case, "--json")
    assert ended.code == 1
    assert [one["name"] for one in json.loads(ended.stdout)["missing"]] == ["甲厂"]
    assert run_here("enterprises", "missing", "--input", case).code == 1


def test_a_list_is_written_signed_and_checked(case: Path, tmp_path: Path) -> None:
    key, package = tmp_path / "key", tmp_path / "list.zip"
    key.write_text("07" * 32, encoding="ascii")
    made = run_here("enterprises", "export", "--input", case, "--key", key)
    package.write_bytes(made.stdout)
    assert run_here("enterprises", "verify", package).code == 0
    other = run_here("enterprises", "verify", package, "--key", "00" * 32)
    assert (other.code, b"package.other_key" in other.stdout) == (1, True)


@pytest.mark.parametrize("seed", ["xyz", "07"])
def test_a_bad_key_or_case_is_named(case: Path, tmp_path: Path, seed: str) -> None:
    key = tmp_path / "key"
    key.write_text(seed, encoding="ascii")
    ended = run_here("enterprises", "export", "--input", case, "--key", key)
    assert (ended.code, str(key) in ended.stderr) == (2, True)
    case.write_bytes(b"\xff")
    broken = run_here("enterprises", "duties", "--input", case)
    assert (broken.code, str(case) in broken.stderr) == (2, True)
