"""``dafeng meters``: cases in, JSON out, and what a bad case is told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from dafeng.cli.app import run

if TYPE_CHECKING:
    from pathlib import Path


def case(**changed: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "from": "2024-01-01T00:00:00+08:00",
        "until": "2024-01-01T04:00:00+08:00",
        "meters": [
            {
                "id": "M1",
                "enterprise": "works",
                "carrier": "electricity",
                "unit": "kWh",
                "multiplier": "60",
                "digits": 6,
                "limits": {"most_per_hour": 100, "step_s": 3600, "gap_s": 5400},
            }
        ],
        "readings": [
            {"meter": "M1", "at": "2024-01-01T00:00:00", "value": 10.5},
            {"meter": "M1", "at": "2024-01-01T03:00:00+08:00", "value": "13.5"},
            {"meter": "M1", "at": "2024-01-01T04:00:00+08:00", "value": -2},
            {
                "meter": "M1",
                "at": "2024-01-01T01:00:00",
                "value": 0.0115,
                "unit": "MWh",
            },
        ],
        "factors": [
            {
                "amount": "tce",
                "carrier": "electricity",
                "value": 0.1229,
                "unit": "kgce当量/kWh",
                "source": "GB/T 2589",
            },
            {
                "amount": "co2",
                "carrier": "electricity",
                "value": "0.5366",
                "unit": "kgCO2/kWh",
            },
        ],
        "tariffs": [{"carrier": "electricity", "price": "0.6"}],
        "monthly": [{"enterprise": "works", "carrier": "electricity", "amount": 200}],
    }
    return told | changed


def written(folder: Path, told: object) -> str:
    path = folder / "case.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    return str(path)


def test_rollup_gives_flags_and_hours(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["meters", "rollup", "--input", written(tmp_path, case())]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["flags"] for one in told["readings"]] == [
        [],
        ["gap", "estimated"],
        ["range"],
        [],
    ]
    assert [one["energy"] for one in told["hours"]] == [60_000, 60_000, 60_000, None]
    assert [one["state"] for one in told["hours"]] == [
        "measured",
        "estimated",
        "estimated",
        "missing",
    ]
    assert told["hours"][0]["hour"] == "2024-01-01T00:00:00+08:00"
    assert told["days"][0]["energy"] == 180_000
    assert told["days"][0]["day"] == "2024-01-01"
    assert told["months"][0]["month"] == "2024-01"
    assert told["enterprises"] == [
        {
            "name": "works",
            "tce_t": 0.022122,
            "tce_equal_t": None,
            "co2_t": 0.096588,
            "cost_yuan": 108,
        }
    ]


def test_tables_are_given_on_request(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, case())
    assert run(["meters", "rollup", "--input", path, "--format", "table"]) == 0
    assert "60000" in capsys.readouterr().out
    assert run(["meters", "quality", "--input", path, "--format", "table"]) == 1
    assert "works" in capsys.readouterr().out


def test_quality_has_the_agreed_shape(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["meters", "quality", "--input", written(tmp_path, case())]) == 1
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"period", "enterprises", "district"}
    (one,) = told["enterprises"]
    assert one["name"] == "works"
    assert one["completeness"] == 0.75
    assert one["day_month_gap"] == 0.1
    assert one["main_sub_gap"] is None
    assert one["flags"]["range"] == 1
    assert told["district"] == {"completeness": 0.75}


def test_quality_that_holds_ends_well(tmp_path: Path) -> None:
    rows = [
        {"meter": "M1", "at": f"2024-01-01T0{hour}:00:00", "value": hour}
        for hour in range(5)
    ]
    path = written(tmp_path, case(readings=rows, monthly=[]))
    assert run(["meters", "quality", "--input", path]) == 0


METER = case()["meters"][0]
READING = case()["readings"][0]
REPORT = case()["monthly"][0]
HUGE = METER["limits"] | {"stuck_s": 10**30}
TOTAL = METER | {"id": "V", "role": "virtual", "formula": "M1"}
SHOWN = READING | {"meter": "V"}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"readings": [READING | {"meter": "M2"}]}, ["readings[0]", "M2", "M1"]),
        ({"readings": [READING | {"unit": "m3"}]}, ["readings[0]", "convert"]),
        ({"readings": [READING | {"value": "1.2345"}]}, ["readings[0]", "decimals"]),
        ({"readings": [READING | {"value": True}]}, ["readings[0]", "no number"]),
        ({"readings": [READING, {"meter": "M1"}]}, ["readings[1]", "'value'"]),
        ({"readings": {}}, ["readings", "list"]),
        ({"meters": [METER | {"unit": "m3"}]}, ["meter M1, unit"]),
        ({"meters": [METER | {"kind": "clock"}]}, ["meters[0]"]),
        ({"meters": [METER | {"limits": {}}]}, ["meters[0]", "most_per_hour"]),
        ({"meters": [METER, METER]}, ["meter M1, id"]),
        ({"until": "2023-01-01"}, ["until", "later"]),
        ({"factors": [{"carrier": "coal"}]}, ["factors[0]", "'value'"]),
        ({"monthly": [{"enterprise": "w", "carrier": "x"}]}, ["monthly[0]"]),
        ({"calendar": "none"}, ["none"]),
        ({"readings": [READING | {"value": "1/0"}]}, ["readings[0]"]),
        ({"meters": [METER | {"digits": "6"}]}, ["meters[0]", "digits"]),
        ({"meters": [METER | {"limits": HUGE}]}, ["meters[0]", "whole numbers"]),
        ({"monthly": [REPORT | {"amount": -1}]}, ["monthly[0]", "below zero"]),
        ({"meters": [METER, TOTAL], "readings": [SHOWN]}, ["readings[0]", "virtual"]),
    ],
)
def test_a_bad_case_is_told_with_its_place(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    changed: dict[str, Any],
    told: list[str],
) -> None:
    assert run(["meters", "rollup", "--input", written(tmp_path, case(**changed))]) == 2
    said = capsys.readouterr().err
    for part in told:
        assert part in said


def test_what_is_no_case_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.json"
    for content in (b"{", b"[]", b"\xff", b"{}"):
        path.write_bytes(content)
        assert run(["meters", "quality", "--input", str(path)]) == 2
        assert "case.json" in capsys.readouterr().err


def test_an_exchange_and_a_calendar_of_hours_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change = {"at": "2024-01-01T00:30:00", "final": 11, "initial": "0.5"}
    changed = case(
        meters=[METER | {"exchanges": [change], "valid_from": "2023-01-01"}],
        readings=[READING, READING | {"at": "2024-01-01T01:00:00", "value": 1}],
        calendar_hours=[{"period": "peak", "from_hour": 0, "to_hour": 1}],
        tariffs=[{"carrier": "electricity", "price": 1, "period": "peak"}],
    )
    assert run(["meters", "rollup", "--input", written(tmp_path, changed)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["hours"][0]["energy"] == 60_000
    assert told["enterprises"][0]["cost_yuan"] == 60
