"""Share out an amount by weights, within limits: water fills vessels to one level.

A vessel with weight ``w`` holds ``offset + level x w``, but never less than ``low`` nor
more than ``high``. The level is found exactly: the sum is a straight line between the
levels at which some vessel leaves its lower or reaches its upper limit. It is what
"share out in proportion, fix those beyond a limit, share out the rest" converges to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs


@attrs.frozen(kw_only=True)
class Vessel:
    """What one party can hold, in whole steps.

    Attributes
    ----------
    unit : str
    weight : Fraction
        At least 0.
    offset : Fraction
        What it holds before the level rises; at most ``low``.
    low, high : int, int or None
        Limits, ``low <= high``; None is no limit.
    """

    unit: str
    weight: Fraction
    offset: Fraction = Fraction(0)
    low: int = 0
    high: int | None = None

    @property
    def most(self) -> int | None:
        """What it can hold at any level: without weight it stays at ``low``."""
        return self.high if self.weight else self.low

    def at(self, level: Fraction) -> Fraction:
        """What it holds at a level."""
        free = max(Fraction(self.low), self.offset + level * self.weight)
        return free if self.most is None else min(free, Fraction(self.most))


def least(vessels: Iterable[Vessel]) -> int:
    """What the vessels hold at least."""
    return sum(vessel.low for vessel in vessels)


def most(vessels: Iterable[Vessel]) -> int | None:
    """What the vessels can hold; None is without end."""
    total = 0
    for vessel in vessels:
        if vessel.most is None:
            return None
        total += vessel.most
    return total


def water_level(vessels: Sequence[Vessel], amount: int | Fraction) -> Fraction:
    """Level at which the vessels hold an amount.

    Parameters
    ----------
    vessels : sequence of Vessel
    amount : int or Fraction
        From :func:`least` to :func:`most` of the vessels; the caller looks first.

    Returns
    -------
    Fraction
        The lowest such level, at least 0.

    Examples
    --------
    >>> vessels = [
    ...     Vessel(unit="A", weight=Fraction(3), high=40),
    ...     Vessel(unit="B", weight=Fraction(1)),
    ... ]
    >>> water_level(vessels, 100)  # A stops at 40, B takes 60
    Fraction(60, 1)
    """
    # Each event adds to the slope of the sum from its level on.
    events: list[tuple[Fraction, Fraction]] = []
    for vessel in vessels:
        if not vessel.weight:
            continue
        begins = (vessel.low - vessel.offset) / vessel.weight
        events.append((begins, vessel.weight))
        if vessel.high is not None:
            ends = (vessel.high - vessel.offset) / vessel.weight
            events.append((ends, -vessel.weight))
    events.sort()
    level, slope = Fraction(0), Fraction(0)
    lacking = Fraction(amount) - least(vessels)
    for at, change in events:
        gained = (at - level) * slope
        if gained >= lacking:
            break
        lacking -= gained
        level, slope = at, slope + change
    return level + lacking / slope if lacking else level


def whole_steps(filled: Mapping[str, Fraction], amount: int) -> dict[str, int]:
    """Round to whole steps that add up to an amount: the largest remainders go up.

    Parameters
    ----------
    filled : mapping of unit to Fraction
        Sums up to ``amount`` exactly.
    amount : int

    Returns
    -------
    dict of unit to int
        Equal remainders go by the unit's name, so the order of the mapping does not
        matter. No figure moves by a whole step, so none leaves whole limits.

    Source
    ------
    Largest remainders (Hare and Niemeyer), as for the seats of a parliament.

    Examples
    --------
    >>> whole_steps({"B": Fraction(1, 2), "A": Fraction(1, 2)}, 1)
    {'B': 0, 'A': 1}
    """
    floors = {
        unit: value.numerator // value.denominator for unit, value in filled.items()
    }
    left = amount - sum(floors.values())
    first = sorted(filled, key=lambda unit: (floors[unit] - filled[unit], unit))
    for unit in first[:left]:
        floors[unit] += 1
    return floors
