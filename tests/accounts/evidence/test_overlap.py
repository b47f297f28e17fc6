"""One physical flow, one line: nothing is counted twice, nothing is lost."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.accounts.evidence.consistency import consistent
from dafeng.accounts.evidence.overlap import Untangled, untangle
from dafeng.accounts.evidence.proofs import proven
from dafeng.accounts.evidence.statements import statements
from tests.accounts.account.building import DISTRICT, TOWN, own, row

if TYPE_CHECKING:
    from dafeng.accounts.evidence.rows import ActivityRow

SECTORS = ("industry", "industry.steel", "industry.steel.pipe", "industry.glass")


def untangled(*rows: ActivityRow) -> Untangled:
    stated, _ = statements(rows)
    return untangle(stated, DISTRICT)


def amounts(result: Untangled) -> dict[tuple[str, str], int]:
    return {(f.at.sector, f.at.owner): f.quantity_e3 for f in result.flows}


def test_a_total_keeps_what_nobody_below_it_stated() -> None:
    result = untangled(
        row("a", 1000),
        row("b", 600, sector="industry.steel"),
        own("c", 300, "E1", sector="industry.steel.pipe"),
        own("d", 150, "E2", sector="industry.glass"),
    )
    assert amounts(result) == {
        ("industry", ""): 250,
        ("industry.steel", ""): 300,
        ("industry.steel.pipe", "E1"): 300,
        ("industry.glass", "E2"): 150,
    }
    assert {f.at.sector for f in result.flows if f.residual} == {
        "industry",
        "industry.steel",
    }


def test_a_total_without_parts_is_itself_the_flow() -> None:
    (only,) = untangled(row("a", 1000)).flows
    assert (only.quantity_e3, only.residual, only.grade) == (1000, False, "C")


def test_without_a_total_the_parts_are_all_there_is() -> None:
    assert amounts(untangled(own("c", 300, "E1"))) == {("industry", "E1"): 300}


def test_a_total_that_its_parts_use_up_leaves_no_line() -> None:
    assert amounts(untangled(row("a", 300), own("c", 300, "E1"))) == {
        ("industry", "E1"): 300
    }


def test_parts_above_their_total_are_a_finding_and_the_sum_still_is_the_total() -> None:
    result = untangled(row("a", 200), own("c", 300, "E1"))
    assert amounts(result)["industry", ""] == -100
    assert [f.code for f in result.findings] == ["account.negative_residual"]


def test_the_meter_is_believed_before_the_report_and_both_are_kept() -> None:
    result = untangled(own("c", 300, "E1"), own("d", 310, "E1", stream="meter"))
    assert amounts(result) == {("industry", "E1"): 310}
    (rival,) = [r for r in result.rivals if r.others]
    assert (rival.held[0].stream, rival.others[0].quantity_e3) == ("meter", 300)


def test_the_statistic_is_believed_before_the_supplier_about_a_total() -> None:
    result = untangled(row("a", 1000), row("b", 1010, stream="supplier"))
    assert amounts(result) == {("industry", ""): 1000}


def test_a_town_without_owner_stands_below_the_district() -> None:
    flows = untangled(row("a", 1000), row("b", 400, place=TOWN)).flows
    assert {(f.at.place, f.quantity_e3) for f in flows} == {
        (DISTRICT, 600),
        (TOWN, 400),
    }


def test_fuels_are_not_netted_against_each_other() -> None:
    result = untangled(
        row("a", 1000),
        own("b", 400, "E1", item="DIESEL", unit="t"),
        own("c", 400, "E1", flow="farming.rice"),
    )
    assert sorted(f.quantity_e3 for f in result.flows) == [400, 400, 1000]


def test_fuel_for_vehicles_is_part_of_what_the_statistics_give_the_sector() -> None:
    diesel = {"item": "DIESEL", "unit": "t"}
    result = untangled(
        row("a", 500, **diesel), own("b", 100, "E1", flow="fuel.mobile", **diesel)
    )
    assert {(f.at.flow, f.quantity_e3) for f in result.flows} == {
        ("fuel.stationary", 400),
        ("fuel.mobile", 100),
    }


def test_a_captive_plant_is_part_of_what_the_district_converts() -> None:
    plant = {"sector": "industry.steel"}
    power = {"item": "ELECTRICITY", "unit": "kWh", "flow": "power.sold"}
    result = untangled(
        row("a", 1000, flow="fuel.power", sector="industry.power"),
        own("b", 400, "E1", flow="fuel.power", **plant),
        row("c", 3000, sector="industry.power", **power),
        own("d", 1000, "E1", **plant, **power),
    )
    assert sorted(f.quantity_e3 for f in result.flows) == [400, 600, 1000, 2000]


def test_fuel_that_becomes_heat_lies_in_no_total_of_final_use() -> None:
    result = untangled(
        row("a", 1000),
        own("b", 400, "H1", flow="fuel.heat", sector="industry.heat"),
    )
    assert sorted(f.quantity_e3 for f in result.flows) == [400, 1000]
    assert result.findings == ()


def test_a_towns_total_covers_its_enterprises_and_lies_in_the_districts() -> None:
    result = untangled(row("a", 1000), row("b", 400, place=TOWN), own("c", 300, "E1"))
    assert {(f.at.place, f.at.owner, f.quantity_e3) for f in result.flows} == {
        (DISTRICT, "", 600),
        (TOWN, "", 100),
        (TOWN, "E1", 300),
    }


def test_a_total_of_zero_is_known_and_contradicted() -> None:
    result = untangled(row("a", 0), own("c", 300, "E1"))
    assert sum(f.quantity_e3 for f in result.flows) == 0
    assert [f.code for f in result.findings] == ["account.negative_residual"]
    assert untangled(row("a", 0)).flows == ()


@pytest.mark.parametrize(
    ("total", "part"),
    [
        ({}, {"unit": "GJ"}),
        ({"item": "RAW_COAL", "unit": "t"}, {"item": "ANTHRACITE", "unit": "t"}),
    ],
)
def test_what_a_total_covers_under_another_unit_or_name_blocks(total, part) -> None:
    result = untangled(row("a", 1000, **total), own("b", 10, "E1", **part))
    assert [(f.code, f.severity) for f in result.findings] == [
        ("account.not_nested", "error")
    ]


@st.composite
def ledgers(draw) -> list[ActivityRow]:
    totals = draw(st.lists(st.sampled_from(SECTORS), unique=True))
    rows = [
        row(f"t{i}", draw(st.integers(0, 10**9)), sector=sector)
        for i, sector in enumerate(totals)
    ]
    for i in range(draw(st.integers(0, 6))):
        rows.append(
            own(
                f"o{i}",
                draw(st.integers(0, 10**8)),
                f"E{draw(st.integers(0, 3))}",
                sector=draw(st.sampled_from(SECTORS)),
                stream=draw(st.sampled_from(["enterprise", "meter"])),
            )
        )
    return rows


@given(ledgers())
def test_flows_add_up_to_the_highest_totals_and_what_stands_beside_them(rows) -> None:
    result = untangled(*rows)
    sectors = {r.sector for r in rows if not r.owner}

    def covered(sector: str) -> bool:
        parts = sector.split(".")
        return any(".".join(parts[:n]) in sectors for n in range(1, len(parts) + 1))

    tops = {s for s in sectors if not covered(s.rpartition(".")[0])}
    expected = sum(r.quantity_e3 for r in rows if not r.owner and r.sector in tops)
    expected += sum(
        held.quantity_e3
        for r in result.rivals
        for held in r.held
        if held.at.owner and not covered(held.at.sector)
    )
    assert sum(f.quantity_e3 for f in result.flows) == expected


@given(ledgers(), st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(rows, shuffler: random.Random) -> None:
    mixed = rows.copy()
    shuffler.shuffle(mixed)
    assert Counter(untangled(*rows).flows) == Counter(untangled(*mixed).flows)


def test_months_add_up_and_a_year_of_eleven_is_told() -> None:
    months = [row(f"m{n}", 10, period=f"2022-{n:02}") for n in range(1, 12)]
    stated, found = statements(months)
    assert stated[0].quantity_e3 == 110
    assert [(f.code, f.value) for f in found] == [("activity.months", "11")]


def test_a_stated_year_holds_against_its_months() -> None:
    months = [row(f"m{n:02}", 10, period=f"2022-{n:02}") for n in range(1, 13)]
    stated, found = statements([row("year", 130), *months])
    assert stated[0].quantity_e3 == 130
    assert [f.code for f in found] == ["activity.year_and_months"]


GREEN = {"flow": "power.green", "item": "ELECTRICITY", "unit": "kWh"}
POWER = {"flow": "power.bought", "item": "ELECTRICITY", "unit": "kWh"}


def green(*rows: ActivityRow, used: dict[str, str] | None = None):
    bought = [own(f"b{n}", 100, f"E{n}", **POWER) for n in (1, 2, 3)]
    kept, found = proven([*bought, *rows], (used or {}).items())
    return [r.row_id for r in kept if r.flow == "power.green"], [
        (f.code, f.place) for f in found
    ]


def test_green_power_needs_a_proof_that_nobody_used_before() -> None:
    kept, found = green(
        own("a", 10, "E1", proof="GEC-1", **GREEN),
        own("c", 10, "E2", proof="GEC-1", **GREEN),
        own("d", 10, "E3", **GREEN),
    )
    assert kept == ["a"]
    assert found == [("power.proof_twice", "c"), ("power.no_proof", "d")]


def test_months_of_one_contract_are_one_use() -> None:
    months = [
        own(f"g{n:02}", 5, "E1", proof="PPA-1", period=f"2022-{n:02}", **GREEN)
        for n in range(1, 13)
    ]
    kept, found = green(*months)
    assert (len(kept), found) == (12, [])


def test_a_certificate_of_an_earlier_year_is_used_up() -> None:
    kept, found = green(
        own("a", 10, "E1", proof="GEC-1", **GREEN), used={"GEC-1": "2021"}
    )
    assert (kept, found) == ([], [("power.proof_twice", "a")])


def test_nobody_uses_more_green_power_than_they_bought() -> None:
    kept, found = green(own("a", 101, "E1", proof="GEC-1", **GREEN))
    assert (kept, found) == ([], [("power.more_green", "a")])


def test_green_power_made_inside_is_deducted_once() -> None:
    inner = own("a", 10, "E1", proof="GEC-1", counterparty="E2", **GREEN)
    assert green(inner) == ([], [("power.inner_green", "a")])


def test_what_cannot_be_true_is_left_out_and_told() -> None:
    kept, found = consistent(
        [row("a", 5), own("b", -5, "E1"), row("c", 5, flow="fuel.magic")]
    )
    assert [r.row_id for r in kept] == ["a"]
    assert [(f.code, f.place) for f in found] == [
        ("activity.negative", "b"),
        ("account.unknown_flow", "c"),
    ]


def test_a_purchase_from_a_neighbour_who_sold_nothing_blocks() -> None:
    heat = {"item": "HEAT", "unit": "GJ"}
    bought = own("a", 30, "E1", flow="heat.bought", counterparty="H1", **heat)
    plant = own("b", 900, "H1", flow="fuel.heat")
    sold = own("c", 30, "H1", flow="heat.sold", **heat)
    assert [f.code for f in consistent([bought, plant])[1]] == ["account.no_sale"]
    assert consistent([bought, plant, sold])[1] == ()


def test_a_meter_replaces_a_report_that_names_another_town_or_branch() -> None:
    result = untangled(
        own("c", 300, "E1", sector="industry.steel.pipe"),
        own("d", 310, "E1", sector="industry", place=DISTRICT, stream="meter"),
    )
    assert amounts(result) == {("industry", "E1"): 310}


def test_two_reports_of_one_flow_are_a_finding_and_count_once() -> None:
    stated, found = statements([own("a", 300, "E1"), own("b", 290, "E1")])
    assert [s.quantity_e3 for s in stated] == [300]
    assert [(f.code, f.severity, f.place) for f in found] == [
        ("activity.stated_twice", "error", "b")
    ]


def test_meters_of_an_owner_add_up() -> None:
    stated, found = statements(
        [own("a", 300, "E1", stream="meter"), own("b", 290, "E1", stream="meter")]
    )
    assert ([s.quantity_e3 for s in stated], found) == ([590], ())
