"""The two rules of error propagation: products and sums of independent quantities."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from dafeng.base.errors import BadInputError


def product_uncertainty(percents: Iterable[float]) -> float:
    """Uncertainty of a product of independent quantities, in percent.

    Parameters
    ----------
    percents : iterable of float
        Half of the 95 % interval of each quantity, in percent of it; at least 0.

    Raises
    ------
    BadInputError
        ``uncertainty.negative``: one of them is negative or not a number.

    Source
    ------
    IPCC 2006 Guidelines, volume 1, chapter 3, equation 3.1.

    Examples
    --------
    >>> product_uncertainty([3, 4])
    5.0
    """
    return math.hypot(*_checked(percents))


def sum_uncertainty(values: Sequence[float], percents: Sequence[float]) -> float:
    """Uncertainty of a sum of independent quantities, in percent of the sum.

    Parameters
    ----------
    values : sequence of float
        The quantities, in one unit; sinks are negative.
    percents : sequence of float
        Half of the 95 % interval of each, in percent of it; at least 0.

    Raises
    ------
    BadInputError
        ``uncertainty.negative``: a percentage is negative or not a number;
        ``uncertainty.no_percent``: the quantities add up to zero, and nothing is a
        percentage of zero.

    Source
    ------
    IPCC 2006 Guidelines, volume 1, chapter 3, equation 3.2.

    Examples
    --------
    >>> sum_uncertainty([100, 100], [3, 4])
    2.5
    """
    total = math.fsum(values)
    spans = [
        value * percent
        for value, percent in zip(values, _checked(percents), strict=True)
    ]
    if total == 0:
        msg = (
            f"{len(values)} quantities add up to zero, which has no uncertainty in "
            "percent. Give the interval in the unit of the quantities."
        )
        raise BadInputError(msg, code="uncertainty.no_percent")
    return math.hypot(*spans) / abs(total)


def _checked(percents: Iterable[float]) -> list[float]:
    numbers = list(percents)
    bad = [number for number in numbers if not number >= 0]
    if bad:
        msg = (
            f"An uncertainty of {bad[0]!r} percent is no uncertainty. Give half of the "
            "95 % interval as a percentage of at least 0."
        )
        raise BadInputError(msg, code="uncertainty.negative", percent=bad[0])
    return numbers
