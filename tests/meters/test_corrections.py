"""A stretch of days is corrected by a factor that was found afterwards."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.meters import (
    Correction,
    MeterError,
    Role,
    day_sums,
    meter_tree,
    roll_up,
    tariff_calendar,
)
from tests.meters.building import WINDOW, meter, readings

if TYPE_CHECKING:
    from dafeng.meters import Hours

TYPICAL = tariff_calendar("typical")
FIRST, LAST = date(2024, 1, 3), date(2024, 1, 5)
OF_STRETCH = range(19725, 19728)
"""Numbers of these days since 1970."""


def correction(factor: object = "1.25", **more: Any) -> Correction:
    told: dict[str, Any] = {"first": FIRST, "last": LAST}
    return Correction(**told | more, factor=Fraction(str(factor)))


def passed(steps: list[int], *corrections: Correction) -> Hours:
    """Two meters with the same series of half hours; only one of them is corrected."""
    values = np.append(0, np.cumsum(steps)).tolist()
    series = [(n * 1800, value) for n, value in enumerate(values)]
    tree = meter_tree([meter("A", corrections=corrections), meter("B")])
    return roll_up(tree, readings([series, series]), WINDOW).hours


@given(
    steps=st.lists(st.integers(0, 400_000), min_size=48, max_size=8 * 48),
    millionths=st.integers(1, 10_000_000),
)
def test_a_day_is_the_exact_product_rounded_down_and_other_days_stay(
    steps: list[int], millionths: int
) -> None:
    factor = Fraction(millionths, 10**6)
    hours = passed(steps, attrs.evolve(correction(), factor=factor))
    days = day_sums(hours, TYPICAL)
    rows = zip(days.meter.tolist(), days.number.tolist(), strict=True)
    found = dict(zip(rows, days.energy.tolist(), strict=True))
    for (place, number), energy in found.items():
        shown = found[1, number]
        touched = place == 0 and number in OF_STRETCH
        assert energy == (int(shown * factor) if touched else shown)
    assert (hours.energy >= 0).all()
    assert (hours.estimated <= hours.energy).all()


def test_an_hour_that_was_spread_as_a_whole_stays_so() -> None:
    tree = meter_tree([meter("A", corrections=(correction("0.3"),))])
    gap = [(0, 0), (3 * 86400, 7_000_001), (3 * 86400 + 900, 7_000_500)]
    hours = roll_up(tree, readings([gap]), WINDOW).hours
    spread = hours.estimated_s == 3600
    assert spread.sum() > 40
    assert (hours.estimated == hours.energy)[spread].all()


@pytest.mark.parametrize("factor", ["0", "10.000001", "1/3"])
def test_a_factor_that_cannot_be_is_refused(factor: str) -> None:
    with pytest.raises(BadInputError) as caught:
        correction(factor)
    assert caught.value.code == "correction.factor"


def test_a_stretch_without_a_day_is_refused() -> None:
    with pytest.raises(BadInputError) as caught:
        correction(first=LAST, last=FIRST)
    assert caught.value.code == "correction.days"


def test_two_corrections_of_one_day_and_one_of_a_sum_are_no_meters() -> None:
    twice = meter("A", corrections=(correction(), correction("2")))
    with pytest.raises(MeterError, match="no two hold on one"):
        meter_tree([twice])
    virtual = meter("V", role=Role.VIRTUAL, formula="A", corrections=(correction(),))
    with pytest.raises(MeterError, match="no correction of its own"):
        meter_tree([meter("A"), virtual])
