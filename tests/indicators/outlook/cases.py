"""Cases for the calibration: a short history, a demand, and what came in the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import floor, log10

import attrs
import numpy as np

from dafeng.indicators.outlook import Demand
from tests.indicators.outlook.families import Family, placed

FIRST = 2016
VALUES = range(3, 11)
HORIZONS = range(1, 11)
BATCH = 40
STILL = 1e-6


@attrs.frozen(kw_only=True)
class SeriesCase:
    """One made-up series up to its last known year, and its end."""

    family: str
    history: tuple[tuple[int, Decimal], ...]
    year: int
    demand: Demand
    came: Decimal
    bounded: bool = False

    @property
    def met(self) -> bool:
        return self.demand.met_by(self.came)


def cases(families: Sequence[Family], *, seed: int, count: int) -> Iterator[SeriesCase]:
    """Quantities: 3 to 10 values, 1 to 10 years ahead; in half a year is lacking."""
    rng = np.random.default_rng(seed)
    made = 0
    while made < count:
        family = families[int(rng.integers(len(families)))]
        values = int(rng.choice(VALUES))
        ahead = int(rng.choice(HORIZONS))
        lacking = int(rng.integers(2))
        for row in placed(family, rng, BATCH, values + lacking + ahead):
            if np.ptp(row[: values + lacking]) < STILL:
                continue
            yield _case(family.__name__, rng, row, values, lacking, ahead)
        made += BATCH


def share_cases(
    families: Sequence[Family], *, seed: int, count: int
) -> Iterator[SeriesCase]:
    """Shares: series moved to somewhere around 0 to 100, and cut off at the ends."""
    rng = np.random.default_rng(seed)
    made = 0
    while made < count:
        family = families[int(rng.integers(len(families)))]
        values = int(rng.choice(VALUES))
        ahead = int(rng.choice(HORIZONS))
        for row in family(rng, BATCH, values + ahead):
            moves = np.sqrt((np.diff(row[:values]) ** 2).mean())
            if moves < STILL:
                continue
            points = np.exp(rng.uniform(np.log(0.3), np.log(8))) / moves
            newest = rng.uniform(-15, 115)
            laid = np.clip(newest + (row - row[values - 1]) * points, 0, 100)
            one = _case(family.__name__, rng, laid, values, 0, ahead)
            yield attrs.evolve(one, bounded=True)
        made += BATCH


def count_cases(*, seed: int, count: int) -> Iterator[SeriesCase]:
    """Counts: whole numbers that stand still in some years and move in others."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        known, ahead = int(rng.choice(VALUES)), int(rng.choice(HORIZONS))
        length = known + ahead
        moves = rng.random(length) > rng.uniform(0, 0.9)
        sizes = np.maximum(rng.poisson(np.exp(rng.uniform(-1.5, 1.5)), length), 1)
        ways = np.where(rng.random(length) < rng.uniform(0.5, 1), 1, -1)
        row = np.maximum(rng.integers(0, 40) + np.cumsum(moves * sizes * ways), 0)
        last, first = int(row[known - 1]), int(row[0])
        carried = (last - first) / (known - 1) * ahead * rng.uniform(-0.2, 2)
        asked = last + round(carried) + int(rng.integers(-2, 3))
        yield SeriesCase(
            family="counts",
            history=tuple(
                (FIRST + year, Decimal(int(row[year]))) for year in range(known)
            ),
            year=FIRST + length - 1,
            demand=Demand(
                comparator=">=" if rng.random() < 1 / 2 else "<=", value=Decimal(asked)
            ),
            came=Decimal(int(row[-1])),
        )


def _case(
    family: str,
    rng: np.random.Generator,
    row: np.ndarray,
    values: int,
    lacking: int,
    ahead: int,
) -> SeriesCase:
    known = values + lacking
    moves = float(np.sqrt((np.diff(row[:known]) ** 2).mean()))
    digits = 0 if moves == 0 else floor(-log10(moves)) + int(rng.integers(1, 4))
    written = [Decimal(str(round(float(value), digits))) for value in row]
    left_out = set(rng.choice(np.arange(1, known - 1), lacking, replace=False).tolist())
    history = tuple(
        (FIRST + year, written[year]) for year in range(known) if year not in left_out
    )
    return SeriesCase(
        family=family,
        history=history,
        year=FIRST + known - 1 + ahead,
        demand=_demand(rng, row[:known], moves, ahead, digits),
        came=written[-1],
    )


def _demand(
    rng: np.random.Generator,
    past: np.ndarray,
    moves: float,
    ahead: int,
    digits: int,
) -> Demand:
    """Ask for a share of the way gone so far, or for something near the last value."""
    last = float(past[-1])
    mean_move = (last - float(past[0])) / (len(past) - 1)
    if rng.random() < 1 / 2:
        asked = last + mean_move * ahead * rng.uniform(-0.2, 2)
        asked += 0.7 * moves * rng.standard_normal()
    else:
        asked = last + 1.2 * moves * np.sqrt(ahead) * rng.standard_normal()
    comparator = ">=" if rng.random() < 1 / 2 else "<="
    return Demand(comparator=comparator, value=Decimal(str(round(asked, digits))))
