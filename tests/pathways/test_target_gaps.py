"""Whose is the gap of each target: parts add up, in the sense of the target."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

from dafeng.indicators import Demand
from dafeng.pathways import Asked, OutlookCase, TargetGap, outlook_of
from tests.pathways.small_case import changed, small_outlook


def asked_for(*asked: Asked) -> OutlookCase:
    return changed(draws=64, asked=asked)


def gap_of(comparator: str, value: str, definition: str = "A01") -> TargetGap:
    asked = Asked(
        target="T",
        definition=definition,
        year=2030,
        base_year=2024,
        demand=Demand(comparator=comparator, value=Decimal(value)),
    )
    (found,) = outlook_of(asked_for(asked)).target_gaps
    return found


def test_the_parts_of_the_measures_are_the_way_from_plan_to_half_delivery() -> None:
    (gap,) = small_outlook().target_gaps
    parts = sum(one.amount for one in gap.measures) + gap.rest
    assert float(parts) == pytest.approx(float(gap.expected - gap.planned), abs=1e-5)
    assert {one.error for one in gap.measures} == {Decimal(0)}, "all orders counted"
    assert gap.lacking == gap.expected - gap.asked
    assert gap.lacking < 0, "met with room"
    units = {one.code: one.amount for one in gap.units}
    assert units == {
        "u1": next(m.amount for m in gap.measures if m.code == "boilers"),
        "u2": next(m.amount for m in gap.measures if m.code == "solar"),
    }


def test_what_opens_the_gap_is_positive_whichever_way_the_target_asks() -> None:
    level, cut = gap_of("<=", "2.2"), gap_of(">=", "30", "A01.decrease")
    assert level.lacking > 0
    assert cut.lacking > 0
    for gap in (level, cut):
        assert all(one.amount > 0 for one in gap.measures)
    assert cut.planned > cut.expected


def test_the_strictest_target_on_the_total_is_what_is_allowed() -> None:
    strict = Asked(
        target="strict",
        definition="A01",
        year=2030,
        demand=Demand(comparator="<=", value=Decimal("2.2")),
    )
    loose = attrs.evolve(
        strict, target="loose", demand=Demand(comparator="<=", value=Decimal(3))
    )
    level = outlook_of(asked_for(loose, strict)).level_gap
    assert level is not None
    assert level.target == "strict"
    assert level.gap_g > 0
    assert level.uncovered_g == level.planned_g - level.allowed_g


def test_drivers_and_measures_tell_the_same_distance() -> None:
    outlook = small_outlook()
    level = outlook.level_gap
    assert level is not None
    way = level.expected_g - level.planned_g
    assert sum(one.grams for one in level.drivers) == pytest.approx(way, abs=9)
    assert sum(one.grams for one in outlook.gap) == pytest.approx(way, abs=9)
    assert dict(level.by_driver())["generation"] > 0
    assert level.orders == 0


def test_without_a_target_the_plan_itself_is_what_is_allowed() -> None:
    outlook = outlook_of(asked_for())
    level = outlook.level_gap
    assert level is not None
    assert (outlook.target_gaps, level.target) == ((), "")
    assert (level.allowed_g, level.uncovered_g) == (level.planned_g, 0)
