"""How the packaged weights of the shapes were found; and the table of the docs.

Run it by hand: ``python -m tests.indicators.outlook.tuning`` prints the weights of the
best predictive score over the families ``TUNED`` (seed 1) beside the packaged ones, and
how calibrated and sharp the method is on other series (seeds from 20260702 on).

The score of one series is the log density that the method gave to the value that came,
from the 3 to 11 values before it. A quasi-Newton search from even weights finds
its top. The widths of the shapes (columns ``walk``, ``slope``, ``bend``)
come from a forward selection over a grid of 84 shapes by the same score, and a few
trials by hand around its result.
"""

from __future__ import annotations

from math import lgamma, log, pi

import attrs
import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp

from dafeng.indicators.forecasting.shapes import Shape, design, shapes
from tests.indicators.outlook.families import TUNED, Floats, placed

SEED = 1
HORIZONS = (1, 2, 3, 5, 7, 10)
LENGTHS = range(3, 12)
NOTHING = -1e9


@attrs.frozen
class Scores:
    """For each series and shape: evidence of its past, log density of what came."""

    past: Floats
    came: Floats

    def mean(self, log_weights: Floats) -> float:
        whole = logsumexp(self.past + self.came + log_weights, axis=1)
        return float((whole - logsumexp(self.past + log_weights, axis=1)).mean())

    def best(self) -> Floats:
        """Weights of the best mean score."""

        def loss(free: Floats) -> tuple[float, Floats]:
            weights = free - logsumexp(free)
            after = self.past + self.came + weights
            before = self.past + weights
            share = np.exp(after - logsumexp(after, axis=1)[:, None])
            share -= np.exp(before - logsumexp(before, axis=1)[:, None])
            return -self.mean(weights), -share.mean(axis=0)

        found = minimize(
            loss, np.zeros(self.past.shape[1]), jac=True, method="L-BFGS-B"
        )
        return np.exp(found.x - logsumexp(found.x))


def scores(among: tuple[Shape, ...], *, each: int, seed: int = SEED) -> Scores:
    """Score shapes on ``each`` series of every family, length and horizon."""
    rng = np.random.default_rng(seed)
    past, came = [], []
    for length in LENGTHS:
        for ahead in HORIZONS:
            for family in TUNED:
                made = placed(family, rng, each, length + ahead)
                columns = [
                    _score(shape, made[:, :length], made[:, -1], ahead)
                    for shape in among
                ]
                evidence = np.array([column[0] for column in columns]).T
                past.append(evidence - evidence.max(axis=1, keepdims=True))
                came.append(np.array([column[1] for column in columns]).T)
    return Scores(np.concatenate(past), np.concatenate(came))


def _score(
    shape: Shape, past: Floats, came: Floats, ahead: int
) -> tuple[Floats, Floats]:
    even = attrs.evolve(shape, prior=1.0)
    made = design((even,), tuple(range(1 - past.shape[1], 0)), ahead)
    fits = np.ones(len(past), dtype=bool)
    turned = np.zeros(len(past))
    if shape.logarithmic:
        fits = (past > 0).all(axis=1) & (came > 0)
        past, came = (np.log(np.where(x > 0, x, 1)) for x in (past, came))
        turned = -past[:, :-1].sum(axis=1)
    z = past[:, :-1] - past[:, -1:]
    freedom = z.shape[1]
    squares = ((z @ made.precision[0]) * z).sum(axis=1) + 1e-12
    scale = np.sqrt(made.variance[0] * squares / freedom)
    far = (came - past[:, -1] - z @ made.weights[0]) / scale
    half = (freedom + 1) / 2
    density = lgamma(half) - lgamma(half - 0.5) - log(freedom * pi) / 2
    density = density - np.log(scale) - half * np.log1p(far**2 / freedom)
    if shape.logarithmic:
        density = density - came
    evidence = made.log_density[0] - freedom / 2 * np.log(squares) + turned
    return np.where(fits, evidence, NOTHING), np.where(fits, density, NOTHING)


def main() -> None:
    found = scores(shapes(), each=40)
    best = found.best()
    packaged = np.array([shape.prior for shape in shapes()])
    print("shape, packaged weight, best weight")
    for shape, mine, other in zip(shapes(), packaged, best, strict=True):
        print(f"{shape.id:12} {mine:6.3f} {other:6.3f}")
    print("mean score, packaged:", found.mean(np.log(packaged / packaged.sum())))
    print("mean score, best:    ", found.mean(np.log(best)))
    from tests.indicators.outlook.test_outlook_calibration import SETS, tell

    for name in SETS:
        tell(name, series=20_000)


if __name__ == "__main__":
    main()
