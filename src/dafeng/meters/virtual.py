"""Virtual meters: the hours of a sum of other meters."""

from __future__ import annotations

from collections.abc import Sequence
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from dafeng.meters.formulas import Term, read_formula
from dafeng.meters.hours import CHINA_S, Hours
from dafeng.meters.records import Role, State

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.meters.tree import MeterTree

_HOUR = 3600


def with_virtual(tree: MeterTree, hours: Hours) -> Hours:
    """Return the hours together with those of the virtual meters of a tree.

    An hour of a virtual meter is missing when it is missing of any meter in its
    formula, and otherwise as well known as the least known of them. What a share leaves
    of a quantum is carried inside a local day.
    """
    made = [hours]
    for place, meter in enumerate(tree):
        if meter.role is Role.VIRTUAL:
            made.append(_one(place, read_formula(meter.formula), tree, hours))
    together = _joined(made)
    return together[np.lexsort((together.hour, together.meter))]


def _one(place: int, terms: Sequence[Term], tree: MeterTree, hours: Hours) -> Hours:
    parts = [_of(hours, tree.index(term.meter)) for term in terms]
    if not parts or any(len(part) == 0 for part in parts):
        return hours[:0]
    first = min(int(part.hour[0]) for part in parts)
    size = max(int(part.hour[-1]) for part in parts) + 1 - first
    bottom = lcm(*(term.share.denominator for term in terms))
    energy, estimated = np.zeros(size, np.int64), np.zeros(size, np.int64)
    seconds = np.full(size, _HOUR, np.int32)
    guessed_s = np.zeros(size, np.int32)
    for term, part in zip(terms, parts, strict=True):
        weight = int(term.share * bottom)
        where = slice(int(part.hour[0]) - first, int(part.hour[-1]) - first + 1)
        energy[where] += weight * part.energy
        estimated[where] += weight * part.estimated
        mine, mine_s = np.zeros(size, np.int32), np.zeros(size, np.int32)
        mine[where], mine_s[where] = part.seconds, part.estimated_s
        seconds = np.minimum(seconds, mine)
        guessed_s = np.maximum(guessed_s, mine_s)
    missing = seconds == 0
    day = (np.arange(first, first + size) + CHINA_S // _HOUR) // 24
    return Hours(
        meter=np.full(size, place, np.int32),
        hour=np.arange(first, first + size, dtype=np.int32),
        energy=_carried(np.where(missing, 0, energy), bottom, day),
        estimated=_carried(np.where(missing, 0, estimated), bottom, day),
        seconds=seconds,
        estimated_s=np.where(missing, 0, guessed_s).astype(np.int32),
        state=_state(seconds, guessed_s),
    )


def _state(seconds: NDArray[np.int32], guessed: NDArray[np.int32]) -> NDArray[np.uint8]:
    state = np.full(len(seconds), State.MEASURED, np.uint8)
    state[guessed > 0] = State.ESTIMATED
    state[seconds < _HOUR] = State.PARTIAL
    state[seconds == 0] = State.MISSING
    return state


def _carried(
    parts: NDArray[np.int64], bottom: int, day: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Divide, rounding down what has passed since the day began."""
    if bottom == 1:
        return parts
    upto = np.cumsum(parts)
    starts = np.searchsorted(day, day, side="left")
    before = np.where(starts > 0, upto[starts - 1], 0)
    here = (upto - before) // bottom
    earlier = (upto - parts - before) // bottom
    return here - earlier


def _of(hours: Hours, place: int) -> Hours:
    first, last = np.searchsorted(hours.meter, [place, place + 1])
    return hours[int(first) : int(last)]


def _joined(parts: Sequence[Hours]) -> Hours:
    names = ("meter", "hour", "energy", "estimated", "seconds", "estimated_s", "state")
    return Hours(
        **{name: np.concatenate([getattr(p, name) for p in parts]) for name in names}
    )
