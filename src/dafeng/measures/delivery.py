"""What is built or committed of a measure makes its delivery surer, or later.

The probability and the delay of a potential are said before anything is begun.  Once
named projects stand or are being built, the capacity falls into three parts, and each
has its own chance: what stands is certain, what is approved or being built is nearly
so, and the rest is as sure as before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from dafeng.measures.records import Potential

COMMITTED = 0.95
"""Assumed: that a project which is approved or being built is finished."""
_DIGITS = 6


@attrs.frozen(kw_only=True)
class Commissioned:
    """A part of a measure that stands, or is approved or being built.

    Attributes
    ----------
    amount : float
        Units of the measure.
    year : int or None
        In which it came, or will come at the pace of its reports; None is not known.
    stands : bool
        Whether it stands; else it is committed.
    """

    amount: float
    year: int | None
    stands: bool


def delivered_potential(
    potential: Potential, parts: Iterable[Commissioned], *, base_year: int
) -> Potential:
    """Return a potential whose probability and delay know what is built and committed.

    Let ``b`` and ``c`` be the built and the committed part of what is planned in the
    end, and ``p`` the probability of the potential. Then the measure is delivered with
    ``b + c * max(p, 0.95) + (1 - b - c) * p``. What stands is not late; a committed
    part is as late as its year lies behind the first year for which the plan foresees
    so much in sum; the rest keeps the delays of the potential. Capacity of the base
    year and before is in the base year's account and does not count again.

    Nothing planned, or nothing built and committed, leaves the potential as it is.

    Parameters
    ----------
    parts : iterable of Commissioned
    base_year : int
        Of the model.

    Examples
    --------
    >>> from dafeng.measures.records import Potential
    >>> wind = Potential(measure="wind", place="1", size=100, per_year=50,
    ...     planned=((2026, 50.0), (2027, 100.0)), probability=0.6, delay=((0, 1.0),))
    >>> half = Commissioned(amount=50, year=2026, stands=True)
    >>> delivered_potential(wind, [half], base_year=2024).probability
    0.8
    """
    goal = max((amount for _year, amount in potential.planned), default=0.0)
    later = [one for one in parts if one.year is None or one.year > base_year]
    if goal <= 0 or not any(one.amount > 0 for one in later):
        return potential
    surely = max(potential.probability, COMMITTED)
    weights: dict[int, float] = defaultdict(float)
    left = 1.0
    for share, year, stands, reached in _shares(later, goal):
        left -= share
        if stands:
            weights[0] += share
        elif year is None:
            for delay, chance in potential.delay:
                weights[delay] += share * surely * chance
        else:
            weights[_late(potential, year, reached)] += share * surely
    for delay, chance in potential.delay:
        weights[delay] += max(left, 0.0) * potential.probability * chance
    total = sum(weights.values())
    return attrs.evolve(
        potential,
        probability=round(min(total, 1.0), _DIGITS),
        delay=_whole({delay: weight / total for delay, weight in weights.items()}),
    )


def _shares(
    parts: list[Commissioned], goal: float
) -> Iterator[tuple[float, int | None, bool, float]]:
    """Shares of the goal, what stands first; never more than the whole.

    With each: its year, whether it stands, and units in sum up to it.
    """
    ordered = sorted(parts, key=lambda one: (not one.stands, one.year or 9999))
    reached = 0.0
    for one in ordered:
        amount = min(one.amount, goal - reached)
        if amount <= 0:
            continue
        reached += amount
        yield amount / goal, one.year, one.stands, reached


def _late(potential: Potential, year: int, reached: float) -> int:
    """Years behind the first one for which so much is planned in sum."""
    for planned, amount in sorted(potential.planned):
        if amount >= reached * (1 - 1e-9):
            return max(year - planned, 0)
    return 0


def _whole(shares: dict[int, float]) -> tuple[tuple[int, float], ...]:
    """Round shares so that they add up to 1: the largest takes the rest."""
    kept = {
        delay: round(share, _DIGITS)
        for delay, share in sorted(shares.items())
        if round(share, _DIGITS) > 0
    }
    largest = max(kept, key=lambda delay: kept[delay])
    others = sum(share for delay, share in kept.items() if delay != largest)
    kept[largest] = round(1.0 - others, _DIGITS)
    return tuple(kept.items())
