"""The synthetic district in a lake, and accounts of it beside its known truth.

Second way: the truth is worked out from what flowed, before anybody stated it, with
factors written down apart; the account is made from the statements with the tables.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dafeng.accounts import (
    Account,
    Boundary,
    read_evidence,
    read_settings,
    run_account,
    within,
    years_with_activity,
)
from dafeng.accounts.balance import balance_cells, energy_balance
from dafeng.factors import factor_book
from dafeng.lake import Lake
from dafeng.sample import (
    SAMPLE_PLACE_CODE,
    evidence_batches,
    fill_lake,
    sample_enterprises,
    sample_organisations,
    synthetic_district,
)

NEAR = 0.012
"""Statistics lie within 0.5 % of the truth, fuels of a sector together within 1.2 %."""


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    filled = Lake(tmp_path_factory.mktemp("house") / "lake")
    fill_lake(filled)
    return filled


def account_of(lake: Lake, year: int) -> Account:
    settings = read_settings(lake, SAMPLE_PLACE_CODE, year)
    return run_account(read_evidence(lake, settings), factor_book(), settings)


def test_the_lake_holds_every_row_of_the_district(lake: Lake) -> None:
    district = synthetic_district()
    assert lake.current("activity").num_rows == len(district.activity)
    assert lake.current("balance").num_rows == len(district.balance)
    for table in ("activity", "balance", "district", "measured", "signatures"):
        rows = sum(len(b.rows) for b in district.batches if b.table == table)
        assert lake.read(table).num_rows == rows
    assert years_with_activity(lake, SAMPLE_PLACE_CODE) == district.years


def test_a_second_filling_changes_nothing(lake: Lake) -> None:
    before = {name: lake.version(name) for name in lake.tables()}
    assert fill_lake(lake) == 0
    assert {name: lake.version(name) for name in lake.tables()} == before


def test_filling_tells_how_far_it_is_and_when_the_house_opened(tmp_path: Path) -> None:
    opened = datetime(2026, 1, 2, tzinfo=UTC)
    steps: list[tuple[int, int]] = []
    lake = Lake(tmp_path / "lake")
    fill_lake(lake, learned_at=opened, progress=lambda *step: steps.append(step))
    count = len(synthetic_district().batches) + len(evidence_batches())
    assert steps == [(n, count) for n in range(1, count + 1)]
    assert set(lake.read("district")["learned_at"].to_pylist()) == {opened}


def test_a_correction_is_unknown_before_it_was_learned(lake: Lake) -> None:
    planted = next(p for p in synthetic_district().truth.planted if p.wrong_e3)
    report = next(
        p for p in synthetic_district().truth.planted if p.kind == "correction"
    )
    before = datetime(report.year + 2, 1, 1, tzinfo=UTC)
    for learned_by, quantity in ((before, report.wrong_e3), (None, report.right_e3)):
        rows = lake.current("activity", learned_by=learned_by).to_pylist()
        row = next(row for row in rows if row["row_id"] == report.rows[0])
        assert row["quantity_e3"] == quantity
    assert planted.kind == "excess"


@pytest.mark.parametrize("year", [2015, 2019, 2023, 2025])
def test_the_account_lies_near_the_truth_of_every_sector(lake: Lake, year: int) -> None:
    direct: dict[str, float] = defaultdict(float)
    bought: dict[str, float] = defaultdict(float)
    for line in within(account_of(lake, year).lines, Boundary.CONTROL):
        if line.flow.startswith("fuel."):
            direct[line.sector] += line.mass_g / 10**6
        elif line.flow in {"power.bought", "heat.bought"}:
            bought[line.sector] += line.mass_g / 10**6
    true = [e for e in synthetic_district().truth.emissions if e.year == year]
    for one in true:
        assert direct[one.sector] == pytest.approx(float(one.direct_t), rel=NEAR)
        if one.sector not in {"industry.power", "industry.heat"}:
            indirect = float(one.indirect_t)
            assert bought[one.sector] == pytest.approx(indirect, rel=NEAR)
    assert sum(direct.values()) == pytest.approx(
        float(sum(e.direct_t for e in true)), rel=0.003
    )


@pytest.mark.parametrize("year", range(2015, 2026))
def test_the_control_total_lies_near_the_truth(lake: Lake, year: int) -> None:
    lines = within(account_of(lake, year).lines, Boundary.CONTROL)
    apart = {"power.green", "waste.incineration-power"}
    found = sum(line.mass_g for line in lines if line.flow not in apart) / 10**6
    true = [e for e in synthetic_district().truth.emissions if e.year == year]
    assert found == pytest.approx(
        float(sum(e.direct_t + e.indirect_t for e in true)), rel=0.003
    )


@pytest.mark.parametrize("year", [2015, 2019, 2023, 2025])
def test_what_was_planted_is_found_and_nothing_lacks_a_factor(
    lake: Lake, year: int
) -> None:
    findings = account_of(lake, year).findings
    assert {f.code for f in findings} <= {
        "account.negative_residual",
        "power.proof_twice",
    }
    places = " ".join(f.place for f in findings)
    for planted in synthetic_district().truth.planted:
        if planted.year == year and planted.kind == "excess":
            assert planted.rows[0].replace("/", " ") in places
        if planted.year == year and planted.kind == "double-certificate":
            assert any(row in places for row in planted.rows)


def test_every_line_has_a_unit_in_charge_and_is_marked_synthetic(lake: Lake) -> None:
    units = {one.code for one in sample_organisations()}
    owners = {one.code for one in sample_enterprises()}
    account = account_of(lake, 2024)
    for line in account.lines:
        assert line.unit_in_charge in units
        assert "synthetic" in line.flags
        assert not line.owner or line.owner in owners
    measured = [line for line in account.lines if "measured" in line.uses[0].factor_id]
    assert {line.sector for line in measured} == {"industry.glass"}


@pytest.mark.parametrize("year", [2016, 2022])
def test_the_balance_room_finds_the_balances_sound(lake: Lake, year: int) -> None:
    cells = balance_cells(lake.current("balance"))
    balance = energy_balance(cells, factor_book(), year, place=SAMPLE_PLACE_CODE)
    codes = {finding.code for finding in balance.findings}
    assert codes <= {"balance.estimated_coefficient", "balance.equal_value"}


def test_the_district_uses_four_to_six_million_tonnes_of_coal_equivalent(
    lake: Lake,
) -> None:
    cells = balance_cells(lake.current("balance"))
    balance = energy_balance(cells, factor_book(), 2022, place=SAMPLE_PLACE_CODE)
    assert balance.equal.missing == ()
    assert 4_000_000 < balance.equal.consumption < 6_000_000
