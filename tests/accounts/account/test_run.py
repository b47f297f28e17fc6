"""The account as a whole: parts add up, inputs move only what depends on them."""

from __future__ import annotations

import random
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dafeng.accounts import (
    Boundary,
    Cut,
    Line,
    by_cut,
    counts,
    difference,
    explain,
    flows,
    line_of,
    total_g,
    within,
)
from dafeng.base.errors import NotFoundError
from dafeng.factors import factor_book
from tests.accounts.account.building import (
    DAIRY,
    GREEN,
    POWER,
    account,
    own,
    row,
    settings,
    small_district,
)

WHOLE = account(*small_district())


def find(flow: str, owner: str = "", gas: str = "CO2") -> Line:
    (found,) = [
        line
        for line in WHOLE.lines
        if (line.flow, line.owner, line.gas) == (flow, owner, gas)
    ]
    return found


def test_nothing_is_found_wrong_with_a_sound_district() -> None:
    assert WHOLE.findings == ()


@pytest.mark.parametrize("boundary", Boundary)
@pytest.mark.parametrize("cut", Cut)
def test_parts_add_up_to_the_whole_in_every_cut(boundary: Boundary, cut: Cut) -> None:
    lines = within(WHOLE.lines, boundary)
    (total,) = [t for t in WHOLE.totals if t.boundary is boundary]
    assert sum(by_cut(lines, cut).values()) == total_g(lines) == total.co2e_g


def test_every_line_is_its_activity_times_its_factors_by_exact_fractions() -> None:
    book = factor_book()
    for line in WHOLE.lines:
        told = explain(line, book, small_district())
        numbers = {u.symbol: Fraction(u.value) for u in line.uses}
        from dafeng.accounts.coefficients import method_of

        exact = method_of(line.method).formula.value(numbers) * Fraction(line.activity)
        assert abs(exact * 10**6 - line.mass_g) <= 1 + abs(line.activity) / 10**6
        assert told.co2e_t == Decimal(line.co2e_g).scaleb(-6)


def test_known_numbers_of_the_small_district() -> None:
    # 5 bn kWh less 1 bn by E1, factor of the province in 2022: 0.7041 kg/kWh.
    assert find("power.bought").co2e_g == 4 * 704_100 * 10**6
    assert find("power.bought", "E1").co2e_g == 704_100 * 10**6
    # Dairy cattle of Asia, 78 kg CH4 a head, AR5: 10,000 x 78 kg x 28.
    assert find("farming.enteric", gas="CH4").co2e_g == 10_000 * 78_000 * 28
    # 1,000 t of calcite at 0.43971.
    assert find("process.carbonate", "E1").mass_g == 439_710_000


def test_the_bridge_leads_from_enterprises_to_the_control_total_exactly() -> None:
    bridge = WHOLE.bridge
    assert bridge is not None
    assert bridge.control_g == total_g(within(WHOLE.lines, Boundary.CONTROL))
    assert (
        bridge.enterprises_g
        - bridge.processes_g
        - bridge.inner_sales_g
        + bridge.small_users_g
        + bridge.other_g
        == bridge.control_g
    )
    assert bridge.inner_sales_g == find("heat.bought", "E2").co2e_g == 4400 * 10**6
    assert bridge.processes_g == find("process.carbonate", "E1").co2e_g
    assert bridge.other_g == find("power.green", "E1").co2e_g < 0


def test_heat_sold_inside_the_district_is_not_counted_twice() -> None:
    without = [r for r in small_district() if "heat" not in r.row_id]
    assert total_g(within(account(*without).lines, Boundary.CONTROL)) == total_g(
        within(WHOLE.lines, Boundary.CONTROL)
    )


def test_sinks_stand_beside_the_control_total() -> None:
    for line in WHOLE.lines:
        sink = counts(line, Boundary.SINKS)
        assert not (sink and counts(line, Boundary.CONTROL))
    for kind in flows().values():
        assert not (kind.scope == "sink" and (kind.control or kind.territorial))


def test_each_line_of_the_control_account_is_under_one_unit() -> None:
    units = by_cut(within(WHOLE.lines, Boundary.UNITS), Cut.UNIT)
    assert set(units) == {"bureau-i", "bureau-h"}
    assert sum(units.values()) == total_g(within(WHOLE.lines, Boundary.CONTROL))


@given(st.randoms(use_true_random=False))
@hypothesis_settings(max_examples=10, deadline=None)
def test_order_of_rows_changes_nothing(shuffler: random.Random) -> None:
    rows = small_district()
    shuffler.shuffle(rows)
    assert account(*rows) == WHOLE


@given(st.integers(2, 50))
@hypothesis_settings(max_examples=10, deadline=None)
def test_emissions_scale_with_activity(times: int) -> None:
    rows = [
        attrs.evolve(r, quantity_e3=r.quantity_e3 * times) for r in small_district()
    ]
    many = {line.id: line for line in account(*rows).lines}
    for line in WHOLE.lines:
        assert abs(many[line.id].co2e_g - times * line.co2e_g) <= times * 265


def test_changing_one_input_moves_only_its_dependants() -> None:
    rows = [
        attrs.evolve(r, quantity_e3=r.quantity_e3 + 10**9)
        if r.row_id == "E1-gas"
        else r
        for r in small_district()
    ]
    found = difference(WHOLE, account(*rows))
    touched = {(c.before.flow, c.before.owner) for c in found.changes if c.before}
    # The report, and what the total leaves over; together nothing changes.
    assert touched == {("fuel.stationary", "E1"), ("fuel.stationary", "")}
    assert {c.reason for c in found.changes} == {"activity"}
    assert abs(sum(c.change_g for c in found.changes)) <= 1


def test_every_row_of_evidence_is_behind_a_line_once() -> None:
    behind: dict[str, set[str]] = defaultdict(set)
    for line in WHOLE.lines:
        for row_id in line.evidence:
            behind[row_id].add(line.flow)
    fresh = {"food-2022"}  # a deposit begins to emit in the next year
    assert set(behind) == {r.row_id for r in small_district()} - fresh
    assert all(len(flows_of) == 1 for flows_of in behind.values())


def test_a_deposit_begins_to_decay_in_the_next_year() -> None:
    later = account(*small_district(), year=2023)
    deposits = {line.evidence for line in later.lines if line.flow == "waste.landfill"}
    assert deposits == {("food-2015",), ("food-2022",)}


def test_what_has_no_factor_is_a_finding_and_never_zero() -> None:
    made = account(row("x", 1000, item="UNOBTAINIUM", unit="t"))
    assert made.lines == ()
    assert {(f.code, f.severity) for f in made.findings} == {
        ("account.no_factor", "error")
    }
    assert not made.complete


def test_what_has_no_method_in_its_unit_is_a_finding() -> None:
    made = account(row("x", 1000, unit="kWh"))
    assert [f.code for f in made.findings] == ["account.no_method"]


def test_an_unknown_flow_is_a_finding() -> None:
    made = account(row("x", 1000, flow="fuel.magic"))
    assert [f.code for f in made.findings] == ["account.unknown_flow"]


def test_an_official_account_refuses_what_nobody_verified() -> None:
    sheep = {**DAIRY, "item": "CN_ENTERIC_SHEEP_INTENSIVE"}
    unofficial = account(row("s", 1_000_000, **sheep))
    assert "unverified-factor" in unofficial.lines[0].flags
    official = account(row("s", 1_000_000, **sheep), official=True)
    assert official.lines == ()
    assert [f.code for f in official.findings] == ["account.unverified"]


def test_a_fuel_gives_methane_and_nitrous_oxide_by_its_heat() -> None:
    # E1 burns 300 million m3 x 38.931 MJ/m3 = 11,679.3 TJ, at 1 and 0.1 kg/TJ.
    assert find("fuel.stationary", "E1", "CH4").mass_g == 11_679_300
    # 3,893.1 millionths of a gram per m3 are kept as 3,893.
    assert find("fuel.stationary", "E1", "N2O").mass_g == 300_000_000 * 3893 // 10**6
    assert not counts(find("fuel.stationary", "E1", "CH4"), Boundary.CONTROL)
    assert counts(find("fuel.stationary", "E1", "CH4"), Boundary.TERRITORIAL)


def test_a_set_that_binds_a_fuel_leaves_its_other_gases_free() -> None:
    made = account(row("x", 1_000_000, factor_set="ENT24-B"))
    assert made.findings == ()
    assert {line.gas for line in made.lines} == {"CO2", "CH4", "N2O"}
    (carbon,) = [line for line in made.lines if line.gas == "CO2"]
    assert {use.factor_id.split("@")[1] for use in carbon.uses[:3]} == {"ENT24-B"}


def test_green_power_is_deducted_once() -> None:
    twice = account(
        *small_district(),
        own("E4-green", 200_000_000_000, "E4", proof="GEC-7", **GREEN),
    )
    assert [f.code for f in twice.findings] == ["power.proof_twice"]
    assert total_g(twice.lines) == total_g(WHOLE.lines)


def test_average_and_residual_factors_of_the_grid_do_not_stand_in_for_each_other() -> (
    None
):
    power = row("p", 1_000_000_000, year=2023, **POWER)
    average = account(power, year=2023)
    residual = account(power, year=2023, power="residual")
    assert average.lines[0].uses[0].factor_id != residual.lines[0].uses[0].factor_id
    assert residual.lines[0].co2e_g == 609_600_000  # 0.6096 kg/kWh


def test_a_year_after_the_last_factor_is_a_named_estimate() -> None:
    later = account(row("p", 1_000_000_000, year=2024, **POWER), year=2024)
    assert later.lines[0].estimate
    assert "estimated-factor" in later.lines[0].flags


def test_intervals_enclose_the_value() -> None:
    for line in WHOLE.lines:
        assert line.low_g <= line.co2e_g <= line.high_g
    for total in WHOLE.totals:
        assert total.low_g <= total.co2e_g <= total.high_g


def test_a_line_is_found_by_the_beginning_of_its_id() -> None:
    line = WHOLE.lines[0]
    assert line_of(WHOLE, line.id[:10]) == line
    with pytest.raises(NotFoundError, match="has no line"):
        line_of(WHOLE, "2022-zzzz")
    with pytest.raises(NotFoundError, match="Write more of it"):
        line_of(WHOLE, "2022")


def test_an_account_without_rows_is_empty_and_says_nothing_false() -> None:
    empty = account()
    assert (empty.lines, empty.bridge, empty.findings) == ((), None, ())
    assert settings().year == 2022
