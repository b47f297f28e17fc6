"""Quality by the official rules, counted by hand on small series."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import attrs
import numpy as np
import pytest

from dafeng.base.errors import NotFoundError
from dafeng.meters import (
    Meter,
    MonthlyReport,
    Quality,
    Window,
    meter_tree,
    quality_of,
    quality_rules_on,
    roll_up,
)
from tests.meters.building import BEGIN, limits, meter, readings

H = 3600
DAY = Window(begin=BEGIN, end=BEGIN + timedelta(days=1))
RULES = quality_rules_on(date(2024, 1, 1))
HOURLY = meter("A", limits=limits(step_s=3600, gap_s=5400))


def counted(
    *series: list[tuple[int, int]],
    reports: tuple[MonthlyReport, ...] = (),
    main: Meter = HOURLY,
) -> Quality:
    tree = meter_tree(
        [
            main,
            attrs.evolve(HOURLY, id="A1", role="sub", parent="A"),
            attrs.evolve(HOURLY, id="A2", role="sub", parent="A"),
            attrs.evolve(HOURLY, id="B", enterprise="mill"),
        ]
    )
    rows = readings(series)
    return quality_of(tree, rows, roll_up(tree, rows, DAY), DAY, RULES, reports=reports)


def straight(step: int, *, hours: range = range(25)) -> list[tuple[int, int]]:
    return [(hour * H, hour * step) for hour in hours]


def test_the_packaged_rules_are_those_of_the_document() -> None:
    assert RULES.completeness == Fraction(9, 10)
    assert RULES.day_month_gap == Fraction(5, 100)
    assert RULES.day_boundary_s == 60
    with pytest.raises(NotFoundError, match="completeness"):
        quality_rules_on(date(2018, 12, 31))


def test_completeness_counts_each_reading_that_was_due_once() -> None:
    gone = straight(100, hours=range(25))
    del gone[3:9]
    twice = sorted([*straight(100), (5 * H, 500), (6 * H, -1)])
    made = counted(straight(200), gone, twice, straight(10))
    works, mill = made.enterprises
    assert (works.due, works.received) == (72, 24 + 19 + 24)
    assert works.completeness == Fraction(67, 72)
    assert mill.completeness == 1
    assert made.completeness == Fraction(67 + 24, 96)
    assert works.flags["duplicate"] == 1
    assert works.flags["range"] == 1
    assert works.flags["gap"] == 1
    assert sum(mill.flags.values()) == 0


def test_children_are_held_against_their_main_meter() -> None:
    made = counted(straight(200), straight(100), straight(80), straight(10))
    assert [one.main_sub_gap for one in made.enterprises] == [Fraction(1, 10), None]


@pytest.mark.parametrize(
    ("second", "gap"), [(80, Fraction(0)), (100, Fraction(0)), (130, Fraction(3, 20))]
)
def test_where_a_part_stands_behind_no_meter_only_more_than_all_is_a_gap(
    second: int, gap: Fraction
) -> None:
    main = attrs.evolve(HOURLY, parts_whole=False)
    made = counted(
        straight(200), straight(100), straight(second), straight(10), main=main
    )
    assert made.enterprises[0].main_sub_gap == gap


def test_days_are_held_against_the_monthly_report() -> None:
    reports = (
        MonthlyReport(enterprise="works", carrier="electricity", amount=Fraction(5)),
    )
    made = counted(
        straight(200), straight(100), straight(100), straight(10), reports=reports
    )
    assert [one.day_month_gap for one in made.enterprises] == [Fraction(1, 25), None]


def test_a_report_of_a_month_without_readings_is_held_against_nothing() -> None:
    reports = (
        MonthlyReport(enterprise="works", carrier="electricity", amount=Fraction(5)),
    )
    made = counted([], [], [], straight(10), reports=reports)
    assert made.enterprises[0].day_month_gap is None


def test_a_spike_of_a_register_is_no_reading_that_came() -> None:
    odd = [(at, 900_000_000 if at == 5 * H else value) for at, value in straight(10)]
    del odd[9]
    works = counted(straight(200), straight(100), odd, straight(10)).enterprises[0]
    assert works.flags["spike"] == 1
    assert (works.due, works.received) == (72, 71)


def test_a_midnight_is_met_by_a_reading_within_a_minute() -> None:
    late = [(at + 90, value) for at, value in straight(10)]
    made = counted(straight(200), straight(100), late, straight(10))
    works, mill = made.enterprises
    assert (works.borders, works.borders_met) == (3, 2)
    assert (mill.borders, mill.borders_met) == (1, 1)


def test_an_enterprise_whose_meters_live_no_longer_owes_nothing() -> None:
    tree = meter_tree([attrs.evolve(HOURLY, valid_to=date(2023, 1, 1))])
    rows = readings([straight(1)])
    made = quality_of(tree, rows, roll_up(tree, rows, DAY), DAY, RULES)
    assert made.completeness is None
    assert made.enterprises[0].flags["clock"] == 25
    assert np.array(made.enterprises[0].received) == 0
