"""When the outlook says 70 %, it happens in about 70 of 100: checked by simulation.

The series come from families that are not the shapes of the method. ``HELD_OUT`` played
no part in choosing its weights, and the seeds here are others than those of the tuning
(``tuning.py``: seed 1).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import attrs
import numpy as np
import pytest
from scipy.special import stdtr

from dafeng.indicators.forecasting.shapes import shapes
from dafeng.indicators.outlook import series_outlook
from tests.indicators.outlook.cases import SeriesCase, cases, count_cases, share_cases
from tests.indicators.outlook.families import HELD_OUT, TUNED
from tests.indicators.outlook.tuning import scores

SERIES = 2_000
ALLOWED = 0.05
NINETY_NINE = 2.576
NAMED = tuple(
    family
    for family in (*TUNED, *HELD_OUT)
    if family.__name__
    in {
        "line",
        "logistic",
        "damped",
        "heavy_walk",
        "step",
        "noisy_plateau",
        "convex",
    }
)


@attrs.frozen
class Run:
    said: np.ndarray
    happened: np.ndarray
    inside: np.ndarray
    naive: np.ndarray

    @property
    def brier(self) -> float:
        return float(((self.said - self.happened) ** 2).mean())

    @property
    def climatology(self) -> float:
        """Score of always saying the overall frequency."""
        share = self.happened.mean()
        return float(share * (1 - share))

    @property
    def naive_brier(self) -> float:
        return float(((self.naive - self.happened) ** 2).mean())


def run(made: Iterable[SeriesCase]) -> Run:
    said, happened, inside, naive = [], [], [], []
    for case in made:
        outlook = series_outlook(
            case.history, year=case.year, demand=case.demand, bounded=case.bounded
        )
        assert outlook is not None
        said.append(float(outlook.probability))
        happened.append(case.met)
        inside.append(outlook.low <= case.came <= outlook.high)
        naive.append(walk_with_drift(case))
    return Run(
        np.array(said), np.array(happened, float), np.array(inside), np.array(naive)
    )


def walk_with_drift(case: SeriesCase) -> float:
    """The naive forecast: mean yearly move, scatter of the moves, Student's t."""
    years = np.array([year for year, _ in case.history])
    values = np.array([float(value) for _, value in case.history])
    gaps = np.diff(years)
    drift = (values[-1] - values[0]) / (years[-1] - years[0])
    rests = (np.diff(values) - drift * gaps) / np.sqrt(gaps)
    freedom = len(gaps) - 1
    scatter = np.sqrt((rests**2).sum() / freedom)
    ahead = case.year - years[-1]
    centre = values[-1] + drift * ahead
    width = scatter * np.sqrt(ahead + ahead**2 / (years[-1] - years[0]))
    asked = float(case.demand.value)
    if width == 0:
        below = float(centre < asked)
    else:
        below = float(stdtr(freedom, (asked - centre) / width))
    return 1 - below if case.demand.comparator == ">=" else below


SETS = {
    "named families": partial(cases, NAMED, seed=20260701),
    "held-out families": partial(cases, HELD_OUT, seed=20260702),
    "families of the tuning": partial(cases, TUNED, seed=20260703),
    "shares of named families": partial(share_cases, NAMED, seed=20260704),
    "shares of held-out families": partial(share_cases, HELD_OUT, seed=20260705),
    "counts that stand still at times": partial(count_cases, seed=20260706),
}


def made(name: str, series: int) -> Run:
    return run(SETS[name](count=series))


def tell(name: str, series: int) -> None:
    """Print a row of the table in the docs."""
    result = made(name, series)
    tenths = np.clip((result.said * 10).astype(int), 0, 9)
    misses = [
        100 * (result.said[tenths == i].mean() - result.happened[tenths == i].mean())
        for i in range(10)
    ]
    print(f"{name}: {len(result.said)} series")
    print("  said - happened, points:", " ".join(f"{miss:+.1f}" for miss in misses))
    print(
        f"  Brier {result.brier:.3f}, climatology {result.climatology:.3f}, "
        f"walk with drift {result.naive_brier:.3f}; "
        f"in the 90 % band {100 * result.inside.mean():.1f} %"
    )


@pytest.fixture(scope="module", params=SETS, ids=list(SETS))
def result(request: pytest.FixtureRequest) -> Run:
    return made(request.param, SERIES)


def test_in_each_tenth_the_frequency_is_what_was_said(result: Run) -> None:
    tenths = np.clip((result.said * 10).astype(int), 0, 9)
    for tenth in range(10):
        there = tenths == tenth
        count = int(there.sum())
        assert count >= 30, tenth
        said, happened = result.said[there].mean(), result.happened[there].mean()
        chance = NINETY_NINE * np.sqrt(said * (1 - said) / count)
        assert abs(said - happened) <= ALLOWED + chance, (tenth, said, happened, count)


def test_it_beats_climatology_and_the_naive_forecast(result: Run) -> None:
    assert result.brier < 0.75 * result.climatology
    assert result.brier < result.naive_brier


def test_the_band_holds_about_nine_of_ten(result: Run) -> None:
    assert 0.80 < result.inside.mean() < 0.97


def test_the_packaged_weights_are_nearly_the_best_of_the_tuning() -> None:
    found = scores(shapes(), each=8)
    packaged = np.log([shape.prior for shape in shapes()])
    even = np.zeros(len(packaged)) - np.log(len(packaged))
    best = found.mean(np.log(found.best()))
    assert found.mean(even) < found.mean(packaged) - 0.005
    assert found.mean(packaged) > best - 0.015


def test_the_weights_add_up_to_one() -> None:
    assert sum(shape.prior for shape in shapes()) == pytest.approx(1)
