"""The shapes that a short series may have, and what each says of another year.

Everything is seen from the last value ``y_n`` of year ``t_n``: with ``u = t - t_n``

    y(t) - y_n = slope·u + walk(u) + bend(u) + noise(t) - noise(t_n)

all parts normal with variances in proportion to one unknown scale. How they divide is
what makes a shape: a row of ``data/outlook_shapes.csv``.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.indicators.editions import standing_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float64]"


@attrs.frozen(kw_only=True)
class Shape:
    """One way in which a series may go.

    Attributes
    ----------
    id, name_zh, name_en : str
    logarithmic : bool
        Speaks of the logarithm: needs values above zero and no upper bound.
    walk : float
        Share of a walk in the scatter of one year, 0 to 1; the rest is noise.
    slope : float
        Standard deviation of the yearly trend, of 0.
    bend : float
        Standard deviation of the yearly change of the trend.
    prior : float
        Weight before any value is seen; weights need not add up to one.
    """

    id: str
    name_zh: str
    name_en: str
    logarithmic: bool
    walk: float
    slope: float
    bend: float
    prior: float

    def covariance(self, first: Floats, second: Floats) -> Floats:
        """Covariance of the differences from the last value, in units of the scale.

        Parameters
        ----------
        first, second : float arrays of shapes (n,) and (m,)
            Years from the last value, negative before it, never 0.

        Returns
        -------
        float array, shape (n, m)
        """
        a, b = np.abs(first)[:, None], np.abs(second)[None, :]
        near, far = np.minimum(a, b), np.maximum(a, b)
        same_side = np.sign(first)[:, None] == np.sign(second)[None, :]
        same_year = first[:, None] == second[None, :]
        noise = (1 - self.walk) * (1.0 + same_year)
        bent = self.bend**2 * near**2 * (3 * far - near) / 6
        trend = self.slope**2 * np.outer(first, second)
        summed: Floats = noise + trend + same_side * (self.walk * near + bent)
        return summed


@attrs.frozen(kw_only=True)
class Design:
    """What some shapes say for given years, before any value is known.

    Attributes
    ----------
    precision : float array, shape (k, n, n)
        For each of k shapes the inverse covariance of the n differences.
    weights : float array, shape (k, n)
        Expected difference of the asked year = weights · differences.
    variance : float array, shape (k,)
        Around it, in units of the squared scale.
    log_density : float array, shape (k,)
        -1/2 log of the determinant of the covariance, and the log of the prior.
    """

    precision: Floats
    weights: Floats
    variance: Floats
    log_density: Floats


@lru_cache(maxsize=4096)
def design(among: tuple[Shape, ...], seen: tuple[int, ...], asked: int) -> Design:
    """Return the design of shapes; kept, since years repeat from series to series.

    Parameters
    ----------
    among : tuple of Shape
    seen : tuple of int
        Years from the last value of every other value, negative.
    asked : int
        Years from the last value to the asked year, not 0 and none of ``seen``.
    """
    past = np.array(seen, dtype=np.float64)
    there = np.array([asked], dtype=np.float64)
    covariance = np.array([shape.covariance(past, past) for shape in among])
    across = np.array([shape.covariance(past, there)[:, 0] for shape in among])
    alone = np.array([shape.covariance(there, there)[0, 0] for shape in among])
    precision: Floats = np.asarray(np.linalg.inv(covariance), dtype=np.float64)
    weights = np.einsum("kij,kj->ki", precision, across)
    prior = np.array([shape.prior for shape in among])
    return Design(
        precision=precision,
        weights=weights,
        variance=alone - (weights * across).sum(axis=1),
        log_density=np.log(prior) - np.linalg.slogdet(covariance).logabsdet / 2,
    )


@cache
def shapes() -> tuple[Shape, ...]:
    """Return the packaged shapes in the order of the file."""
    return tuple(
        Shape(
            id=name,
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            logarithmic=row["logarithmic"] == "1",
            walk=float(row["walk"]),
            slope=float(row["slope"]),
            bend=float(row["bend"]),
            prior=float(row["prior"]),
        )
        for name, row in standing_rows("outlook_shapes.csv", "shape").items()
    )
