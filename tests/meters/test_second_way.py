"""The pass and the sets of SQL agree to the last digit, whatever the faults."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import attrs
import numpy as np
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dafeng.meters.flags import Flag
from dafeng.meters.hours import roll_up
from dafeng.meters.readings import Readings
from dafeng.meters.records import Exchange, State
from dafeng.meters.tree import meter_tree
from tests.meters.building import BEGIN, BEGIN_S, WINDOW, limits, meter
from tests.meters.second import second_way

LIMITS = limits(stuck_s=7200)
EXCHANGES = (
    Exchange(at=BEGIN + timedelta(hours=5), final=Fraction(700), initial=Fraction(3)),
    Exchange(at=BEGIN + timedelta(days=1), final=Fraction(20), initial=Fraction(500)),
)
METERS = meter_tree(
    [
        meter("plain", limits=LIMITS, digits=3),
        meter("times 60", limits=LIMITS, multiplier=Fraction(60), digits=4),
        meter("sevenths", limits=LIMITS, multiplier=Fraction(3, 7)),
        meter("exchanged", limits=LIMITS, digits=3, exchanges=EXCHANGES),
        meter("short life", limits=LIMITS, valid_from=date(2024, 1, 2)),
        meter("interval", kind="interval", limits=LIMITS, multiplier=Fraction(1, 3)),
        meter(
            "hourly",
            kind="interval",
            limits=limits(step_s=3600, gap_s=5400, stuck_s=7200),
            calibrated_to=date(2024, 1, 1),
        ),
        meter("daily", kind="interval", limits=limits(step_s=86400, gap_s=90000)),
    ]
)
KINDS = len(METERS)
COPIES = 40
MANY = meter_tree(
    attrs.evolve(METERS.meters[place % KINDS], id=f"{place}")
    for place in range(KINDS * COPIES)
)
GAPS = [0, 1, 300, 900, 900, 900, 900, 900, 900, 1800, 3600, 7201, 90000]
MOVES = [0, 0, 0, 1, 17, 1000, 100_000, 249_000, 250_000, 251_000, 900_000]
FAULTS = [*[""] * 8, "up", "down", "negative", "reset", "twice"]


def faulty(seed: int, *, length: int) -> Readings:
    """One series per meter; every fault comes, alone and beside others."""
    chance = np.random.default_rng(seed)
    meters = np.repeat(np.arange(len(MANY)), length)
    shape = (len(MANY), length)
    at = chance.integers(-7200, 7200, (len(MANY), 1)) + np.cumsum(
        chance.choice(GAPS, shape), axis=1
    )
    value = chance.integers(0, 10**6, (len(MANY), 1)) + np.cumsum(
        chance.choice(MOVES, shape), axis=1
    )
    fault = chance.choice(FAULTS, shape)
    back = np.maximum.accumulate(np.where(fault == "reset", value, 0), axis=1)
    value = np.mod(value - back, 10**6)
    value = np.where(fault == "up", value + 400_000, value)
    value = np.where(fault == "down", value // 2, value)
    value = np.where(fault == "negative", -1, value)
    late = np.where(fault == "twice", 10_000, chance.integers(0, 100, shape))
    at_us = (BEGIN_S + at.ravel()) * 10**6 + chance.integers(0, 10**6, at.size)
    rows = Readings(
        meter=meters.astype(np.int32),
        at=at_us,
        value=value.ravel(),
        learned_at=at_us + late.ravel() * 10**6,
        manual=chance.integers(0, 2, at.size).astype(np.uint8),
    )
    every = np.arange(len(rows))
    return rows[np.append(every, every[fault.ravel() == "twice"])].sorted()


@settings(max_examples=6, deadline=None, phases=[Phase.generate])
@given(st.integers(0, 2**32), st.integers(0, 40))
def test_two_ways_give_the_same_flags_and_hours(seed: int, length: int) -> None:
    rows = faulty(seed, length=length)
    rolled = roll_up(MANY, rows, WINDOW, workers=2)
    flags, hours = second_way(MANY, rows, WINDOW)
    np.testing.assert_array_equal(rolled.flags, flags)
    made = rolled.hours
    known = np.where(made.seconds > 0, made.energy, None)
    columns = (made.meter, made.hour, known, made.estimated, made.seconds)
    mine = zip(*(one.tolist() for one in (*columns, made.estimated_s)), strict=True)
    assert list(mine) == hours


def test_the_trial_series_hold_every_fault() -> None:
    rolled = roll_up(MANY, faulty(1, length=40), WINDOW)
    for flag in Flag:
        assert np.sum(rolled.flags & flag > 0) > 20, flag.name
    assert set(rolled.hours.state.tolist()) == set(State)
