"""What hangs on a unit: each room says what it keeps for units, and what becomes of it.

The page of a unit shows what it answers for; ending or merging a unit asks every room
whether something still hangs on it.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import attrs
from django.utils.functional import Promise

from dafeng.web.core.models import Organisation, User

Count = Callable[[Organisation], int]
HandOver = Callable[[User | None, Organisation, Organisation], int]


class Fate(StrEnum):
    """What becomes of a unit's things when it ends."""

    STAYS = "stays"
    """It is history: it keeps naming the unit that was."""
    HOLDS = "holds"
    """The unit cannot end before somebody has dealt with it."""
    MOVES = "moves"
    """It holds the unit, and goes over to the unit that takes its place."""


@attrs.frozen(kw_only=True)
class Belonging:
    """One kind of thing that hangs on units.

    Attributes
    ----------
    label : str
        What it is called: 未办结的任务.
    right : str
        Right that is needed on the unit to see how many there are.
    count : callable
        How many a unit has that are still open.
    address : callable or None
        Page that lists them.
    hand_over : callable or None
        Needed for ``MOVES``: gives all of them to another unit and says how many.
    """

    code: str
    label: str | Promise
    right: str
    count: Count
    fate: Fate = Fate.HOLDS
    address: Callable[[Organisation], str] | None = None
    hand_over: HandOver | None = None


@attrs.frozen(kw_only=True)
class Held:
    """How many things of one kind a unit has."""

    belonging: Belonging
    count: int
    address: str = ""


_belongings: dict[str, Belonging] = {}


def register_belonging(belonging: Belonging) -> None:
    """Add a kind of thing; call it from ``AppConfig.ready``."""
    _belongings[belonging.code] = belonging


def belongings() -> tuple[Belonging, ...]:
    """Every kind of thing, in the order of the rooms."""
    return tuple(_belongings.values())


def held_by(unit: Organisation) -> list[Held]:
    """What a unit has now; kinds of which it has none are left out."""
    counted = ((one, one.count(unit)) for one in belongings())
    return [
        Held(
            belonging=one,
            count=count,
            address=one.address(unit) if one.address else "",
        )
        for one, count in counted
        if count
    ]
