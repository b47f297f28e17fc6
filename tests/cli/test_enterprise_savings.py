"""``dafeng enterprises baseline|anomalies|norms``: cases as JSON, and exit codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.cli.test_account_house import run_here

if TYPE_CHECKING:
    from pathlib import Path


def case(folder: Path, told: dict[str, Any]) -> Path:
    file = folder / "case.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    return file


def test_a_baseline_and_what_was_saved_are_told(tmp_path: Path) -> None:
    used = [100.0 + day * 7 % 5 for day in range(60)]
    told = {
        "level": 0.95,
        "baseline": {"energy": {"M1": [*used[:-1], None]}},
        "report": {"energy": {"M1": [one - 10 for one in used[:20]]}},
    }
    done = run_here("enterprises", "baseline", "--input", case(tmp_path, told))
    [row] = json.loads(done.stdout)["meters"]
    assert (row["model"], row["spans"], row["report_spans"]) == ("none", 59, 20)
    assert row["low"] <= 200 <= row["high"]


def test_anomalies_and_limits_end_with_one(tmp_path: Path) -> None:
    used = [100.0 + day * 7 % 5 for day in range(120)]
    used[80] = 0.0
    days = {"first": "2026-03-02", "meters": {"M1": {"energy": used}}}
    done = run_here("enterprises", "anomalies", "--input", case(tmp_path, days))
    assert done.code == 1
    [found] = json.loads(done.stdout)["anomalies"]
    assert (found["kind"], found["first"]) == ("day", "2026-05-21")
    year = {"enterprise": "a", "product": "cement", "year": 2024, "output": 1000}
    units = {"energy": 99, "energy_unit": "tce当量", "output_unit": "t"}
    norms = case(tmp_path, {"consumptions": [year | units]})
    done = run_here("enterprises", "norms", "--input", norms)
    assert done.code == 1
    assert json.loads(done.stdout)["rows"][0]["level"] == "over"


def test_a_case_that_is_none_is_bad_input(tmp_path: Path) -> None:
    for command in ("baseline", "anomalies", "norms"):
        done = run_here("enterprises", command, "--input", case(tmp_path, {}))
        assert done.code == 2, command
        assert "has no" in done.stderr
