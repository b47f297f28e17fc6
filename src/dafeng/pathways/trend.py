"""Is there a trend in a short series, and how steep is it.

Mann-Kendall counts how many later years lie above earlier ones, so one odd year does
not make a trend.  Short series have the exact law of that count, ties or not: it is a
product of polynomials, no table and no approximation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import erfc, isfinite, sqrt
from statistics import NormalDist, median

import attrs

from dafeng.base.errors import BadInputError
from dafeng.pathways.rules import peak_rules

EXACT, NORMAL = "exact", "normal"


@attrs.frozen(kw_only=True)
class Trend:
    """What Mann-Kendall and Sen say of a series.

    Attributes
    ----------
    n : int
        Values.
    s : int
        Pairs that rise less pairs that fall.
    variance : float
        Of ``s`` when there is no trend, corrected for ties.
    z : float
        ``s`` in standard deviations, one nearer to zero (continuity).
    p : float
        Two-sided.
    method : str
        ``exact`` or ``normal``: what ``p`` rests on.
    ties : int
        Values that stand more than once, less one of each.
    slope : float
        Median of all slopes, per step or per year.
    slope_low, slope_high : float
        Its 95 % interval.
    """

    n: int
    s: int
    variance: float
    z: float
    p: float
    method: str
    ties: int
    slope: float
    slope_low: float
    slope_high: float

    @property
    def significant(self) -> bool:
        """Whether it is a trend at the level of ``data/peak_rules.csv``."""
        return self.p < peak_rules().significance


def mann_kendall(series: Sequence[float]) -> Trend:
    """Test a series for a monotone trend.

    Parameters
    ----------
    series : sequence of float, length at least 2
        One value for each year, in order, none missing.

    Returns
    -------
    Trend
        Up to ten values ``p`` is exact, with ties too; beyond it is normal.

    Raises
    ------
    BadInputError
        ``trend.short``: fewer than two values. ``trend.value``: one is no number.

    Source
    ------
    Mann (1945), Econometrica 13, 245-259; Kendall (1975), Rank Correlation Methods;
    Gilbert (1987), Statistical Methods for Environmental Pollution Monitoring, 16.4
    (variance with ties) and 16.5 (interval of the slope); Sen (1968), JASA 63,
    1379-1389.

    Examples
    --------
    >>> falling = mann_kendall([9.0, 8.0, 7.0, 6.0, 5.0])
    >>> falling.s, round(falling.p, 4), falling.slope
    (-10, 0.0167, -1.0)
    """
    values = _checked(series)
    n = len(values)
    s = sum(
        (later > earlier) - (later < earlier)
        for at, earlier in enumerate(values)
        for later in values[at + 1 :]
    )
    groups = sorted(Counter(values).values())
    variance = _spread(n) - sum(map(_spread, groups))
    z = (s - (s > 0) + (s < 0)) / sqrt(variance) if variance else 0.0
    exact = n <= peak_rules().exact_values
    slopes = _slopes(values, range(n))
    low, high = _slope_interval(slopes, variance)
    return Trend(
        n=n,
        s=s,
        variance=variance,
        z=z,
        p=_exact_p(groups, s) if exact else erfc(abs(z) / sqrt(2)),
        method=EXACT if exact else NORMAL,
        ties=n - len(groups),
        slope=median(slopes),
        slope_low=low,
        slope_high=high,
    )


def sen_slope(series: Sequence[float], years: Sequence[int] = ()) -> float:
    """Median of the slopes between all pairs, per year.

    Parameters
    ----------
    series : sequence of float
    years : sequence of int, optional
        When they do not follow one another.

    Raises
    ------
    BadInputError
        As :func:`mann_kendall`; ``trend.years``: other in number, or one stands twice.

    Examples
    --------
    >>> sen_slope([10.0, 12.0, 20.0], [2020, 2021, 2025])
    2.0
    """
    values = _checked(series)
    at = tuple(years) or tuple(range(len(values)))
    if len(at) != len(values) or len(set(at)) != len(at):
        msg = (
            f"{len(values)} values have {len(set(at))} years. "
            "Give one year for each value."
        )
        raise BadInputError(msg, code="trend.years")
    return median(_slopes(values, at))


def kendall_law(groups: Sequence[int]) -> tuple[int, ...]:
    """How many orders of the values have 0, 1, 2, … pairs that fall.

    Parameters
    ----------
    groups : sequence of int
        How often each value stands; all 1 without ties.

    Returns
    -------
    tuple of int
        Coefficients of the Gaussian multinomial ``[n]! / [t1]! / [t2]! …``.

    Source
    ------
    MacMahon (1913): inversions of arrangements of a multiset.

    Examples
    --------
    >>> kendall_law([1, 1, 1])
    (1, 2, 2, 1)
    >>> kendall_law([2, 1])
    (1, 1, 1)
    """
    n = sum(groups)
    pairs = (n * n - sum(one * one for one in groups)) // 2
    law = [1] + [0] * pairs
    for over in range(1, n + 1):
        for at in range(pairs, over - 1, -1):  # times 1 - q^over
            law[at] -= law[at - over]
    for one in groups:
        for under in range(1, one + 1):
            for at in range(under, pairs + 1):  # by 1 - q^under
                law[at] += law[at - under]
    return tuple(law)


def _exact_p(groups: Sequence[int], s: int) -> float:
    law = kendall_law(groups)
    pairs = len(law) - 1
    far = sum(
        ways for falls, ways in enumerate(law) if abs(pairs - 2 * falls) >= abs(s)
    )
    return far / sum(law)


def _spread(n: int) -> float:
    return n * (n - 1) * (2 * n + 5) / 18


def _slopes(values: Sequence[float], years: Sequence[int]) -> list[float]:
    pairs = list(zip(years, values, strict=True))
    return sorted(
        (later - earlier) / (last - first)
        for at, (first, earlier) in enumerate(pairs)
        for last, later in pairs[at + 1 :]
    )


def _slope_interval(slopes: Sequence[float], variance: float) -> tuple[float, float]:
    """Ranks as far from the middle as ``s`` is by chance: Gilbert (1987), 16.5."""
    wide = NormalDist().inv_cdf(0.975) * sqrt(variance)
    low = max(round((len(slopes) - wide) / 2) - 1, 0)
    high = min(round((len(slopes) + wide) / 2), len(slopes) - 1)
    return slopes[low], slopes[high]


def _checked(series: Sequence[float]) -> tuple[float, ...]:
    values = tuple(float(value) for value in series)
    if len(values) < 2:
        msg = f"{len(values)} values have no trend. Give at least two, better eight."
        raise BadInputError(msg, code="trend.short", values=len(values))
    for at, value in enumerate(values, 1):
        if not isfinite(value):
            msg = (
                f"Value {at} of the series is {value}. A year that is not known makes "
                "a gap: give its value, or begin after it."
            )
            raise BadInputError(msg, code="trend.value", at=at)
    return values
