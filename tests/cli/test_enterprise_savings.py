"""``dafeng enterprises baseline|anomalies|norms|balance``: cases and exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_account_house import run_here


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


DAYS = 60
USED = [100.0 + day * 7 % 5 for day in range(DAYS)]
WARM = [float(day % 30) for day in range(DAYS)]
OUT, SHIFTS = (
    [1.0 + day % 7 for day in range(DAYS)],
    [2.0 - day % 2 for day in range(DAYS)],
)
BASE = {"energy": {"M1": USED}, "temperature": WARM}


def test_drivers_of_a_report_are_matched_by_name(tmp_path: Path) -> None:
    drivers = {"output": OUT, "shifts": SHIFTS}
    told = {
        "baseline": {"energy": {"M1": USED}, "drivers": drivers},
        "report": {"energy": {"M1": USED}, "drivers": dict(reversed(drivers.items()))},
    }
    done = run_here("enterprises", "baseline", "--input", case(tmp_path, told))
    [row] = json.loads(done.stdout)["meters"]
    assert row["saving"] == pytest.approx(0, abs=1e-6)
    assert row["drivers"].keys() == drivers.keys()


def test_a_report_of_which_nothing_is_known_saved_nothing_known(tmp_path: Path) -> None:
    told = {"baseline": BASE, "report": BASE | {"energy": {"M1": [None] * DAYS}}}
    done = run_here("enterprises", "baseline", "--input", case(tmp_path, told))
    [row] = json.loads(done.stdout)["meters"]
    assert (row["report_spans"], row["saving"], row["low"]) == (0, None, None)


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ({"report": {"energy": {"M1": USED}}}, "temperature"),
        ({"report": BASE | {"drivers": {"output": OUT}}}, "output"),
        ({"report": BASE | {"energy": {"M2": USED}}}, "M1, M2"),
        ({"level": 1.5}, "1.5"),
    ],
)
def test_a_report_that_does_not_fit_its_baseline_is_bad_input(
    tmp_path: Path, told: dict[str, object], place: str
) -> None:
    file = case(tmp_path, {"baseline": BASE} | told)
    done = run_here("enterprises", "baseline", "--input", file)
    assert done.code == 2
    assert place in done.stderr


def test_the_example_of_the_documentation_runs(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "savings.md"
    blocks = page.read_text(encoding="utf-8").split("```json\n")[1:]
    told = [json.loads(one.split("```")[0]) for one in blocks]
    [example] = [one for one in told if "baseline" in one]
    done = run_here("enterprises", "baseline", "--input", case(tmp_path, example))
    [row] = json.loads(done.stdout)["meters"]
    assert row["low"] <= row["saving"] <= row["high"]


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


def test_the_balance_of_the_documentation_closes(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "meters.md"
    blocks = page.read_text(encoding="utf-8").split("```json\n")[1:]
    told = [json.loads(one.split("```")[0]) for one in blocks]
    [example] = [one for one in told if "entries" in one]
    done = run_here("enterprises", "balance", "--input", case(tmp_path, example))
    answer = json.loads(done.stdout)
    assert done.code == 0
    assert {one["carrier"]: one["left"] for one in answer["carriers"]} == {
        "natural_gas": 0,
        "steam": 30,
        "electricity": None,
    }
    assert answer["totals"]["calorific"]["left"] is None


def test_a_case_that_is_none_is_bad_input(tmp_path: Path) -> None:
    for command in ("baseline", "anomalies", "norms", "balance"):
        done = run_here("enterprises", command, "--input", case(tmp_path, {}))
        assert done.code == 2, command
        assert "no '" in done.stderr or "has no" in done.stderr
