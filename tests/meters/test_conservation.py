"""What goes in comes out: hours add up to the registers, whatever was spoiled."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest

from dafeng.meters.flags import Flag
from dafeng.meters.hours import Rolled, roll_up
from dafeng.meters.records import State
from dafeng.meters.tree import meter_tree
from dafeng.sample.meters import CLEAN, Faults, SampleReadings, sample_readings
from tests.meters.building import WINDOW, meter, readings

if TYPE_CHECKING:
    from numpy.typing import NDArray

METERS, DAYS = 60, 30


@pytest.fixture(scope="module")
def spoiled() -> SampleReadings:
    """Five of a hundred lost, five doubled, ten late; jumps, resets, spikes."""
    return sample_readings(METERS, DAYS, seed=7)


@pytest.fixture(scope="module")
def rolled(spoiled: SampleReadings) -> Rolled:
    return roll_up(spoiled.tree, spoiled.readings, spoiled.window)


def by_meter(rolled: Rolled) -> NDArray[np.int64]:
    """Sums of meters."""
    sums = np.zeros(METERS, np.int64)
    np.add.at(sums, rolled.hours.meter, rolled.hours.energy)
    return sums


def test_clean_readings_give_the_truth_of_every_hour() -> None:
    clean = sample_readings(METERS, DAYS, seed=7, faults=CLEAN)
    made = roll_up(clean.tree, clean.readings, clean.window)
    np.testing.assert_array_equal(made.hours.energy, clean.hourly_truth.ravel())
    assert set(made.hours.state.tolist()) == {State.MEASURED}
    assert not (made.flags & ~np.uint16(Flag.ROLLOVER)).any()


def test_spoiled_readings_give_the_total_of_the_clean_ones(
    spoiled: SampleReadings, rolled: Rolled
) -> None:
    whole = ~spoiled.resets.any(axis=1)
    assert whole.sum() > METERS // 2
    truth = spoiled.truth.sum(axis=1)
    np.testing.assert_array_equal(by_meter(rolled)[whole], truth[whole])


def test_after_a_reset_the_total_is_less_and_the_rest_is_unknown(
    spoiled: SampleReadings, rolled: Rolled
) -> None:
    broken = np.flatnonzero(spoiled.resets.any(axis=1))
    assert len(broken)
    truth = spoiled.truth.sum(axis=1)
    sums = by_meter(rolled)
    for place in broken:
        assert sums[place] < truth[place]
        mine = rolled.hours.meter == place
        assert (rolled.hours.seconds[mine] < 3600).any()


def test_an_hour_that_is_called_measured_is_the_truth() -> None:
    faults = Faults(stuck=0)
    spoiled = sample_readings(METERS, DAYS, seed=8, faults=faults)
    made = roll_up(spoiled.tree, spoiled.readings, spoiled.window).hours
    truth = spoiled.hourly_truth.ravel()
    place = made.meter * (DAYS * 24) + made.hour - made.hour[0]
    measured = made.state == State.MEASURED
    assert measured.mean() > 0.7
    np.testing.assert_array_equal(made.energy[measured], truth[place[measured]])


def test_seeded_faults_are_marked(spoiled: SampleReadings, rolled: Rolled) -> None:
    counts = {flag: int(np.sum(rolled.flags & flag > 0)) for flag in Flag}
    lost = int(spoiled.lost.sum())
    assert 0.5 * lost < counts[Flag.GAP] < 1.5 * lost
    assert counts[Flag.DUPLICATE] > 0.03 * len(spoiled.readings)
    assert counts[Flag.LATE] > 0.08 * len(spoiled.readings)
    spikes = (spoiled.spikes & ~spoiled.lost).sum()
    assert counts[Flag.SPIKE] >= 0.9 * spikes
    assert counts[Flag.RESET] >= spoiled.resets.any(axis=1).sum()


def test_estimated_energy_is_a_part_of_the_energy(rolled: Rolled) -> None:
    made = rolled.hours
    assert (made.estimated >= 0).all()
    assert (made.estimated <= made.energy).all()
    assert (made.estimated_s <= made.seconds).all()
    assert made.seconds.max() == 3600


def test_threads_do_not_change_a_byte(spoiled: SampleReadings, rolled: Rolled) -> None:
    again = roll_up(spoiled.tree, spoiled.readings, spoiled.window, workers=5)
    np.testing.assert_array_equal(again.flags, rolled.flags)
    assert again.hours.table().equals(rolled.hours.table())


def test_the_order_of_arrival_does_not_matter(
    spoiled: SampleReadings, rolled: Rolled
) -> None:
    assert (np.diff(spoiled.arrivals.learned_at) >= 0).all()
    again = roll_up(spoiled.tree, spoiled.arrivals.sorted(), spoiled.window)
    assert again.hours.table().equals(rolled.hours.table())


def test_a_multiplier_that_gives_no_whole_quanta_loses_none() -> None:
    tree = meter_tree([meter(multiplier=Fraction(3, 7))])
    rows = readings([[(900 * step, 1001 * step) for step in range(2000)]])
    hours = roll_up(tree, rows, WINDOW).hours
    assert hours.energy.sum() == 1001 * 1999 * 3 // 7
    assert hours.energy.max() - hours.energy.min() <= 1 + 1001 * 4 * 3 // 7
