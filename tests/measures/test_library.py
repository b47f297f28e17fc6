"""The packaged library: every figure has a document or says that it is assumed."""

from __future__ import annotations

import csv
from datetime import date
from itertools import chain
from pathlib import Path

import pytest

import dafeng.measures
from dafeng.accounts import sectors
from dafeng.measures import (
    CARRIERS,
    FIELDS,
    Action,
    Measure,
    UnknownMeasureError,
    combined_strength,
    measure_documents,
    measure_library,
    measure_of,
    read_measures,
)

DATA = Path(dafeng.measures.__file__).parent / "data"
COST = ("investment", "operation", "saving", "life")


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_library_holds_at_least_seventy_measures_of_every_field() -> None:
    library = measure_library()
    assert len(library) >= 70
    assert {one.field for one in library} == set(FIELDS)
    assert {e.action for one in library for e in one.effects} >= set(Action) - {
        Action.ACTIVITY
    }


@pytest.mark.parametrize("row", rows("measures.csv"), ids=lambda row: row["id"])
def test_each_cost_has_a_document_or_is_assumed(row: dict[str, str]) -> None:
    assumed = row["assumed"].split()
    stated = [name for name in COST if name not in assumed]
    assert bool(stated) == bool(row["cost_source"])
    if not {"ramp", "build_years"} <= set(assumed):
        assert row["source"]


@pytest.mark.parametrize(
    "row", rows("effects.csv"), ids=lambda row: f"{row['measure']}-{row['carrier']}"
)
def test_each_effect_has_a_document_or_is_assumed(row: dict[str, str]) -> None:
    figures = ["strength", "ratio"] if row["action"] == "switch" else ["strength"]
    stated = [name for name in figures if name not in row["assumed"].split()]
    assert bool(stated) == bool(row["source"])


def test_every_document_named_is_known_and_every_known_one_is_named() -> None:
    cells = chain(
        (
            row[name]
            for row in rows("measures.csv")
            for name in ("source", "cost_source")
        ),
        (row["source"] for row in rows("effects.csv")),
    )
    named = {name for cell in cells for name in cell.split("；") if name}
    documents = {each.name for each in measure_documents()}
    assert named - documents == set()
    assert documents - named == set()


def test_every_effect_acts_on_sectors_and_carriers_that_there_are() -> None:
    for one in measure_library():
        for effect in one.effects:
            assert set(effect.sectors) <= set(sectors()), one.id
            assert {effect.carrier, effect.to_carrier} <= {"", *CARRIERS}


def test_no_measure_takes_more_than_its_load() -> None:
    for one in measure_library():
        for effect in one.effects:
            assert effect.strength > 0, one.id
            if effect.action is not Action.GENERATION:
                assert effect.strength <= 1, one.id


def test_all_measures_together_leave_something_of_every_load() -> None:
    library = measure_library()
    loads = {
        (sector, carrier)
        for one in library
        for effect in one.effects
        for sector in effect.sectors
        for carrier in CARRIERS
    }
    together = {
        load: combined_strength(library, sector=load[0], carrier=load[1])
        for load in loads
    }
    assert max(together.values()) < 1
    assert together["industry.steel.pipe", "natural-gas"] > 0.2


def test_combining_does_not_depend_on_the_order() -> None:
    library = measure_library()
    load = {"sector": "industry.glass", "carrier": "natural-gas"}
    forward = combined_strength(library, **load)
    assert combined_strength(library[::-1], **load) == pytest.approx(forward, rel=1e-12)
    left = 1.0
    for one in library:
        for effect in one.effects:
            acts = effect.action in {"efficiency", "switch", "activity"}
            if acts and "industry.glass" in effect.sectors:
                left -= left * effect.strength * (effect.carrier in {"", "natural-gas"})
    assert forward == pytest.approx(1 - left, rel=1e-12)


def test_gases_of_processes_are_met_by_process_measures_alone() -> None:
    glass = [measure_of("glass-oxyfuel"), measure_of("glass-carbon-capture")]
    assert combined_strength(
        glass, sector="industry.glass", carrier="process"
    ) == pytest.approx(0.35)
    assert combined_strength(glass, sector="waste", carrier="process") == 0


def test_a_measure_on_a_branch_meets_what_stands_under_it() -> None:
    (heat,) = measure_of("boiler-flue-recovery").effects
    assert heat.covers("industry.heat")
    assert heat.covers("industry.heat.north")
    assert not heat.covers("industry.heating")


def test_exclusions_hold_both_ways() -> None:
    library = {one.id: one for one in measure_library()}
    pairs = [(one.id, other) for one in library.values() for other in one.excludes]
    assert len(pairs) > 6
    assert all(one in library[other].excludes for one, other in pairs)


def test_a_heat_pump_needs_the_energy_that_its_documents_say() -> None:
    (effect,) = measure_of("rural-heat-pumps").effects
    assert effect.ratio == pytest.approx(0.975 / 3.5, abs=5e-4)
    (ground,) = measure_of("public-heat-pumps").effects
    assert ground.ratio == pytest.approx(0.975 / 3.85, abs=5e-4)


def test_savings_of_a_tonne_of_coal_equivalent_are_its_price() -> None:
    prices = {"natural-gas": 2400, "heat": 1760, "diesel": 5700}
    checked = 0
    for one in measure_library():
        (first, *more) = one.effects
        if one.unit == "tce/a" and first.action == "efficiency" and not more:
            assert one.cost.saving == pytest.approx(prices[first.carrier], rel=0.01)
            checked += 1
    assert checked > 15


def test_ids_names_and_units_are_clean() -> None:
    library = measure_library()
    for name in ("id", "name_zh", "name_en"):
        values = [getattr(one, name) for one in library]
        assert len(set(values)) == len(values)
    assert all(one.id.replace("-", "").isalnum() for one in library)


def test_a_measure_that_is_not_there_names_its_neighbours() -> None:
    with pytest.raises(UnknownMeasureError, match="glass-oxyfuel") as caught:
        measure_of("glass-oxyful")
    assert caught.value.near[0] == "glass-oxyfuel"


def test_the_library_of_a_day_holds_what_stands_on_it(tmp_path: Path) -> None:
    from tests.measures.writing import BOILER, PUMP, write_library

    dated = PUMP | {"valid_from": "2025-01-01", "valid_to": "2025-12-31"}
    pump, boiler = read_measures(write_library(tmp_path, (dated, BOILER)))

    def standing(day: date) -> list[Measure]:
        return [one for one in (pump, boiler) if one.stands(day)]

    assert standing(date(2024, 12, 31)) == [boiler]
    assert standing(date(2025, 1, 1)) == standing(date(2025, 12, 31)) == [pump, boiler]
    assert standing(date(2026, 1, 1)) == [boiler]


def test_the_packaged_library_stands_today_and_later() -> None:
    assert measure_library(date(2026, 6, 1)) == measure_library()
