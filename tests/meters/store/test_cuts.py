"""A pass over the last days gives what a whole pass gives, from a midnight on."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pytest

from dafeng.meters import MeterKind, Readings, meter_tree, roll_up
from dafeng.meters.dials import dials_of
from dafeng.meters.store.cuts import cut_of
from dafeng.sample.meters import Faults, sample_readings
from tests.meters.building import BEGIN_S, WINDOW, limits, meter, readings

if TYPE_CHECKING:
    from dafeng.meters import Rolled

DAY_S = 86_400
FAULTS = Faults(spikes=80, stuck=900, resets=300, jumps=600)


def after(rolled: Rolled, readings: Readings, cut: int) -> list[np.ndarray]:
    """Hours from a moment on, and the flags of readings behind it."""
    hours = rolled.hours[np.flatnonzero(rolled.hours.hour * 3600 >= cut)]
    names = ("hour", "energy", "estimated", "seconds", "estimated_s", "state")
    behind = readings.at // 10**6 > cut
    return [rolled.flags[behind], *(getattr(hours, name) for name in names)]


@pytest.mark.parametrize("kind", list(MeterKind))
@pytest.mark.parametrize("step_s", [900, 3600])
def test_a_pass_from_a_proven_midnight_is_a_whole_pass(
    kind: MeterKind, step_s: int
) -> None:
    proven = 0
    for seed in range(25):
        sample = sample_readings(1, 9, seed=seed, step_s=step_s, faults=FAULTS)
        digits = None if kind is MeterKind.INTERVAL else 8
        one = attrs.evolve(sample.tree.meters[0], kind=kind, digits=digits)
        tree, rows = meter_tree([one]), sample.readings
        chance = np.random.default_rng(seed)
        if kind is MeterKind.INTERVAL:
            some = chance.integers(0, 400_000, len(rows))
            rows = attrs.evolve(rows, value=some // 1000 * 1000)
        since = int(rows.at[0]) + int(chance.integers(4, 9)) * DAY_S * 10**6
        old = rows[np.flatnonzero(rows.at < since)]
        near = rows[np.flatnonzero(rows.at >= since - 4 * DAY_S * 10**6)]
        dials = dials_of(tree.meters, sample.window)
        begin = cut_of(dials, 0, near, since_us=since)
        if begin is None:
            continue
        proven += 1
        whole = roll_up(tree, rows, sample.window)
        part = roll_up(tree, near, sample.window)
        for ours, theirs in zip(
            after(part, near, begin), after(whole, rows, begin), strict=True
        ):
            np.testing.assert_array_equal(ours, theirs)
        before = roll_up(tree, old, sample.window).hours
        kept = np.flatnonzero(before.hour * 3600 < begin)
        same = whole.hours.hour * 3600 < begin
        np.testing.assert_array_equal(before.energy[kept], whole.hours.energy[same])
    assert proven > 5


def cut(values: list[int], kind: MeterKind = MeterKind.REGISTER) -> int | None:
    """Midnights after the begin of the last one that is proven; one value an hour.

    The series begins at eight in China; everything in it is old.
    """
    tree = meter_tree([meter(kind=kind, limits=limits(step_s=3600, gap_s=5400))])
    rows = readings([list(zip(count(0, 3600), values, strict=False))])
    dials = dials_of(tree.meters, WINDOW)
    found = cut_of(dials, 0, rows, since_us=int(rows.at[-1]) + 10**6)
    return None if found is None else (found - BEGIN_S - 16 * 3600) // DAY_S


def test_the_latest_midnight_over_which_a_register_grew_calmly_is_taken() -> None:
    calm = [hour * 1000 for hour in range(90)]
    assert cut(calm) == 3
    stands = [min(hour, 80) * 1000 for hour in range(90)]
    assert cut(stands) == 2
    jump = [hour * 1000 + (hour > 70) * 2_000_000 for hour in range(90)]
    assert cut(jump) == 2
    assert cut(jump[50:90]) is None
    back = [hour * 1000 - (hour > 70) * 50_000 for hour in range(90)]
    assert cut(back) == 2
    assert cut(calm[:41]) is None
    assert cut(calm[:42]) == 1


def test_an_interval_meter_forgets_where_two_values_around_midnight_differ() -> None:
    some = [1000 + hour % 2 for hour in range(42)]
    assert cut(some, MeterKind.INTERVAL) == 1
    same = [*some[:39], *[1000] * 3]
    assert cut(same, MeterKind.INTERVAL) == 0
    assert cut([1000] * 42, MeterKind.INTERVAL) is None


def test_without_a_day_of_calm_nothing_is_proven() -> None:
    sample = sample_readings(1, 3, seed=1, faults=Faults(resets=9600))
    dials = dials_of(sample.tree.meters, sample.window)
    end = int(sample.readings.at[-1])
    assert cut_of(dials, 0, sample.readings, since_us=end) is None
    assert cut_of(dials, 0, sample.readings[:1], since_us=end) is None
