"""What is stated of the synthetic district: plausible, in its units, and never twice.

Second ways: sums and shares are worked out here from the rows themselves.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

from dafeng.base.units import parse_unit
from dafeng.indicators import (
    OBSERVATIONS,
    REGISTERS,
    Evidence,
    definition_register,
    read_indicator_evidence,
    series_catalogue,
    series_of,
)
from dafeng.lake import Lake
from dafeng.sample import (
    SAMPLE_PLACE_CODE,
    ObservationRow,
    RegisterRow,
    enterprise_energy,
    evidence_batches,
    fill_lake,
    part_energy,
    sample_enterprises,
    sample_goals,
    sample_organisations,
    synthetic_district,
    variant_observations,
)

DAY = date(2026, 11, 29)
E6 = 10**6
FINAL_ROWS = {
    "final.farming",
    "final.industry",
    "final.construction",
    "final.transport",
    "final.services",
    "final.public",
    "final.households.urban",
    "final.households.rural",
}


@pytest.fixture(scope="module")
def stated() -> tuple[tuple[date, ObservationRow], ...]:
    return tuple(
        (batch.learned_at.date(), row)
        for batch in evidence_batches()
        for row in batch.rows
        if isinstance(row, ObservationRow)
    )


@pytest.fixture(scope="module")
def things() -> tuple[RegisterRow, ...]:
    """Things as they stand after everything that was learned of them."""
    found: dict[tuple[str, str], RegisterRow] = {}
    for batch in evidence_batches():
        for row in batch.rows:
            if isinstance(row, RegisterRow):
                found[row.register, row.entry] = row
    return tuple(found.values())


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    filled = Lake(tmp_path_factory.mktemp("evidence") / "lake")
    fill_lake(filled)
    return filled


def digest() -> str:
    text = "\n".join(repr(attrs.astuple(batch)) for batch in evidence_batches())
    return hashlib.sha256(text.encode()).hexdigest()


def of_district(
    stated: tuple[tuple[date, ObservationRow], ...], series: str
) -> dict[str, Decimal]:
    """Stated values of a series by period; measured ones are left out."""
    return {
        row.period: Decimal(row.value_e6) / E6
        for _, row in stated
        if row.series == series and not row.scope and row.basis != "measured"
    }


def test_the_same_seed_gives_the_same_evidence() -> None:
    before = digest()
    evidence_batches.cache_clear()
    assert digest() == before


def test_every_number_is_in_the_unit_of_a_series_that_somebody_states(
    stated: tuple[tuple[date, ObservationRow], ...],
) -> None:
    for _, row in stated:
        series = series_of(row.series)
        assert row.unit == series.unit
        assert series.origin == "observations", row.series
        parse_unit(row.unit)


def needed_by(definition: str) -> set[str]:
    """Series that a definition rests on, however deep."""
    found: set[str] = set()
    for text in definition_register().get(definition).inputs.values():
        name = text.partition("@")[0]
        found |= needed_by(name[1:]) if name.startswith("=") else {name}
    return found


def test_every_series_that_a_target_needs_is_stated(
    stated: tuple[tuple[date, ObservationRow], ...],
) -> None:
    rows = {row.series for _, row in stated}
    needed = {s for goal in sample_goals() for s in needed_by(goal.definition)}
    asked = {s for s in needed if series_of(s).origin == "observations"}
    assert len(asked) > 80
    assert asked <= rows


def test_rows_have_the_columns_and_choices_of_their_tables() -> None:
    schemas = {schema.name: schema for schema in (OBSERVATIONS, REGISTERS)}
    for batch in evidence_batches():
        columns = schemas[batch.table].columns
        for row in batch.rows:
            values = attrs.asdict(row)
            assert list(values) == [column.name for column in columns]
            for column in columns:
                value = values[column.name]
                assert value != "" or not column.required
                assert not column.choices or value in column.choices


def test_everything_is_marked_synthetic_and_names_a_synthetic_paper() -> None:
    for batch in evidence_batches():
        for row in batch.rows:
            assert row.synthetic is True
            assert row.evidence.startswith("示范")
            assert row.place == SAMPLE_PLACE_CODE


def test_no_figure_is_stated_twice_on_one_basis(
    stated: tuple[tuple[date, ObservationRow], ...],
) -> None:
    keys = Counter((r.series, r.scope, r.period, r.basis) for _, r in stated)
    assert set(keys.values()) == {1}


def test_a_year_is_learned_after_it_is_over(
    stated: tuple[tuple[date, ObservationRow], ...],
) -> None:
    for learned, row in stated:
        last = date(int(row.period[:4]), int(row.period[5:] or 12), 28)
        assert last < learned <= DAY
        assert (learned - last).days < 460


def test_bureaus_report_in_march_and_statistics_come_in_october(
    stated: tuple[tuple[date, ObservationRow], ...],
) -> None:
    days = {
        row.series: (learned.month, learned.day)
        for learned, row in stated
        if row.period == "2023"
    }
    assert days["buildings.new.green_area"] == (3, 31)
    assert days["economy.gdp.2020prices"] == (3, 31)
    assert days["energy.renewable.equal_value"] == (10, 20)


def test_output_and_people_are_those_of_the_synthetic_years(
    stated: tuple[tuple[date, ObservationRow], ...],
) -> None:
    gdp = of_district(stated, "economy.gdp.2020prices")
    people = of_district(stated, "economy.population.resident")
    industry = of_district(stated, "economy.value_added.industry.2020prices")
    for facts in synthetic_district().facts:
        assert gdp[str(facts.year)] == facts.gdp
        assert people[str(facts.year)] == facts.population
        assert industry[str(facts.year)] == dict(facts.value_added)["industry"]


def test_prices_of_2020_are_the_current_prices_of_2020(
    stated: tuple[tuple[date, ObservationRow], ...],
) -> None:
    constant = of_district(stated, "economy.gdp.2020prices")
    assert of_district(stated, "economy.gdp.current")["2020"] == constant["2020"]
    restated = of_district(stated, "economy.gdp.2025prices")
    assert restated["2025"] == of_district(stated, "economy.gdp.current")["2025"]


def test_power_is_what_the_balance_says(
    stated: tuple[tuple[date, ObservationRow], ...],
) -> None:
    used: dict[str, int] = defaultdict(int)
    for cell in synthetic_district().balance:
        if cell.item == "ELECTRICITY" and (
            cell.row == "losses" or cell.row in FINAL_ROWS
        ):
            used[str(cell.year)] += cell.quantity_e3
    for year, amount in of_district(stated, "power.consumption").items():
        if len(year) == 4:
            assert amount == Decimal(used[year]) / 1000


def test_a_part_is_never_more_than_its_whole(
    stated: tuple[tuple[date, ObservationRow], ...],
) -> None:
    pairs = (
        ("buildings.new.green_area", "buildings.new.area"),
        ("waste.household.treated", "waste.household.collected"),
        ("transport.trips.green", "transport.trips"),
        ("farming.straw.used", "farming.straw.collectable"),
        ("industry.audit.done", "industry.audit.listed"),
        ("water.reclaimed.used", "water.sewage.treated"),
        ("projects.rail.milestones.done", "projects.rail.milestones.due"),
    )
    for part, whole in pairs:
        parts, wholes = of_district(stated, part), of_district(stated, whole)
        assert len(parts) >= 3
        for period, amount in parts.items():
            assert amount <= wholes[period], (part, period)


def test_months_of_2025_add_up_to_the_year_where_both_are_stated(
    stated: tuple[tuple[date, ObservationRow], ...],
) -> None:
    values = of_district(stated, "power.consumption")
    months = [values[f"2025-{month:02d}"] for month in range(1, 13)]
    assert sum(months) == values["2025"]


def test_some_years_are_known_by_their_months_alone(
    stated: tuple[tuple[date, ObservationRow], ...],
) -> None:
    values = of_district(stated, "waste.household.collected")
    assert "2025" not in values
    assert sum(p.startswith("2025-") for p in values) == 12
    assert max(values) == "2026-09"


def test_a_month_that_never_came_leaves_its_year_unknown(lake: Lake) -> None:
    evidence = read_indicator_evidence(lake, SAMPLE_PLACE_CODE, as_of=DAY)
    rail = "transport.passengers.suburban_rail"
    periods = {period.code for period in evidence.periods(rail)}
    assert "2025-06" in periods
    assert "2025-07" not in periods
    assert "2025" not in periods


def test_late_figures_are_unknown_until_they_came(lake: Lake) -> None:
    before = read_indicator_evidence(lake, SAMPLE_PLACE_CODE, as_of=date(2026, 9, 17))
    after = read_indicator_evidence(lake, SAMPLE_PLACE_CODE, as_of=date(2026, 9, 18))
    assert 2025 not in before.years("farming.film.recovered")
    assert 2025 in after.years("farming.film.recovered")


def test_some_figures_have_two_bases_and_some_are_doubted(
    stated: tuple[tuple[date, ObservationRow], ...],
) -> None:
    bases = defaultdict(set)
    for _, row in stated:
        bases[row.series, row.scope, row.period].add(row.basis)
    both = [at for at, found in bases.items() if len(found) > 1]
    assert {series for series, _, _ in both} == {
        "power.consumption",
        "waste.household.incinerated",
        "water.reclaimed.used",
        "heating.network.in",
    }
    doubted = [row for _, row in stated if row.quality == "D"]
    assert doubted
    assert all(not row.approved_by for row in doubted)


def test_towns_and_parks_add_up_to_the_district(
    stated: tuple[tuple[date, ObservationRow], ...],
) -> None:
    units = {one.code for one in sample_organisations()}
    for series in ("economy.population.resident", "economy.gdp.2020prices"):
        whole = of_district(stated, series)
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for _, row in stated:
            if row.series == series and row.scope:
                assert row.scope in units
                sums[row.period] += Decimal(row.value_e6) / E6
        assert set(sums) == {str(year) for year in range(2020, 2026)}
        for period, total in sums.items():
            assert total == whole[period]


def test_every_town_and_park_has_its_energy_and_carbon() -> None:
    parts = part_energy(20230615, 2025)
    assert len(parts) == 23
    for one in parts:
        assert one.total_tce > 0
        # A mix of gas, power and oil: between pure gas at 1.6 and power at 2.2 t/tce.
        assert Decimal("1.4") < one.total_co2_t / one.total_tce < Decimal("2.4"), (
            one.unit
        )


def test_energy_of_the_parts_is_the_final_use_of_the_balance() -> None:
    cells = [
        cell
        for cell in synthetic_district().balance
        if cell.year == 2025 and cell.row in FINAL_ROWS and cell.item == "ELECTRICITY"
    ]
    used = sum(cell.quantity_e3 for cell in cells) // 1000
    assert sum(one.power_kwh for one in part_energy(20230615, 2025)) == pytest.approx(
        used, abs=23
    )


def test_enterprises_use_less_than_the_place_they_are_in() -> None:
    where = {one.code: one.park or one.town for one in sample_enterprises()}
    own: dict[str, Decimal] = defaultdict(Decimal)
    for one in enterprise_energy(20230615, 2025):
        own[where[one.unit]] += sum(
            (v for item, v in one.energy_tce.items() if item == "ELECTRICITY"),
            Decimal(),
        )
    parts = {one.unit: one for one in part_energy(20230615, 2025)}
    for part, used in own.items():
        assert used < parts[part].energy_tce["ELECTRICITY"]


def test_things_live_in_places_that_the_district_has(
    things: tuple[RegisterRow, ...],
) -> None:
    known = {one.code for one in sample_organisations()}
    known |= {one.code for one in sample_enterprises()}
    for thing in things:
        assert thing.scope in known
        assert thing.since >= date(2011, 1, 1)
        assert thing.until is None or thing.until > thing.since
        assert f"register.{thing.register}.count" in series_catalogue()


def test_renewable_capacity_comes_near_to_what_the_plan_wants(
    things: tuple[RegisterRow, ...],
) -> None:
    # 58.4 wind, 219.8 sun, 3.4 biomass.
    plants = [one for one in things if one.register == "renewable_plants"]
    assert sum(one.amount_e6 or 0 for one in plants) == 281_600_000
    assert {one.unit for one in plants} == {"万kW"}


def test_a_title_that_was_withdrawn_is_known_to_be_so_later(lake: Lake) -> None:
    def entry(learned_by: datetime) -> dict[str, object]:
        rows = lake.current("registers", learned_by=learned_by).to_pylist()
        return next(row for row in rows if row["entry"] == "示范绿色制造单位007")

    assert entry(datetime(2024, 12, 31, tzinfo=UTC))["until"] is None
    known = entry(datetime(2025, 1, 15, tzinfo=UTC))
    assert known["until"] == date(2024, 5, 20)


def test_the_lake_holds_the_evidence_as_it_was_learned(lake: Lake) -> None:
    for table in ("observations", "registers"):
        rows = sum(len(b.rows) for b in evidence_batches() if b.table == table)
        assert lake.read(table).num_rows == rows


def test_forest_cover_is_a_little_above_the_target_of_the_plan(
    stated: tuple[tuple[date, ObservationRow], ...],
) -> None:
    # (15560 + 60) / 147600 = 10.583 %, the plan wants 10.5 %.
    forest = of_district(stated, "forest.area")["2025"]
    shrub = of_district(stated, "forest.special_shrub")["2025"]
    land = of_district(stated, "land.area")["2025"]
    assert Fraction(forest + shrub) / Fraction(land) == Fraction(15620, 147600)


def test_another_district_is_another_one_of_the_same_kind() -> None:
    one, other = variant_observations(1), variant_observations(2)
    assert one != other
    assert variant_observations(1) is one
    evidence = Evidence(place="999999", observations=one)
    assert evidence.years("economy.gdp.2020prices") == tuple(range(2015, 2026))
    for each in one:
        assert each.synthetic
        assert series_of(each.series).origin == "observations"


def test_shares_of_another_district_stay_below_the_whole() -> None:
    values = {(o.series, o.period): o.value for o in variant_observations(3)}
    for year in range(2015, 2026):
        green = values["buildings.new.green_area", str(year)]
        assert green <= values["buildings.new.area", str(year)]
