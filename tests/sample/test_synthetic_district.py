"""The synthetic district is plausible, closed in itself, and what was planted shows.

Second ways: balances are closed here from their cells, residuals and emissions are
worked out here from the rows, never with the generator's own functions.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from decimal import Decimal

import attrs
import pytest

from dafeng.accounts import LEDGER, ActivityRow, Stream, flows, sectors
from dafeng.accounts.balance import BalanceCell
from dafeng.base.organisations import parse_uscc
from dafeng.base.units import parse_unit
from dafeng.sample import (
    SAMPLE_PLACE_CODE,
    District,
    enterprise_organisations,
    sample_enterprises,
    sample_organisations,
    synthetic_district,
)

DIGEST = "187067d840847bc72bc5891f9c73e757903dab065613fa4e6b3db5fab3ec2363"
FEEDSTOCK = "final.industry.feedstock"


@pytest.fixture(scope="module")
def district() -> District:
    return synthetic_district()


def digest(district: District) -> str:
    text = "\n".join(repr(attrs.astuple(batch)) for batch in district.batches)
    return hashlib.sha256(text.encode()).hexdigest()


def cells_of(district: District, year: int) -> dict[tuple[str, str], int]:
    return {(c.row, c.item): c.quantity_e3 for c in district.balance if c.year == year}


def branches_of(cells: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    return {
        (row.removeprefix("final."), item): quantity
        for (row, item), quantity in cells.items()
        if row.startswith("final.industry.") and row != FEEDSTOCK
    }


def test_the_same_seed_gives_the_same_bytes(district: District) -> None:
    synthetic_district.cache_clear()
    assert digest(synthetic_district()) == digest(district)


def test_the_district_that_the_house_shows_is_pinned(district: District) -> None:
    assert digest(district) == DIGEST


def test_another_seed_gives_another_district(district: District) -> None:
    assert digest(synthetic_district(7)) != digest(district)


def test_there_are_eleven_years_and_a_hundred_and_fifty_enterprises(
    district: District,
) -> None:
    assert district.years == tuple(range(2015, 2026))
    assert len(sample_enterprises()) == 150
    assert sum(len(batch.rows) for batch in district.batches) < 40_000


def test_credit_codes_are_valid_unique_and_given_out_by_nobody() -> None:
    codes = [one.code for one in sample_enterprises()]
    assert len(set(codes)) == 150
    for code in codes:
        assert parse_uscc(code) == code
        assert code[8:12] == "XNQY"


def test_enterprises_have_synthetic_names_and_stand_in_known_towns() -> None:
    units = {one.code: one for one in sample_organisations()}
    for one in sample_enterprises():
        assert one.name_zh.startswith("示范")
        assert units[one.town].kind == "township"
        assert units[one.town].place_code == one.place
        assert not one.park or units[one.park].kind == "park"
        assert one.sector in sectors()
    names = [one.name_zh for one in sample_enterprises()]
    assert len(set(names)) == 150


def test_every_town_and_every_park_of_industry_has_enterprises() -> None:
    companies = sample_enterprises()
    units = sample_organisations()
    assert {one.town for one in companies} == {
        one.code for one in units if one.kind == "township"
    }
    assert {one.park for one in companies if one.park} == {
        one.code for one in units if one.code.startswith("park-")
    }


def test_some_enterprises_open_some_close_and_some_report_late() -> None:
    companies = sample_enterprises()
    assert sum(one.founded > 2015 for one in companies) >= 5
    assert sum(one.closed > 0 for one in companies) >= 3
    assert sum(one.reports_from == 2018 for one in companies) >= 5


def test_enterprises_enter_the_tree_below_a_park_or_a_town() -> None:
    known = {one.code for one in sample_organisations()}
    for unit in enterprise_organisations(sample_enterprises()):
        assert unit.kind == "enterprise"
        assert unit.parent in known


def test_rows_have_the_columns_choices_and_units_of_their_table(
    district: District,
) -> None:
    schemas = {schema.name: schema for schema in LEDGER}
    for batch in district.batches:
        stated = schemas[batch.table].columns
        for row in batch.rows:
            values = attrs.asdict(row, recurse=False)
            # A row of the sample's activity is never taken back.
            columns = [one for one in stated if one.name in {*values, "row_id"}]
            assert list(values) == [column.name for column in columns]
            for column in columns:
                value = values[column.name]
                assert value != "" or not column.required
                assert not column.choices or value in column.choices
            if "unit" in values:
                parse_unit(values["unit"])


def test_every_row_is_marked_synthetic_and_names_a_cell_of_its_document(
    district: District,
) -> None:
    for row in (*district.activity, *district.balance):
        assert row.synthetic is True
        assert row.evidence.startswith("示范")


def test_flows_and_sectors_stand_in_the_lists_of_the_account(
    district: District,
) -> None:
    for row in district.activity:
        assert row.flow in flows()
        assert row.sector in sectors()


def test_rows_name_each_fact_once_but_for_corrections(district: District) -> None:
    names = Counter(
        row.row_id
        for batch in district.batches
        for row in batch.rows
        if isinstance(row, ActivityRow)
    )
    assert sum(count > 1 for count in names.values()) == 1
    assert max(names.values()) == 2


def test_what_is_known_of_a_year_is_learned_after_it(district: District) -> None:
    learned = [batch.learned_at for batch in district.batches]
    assert learned == sorted(learned)
    for batch in district.batches:
        for row in batch.rows:
            if isinstance(row, ActivityRow | BalanceCell):
                assert batch.learned_at.year > row.year


def closure(cells: dict[tuple[str, str], int], item: str) -> int:
    signs = {"supply": 1, "transformation": 1, "losses": -1, "final": -1}
    branches = branches_of(cells)
    return sum(
        signs.get(row.split(".")[0], 0) * quantity
        for (row, of), quantity in cells.items()
        if of == item
        and row != FEEDSTOCK
        and (row.removeprefix("final."), of) not in branches
    )


@pytest.mark.parametrize("year", range(2015, 2026))
def test_every_balance_closes_to_its_printed_difference(
    district: District, year: int
) -> None:
    cells = cells_of(district, year)
    for item in {item for _, item in cells}:
        difference = cells.get(("difference", item), 0)
        used = sum(q for (r, i), q in cells.items() if i == item and r[:5] == "final")
        assert closure(cells, item) == difference
        assert abs(difference) <= used * Decimal("0.0031") + 1000


@pytest.mark.parametrize("year", range(2015, 2026))
def test_branches_add_up_to_industry(district: District, year: int) -> None:
    cells = cells_of(district, year)
    sums: dict[str, int] = defaultdict(int)
    for (_, item), quantity in branches_of(cells).items():
        sums[item] += quantity
    for item, total in sums.items():
        assert cells["final.industry", item] == total


def test_a_balance_closed_before_its_correction_too(district: District) -> None:
    first = next(
        batch
        for batch in district.batches
        if batch.table == "balance" and batch.learned_at.year == 2023
    )
    cells = {
        (row.row, row.item): row.quantity_e3
        for row in first.rows
        if isinstance(row, BalanceCell)
    }
    assert closure(cells, "DIESEL") == cells["difference", "DIESEL"]
    assert (
        cells["final.transport", "DIESEL"]
        > cells_of(district, 2022)["final.transport", "DIESEL"]
    )


def test_coal_is_gone_after_its_clearing(district: District) -> None:
    coal = {"BITUMINOUS", "BRIQUETTE", "COKE"}
    burned: dict[int, int] = defaultdict(int)
    for cell in district.balance:
        if cell.item in coal and cell.row.startswith("final."):
            burned[cell.year] += cell.quantity_e3
    assert burned[2015] > burned[2017] > burned[2018] > burned[2019] > 0
    assert not any(burned[year] for year in range(2020, 2026))
    stated = [row.year for row in district.activity if row.item in coal]
    assert max(stated) == 2018


def test_gas_grows_every_year_to_a_billion_and_a_half(district: District) -> None:
    gas = [cells_of(district, y)["supply.in", "NATURAL_GAS"] for y in district.years]
    assert gas == sorted(gas)
    assert 1_400 < gas[-1] // 10**9 < 1_600


def residuals(district: District, year: int) -> dict[tuple[str, str], Decimal]:
    """Share of each branch total that its enterprises did not report."""
    reported: dict[tuple[str, str], int] = defaultdict(int)
    for row in district.activity:
        if row.stream is not Stream.ENTERPRISE or row.year != year:
            continue
        if row.flow in {"fuel.stationary", "power.bought", "heat.bought"}:
            reported[row.sector, row.item] += row.quantity_e3
    return {
        key: 1 - Decimal(reported[key]) / total
        for key, total in branches_of(cells_of(district, year)).items()
        if key in reported
    }


@pytest.mark.parametrize("year", range(2015, 2026))
def test_enterprises_leave_a_realistic_rest_but_for_the_planted_excess(
    district: District, year: int
) -> None:
    excess = {
        tuple(planted.rows[0].split("/"))
        for planted in district.truth.planted
        if planted.kind == "excess" and planted.year == year
    }
    found = residuals(district, year)
    assert len(found) >= 20
    for key, rest in found.items():
        if key in excess:
            assert Decimal("-0.04") < rest < Decimal("-0.02")
        else:
            assert Decimal("0.05") < rest < Decimal("0.25"), key


def test_two_years_have_one_planted_excess_each(district: District) -> None:
    excess = [p for p in district.truth.planted if p.kind == "excess"]
    assert [p.year for p in excess] == [2019, 2023]
    assert all(p.wrong_e3 > p.right_e3 for p in excess)


def test_plants_report_less_than_the_balance_says_they_made(
    district: District,
) -> None:
    for year in district.years:
        cells = cells_of(district, year)
        sold: dict[str, int] = defaultdict(int)
        for row in district.activity:
            if row.year == year and row.flow in {"power.sold", "heat.sold"}:
                sold[row.item] += row.quantity_e3
        power = cells.get(("transformation.power", "ELECTRICITY"), 0)
        assert sold["ELECTRICITY"] < power + cells["supply.primary", "ELECTRICITY"]
        assert sold["HEAT"] < cells["transformation.heat", "HEAT"]


def test_seller_and_buyer_name_each_other_with_one_amount(district: District) -> None:
    sides = {
        (row.year, row.owner, row.counterparty, row.item): row
        for row in district.activity
        if row.counterparty
    }
    assert len(sides) > 50
    for (year, owner, other, item), row in sides.items():
        assert sides[year, other, owner, item].quantity_e3 == row.quantity_e3 > 0


def test_suppliers_differ_by_what_the_truth_says(district: District) -> None:
    gaps = {(g.year, g.sector, g.item): g.parts for g in district.truth.supplier_gaps}
    rows = [row for row in district.activity if row.stream is Stream.SUPPLIER]
    assert len(rows) == len(gaps)
    for row in rows:
        parts = gaps[row.year, row.sector, row.item]
        assert 5000 <= abs(parts) <= 20_000
        stated = cells_of(district, row.year)[f"final.{row.sector}", row.item]
        assert row.quantity_e3 / stated == pytest.approx(1 + parts / 10**6, rel=3e-4)
        assert not row.owner


def test_meters_differ_a_little_from_the_reports(district: District) -> None:
    rows = {row.row_id: row for row in district.activity}
    meters = [row for row in rows.values() if row.stream is Stream.METER]
    assert {row.year for row in meters} == {2023, 2024, 2025}
    assert len({row.owner for row in meters}) == 6
    for row in meters:
        report = rows[row.row_id.replace("meter/", "enterprise/", 1)]
        assert row.quantity_e3 / report.quantity_e3 == pytest.approx(1, abs=0.0041)


def test_one_certificate_of_green_power_is_used_twice(district: District) -> None:
    proofs = Counter(row.proof for row in district.activity if row.proof)
    twice = [proof for proof, uses in proofs.items() if uses > 1]
    planted = [p for p in district.truth.planted if p.kind == "double-certificate"]
    assert len(twice) == len(planted) == 1
    owners = {row.owner for row in district.activity if row.proof == twice[0]}
    assert len(owners) == 2


def test_corrections_supersede_what_was_stated_first(district: District) -> None:
    report, cell = (p for p in district.truth.planted if p.kind == "correction")
    row = next(r for r in district.activity if r.row_id == report.rows[0])
    assert row.quantity_e3 == report.right_e3 != report.wrong_e3
    assert cells_of(district, cell.year)["final.transport", "DIESEL"] == cell.right_e3


def test_statistics_lie_near_the_truth(district: District) -> None:
    true: dict[tuple[int, str], int] = defaultdict(int)
    for use in district.truth.uses:
        if use.flow not in {"fuel.power", "fuel.heat"}:
            true[use.year, use.item] += use.quantity_e3
    for year in district.years:
        cells = cells_of(district, year)
        branches = branches_of(cells)
        for item in {item for _, item in cells} - {"OTHER_ENERGY"}:
            stated = sum(
                quantity
                for (row, of), quantity in cells.items()
                if of == item
                and row.startswith("final.")
                and row != FEEDSTOCK
                and (row.removeprefix("final."), of) not in branches
            )
            if stated:
                assert stated == pytest.approx(true[year, item], rel=0.006)


def test_the_truth_is_a_district_of_nine_to_ten_million_tonnes(
    district: District,
) -> None:
    totals: dict[int, Decimal] = defaultdict(Decimal)
    for one in district.truth.emissions:
        totals[one.year] += one.direct_t + one.indirect_t
    assert set(totals) == set(district.years)
    assert all(8_000_000 < total < 14_000_000 for total in totals.values())


def test_added_value_of_sectors_adds_up_to_the_whole(district: District) -> None:
    for facts in district.facts:
        assert sum(amount for _, amount in facts.value_added) == facts.gdp
        assert {code for code, _ in facts.value_added} <= set(sectors())
        assert 700_000 < facts.population < 900_000


def test_settings_name_units_that_the_district_has(district: District) -> None:
    units = {one.code for one in sample_organisations()}
    values = {row.name: row.value for row in district.settings}
    assert values["gwp"] == "AR5GWP100"
    assert values["regions"].split(",")[:2] == ["天津", "华北"]
    for name, value in values.items():
        if name.startswith("responsible:"):
            assert name.removeprefix("responsible:") in sectors()
            assert value in units
    assert {row.place for row in district.settings} == {SAMPLE_PLACE_CODE}
