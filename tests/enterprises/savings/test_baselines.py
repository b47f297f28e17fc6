"""Baselines: against a second way, against the truth, and what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from dafeng.enterprises.savings import (
    BaselineError,
    Drivers,
    Period,
    Shape,
    baseline_kept,
    expected_energy,
    fit_baselines,
    kept_baseline,
    savings_of,
)
from dafeng.enterprises.savings.searching import change_points

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.enterprises.savings import Baselines

DAYS = 365
NOTHING = np.zeros((0, 1, DAYS))


def weather(days: int, seed: int) -> NDArray[np.float64]:
    """Mean temperatures of a place with winters."""
    rng = np.random.default_rng(seed)
    return (
        13
        - 14 * np.cos(2 * np.pi * np.arange(days) / 365)
        + 2.5 * noise(rng, 1, days, 0.7)[0]
    )


def noise(
    rng: np.random.Generator, meters: int, days: int, alike: float
) -> NDArray[np.float64]:
    """Deviations of size 1 that resemble those of the day before."""
    fresh = rng.standard_normal((meters, days))
    made = fresh.copy()
    for day in range(1, days):
        made[:, day] = alike * made[:, day - 1] + np.sqrt(1 - alike**2) * fresh[:, day]
    return made


def needed(shape: Shape, temperature: NDArray[np.float64]) -> NDArray[np.float64]:
    """What a meter of a shape uses, without deviations."""
    heat = 25 * np.maximum(12 - temperature, 0)
    cool = 30 * np.maximum(temperature - 22, 0)
    return (
        1000
        + {
            Shape.NONE: 0 * temperature,
            Shape.TWO: -12 * temperature,
            Shape.THREE_HEATING: heat,
            Shape.THREE_COOLING: cool,
            Shape.FIVE: heat + cool,
        }[shape]
    )


def second_way(
    energy: NDArray[np.float64],
    temperature: NDArray[np.float64],
    driver: NDArray[np.float64],
    shape: Shape,
) -> tuple[float, tuple[float, ...]]:
    """Least sum of squares of a shape: one plain fit for each change point."""
    known = np.isfinite(energy)
    grid = change_points(temperature)
    tries: list[tuple[float, ...]] = [()]
    if shape in (Shape.THREE_HEATING, Shape.THREE_COOLING):
        tries = [(at,) for at in grid]
    elif shape is Shape.FIVE:
        tries = [(low, high) for low in grid for high in grid if low <= high]
    best: tuple[float, tuple[float, ...]] = (np.inf, ())
    for points in tries:
        terms = []
        if shape is Shape.TWO:
            terms.append(temperature)
        if shape in (Shape.THREE_HEATING, Shape.FIVE):
            terms.append(np.maximum(points[0] - temperature, 0))
        if shape in (Shape.THREE_COOLING, Shape.FIVE):
            terms.append(np.maximum(temperature - points[-1], 0))
        if any((term[known] > 0).sum() < 0.1 * known.sum() for term in terms if points):
            continue
        columns = np.array([np.ones(len(energy)), driver, *terms]).T[known]
        found, *_ = np.linalg.lstsq(columns, energy[known], rcond=None)
        if points and (found[2:] <= 0).any():
            continue
        sse = float(((energy[known] - columns @ found) ** 2).sum())
        if sse < best[0]:
            best = (sse, points)
    return best


@pytest.mark.parametrize("shape", list(Shape))
def test_the_whole_grid_at_once_equals_one_plain_fit_for_each_change_point(
    shape: Shape,
) -> None:
    rng = np.random.default_rng(shape)
    days = 120
    temperature = weather(DAYS, 3)[::3][:days]
    driver = rng.uniform(50, 100, days)
    energy = needed(shape, temperature) + 4 * driver + 40 * rng.standard_normal(days)
    energy[rng.random(days) < 0.05] = np.nan
    drivers = Drivers(temperature=temperature, others=driver[None, None])
    fitted = fit_baselines(energy[None], drivers, shapes=[shape])
    sse, points = second_way(energy, temperature, driver, shape)
    assert fitted.shape[0] == shape
    assert fitted.sse[0] == pytest.approx(sse, rel=1e-9)
    told = np.array([fitted.heating_point[0], fitted.cooling_point[0]])
    assert told[np.isfinite(told)] == pytest.approx(points)


def test_a_change_point_of_the_grid_lies_beside_that_of_a_free_search() -> None:
    temperature = weather(DAYS, 5)
    rng = np.random.default_rng(5)
    energy = needed(Shape.THREE_HEATING, temperature) + 30 * rng.standard_normal(DAYS)

    def left(point: float) -> float:
        terms = [np.ones(DAYS), np.maximum(point - temperature, 0)]
        return float(np.linalg.lstsq(np.array(terms).T, energy, rcond=None)[1][0])

    free = minimize_scalar(left, bounds=(5, 20), method="bounded")
    fitted = fit_baselines(
        energy[None], Drivers(temperature=temperature), shapes=[Shape.THREE_HEATING]
    )
    assert fitted.shape[0] == Shape.THREE_HEATING
    assert abs(fitted.heating_point[0] - free.x) <= 0.5
    assert free.fun <= fitted.sse[0] <= 1.005 * free.fun


@pytest.mark.parametrize("shape", list(Shape))
def test_the_shape_that_made_the_data_is_chosen(shape: Shape) -> None:
    rng = np.random.default_rng(10 + shape)
    temperature = weather(DAYS, 1)
    energy = needed(shape, temperature) + 60 * noise(rng, 200, DAYS, 0.3)
    fitted = fit_baselines(energy, Drivers(temperature=temperature))
    assert (fitted.shape == shape).mean() >= 0.95
    assert np.abs(fitted.nmbe).max() < 1e-9
    assert np.allclose(fitted.autocorrelation.mean(), 0.3, atol=0.02)


@pytest.mark.parametrize("alike", [0.0, 0.7])
@pytest.mark.parametrize("shape", [Shape.NONE, Shape.FIVE])
def test_the_interval_covers_a_known_saving_at_its_rate(
    shape: Shape, alike: float
) -> None:
    """Of 1,200 meters 90 % are covered; four deviations of that share are 3.5 %."""
    meters, level = 1200, 0.9
    rng = np.random.default_rng(int(100 * alike) + shape)
    temperature = weather(2 * DAYS, 7)
    usual = needed(shape, temperature)
    energy = usual + 90 * noise(rng, meters, 2 * DAYS, alike)
    saved = 0.1 * usual[DAYS:]
    before, after = energy[:, :DAYS].copy(), energy[:, DAYS:] - saved
    before[rng.random(before.shape) < 0.04] = np.nan
    first = Period(energy=before, drivers=Drivers(temperature=temperature[:DAYS]))
    later = Period(energy=after, drivers=Drivers(temperature=temperature[DAYS:]))
    made = savings_of(
        fit_baselines(before, first.drivers, shapes=[shape]), first, later, level=level
    )
    truth = saved.sum()
    covered = ((made.low <= truth) & (truth <= made.high)).mean()
    assert abs(covered - level) <= 0.035
    assert abs(made.saving.mean() / truth - 1) < 0.03


def test_output_explains_what_weather_does_not() -> None:
    rng = np.random.default_rng(2)
    temperature, output = weather(DAYS, 2), rng.uniform(50, 100, (1, 40, DAYS))
    energy = needed(Shape.THREE_COOLING, temperature) + 8 * output[0]
    energy += 20 * rng.standard_normal(energy.shape)
    with_output = Drivers(temperature=temperature, others=output)
    told = fit_baselines(energy, with_output)
    assert told.others[:, 0] == pytest.approx(8, abs=0.4)
    assert (told.r2 > 0.95).all()
    assert (fit_baselines(energy, Drivers(temperature=temperature)).r2 < 0.9).all()
    left = energy - expected_energy(told, with_output, DAYS)
    assert (left**2).sum(axis=1) == pytest.approx(told.sse)


def test_an_unknown_span_counts_in_neither_sum() -> None:
    energy = np.full((1, DAYS), 100.0)
    energy[0, ::2] = 110.0
    judged = np.full((1, 10), 50.0)
    judged[0, 3:] = np.nan
    nothing = Drivers(others=np.zeros((0, 1, 10)))
    first = Period(energy=energy, drivers=Drivers(others=NOTHING))
    made = savings_of(
        fit_baselines(energy, first.drivers),
        first,
        Period(energy=judged, drivers=nothing),
    )
    assert made.spans[0] == 3
    assert made.actual[0] == 150.0
    assert made.adjusted[0] == pytest.approx(3 * energy.mean())


def test_days_beyond_the_weather_of_the_baseline_are_told() -> None:
    temperature = np.linspace(0, 20, DAYS)
    energy = (500 + 10 * temperature + np.sin(np.arange(DAYS)))[None]
    first = Period(energy=energy, drivers=Drivers(temperature=temperature))
    later = Period(energy=energy, drivers=Drivers(temperature=temperature + 12))
    made = savings_of(fit_baselines(energy, first.drivers), first, later)
    assert made.outside[0] == pytest.approx(0.55, abs=0.01)


def test_only_known_days_of_the_baseline_tell_what_it_has_seen() -> None:
    temperature = np.linspace(0, 20, DAYS)
    output = np.linspace(50, 100, DAYS)[None, None]
    energy = (500 + 10 * temperature + np.sin(np.arange(DAYS)))[None]
    cold = energy.copy()
    cold[0, temperature > 9] = np.nan
    drivers = Drivers(temperature=temperature)
    first = Period(energy=cold, drivers=drivers)
    later = Period(energy=energy, drivers=drivers)
    made = savings_of(fit_baselines(cold, drivers), first, later)
    assert made.outside[0] == pytest.approx(0.5, abs=0.01)
    full = Drivers(others=output)
    made = savings_of(
        fit_baselines(energy, full),
        Period(energy=energy, drivers=full),
        Period(energy=energy, drivers=Drivers(others=output + 25)),
    )
    assert made.outside[0] == pytest.approx(0.45, abs=0.01)


def test_a_day_without_a_temperature_is_unknown_and_the_others_stay() -> None:
    rng = np.random.default_rng(8)
    whole = weather(2 * DAYS, 8)
    energy = needed(Shape.FIVE, whole)[None] + 20 * rng.standard_normal((1, 2 * DAYS))
    gaps = whole.copy()
    gaps[[40, DAYS + 9]] = np.nan
    drivers = [Drivers(temperature=part) for part in (gaps[:DAYS], gaps[DAYS:])]
    first = Period(energy=energy[:, :DAYS], drivers=drivers[0])
    later = Period(energy=energy[:, DAYS:], drivers=drivers[1])
    fitted = fit_baselines(first.energy, first.drivers)
    assert (fitted.shape[0], fitted.spans[0]) == (Shape.FIVE, DAYS - 1)
    made = savings_of(fitted, first, later)
    assert made.spans[0] == DAYS - 1
    left = energy[:, np.isfinite(gaps)]
    plain = [Drivers(temperature=whole[np.isfinite(gaps)][part]) for part in HALVES]
    parts = [
        Period(energy=left[:, part], drivers=one)
        for part, one in zip(HALVES, plain, strict=True)
    ]
    same = savings_of(fit_baselines(parts[0].energy, plain[0]), *parts)
    assert made.saving[0] == pytest.approx(same.saving[0], rel=1e-9)


HALVES = (slice(0, DAYS - 1), slice(DAYS - 1, None))


def test_a_kept_baseline_says_the_same_to_the_last_digit() -> None:
    rng = np.random.default_rng(6)
    temperature = weather(DAYS, 6)
    energy = needed(Shape.FIVE, temperature)[None] + 30 * rng.standard_normal((1, DAYS))
    energy[0, 5] = np.nan
    drivers = Drivers(temperature=temperature, others=rng.uniform(0, 9, (1, 1, DAYS)))
    first = Period(energy=energy, drivers=drivers)
    fitted = fit_baselines(energy, drivers)
    told = json.loads(json.dumps(kept_baseline(fitted, first), allow_nan=False))
    back, days = baseline_kept(told)
    later = Period(energy=energy - 50, drivers=drivers)
    made, again = savings_of(fitted, first, later), savings_of(back, days, later)
    for name in ("saving", "low", "high", "outside"):
        assert getattr(made, name)[0] == getattr(again, name)[0]


def test_periods_that_follow_something_else_and_levels_that_are_none_are_refused() -> (
    None
):
    energy = np.ones((1, DAYS)) + np.arange(DAYS) % 3
    first = Period(energy=energy, drivers=Drivers(temperature=weather(DAYS, 1)))
    cold = Period(energy=energy, drivers=Drivers(others=NOTHING))
    more = Period(energy=energy, drivers=Drivers(others=np.ones((1, 1, DAYS))))
    fitted = fit_baselines(energy, first.drivers)
    for later, level, code in (
        (cold, 0.9, "baseline.drivers"),
        (more, 0.9, "baseline.drivers"),
        (first, 1.5, "baseline.level"),
    ):
        with pytest.raises(BaselineError) as refused:
            savings_of(fitted, first, later, level=level)
        assert refused.value.code == code


def one(energy: NDArray[np.float64], drivers: Drivers) -> Baselines:
    return fit_baselines(energy, drivers)


@pytest.mark.parametrize(
    ("energy", "drivers", "code"),
    [
        (np.ones((1, 20)), Drivers(temperature=np.ones(19)), "baseline.length"),
        (np.ones((1, 20)), Drivers(others=np.ones((1, 1, 7))), "baseline.length"),
        (np.ones((1, 7)), Drivers(), "baseline.short"),
        (np.ones((1, 20)), Drivers(temperature=np.full(20, np.nan)), "temperature"),
    ],
)
def test_series_that_make_no_baseline_are_refused(
    energy: NDArray[np.float64], drivers: Drivers, code: str
) -> None:
    with pytest.raises(BaselineError) as refused:
        one(energy, drivers)
    assert refused.value.code.endswith(code)


def test_a_saving_of_other_meters_is_refused() -> None:
    energy = np.ones((2, DAYS)) + np.arange(DAYS) % 3
    period = Period(energy=energy, drivers=Drivers(others=NOTHING))
    other = Period(energy=energy[:1], drivers=Drivers(others=NOTHING))
    with pytest.raises(BaselineError):
        savings_of(fit_baselines(energy, period.drivers), period, other)
