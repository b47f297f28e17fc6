"""The life of a sealed year: seal, correction, replay, restatement, difference."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from dafeng.accounts import ACTIVITY
from dafeng.lake import Lake
from tests.cli.test_account_house import exact, made_house, run_here

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Ended

ROW = "enterprise/2022/91120118XNQY005127/fuel.stationary/NATURAL_GAS"
GRAM = Decimal("0.000001")
"""Each line is rounded once to a gram: two lines that move may leave two."""
LEARNED = datetime(2026, 6, 1, tzinfo=UTC)


def account(home: Path, *arguments: str) -> Ended:
    return run_here("account", *arguments, "--home", home)


def correct(home: Path) -> None:
    """Append the report again with a tenth more gas: it supersedes, nothing is lost."""
    lake = Lake(home / "lake")
    (row,) = (
        row for row in lake.current("activity").to_pylist() if row["row_id"] == ROW
    )
    kept = {column.name: row[column.name] for column in ACTIVITY.columns}
    kept["quantity_e3"] = kept["quantity_e3"] * 11 // 10
    kept["note"] = "corrected"
    lake.append(ACTIVITY, [kept], key="a correction", learned_at=LEARNED)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Seal 2022, correct a report, restate; keep what each command said."""
    home = made_house(tmp_path_factory.mktemp("house"))
    told: dict[str, Any] = {"home": home}
    told["seal"] = account(home, "seal", "--year", "2022")
    told["again"] = account(home, "seal", "--year", "2022")
    told["idle"] = account(home, "seal", "--year", "2022", "--restate", "nothing new")
    told["sealed"] = account(home, "show", "--year", "2022", "--format", "json")
    correct(home)
    told["corrected"] = account(home, "show", "--year", "2022", "--format", "json")
    told["replay"] = account(home, "replay", "--format", "json")
    told["before"] = account(home, "diff", digest(told["seal"]), "2022")
    told["restated"] = account(
        home, "seal", "--year", "2022", "--restate", "a report was corrected"
    )
    return told


def digest(ended: Ended) -> str:
    return ended.stdout.decode().strip()


def test_a_seal_is_named_by_its_digest_alone(story: dict[str, Any]) -> None:
    assert story["seal"].code == 0
    name = digest(story["seal"])
    assert len(name) == 64
    assert int(name, 16)
    assert exact(story["sealed"].stdout)["seal"] == name


def test_a_sealed_year_is_not_sealed_twice(story: dict[str, Any]) -> None:
    assert story["again"].code == story["idle"].code == 2
    assert "Restate it with a reason" in story["again"].stderr
    assert "Nothing changed since seal" in story["idle"].stderr
    assert story["again"].stdout == story["idle"].stdout == b""


def test_a_correction_moves_the_account_and_leaves_the_seal_alone(
    story: dict[str, Any],
) -> None:
    sealed = exact(story["sealed"].stdout)
    corrected = exact(story["corrected"].stdout)
    assert corrected["seal"] is None
    lines = {line["id"]: line for line in sealed["lines"]}
    moved = [line for line in corrected["lines"] if lines[line["id"]] != line]
    # What the owner burned more, the small users of its branch burned less.
    assert len(moved) == 2
    assert {ROW in line["evidence"] for line in moved} == {True, False}
    assert abs(corrected["total"] - sealed["total"]) <= 2 * GRAM
    (replayed,) = exact(story["replay"].stdout)
    assert replayed["same"] is True
    assert replayed["account_sha256"] == replayed["sealed_sha256"]
    assert replayed["seal"] == digest(story["seal"])


def test_the_difference_names_the_reason_of_each_change(story: dict[str, Any]) -> None:
    head, *rows = story["before"].stdout.decode().splitlines()
    assert "原因" in head
    assert len(rows) == 6  # three gases of the report, and of what is left over
    assert {row.split()[1] for row in rows} == {"活动量"}
    assert {row.split()[0] for row in story["restated"].stderr.splitlines()[1:]} >= {
        row.split()[0] for row in rows
    }


def test_a_restatement_keeps_both_seals_and_says_why(story: dict[str, Any]) -> None:
    home, first = story["home"], digest(story["seal"])
    second = digest(story["restated"])
    assert story["restated"].code == 0
    assert second != first
    kept = exact(account(home, "seals", "--format", "json").stdout)
    assert [seal["seal"] for seal in kept] == [first, second]
    assert kept[1]["replaces"] == first
    assert kept[1]["reason"] == "a report was corrected"
    assert kept[0]["tables"]["activity"] < kept[1]["tables"]["activity"]
    shown = account(home, "show", "--year", "2022", "--format", "json")
    assert exact(shown.stdout)["seal"] == second


def test_both_seals_give_the_same_bytes_when_they_are_replayed(
    story: dict[str, Any],
) -> None:
    ended = account(story["home"], "replay")
    assert ended.code == 0
    lines = ended.stdout.decode().splitlines()
    assert len(lines) == 2
    assert all(line.endswith("2022  same bytes") for line in lines)


def test_two_seals_compare_as_the_account_did(story: dict[str, Any]) -> None:
    home = story["home"]
    first, second = digest(story["seal"]), digest(story["restated"])
    told = exact(account(home, "diff", first, second, "--format", "json").stdout)
    assert {change["reason"] for change in told["changes"]} == {"activity"}
    for change in told["changes"]:
        assert change["change"] == change["after"] - change["before"]
    control = told["totals"]["control"]
    moved = control["after"] - control["before"]
    assert sum(change["change"] for change in told["changes"]) == moved
    assert abs(moved) <= 2 * GRAM
    enterprises = told["totals"]["enterprises"]
    assert enterprises["after"] > enterprises["before"]
    ended = account(home, "diff", first[:8], second[:8], "--format", "xlsx")
    (sheet,) = openpyxl.load_workbook(io.BytesIO(ended.stdout)).worksheets
    assert sheet.max_row == 1 + len(told["changes"])


def test_the_lake_tells_which_versions_a_seal_pins(story: dict[str, Any]) -> None:
    ended = run_here("lake", "versions", "activity", "--home", story["home"])
    pinned = [
        line for line in ended.stdout.decode().splitlines() if "a correction" in line
    ]
    assert len(pinned) == 1
    assert digest(story["restated"]) in pinned[0]
    assert digest(story["seal"]) in ended.stdout.decode()


def test_a_seal_that_somebody_changed_is_refused(story: dict[str, Any]) -> None:
    home = story["home"]
    file = home / "seals" / digest(story["seal"]) / "account.json"
    kept = file.read_bytes()
    file.write_bytes(kept.replace(b"2022", b"2021", 1))
    try:
        ended = account(home, "replay", digest(story["seal"]))
    finally:
        file.write_bytes(kept)
    assert ended.code == 2
    assert ended.stdout == b""
    assert "was changed after sealing" in ended.stderr


def test_years_compare_line_by_line(story: dict[str, Any]) -> None:
    told = exact(
        account(story["home"], "diff", "2022", "2023", "--format", "json").stdout
    )
    (year,) = (each for each in told["settings"] if each["name"] == "year")
    assert (year["before"], year["after"]) == ("2022", "2023")
    assert {change["reason"] for change in told["changes"]} > {"activity-and-factor"}
