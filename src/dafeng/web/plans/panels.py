"""Parts of the pages of a target and of a unit that rooms above bring along.

A plan knows what was promised.  What came of it, who works at it, which letters and
decisions touch it: the rooms that know register a panel, and one page shows it all.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Generic, TypeVar

import attrs

from dafeng.web.core.selectors import Person
from dafeng.web.plans.models import PlanUnit, Target

T = TypeVar("T")


class Place(StrEnum):
    """Where on the page a panel stands."""

    MAIN = "main"
    ASIDE = "aside"


@attrs.frozen(kw_only=True)
class Panel(Generic[T]):
    """One part of a page.

    Attributes
    ----------
    template : str
        Gets what ``content`` gave as ``panel``, beside the context of the page.
    content : callable
        From the reader and the object of the page to a record of the room that brings
        the panel, as far as the reader may see; None shows nothing.
    """

    order: int
    place: Place
    template: str
    content: Callable[[Person, T], object | None]


@attrs.frozen(kw_only=True)
class Shown:
    """A panel for one request."""

    place: Place
    template: str
    content: object


_of_targets: dict[str, Panel[Target]] = {}
_of_units: dict[str, Panel[PlanUnit]] = {}


def register_target_panel(panel: Panel[Target]) -> None:
    """Add a part to the page of a target; call it from ``AppConfig.ready``."""
    _of_targets[panel.template] = panel


def register_unit_panel(panel: Panel[PlanUnit]) -> None:
    """Add a part to the page of a unit; call it from ``AppConfig.ready``."""
    _of_units[panel.template] = panel


def target_panels(reader: Person, target: Target) -> list[Shown]:
    """Parts of the page of a target, in order."""
    return _shown(_of_targets, reader, target)


def unit_panels(reader: Person, unit: PlanUnit) -> list[Shown]:
    """Parts of the page of a unit, in order."""
    return _shown(_of_units, reader, unit)


def _shown(panels: dict[str, Panel[T]], reader: Person, obj: T) -> list[Shown]:
    found = []
    for panel in sorted(panels.values(), key=lambda one: one.order):
        content = panel.content(reader, obj)
        if content is not None:
            found.append(
                Shown(place=panel.place, template=panel.template, content=content)
            )
    return found
