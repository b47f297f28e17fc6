"""What stands for a part of an address, and whose it is."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from tests.web.walking.house import Unit, WalkedHouse


class Side(StrEnum):
    OWN = "own"
    OTHER = "other"


Find = Callable[["WalkedHouse", Side], object]


@attrs.frozen
class Thing:
    find: Find
    sided: bool = False


def of_the_house(find: Callable[[WalkedHouse], object]) -> Thing:
    return Thing(lambda house, _side: find(house))


def of_a_unit(find: Callable[[Unit], object]) -> Thing:
    return Thing(
        lambda house, side: find(house.own if side is Side.OWN else house.other),
        sided=True,
    )


def always(value: object) -> Thing:
    return Thing(lambda _house, _side: value)


NOWHERE = always("0")
"""There is no such thing in the house: the address answers that nothing is there."""
