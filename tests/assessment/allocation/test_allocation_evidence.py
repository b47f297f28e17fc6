"""Parties read from what the parts of a district state."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dafeng.assessment.allocation import (
    AllocationCase,
    AllocationError,
    Budget,
    Group,
    Named,
    PartyKind,
    Quantity,
    allocate,
    evidence_unit,
    parties_from_evidence,
    stated_years,
)
from dafeng.indicators import Evidence, Observation
from tests.assessment.allocation.allocating_cases import values


def seen(series: str, scope: str, year: int, value: object) -> Observation:
    return Observation(
        series=series, period=str(year), value=Decimal(str(value)), scope=scope
    )


STATED = Evidence(
    place="990101",
    observations=(
        seen("park.energy", "p1", 2024, 90),
        seen("park.energy", "p1", 2025, 100),
        seen("park.energy", "p1", 2026, 999),
        seen("park.energy", "p2", 2025, 300),
        seen("park.co2", "p1", 2025, 240),
        seen("park.co2", "p2", 2025, 600),
        seen("park.energy.clean", "p1", 2025, 20),
        seen("economy.gdp.2020prices", "p1", 2025, 7),
        seen("economy.gdp.2020prices", "", 2025, 70),
        seen("economy.gdp.2025prices", "", 2025, 80),
        seen("economy.population.resident", "p2", 2025, 5000),
        seen("factory.energy", "f1", 2025, 11),
        seen("factory.co2", "f1", 2025, 22),
    ),
)


def test_parties_have_the_figures_of_their_scope_up_to_the_year() -> None:
    names = {"p1": Named(name="甲园", kind=PartyKind.PARK)}
    first, second = parties_from_evidence(STATED, 2025, names=names)
    assert (first.unit, first.kind) == ("甲园", PartyKind.PARK)
    assert (second.unit, second.kind) == ("p2", PartyKind.OTHER)
    assert [(y.year, y.value) for y in first.energy.history] == [
        (2024, 90),
        (2025, 100),
    ]
    assert [(y.year, y.value) for y in second.carbon.history] == [(2025, 600)]
    # Parts state value added at prices of 2020 only; the district's own does not count.
    assert (first.value_added, second.value_added) == (7, None)
    assert (first.population, second.population) == (None, 5000)


def test_the_mix_is_what_carbon_and_energy_imply_beside_what_is_clean() -> None:
    first, second = parties_from_evidence(STATED, 2025)
    # 240 t over 100 - 20 tce: 3 t per tce.
    assert [(use.fuel, use.amount, use.factor) for use in first.fuels] == [
        ("stated", 80, 3),
        ("renewables", 20, None),
    ]
    assert [(use.fuel, use.amount, use.factor) for use in second.fuels] == [
        ("stated", 300, 2)
    ]


def test_enterprises_are_a_group_of_their_own() -> None:
    (only,) = parties_from_evidence(STATED, 2025, group=Group.ENTERPRISES)
    assert (only.unit, only.kind) == ("f1", PartyKind.ENTERPRISE)
    assert only.fuels[0].factor == 2


def test_months_add_up_to_a_year_and_a_lacking_month_leaves_it_unknown() -> None:
    months = [f"2025-{month:02}" for month in range(1, 13)]
    rows = [
        Observation(series="park.energy", period=m, value=Decimal(10), scope="p1")
        for m in months
    ]
    whole = Evidence(place="990101", observations=tuple(rows))
    (party,) = parties_from_evidence(whole, 2025)
    assert [(y.year, y.value) for y in party.energy.history] == [(2025, 120)]
    part = Evidence(place="990101", observations=tuple(rows[1:]))
    with pytest.raises(AllocationError, match="No part of 990101 states park.energy"):
        parties_from_evidence(part, 2025)


def test_years_and_units_are_those_of_the_series() -> None:
    assert stated_years(STATED, Group.PARTS) == (2024, 2025, 2026)
    assert evidence_unit("energy", Group.PARTS) == "tce等价"
    assert evidence_unit("carbon", Group.ENTERPRISES) == "tCO2"


def test_what_the_parts_state_can_be_allocated_together() -> None:
    # 360 to 400: x 0.9: 90 and 270. Carbon by mix: 90 x 2.4 + 270 x 2 = 756.
    # 740 / 756 = 0.9788: 211.43 and 528.57; the mixes may go down by 3 %.
    case = AllocationCase(
        year=2026,
        base_year=2025,
        energy=Budget(total=Decimal(360), unit=evidence_unit("energy", Group.PARTS)),
        carbon=Budget(total=Decimal(740), unit="tCO2"),
        rule="equal-rate",
        parties=parties_from_evidence(STATED, 2025),
    )
    done = allocate(case)
    assert values(done) == {"p1": 90, "p2": 270}
    assert values(done, Quantity.CARBON) == {"p1": 211, "p2": 529}
    assert done.findings == ()
