"""Seeded faults are found at a stated rate; a benign year raises next to nothing."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pytest

from dafeng.base.errors import BadInputError
from dafeng.enterprises.anomalies import (
    Branches,
    DayTable,
    Kind,
    OutputUse,
    anomaly_answer,
    find_anomalies,
    find_imbalances,
    read_anomaly_case,
    with_output,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

METERS, DAYS = 200, 400
FIRST = date(2025, 10, 27)
FESTIVAL = slice(110, 125)
TURN = 300


def alike(rng: np.random.Generator, meters: int, r: float) -> NDArray[np.float64]:
    """Deviations of size 1 that resemble those of the day before."""
    made = rng.standard_normal((meters, DAYS))
    for day in range(1, DAYS):
        made[:, day] = r * made[:, day - 1] + np.sqrt(1 - r * r) * made[:, day]
    return made


@cache
def benign() -> DayTable:
    """Four kinds of meters over thirteen months in which nothing is wrong.

    Every meter has weekends, a festival shutdown, slow growth or decline up to a tenth
    a year, and noise of 3 to 7 % that resembles the day before. A quarter heats, a
    quarter cools, a quarter has a season of its own by a quarter up and down.
    """
    rng = np.random.default_rng(4)
    day = np.arange(DAYS)
    weather = 13 - 14 * np.cos(2 * np.pi * (day + 280) / 365)
    weather = weather + 2.5 * alike(rng, 1, 0.7)[0]
    rest = (day + FIRST.weekday()) % 7 >= 5
    kind = (np.arange(METERS) % 4)[:, None]
    size = rng.uniform(500, 5000, (METERS, 1))
    usual = 1 - rng.uniform(0, 0.4, (METERS, 1)) * rest
    usual = usual + (kind == 1) * 0.04 * np.maximum(14 - weather, 0)
    usual = usual + (kind == 2) * 0.03 * np.maximum(weather - 22, 0)
    phase = 2 * np.pi * (day - rng.uniform(0, 365, (METERS, 1))) / 365
    usual = usual * (1 + (kind == 3) * 0.25 * np.sin(phase))
    usual = usual * (1 + rng.uniform(-0.1, 0.1, (METERS, 1)) * (day - 200) / 365)
    quiet = np.zeros(DAYS, bool)
    quiet[FESTIVAL] = True
    usual[:, quiet] *= 0.35
    noise = rng.uniform(0.03, 0.07, (METERS, 1))
    energy = size * usual * (1 + noise * alike(rng, METERS, 0.4))
    energy[rng.random(energy.shape) < 0.01] = np.nan
    night = 0.3 * size * (0.85 + 0.15 * usual) * (1 + noise * alike(rng, METERS, 0.4))
    return DayTable(
        meters=tuple(f"M{number:03d}" for number in range(METERS)),
        first=FIRST,
        energy=energy,
        night=night,
        temperature=weather,
        drivers=rest.astype(float)[None, None],
        quiet=quiet,
    )


def with_fault(
    spoil: Callable[[NDArray[np.float64], NDArray[np.float64]], None],
) -> DayTable:
    """The benign year with a fault in every meter."""
    table = benign()
    assert table.night is not None
    energy, night = table.energy.copy(), table.night.copy()
    spoil(energy, night)
    return attrs.evolve(table, energy=energy, night=night)


def found(table: DayTable, kind: Kind, day: int | None = None) -> float:
    """Share of the meters with an anomaly of a kind, near a day."""
    hit = {
        one.meter
        for one in find_anomalies(table)
        if one.kind is kind and (day is None or abs((one.first - FIRST).days - day) < 8)
    }
    return len(hit) / METERS


def test_weekends_weather_and_festivals_raise_no_alarm() -> None:
    """Nor does a season by a quarter that is the meter's own, of this seed."""
    alarms = find_anomalies(benign())
    assert {int(one.meter[1:]) % 4 for one in alarms} <= {3}
    assert len(alarms) / (METERS * DAYS / 365) <= 0.01


def test_a_day_without_energy_is_found() -> None:
    def spoil(energy: NDArray[np.float64], _night: NDArray[np.float64]) -> None:
        energy[:, TURN] = 0.0

    assert found(with_fault(spoil), Kind.DAY, TURN) >= 0.99


@pytest.mark.parametrize(("factor", "days", "rate"), [(1.6, 1, 0.95), (0.6, 3, 0.90)])
def test_days_far_off_are_found(factor: float, days: int, rate: float) -> None:
    def spoil(energy: NDArray[np.float64], _night: NDArray[np.float64]) -> None:
        energy[:, TURN : TURN + days] *= factor

    assert found(with_fault(spoil), Kind.DAY, TURN) >= rate


@pytest.mark.parametrize(
    ("factor", "day", "rate"), [(1.35, 250, 0.85), (0.7, 380, 0.93)]
)
def test_a_level_that_nothing_explains_is_found(
    factor: float, day: int, rate: float
) -> None:
    def spoil(energy: NDArray[np.float64], _night: NDArray[np.float64]) -> None:
        energy[:, day:] *= factor

    assert found(with_fault(spoil), Kind.LEVEL, day) >= rate


def test_a_night_load_that_creeps_up_is_found() -> None:
    def spoil(_energy: NDArray[np.float64], night: NDArray[np.float64]) -> None:
        night[:, 280:] *= 1 + 0.3 * np.minimum((np.arange(280, DAYS) - 280) / 80, 1)

    assert found(with_fault(spoil), Kind.BASE) >= 0.95


def test_a_level_that_output_explains_is_none() -> None:
    table = benign()
    output = np.ones((1, METERS, DAYS))
    output[0, :, 250:] = 1.4
    usual = np.nanmedian(table.energy, axis=1, keepdims=True)
    energy = table.energy + (output[0] - 1) * usual
    told = attrs.evolve(
        table, energy=energy, drivers=np.concatenate([_wide(table.drivers), output])
    )
    assert found(told, Kind.LEVEL, 250) <= 0.03
    assert found(attrs.evolve(table, energy=energy), Kind.LEVEL, 250) >= 0.9


def following(share: float) -> tuple[DayTable, NDArray[np.float64]]:
    """The benign year in which every second meter follows its monthly output."""
    table = benign()
    rng = np.random.default_rng(11)
    days = [table.day(at) for at in range(DAYS)]
    months = np.array([day.year * 12 + day.month for day in days])
    months -= months[0]
    level = np.exp(0.18 * rng.standard_normal((METERS, months.max() + 1)))[:, months]
    odd = (np.arange(METERS) % 2 == 0)[:, None]
    energy = np.where(odd, table.energy * (1 + share * (level - 1)), table.energy)
    return attrs.evolve(table, energy=energy, night=None), 1000 * level


def test_output_is_used_where_energy_follows_it_and_takes_alarms_away() -> None:
    table, output = following(0.5)
    told, uses = with_output(table, output)
    used = np.array([one is OutputUse.USED for one in uses])
    assert used[::2].all()
    assert used[1::2].mean() <= 0.03
    years = METERS / 2 * DAYS / 365
    odd = set(table.meters[::2])
    without = sum(one.meter in odd for one in find_anomalies(table))
    alarms = sum(one.meter in odd for one in find_anomalies(told))
    assert without / years > 0.5
    assert alarms / years <= 0.1
    spoilt = told.energy.copy()
    spoilt[:, 340:] *= 0.7
    fault = attrs.evolve(told, energy=spoilt)
    fault, _uses = with_output(attrs.evolve(fault, drivers=table.drivers), output)
    assert found(fault, Kind.LEVEL, 340) >= 0.85


@pytest.mark.parametrize(
    ("spoil", "use"),
    [(lambda _days: np.nan, "none"), (lambda days: np.where(days < 80, np.nan, days),
     "few"), (lambda _days: 7.0, "still")],
)  # fmt: skip
def test_output_that_is_unknown_or_does_not_vary_is_no_driver(
    spoil: Callable[[NDArray[np.float64]], NDArray[np.float64]], use: str
) -> None:
    table = benign()
    output = np.zeros((METERS, DAYS)) + spoil(np.arange(DAYS, dtype=float))
    told, uses = with_output(table, output)
    assert set(uses) == {OutputUse(use)}
    assert not told.drivers[-1].any()


def _wide(drivers: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.broadcast_to(drivers, (len(drivers), METERS, DAYS))


def test_an_anomaly_carries_its_days_and_says_why() -> None:
    def spoil(energy: NDArray[np.float64], _night: NDArray[np.float64]) -> None:
        energy[:, TURN : TURN + 2] = 0.0

    table = with_fault(spoil)
    told = [one for one in find_anomalies(table) if one.meter == "M008"]
    assert [(one.kind, one.first, one.last) for one in told] == [
        (Kind.DAY, table.day(TURN), table.day(TURN + 1))
    ]
    assert [(each.day, each.actual) for each in told[0].days] == [
        (table.day(TURN), 0.0),
        (table.day(TURN + 1), 0.0),
    ]
    assert "100% less" in told[0].why
    assert told[0].size == pytest.approx(-1)


def branches(change: float) -> Branches:
    """A hundred main meters; the parts count one twentieth less, then change."""
    rng = np.random.default_rng(9)
    total = rng.uniform(800, 1200, (100, 200))
    parts = total * (0.95 + 0.01 * rng.standard_normal(total.shape))
    parts[:, 150:] *= 1 + change
    names = tuple(f"H{number:02d}" for number in range(100))
    return Branches(main=names, first=FIRST, total=total, parts=parts)


def test_parts_that_drift_away_from_their_main_meter_are_found() -> None:
    assert find_imbalances(branches(0.0)) == ()
    lost = find_imbalances(branches(-0.10))
    assert {(one.first - FIRST).days for one in lost} <= set(range(143, 158))
    assert len(lost) == 100
    assert all(one.size == pytest.approx(0.095, abs=0.02) for one in lost)


def test_parts_that_count_more_than_the_main_meter_are_told_always() -> None:
    usual = branches(0.0)
    more = attrs.evolve(usual, parts=usual.total * 1.12)
    assert len(find_imbalances(more)) == 100


def test_a_meter_with_few_days_is_not_judged() -> None:
    table = benign()
    few = attrs.evolve(table, energy=np.where(np.arange(DAYS) < 50, 100.0, np.nan))
    few = attrs.evolve(few, energy=np.broadcast_to(few.energy, (METERS, DAYS)))
    assert find_anomalies(few) == ()


def test_a_case_is_read_and_answered() -> None:
    days = [100.0 + (day * 37 % 11) for day in range(120)]
    spoilt = [0.0 if day == 90 else value for day, value in enumerate(days)]
    told = {
        "first": "2026-01-01",
        "meters": {
            "a": {"energy": days},
            "b": {"energy": spoilt, "parent": "a", "night": [None] * 120},
        },
        "quiet": ["2026-02-17"],
    }
    made = anomaly_answer(read_anomaly_case(json.dumps(told)))
    assert [(one["meter"], one["kind"]) for one in made["anomalies"]] == [("b", "day")]
    assert made["anomalies"][0]["days"][0]["day"] == "2026-04-01"
    assert "output" not in made
    meters = told["meters"]
    assert isinstance(meters, dict)
    # Output by which a explains itself, and none of b.
    meters["a"]["output"] = [1.0 + (at % 40 > 20) for at in range(len(days))]
    meters["a"]["energy"] = [100.0 * one for one in meters["a"]["output"]]
    del meters["b"]["parent"]
    made = anomaly_answer(read_anomaly_case(json.dumps(told)))
    assert made["output"] == {"a": "used", "b": "none"}
    assert {one["meter"] for one in made["anomalies"]} == {"b"}


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        '{"first": "2026-13-01", "meters": {}}',
        '{"first": "2026-01-01", "meters": {"a": {"energy": []}}}',
        '{"first": "2026-01-01", "meters": {"a": {"energy": [1], "parent": "x"}}}',
        '{"first": "2026-01-01", "meters": {"a": {"energy": [1], "output": [1, 2]}}}',
    ],
)
def test_a_broken_case_says_where(text: str) -> None:
    with pytest.raises(BadInputError) as refused:
        read_anomaly_case(text)
    assert refused.value.code == "case.bad"
