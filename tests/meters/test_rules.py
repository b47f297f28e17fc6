"""Each rule of the pass by hand: small series and what must come of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pytest

from dafeng.base.errors import BadInputError
from dafeng.meters import kernel
from dafeng.meters.errors import MeterError, ReadingsError, UnknownMeterError
from dafeng.meters.flags import Flag, flag_names
from dafeng.meters.hours import Hours, roll_up
from dafeng.meters.readings import readings_from_table
from dafeng.meters.records import Exchange, Meter, State, Window
from dafeng.meters.tree import meter_tree
from tests.meters.building import BEGIN, BEGIN_HOUR, WINDOW, limits, meter, readings

if TYPE_CHECKING:
    from collections.abc import Iterable

MISSING, MEASURED, ESTIMATED, PARTIAL = State


def rolled(
    one: Meter, series: Iterable[tuple[int, int]]
) -> tuple[list[tuple[str, ...]], dict[int, tuple[int | None, State]]]:
    """Names of flags per reading; energy and state by hour after the begin."""
    made = roll_up(meter_tree([one]), readings([series]), WINDOW)
    return [flag_names(int(flag)) for flag in made.flags], told(made.hours)


def told(hours: Hours) -> dict[int, tuple[int | None, State]]:
    table = hours.table().to_pydict()
    return {
        hour - BEGIN_HOUR: (energy, State(state))
        for hour, energy, state in zip(
            table["hour"], table["energy"], table["state"], strict=True
        )
    }


HOURLY = meter(limits=limits(step_s=3600, gap_s=5400))
H = 3600


def test_hours_are_differences_of_the_register() -> None:
    flags, hours = rolled(HOURLY, [(0, 5000), (H, 6500), (2 * H, 6500)])
    assert flags == [(), (), ()]
    assert hours == {0: (1500, MEASURED), 1: (0, MEASURED)}


def test_a_multiplier_is_applied_exactly_and_its_rest_is_carried() -> None:
    one = attrs.evolve(HOURLY, multiplier=Fraction(1, 3))
    _, hours = rolled(one, [(0, 0), (H, 100), (2 * H, 200), (3 * H, 300)])
    assert [energy for energy, _ in hours.values()] == [33, 33, 34]


def test_a_reading_across_the_border_is_split_by_time() -> None:
    _, hours = rolled(HOURLY, [(H // 2, 0), (H // 2 + H, 101)])
    assert hours == {0: (50, PARTIAL), 1: (51, PARTIAL)}


def test_a_gap_is_filled_as_estimated_and_the_sum_is_kept() -> None:
    flags, hours = rolled(HOURLY, [(0, 0), (H, 10), (4 * H, 110), (5 * H, 120)])
    assert flags == [(), (), ("gap", "estimated"), ()]
    assert hours == {
        0: (10, MEASURED),
        1: (33, ESTIMATED),
        2: (33, ESTIMATED),
        3: (34, ESTIMATED),
        4: (10, MEASURED),
    }


def test_a_missing_interval_stays_missing_and_is_never_zero() -> None:
    one = meter(kind="interval", limits=limits(step_s=3600, gap_s=5400))
    flags, hours = rolled(one, [(H, 10), (2 * H, 20), (4 * H, 40)])
    assert flags == [(), (), ("gap",)]
    assert hours == {
        0: (10, MEASURED),
        1: (20, MEASURED),
        2: (None, MISSING),
        3: (40, MEASURED),
    }


def test_an_interval_that_ends_at_the_begin_is_of_the_day_before() -> None:
    one = meter(kind="interval", limits=limits(step_s=3600, gap_s=5400))
    rows = readings([[(hour * 3600, 5000) for hour in range(25)]])
    hours = roll_up(meter_tree([one]), rows, WINDOW).hours
    assert (int(hours.hour[0]), len(hours)) == (BEGIN_HOUR, 24)
    assert hours.energy.sum() == 24 * 5000


def test_a_dial_begins_again_after_its_last_digit() -> None:
    one = attrs.evolve(HOURLY, digits=4)
    flags, hours = rolled(one, [(0, 9_999_000), (H, 500)])
    assert flags == [(), ("rollover",)]
    assert hours == {0: (1500, MEASURED)}


def test_an_exchanged_register_does_not_break_the_series() -> None:
    change = Exchange(
        at=BEGIN + timedelta(minutes=30), final=Fraction(7), initial=Fraction(100)
    )
    one = attrs.evolve(HOURLY, exchanges=(change,))
    flags, hours = rolled(one, [(0, 5000), (H, 100_500), (2 * H, 101_500)])
    assert flags == [(), (), ()]
    assert hours == {0: (2500, MEASURED), 1: (1000, MEASURED)}


def test_a_register_that_began_again_unseen_leaves_the_hour_unknown() -> None:
    series = [(0, 900_000), (H, 901_000), (2 * H, 300), (3 * H, 800)]
    flags, hours = rolled(HOURLY, series)
    assert flags == [(), (), ("reset",), ()]
    assert hours == {0: (1000, MEASURED), 1: (None, MISSING), 2: (500, MEASURED)}


def test_one_wrong_value_between_two_that_agree_is_left_out() -> None:
    for wrong in (9_000_000, 0):
        series = [(0, 5000), (H, 6000), (2 * H, wrong), (3 * H, 8000), (4 * H, 9000)]
        flags, hours = rolled(HOURLY, series)
        assert flags == [(), (), ("spike",), ("gap", "estimated"), ()]
        assert sum(energy or 0 for energy, _ in hours.values()) == 4000
        assert hours[1] == (1000, ESTIMATED)


def test_readings_of_a_clock_that_ran_ahead_are_not_counted_twice() -> None:
    series = [(hour * H, 10_000 + 1000 * hour) for hour in range(10)]
    series[4:7] = [(hour * H, 10_000 + 1000 * hour - 2500) for hour in range(4, 7)]
    flags, hours = rolled(HOURLY, series)
    assert [place for place, said in enumerate(flags) if "spike" in said] == [4, 5]
    assert "reset" not in {name for said in flags for name in said}
    assert sum(energy or 0 for energy, _ in hours.values()) == 9000


def test_a_register_that_stood_and_then_jumped_is_spread_over_the_stand() -> None:
    one = attrs.evolve(HOURLY, limits=limits(step_s=3600, gap_s=5400, stuck_s=2 * H))
    series = [(0, 0), (H, 0), (2 * H, 0), (3 * H, 1_500_000), (4 * H, 1_600_000)]
    flags, hours = rolled(one, series)
    assert flags == [(), ("stuck",), ("stuck",), ("estimated",), ()]
    assert [hours[hour] for hour in range(3)] == [(500_000, ESTIMATED)] * 3
    assert hours[3] == (100_000, MEASURED)


def test_a_later_row_of_the_same_second_takes_the_place_of_the_earlier() -> None:
    flags, hours = rolled(HOURLY, [(0, 0), (H, 10), (H, 30), (2 * H, 40)])
    assert flags == [(), ("duplicate",), (), ()]
    assert hours == {0: (30, MEASURED), 1: (10, MEASURED)}


def test_an_impossible_row_takes_no_place() -> None:
    flags, hours = rolled(HOURLY, [(0, 0), (H, 30), (H, -5), (2 * H, 40)])
    assert flags == [(), (), ("range",), ()]
    assert hours[0] == (30, MEASURED)


def test_a_time_in_the_future_and_outside_a_life_is_marked() -> None:
    one = attrs.evolve(HOURLY, valid_to=date(2024, 1, 1))
    flags, _ = rolled(one, [(-H, 0), (0, 0), (16 * H, 10), (17 * H, 20)])
    assert flags == [("clock",), (), ("gap", "estimated"), ("clock",)]


def test_late_manual_and_uncalibrated_readings_are_marked_and_used() -> None:
    one = attrs.evolve(HOURLY, calibrated_to=date(2024, 1, 1))
    rows = readings([[(15 * H, 0), (16 * H, 10), (17 * H, 20)]], learned_after_s=9000)
    rows = attrs.evolve(rows, manual=np.array([0, 1, 0], np.uint8))
    made = roll_up(meter_tree([one]), rows, WINDOW)
    assert [flag_names(int(flag)) for flag in made.flags] == [
        ("late",),
        ("late", "manual"),
        ("late", "uncalibrated"),
    ]
    assert told(made.hours)[16] == (10, MEASURED)


def test_an_interval_that_outgrows_its_neighbours_is_marked_and_counted() -> None:
    one = meter(kind="interval", limits=limits(step_s=3600, gap_s=5400))
    flags, hours = rolled(one, [(H, 10), (2 * H, 200_000), (3 * H, 20), (4 * H, -1)])
    assert flags == [(), ("spike",), (), ("range",)]
    assert hours[1] == (200_000, MEASURED)


def test_a_reading_once_a_day_is_known_by_the_day_only() -> None:
    one = meter(role="manual", limits=limits(step_s=86400, gap_s=90000))
    flags, hours = rolled(one, [(0, 0), (86400, 24_000)])
    assert flags == [(), ("estimated",)]
    assert set(hours.values()) == {(1000, ESTIMATED)}


def test_other_units_come_down_to_the_same_quanta() -> None:
    one = attrs.evolve(HOURLY, unit="MWh", limits=limits(gap_s=5400))
    _, hours = rolled(one, [(0, 0), (H, 2)])
    assert hours == {0: (2000, MEASURED)}
    gas = attrs.evolve(HOURLY, carrier="natural_gas", unit="m3")
    assert rolled(gas, [(0, 0), (H, 1500)])[1] == {0: (1500, MEASURED)}


def test_no_readings_give_no_hours() -> None:
    made = roll_up(meter_tree([HOURLY]), readings([[]]), WINDOW, workers=2)
    assert (len(made.flags), len(made.hours)) == (0, 0)


def test_the_pass_knows_the_flags_by_the_same_numbers() -> None:
    for flag in Flag:
        assert getattr(kernel, str(flag.name)) == flag


def test_rows_out_of_order_are_refused_with_their_place() -> None:
    tree = meter_tree([meter("a"), meter("b")])
    with pytest.raises(ReadingsError, match="row 1"):
        roll_up(tree, readings([[(H, 0), (0, 1)]]), WINDOW)
    rows = readings([[(0, 0)], [(0, 0)]])
    turned = rows[np.array([1, 0])]
    with pytest.raises(ReadingsError, match="row 1"):
        roll_up(tree, turned, WINDOW)
    with pytest.raises(ReadingsError, match="from 0 to 0"):
        roll_up(meter_tree([meter()]), rows, WINDOW)


def test_columns_that_are_missing_or_empty_are_named() -> None:
    import pyarrow as pa

    table = pa.table({"meter": [0], "at": [0], "value": pa.array([None], pa.int64())})
    with pytest.raises(ReadingsError) as caught:
        readings_from_table(table)
    places = [finding.place for finding in caught.value.findings]
    assert places == [
        "readings, value, row 0",
        "readings, learned_at",
        "readings, manual",
    ]


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"carrier": "moonlight"}, "carrier"),
        ({"unit": "m3"}, "unit"),
        ({"multiplier": Fraction(0)}, "multiplier"),
        ({"digits": 13}, "digits"),
        ({"formula": "M + M"}, "formula"),
        ({"parent": "nobody"}, "parent"),
        ({"parent": "M"}, "parent"),
    ],
)
def test_a_bad_meter_is_refused_with_its_place(
    changed: dict[str, object], place: str
) -> None:
    with pytest.raises(MeterError) as caught:
        meter_tree([attrs.evolve(meter(), **changed)])
    assert f"meter M, {place}" in {one.place for one in caught.value.findings}


def test_a_main_meter_behind_another_would_count_twice() -> None:
    behind = attrs.evolve(meter("N"), parent="M")
    assert meter_tree([meter(), attrs.evolve(behind, role="sub")])
    with pytest.raises(MeterError, match="count twice"):
        meter_tree([meter(), behind])


def test_a_dial_that_does_not_fit_is_refused() -> None:
    wide = meter(digits=12, multiplier=Fraction(10**6))
    broken = meter("N", digits=4, multiplier=Fraction(1, 7))
    with pytest.raises(MeterError) as caught:
        roll_up(meter_tree([wide, broken]), readings([[(0, 0)], [(0, 0)]]), WINDOW)
    assert len(caught.value.findings) == 2


def test_limits_that_are_none_are_refused() -> None:
    for changed in ({"most_per_hour": Fraction(0)}, {"step_s": 0}, {"gap_s": 1}):
        with pytest.raises(BadInputError):
            limits(**changed)


def test_a_window_ends_after_its_begin_and_within_a_life() -> None:
    for days in (-1, 61 * 365):
        with pytest.raises(BadInputError, match="window"):
            Window(begin=BEGIN, end=BEGIN + timedelta(days=days))


def test_an_unknown_meter_is_told_with_those_near_it() -> None:
    with pytest.raises(UnknownMeterError, match="M-1"):
        meter_tree([meter("M-1")]).index("M-2")


def test_a_window_holds_its_end() -> None:
    window = Window(begin=BEGIN, end=datetime(2024, 1, 1, 1, tzinfo=UTC))
    made = roll_up(meter_tree([HOURLY]), readings([[(0, 0), (H, 7)]]), window)
    assert told(made.hours) == {0: (7, MEASURED)}
