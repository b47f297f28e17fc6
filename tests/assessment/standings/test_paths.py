"""A path is straight, of equal rate, or through the plan's own steps."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dafeng.assessment import PathPoint
from dafeng.assessment.standings.demands import base_year_before
from dafeng.assessment.standings.paths import expected_at
from dafeng.assessment.standings.rules import PathShape, state_rules
from dafeng.base.errors import NotFoundError


def points(*pairs: tuple[int, str]) -> tuple[PathPoint, ...]:
    return tuple(PathPoint(year=year, value=Decimal(value)) for year, value in pairs)


def test_a_straight_path_goes_in_equal_steps() -> None:
    way = points((2020, "0"), (2025, "15"))
    assert [expected_at(year, way) for year in range(2020, 2027)] == [
        *(0, 3, 6, 9, 12, 15, 15)
    ]


def test_a_path_of_equal_rate_cuts_what_is_left() -> None:
    # 1 - (1 - 0.19)^(1/2) = 1 - 0.9 = 10 %.
    way = points((2020, "0"), (2022, "19"))
    assert expected_at(2021, way, PathShape.EQUAL_RATE) == 10


def test_before_its_start_a_path_asks_nothing() -> None:
    assert expected_at(2019, points((2020, "0"), (2025, "15"))) is None


def test_steps_hold_in_any_order() -> None:
    way = points((2030, "29"), (2025, "9"), (2028, "17"))
    # From 9 to 17 in three years: 9 + 8/3 * 2 = 14.333333.
    assert expected_at(2027, way) == Decimal("14.333333")


@pytest.mark.parametrize(
    ("year", "base"), [(2021, 2020), (2025, 2020), (2026, 2025), (2030, 2025)]
)
def test_a_base_year_is_the_last_before_the_five_year_plan(
    year: int, base: int
) -> None:
    assert base_year_before(year) == base


def test_rules_before_their_day_are_not_there() -> None:
    from datetime import date

    with pytest.raises(NotFoundError, match="on_track_from"):
        state_rules(date(2000, 1, 1))
