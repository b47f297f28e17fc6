"""``dafeng account run|show|explain``: totals, lines and the chain of a figure."""

from __future__ import annotations

import io
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from dafeng.accounts import explain
from dafeng.cli.account_chain import chain_text
from dafeng.cli.account_house import Asked, make_account
from tests.cli.test_account_house import exact, made_house, run_here

if TYPE_CHECKING:
    from pathlib import Path

YEAR = ("--year", "2023")
BOUNDARIES = ("territorial", "control", "units", "enterprises", "sinks")
SHOW_KEYS = {
    "place",
    "year",
    "boundary",
    "gwp",
    "unit",
    "total",
    "low",
    "high",
    "lines",
    "by",
    "seal",
}
LINE_KEYS = {
    "id",
    "sector",
    "fuel",
    "flow",
    "gas",
    "quantity",
    "unit",
    "factor_ids",
    "value",
    "low",
    "high",
    "grade",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_house(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def shown(home: Path) -> dict[str, Any]:
    """What ``show`` says of each boundary."""
    told = {}
    for name in BOUNDARIES:
        asked = ("account", "show", *YEAR, "--boundary", name, "--format", "json")
        ended = run_here(*asked, "--home", home)
        assert ended.code == 0
        told[name] = exact(ended.stdout)
    return told


@pytest.fixture(scope="module")
def summed(home: Path) -> dict[str, Any]:
    """What ``run`` says."""
    ended = run_here("account", "run", *YEAR, "--format", "json", "--home", home)
    assert ended.code == 0
    told: dict[str, Any] = exact(ended.stdout)
    return told


@pytest.fixture(scope="module")
def gas_line(shown: dict[str, Any]) -> dict[str, Any]:
    """A line of natural gas that an enterprise burned."""
    lines = shown["enterprises"]["lines"]
    found = [
        line
        for line in lines
        if line["flow"] == "fuel.stationary"
        and line["fuel"] == "NATURAL_GAS"
        and line["gas"] == "CO2"
    ]
    line: dict[str, Any] = found[0]
    return line


def test_run_prints_the_total_of_every_boundary_in_three_forms(
    home: Path, shown: dict[str, Any], summed: dict[str, Any]
) -> None:
    asked = ("account", "run", *YEAR, "--home", home)
    assert summed["totals"] == {
        name: {key: shown[name][key] for key in ("total", "low", "high")}
        for name in BOUNDARIES
    }
    rows = run_here(*asked).stdout.decode().splitlines()[1:]
    assert [Decimal(row.split()[1]) for row in rows] == [
        shown[name]["total"] for name in BOUNDARIES
    ]
    book = run_here(*asked, "--format", "xlsx").stdout
    sheets = openpyxl.load_workbook(io.BytesIO(book)).sheetnames
    assert len(sheets) == 1 + len(BOUNDARIES)


def test_run_leads_from_the_enterprises_to_the_control_total_term_by_term(
    summed: dict[str, Any],
) -> None:
    bridge = summed["bridge"]
    assert bridge["control"] == summed["totals"]["control"]["total"]
    assert bridge["control"] == (
        bridge["enterprises"]
        - bridge["processes"]
        - bridge["inner_sales"]
        + bridge["small_users"]
        + bridge["other"]
    )


def test_reconciliations_show_the_net_and_the_absolute_difference(
    summed: dict[str, Any],
) -> None:
    assert summed["reconciliations"]
    for each in summed["reconciliations"]:
        assert each["net_difference"] == each["left_total"] - each["right_total"]
        assert each["absolute_difference"] >= abs(each["net_difference"])


def test_the_planted_contradictions_of_the_sample_are_findings(
    summed: dict[str, Any],
) -> None:
    codes = {finding["code"] for finding in summed["findings"]}
    assert {"account.negative_residual", "power.proof_twice"} <= codes


@pytest.mark.parametrize("name", BOUNDARIES)
def test_show_has_the_agreed_keys(shown: dict[str, Any], name: str) -> None:
    told = shown[name]
    assert told.keys() >= SHOW_KEYS
    assert told["by"].keys() >= {"sector", "fuel", "gas"}
    assert (told["place"], told["year"]) == ("120118", 2023)
    assert (told["boundary"], told["unit"]) == (name, "tCO2e")
    assert told["gwp"] == "AR5GWP100"
    assert told["seal"] is None
    assert told["lines"]
    for line in told["lines"]:
        assert line.keys() >= LINE_KEYS
        assert line["factor_ids"]
        assert line["grade"] in set("ABCD")
        assert line["low"] <= line["value"] <= line["high"]


@pytest.mark.parametrize("name", BOUNDARIES)
def test_parts_add_up_to_the_total_exactly(shown: dict[str, Any], name: str) -> None:
    told = shown[name]
    assert sum(line["value"] for line in told["lines"]) == told["total"]
    for cut, parts in told["by"].items():
        assert sum(parts.values()) == told["total"], cut
    for key, field in (("sector", "sector"), ("fuel", "fuel"), ("gas", "gas")):
        sums: dict[str, Decimal] = {}
        for line in told["lines"]:
            sums[line[field]] = sums.get(line[field], Decimal(0)) + line["value"]
        assert sums == told["by"][key]
    assert told["low"] <= told["total"] <= told["high"]


def test_views_select_lines_and_never_copy_them(shown: dict[str, Any]) -> None:
    seen: dict[str, Any] = {}
    for told in shown.values():
        ids = [line["id"] for line in told["lines"]]
        assert len(ids) == len(set(ids))
        for line in told["lines"]:
            assert seen.setdefault(line["id"], line) == line
    sinks = {line["id"] for line in shown["sinks"]["lines"]}
    assert sinks.isdisjoint(line["id"] for line in shown["control"]["lines"])
    assert sinks.isdisjoint(line["id"] for line in shown["territorial"]["lines"])
    assert shown["units"]["total"] == shown["control"]["total"]
    assert set(shown["control"]["by"]["gas"]) == {"CO2"}


def test_show_as_a_table_lists_each_line_once(
    home: Path, shown: dict[str, Any]
) -> None:
    ended = run_here("account", "show", *YEAR, "--home", home)
    rows = ended.stdout.decode()
    ids = [row.split()[0] for row in rows.splitlines()[1:]]
    assert sorted(ids) == sorted(line["id"] for line in shown["control"]["lines"])


def test_a_file_holds_the_bytes_of_stdout(home: Path, tmp_path: Path) -> None:
    asked = ("account", "show", *YEAR, "--boundary", "sinks", "--home", home)
    file = tmp_path / "account.xlsx"
    ended = run_here(*asked, "--format", "xlsx", "--output", file)
    assert ended.stdout == b""
    assert file.read_bytes() == run_here(*asked, "--format", "xlsx").stdout


def test_explain_opens_a_figure_down_to_the_cell(
    home: Path, gas_line: dict[str, Any]
) -> None:
    ended = run_here("account", "explain", gas_line["id"], "--home", home)
    assert ended.code == 0
    text = ended.stdout.decode()
    assert "AD × NCV × CC × OF × 44/12" in text
    assert f"{gas_line['quantity']} m3 × 0.038931 GJ/m3 × 0.0153 tC/GJ" in text
    for factor in gas_line["factor_ids"]:
        assert factor in text
    assert "GB/T 32150" in text
    assert "文件    示范" in text  # the owner's report, with its sheet and cell
    assert "表2" in text
    assert "审批 示范审核员" in text


def test_the_figures_of_the_chain_give_the_value_again(
    home: Path, gas_line: dict[str, Any]
) -> None:
    asked = ("account", "explain", gas_line["id"], "--home", home)
    told = exact(run_here(*asked, "--format", "json").stdout)
    assert told["value"] == gas_line["value"]
    assert told["formula"] == "AD × NCV × CC × OF × 44/12"
    tonnes = Fraction(told["activity"]) * Fraction(44, 12)
    for factor in told["factors"]:
        assert factor["document"]
        tonnes *= Fraction(factor["value"])
    # A coefficient is rounded to a millionth of a gram, a line to a gram.
    slack = Fraction(told["activity"]) / 2 / 10**12 + Fraction(1, 10**6)
    assert abs(tonnes - Fraction(told["value"])) <= slack
    (row,) = told["evidence"]
    assert row["quantity_e3"] == told["activity"] * 1000
    assert row["document"]
    assert row["approved_by"] != row["entered_by"]


def test_explain_takes_the_start_of_an_id_and_gives_a_workbook(
    home: Path, gas_line: dict[str, Any]
) -> None:
    whole = run_here("account", "explain", gas_line["id"], "--home", home)
    short = run_here("account", "explain", gas_line["id"][:14], "--home", home)
    assert short.stdout == whole.stdout
    ended = run_here(
        "account", "explain", gas_line["id"], "--format", "xlsx", "--home", home
    )
    (sheet,) = openpyxl.load_workbook(io.BytesIO(ended.stdout)).worksheets
    steps = {row[0]: row[1] for row in sheet.iter_rows(values_only=True)}
    assert steps["公式"] == "AD × NCV × CC × OF × 44/12"


def test_every_line_opens_down_to_its_evidence(home: Path) -> None:
    made = make_account(Asked(home=home, year=2023))
    for line in made.account.lines:
        told = explain(line, made.book, made.evidence.rows)
        steps = chain_text(told)
        assert told.evidence, line.id
        assert all(row.evidence in steps for row in told.evidence)
        assert all(step.factor.source_document in steps for step in told.factors)
        assert told.filled in steps


def test_what_was_learned_later_is_left_out_of_an_earlier_day(
    home: Path, shown: dict[str, Any]
) -> None:
    def total(*more: str) -> Decimal:
        asked = ("account", "show", *YEAR, *more, "--format", "json")
        ended = run_here(*asked, "--home", home)
        value: Decimal = exact(ended.stdout)["total"]
        return value

    late = shown["control"]["total"]
    assert total("--as-of", "2024-07-01") != late
    assert total("--as-of", "2026-01-01") == late


def test_an_official_account_refuses_factors_that_nobody_verified(home: Path) -> None:
    ended = run_here("account", "run", *YEAR, "--official", "--home", home)
    assert ended.code == 1
    assert "account.unverified" in ended.stderr
    assert "blocks:" in ended.stderr


def test_without_a_year_the_last_one_is_taken(home: Path) -> None:
    ended = run_here("account", "run", "--format", "json", "--home", home)
    assert exact(ended.stdout)["year"] == 2025
