"""The commands: a case in, both versions or an own account out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from dafeng.cli.app import run

if TYPE_CHECKING:
    from pathlib import Path

REPORT: dict[str, Any] = {
    "branch": "industry",
    "year": 2025,
    "on": "2026-05-01",
    "lines": [
        {
            "code": "gas",
            "flow": "fuel.stationary",
            "item": "NATURAL_GAS",
            "quantity": 500,
            "unit": "万m3",
            "reported_t": "10810.94",
        }
    ],
    "corrections": [
        {
            "line": "gas",
            "required": "0.015",
            "calibrations": [
                {
                    "on": "2024-07-02",
                    "valid_until": "2025-07-01",
                    "accuracy": "0.01",
                }
            ],
            "pieces": [{"first": "2025-01-01", "last": "2025-12-31", "value": 500}],
        }
    ],
    "surrendered": 11000,
}
USED = {
    "enterprise": "X",
    "year": 2025,
    "rows": [
        {
            "flow": "power.bought",
            "item": "ELECTRICITY",
            "quantity": 1,
            "unit": "MWh",
        }
    ],
}


def asked(folder: Path, told: object, command: str, *more: str) -> int:
    file = folder / "case.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    return run(["enterprises", command, "--input", str(file), *more])


def test_a_report_is_verified_from_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(tmp_path, REPORT, "verify-report", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    (line,) = told["changes"]
    assert line["change_t"] == pytest.approx(10810.944045 * 0.015 * 183 / 365)
    assert told["corrections"][0]["parts"][1]["formula"] == "x*(1+a0)"
    assert told["compliance"]["gap_t"] < 0
    short = REPORT | {"surrendered": 10000}
    assert asked(tmp_path, short, "verify-report") == 1
    assert "before" in capsys.readouterr().out
    clean = {name: told for name, told in REPORT.items() if name != "surrendered"}
    assert asked(tmp_path, clean, "verify-report", "--json") == 0
    assert json.loads(capsys.readouterr().out)["compliance"] is None
    assert asked(tmp_path, clean | {"branch": "steel"}, "verify-report") == 1
    assert "to buy" in capsys.readouterr().err
    apart = {"line": "gas", "source": "form", "value": 5, "unit": "t"}
    stated = [apart | {"parameter": "gas", "source": one} for one in ("form", "meter")]
    stated[1]["unit"] = "MWh"
    for one in stated:
        one.pop("line")
    assert asked(tmp_path, clean | {"statements": stated}, "verify-report") == 1
    assert "check.unit" in capsys.readouterr().err
    same = REPORT | {"writer": "甲", "verifier": "甲"}
    assert asked(tmp_path, same, "verify-report") == 2


def test_an_own_account_is_made_from_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(tmp_path, USED, "account", "--json") == 0
    assert json.loads(capsys.readouterr().out)["control_g"] == 530600
    assert asked(tmp_path, USED, "account") == 0
    assert "power.bought" in capsys.readouterr().out
    assert asked(tmp_path, {}, "account") == 2
    assert "case.json" in capsys.readouterr().err
