"""Meters of an enterprise as a tree, with the share of each and what is left over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.meters import Carrier, MeterTree, State, Sums, carriers_by_code
from dafeng.web.meters.models import MeterPoint
from dafeng.web.meters.selectors.energy import HUNDRED

if TYPE_CHECKING:
    from numpy.typing import NDArray


@attrs.frozen(kw_only=True)
class MeterLine:
    """A meter in the tree, or what is left of one behind which others stand.

    Attributes
    ----------
    point : MeterPoint
        The meter; of a rest the one above.
    depth : int
    used : Fraction or None
        In the month, in the unit of the carrier.
    share : Decimal or None
        Of the meter above; of the mains none.
    known : Decimal or None
        Share of the month's seconds that are known.
    rest : bool
        Whether this is what no meter below accounts for.
    """

    point: MeterPoint
    carrier: Carrier
    depth: int
    used: Fraction | None
    share: Decimal | None
    known: Decimal | None
    rest: bool = False


def used_by_meter(tree: MeterTree, days: Sums) -> list[Fraction | None]:
    """What each meter of the tree counted, in the unit of its carrier."""
    total, seconds = _per_meter(len(tree), days)
    return [
        int(total[place]) * carriers_by_code()[one.carrier].quantum
        if seconds[place]
        else None
        for place, one in enumerate(tree)
    ]


def _per_meter(count: int, days: Sums) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    total, seconds = np.zeros(count, np.int64), np.zeros(count, np.int64)
    there = days.state != State.MISSING
    np.add.at(total, days.meter[there], days.energy[there])
    np.add.at(seconds, days.meter, days.seconds)
    return total, seconds


def meter_lines(
    points: Sequence[MeterPoint], tree: MeterTree, days: Sums, due: int
) -> Iterator[MeterLine]:
    """Each main meter with those behind it, and what they leave over."""
    used = used_by_meter(tree, days)
    seconds = _per_meter(len(tree), days)[1]
    below: dict[int | None, list[int]] = {}
    for place, point in enumerate(points):
        below.setdefault(point.parent_id, []).append(place)
    places = {point.pk: place for place, point in enumerate(points)}

    def lines(place: int, depth: int, above: Fraction | None) -> Iterator[MeterLine]:
        point, mine = points[place], used[place]
        carrier = carriers_by_code()[point.carrier]
        yield MeterLine(
            point=point,
            carrier=carrier,
            depth=depth,
            used=mine,
            share=_part(mine, above),
            known=_covered(int(seconds[place]), due),
        )
        children = below.get(point.pk, [])
        for child in children:
            yield from lines(child, depth + 1, mine)
        parts = [used[child] for child in children]
        if children:
            known = [one for one in parts if one is not None]
            whole = mine is not None and len(known) == len(parts)
            rest = mine - sum(known, Fraction()) if whole and mine is not None else None
            yield MeterLine(
                point=point,
                carrier=carrier,
                depth=depth + 1,
                used=rest,
                share=_part(rest, mine),
                known=None,
                rest=True,
            )

    for place, point in enumerate(points):
        if point.parent_id is None or point.parent_id not in places:
            yield from lines(place, 0, None)


def _covered(seconds: int, due: int) -> Decimal | None:
    return min(Decimal(seconds) / due, Decimal(1)) * HUNDRED if due else None


def _part(mine: Fraction | None, above: Fraction | None) -> Decimal | None:
    if mine is None or not above:
        return None
    share = mine / above * HUNDRED
    return Decimal(share.numerator) / share.denominator
