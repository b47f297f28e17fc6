"""``dafeng account quick``: this year's months, before their account exists."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from dafeng.accounts import DISTRICT
from dafeng.lake import Lake
from tests.cli.test_account_house import exact, made_house, run_here
from tests.cli.test_account_seal import LEARNED

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_house(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def told(home: Path) -> dict[str, Any]:
    asked = ("account", "quick", "--on", "2026-09-30", "--format", "json")
    ended = run_here(*asked, "--home", home)
    assert ended.code == 0
    assert "of its months" in ended.stderr
    said: dict[str, Any] = exact(ended.stdout)
    return said


def test_months_without_an_account_are_estimated(told: dict[str, Any]) -> None:
    newest = [each for each in told["estimates"] if each["period"].startswith("2026")]
    assert newest
    for each in newest:
        assert each["value"] > 0
        assert each["made_on"] <= "2026-09-30"
        assert 0 < each["covered_pct"] <= 100
        assert each["low"] < each["value"] < each["high"]


def test_the_interval_of_a_month_is_narrow_enough_to_use(
    told: dict[str, Any],
) -> None:
    newest = [each for each in told["estimates"] if each["period"].startswith("2026")]
    for each in newest:
        assert each["low"] > each["value"] * Decimal("0.7")
        assert each["high"] < each["value"] * Decimal("1.3")


def test_the_table_shows_whole_tonnes_beside_the_year_before(home: Path) -> None:
    ended = run_here("account", "quick", "--on", "2026-09-30", "--home", home)
    head, *rows = (line.split() for line in ended.stdout.decode().splitlines())
    assert "同比" in head
    assert len(rows) == 12
    assert all(row[2].isdigit() and row[3].isdigit() for row in rows)
    assert rows[-1][0] == "2026-08"
    told = exact(
        run_here(
            *("account", "quick", "--on", "2026-09-30", "--format", "json"),
            *("--home", home),
        ).stdout
    )
    newest = {each["period"]: each["value"] for each in told["estimates"]}
    change = 100 * (newest["2026-08"] / newest["2025-08"] - 1)
    assert abs(Decimal(rows[-1][5]) - change) < Decimal("0.06")


def test_past_estimates_are_held_against_their_account(told: dict[str, Any]) -> None:
    assert told["errors"]
    for each in told["errors"]:
        off = 100 * (each["account"] - each["estimated"]) / each["estimated"]
        assert abs(off - each["relative_pct"]) < 1


def test_without_sales_the_command_says_what_to_append(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    row = {"place": "360100", "name": "regions", "value": "CN,World"}
    lake.append(DISTRICT, [row], key="open", learned_at=LEARNED)
    ended = run_here("account", "quick", "--home", tmp_path)
    assert ended.code == 2
    assert ended.stdout == b""
    assert "`sales`" in ended.stderr
