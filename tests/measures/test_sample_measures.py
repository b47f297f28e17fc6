"""The sample district's side: clauses, units and sizes that fit its plan and energy."""

from __future__ import annotations

from collections import defaultdict

import pytest

from dafeng.measures import Action, measure_library, measure_of
from dafeng.sample import (
    DISTRICT_SEED,
    SAMPLE_PLACE_CODE,
    load_sample_plan,
    sample_measures,
    sample_organisations,
    synthetic_district,
)

TCE = {
    "NATURAL_GAS": ("natural-gas", 389.31 / 29.3076 / 1e4),
    "ELECTRICITY": ("electricity", 0.1229 / 1e3),
    "HEAT": ("heat", 0.0341),
    "DIESEL": ("diesel", 1.4571),
    "GASOLINE": ("petrol", 1.4714),
    "LNG": ("lng", 1.7572),
    "LPG": ("lpg", 1.7143),
}
"""Carrier, and tce for the unit in which the synthetic years hold it."""
PER_UNIT = {"tce/a": 1.0, "万kWh/a": 1.229}


@pytest.fixture(scope="module")
def loads() -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = defaultdict(float)
    for use in synthetic_district(DISTRICT_SEED).truth.uses:
        if use.year == 2025 and use.item in TCE:
            carrier, each = TCE[use.item]
            found[use.sector, carrier] += use.quantity_e3 / 1000 * each
    return found


def test_each_measure_has_its_potential_in_the_district() -> None:
    assert {one.measure for one in sample_measures()} == {
        one.id for one in measure_library()
    }
    assert {one.place for one in sample_measures()} == {SAMPLE_PLACE_CODE}


def test_each_clause_is_one_of_the_plan_and_each_owner_one_of_its_units() -> None:
    clauses = {clause.id for clause in load_sample_plan().clauses}
    units = {unit.code for unit in sample_organisations()}
    for one in sample_measures():
        assert one.clause in clauses, one.measure
        assert one.owner in units, one.measure


def test_each_owner_is_named_by_the_clause() -> None:
    plan = load_sample_plan()
    parents = {clause.id: clause.parent for clause in plan.clauses}
    answers = {
        task.clause: {unit.name for unit in task.responsible} for task in plan.tasks
    }
    units = {unit.code: unit for unit in sample_organisations()}
    for one in sample_measures():
        clause = one.clause if answers.get(one.clause) else parents[one.clause]
        assert clause is not None
        named = answers[clause]
        unit = units[one.owner]
        as_group = unit.kind in {"park", "township"} and any(
            "乡镇" in name or "园区" in name for name in named
        )
        assert unit.name_zh in named or as_group, (one.measure, named)


def test_sizes_that_the_plan_prints_are_those_of_its_projects() -> None:
    projects = [p for p in load_sample_plan().projects if p.clause == "专栏4"]
    sizes = {one.measure: one.size for one in sample_measures()}
    for measure, kind in (("pv-fishery", "光伏发电"), ("wind-low-speed", "风力发电")):
        printed = [p.capacity for p in projects if p.type == kind]
        assert sizes[measure] == sum(map(float, filter(None, printed)))
    assert sizes["waste-to-energy"] == 10
    assert sizes["vehicle-to-grid"] == 76


def test_what_is_planned_can_be_built() -> None:
    for one in sample_measures():
        before = 0.0
        assert all(2026 <= year <= 2030 for year, _ in one.planned)
        for _, units in one.planned:
            assert units - before <= one.per_year * (1 + 1e-9), one.measure
            before = units
        assert before <= one.size


def test_each_figure_has_a_clause_or_is_assumed() -> None:
    for one in sample_measures():
        figures = {"size", "per_year", "probability", "delay"}
        figures |= {"planned"} if one.planned else set()
        stated = figures - set(one.assumed)
        assert stated <= {"size"}, one.measure
        assert one.source == (one.clause if stated else ""), one.measure


def test_savings_are_the_share_of_the_load_that_the_library_says(
    loads: dict[tuple[str, str], float],
) -> None:
    checked = 0
    for one in sample_measures():
        measure = measure_of(one.measure)
        if measure.unit not in PER_UNIT:
            continue
        acted = sum(
            loads[sector, effect.carrier] * effect.strength
            for effect in measure.effects
            for sector in effect.sectors
        )
        assert one.size * PER_UNIT[measure.unit] == pytest.approx(acted, rel=0.02)
        checked += 1
    assert checked > 40


def test_every_energy_effect_meets_a_load_of_the_district(
    loads: dict[tuple[str, str], float],
) -> None:
    for measure in measure_library():
        for effect in measure.effects:
            if effect.action in {Action.EFFICIENCY, Action.SWITCH} and effect.carrier:
                for sector in effect.sectors:
                    assert loads[sector, effect.carrier] > 0, (measure.id, sector)
