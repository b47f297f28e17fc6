"""What waits for a person: each room that asks for acts tells the desk what and where.

A source is a function of (person, day) that gives :class:`Need` objects; it asks for
the rights itself and gives nothing where nothing waits.  Register it when the app is
ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum

import attrs

from dafeng.web.core.selectors import Person


class Urgency(StrEnum):
    """How a need is marked: a shape and a word, colour besides."""

    LATE = "late"
    NOW = "now"
    CALM = "calm"


@attrs.frozen(kw_only=True)
class Need:
    """Things of one kind that wait for a person to decide or to act.

    Attributes
    ----------
    code : str
        ``noun.verb``, stable: ``report.verify``.
    label : str
        What is to be done, in words: ``核实上报的数据``.
    count : int
        How many wait; at least 1.
    url : str
        List of them.
    icon : str
        Name of an icon in the sprite.
    late : int
        How many of them should have been done before today.
    """

    code: str
    label: str
    count: int
    url: str
    icon: str
    late: int = 0

    @property
    def urgency(self) -> Urgency:
        """Late when any of them is."""
        return Urgency.LATE if self.late else Urgency.NOW


Source = Callable[[Person, date], Iterable[Need]]

_sources: dict[str, tuple[int, Source]] = {}


def register_needs(name: str, source: Source, *, order: int) -> None:
    """Add a source under a name; a second one of that name takes its place."""
    _sources[name] = (order, source)


def needs_of(user: Person, on: date) -> list[Need]:
    """Everything that waits for a person, in the order of the sources."""
    ordered = sorted(_sources.values(), key=lambda one: one[0])
    return [
        need for _order, source in ordered for need in source(user, on) if need.count
    ]


@attrs.frozen(kw_only=True)
class Note:
    """What stands beside an entry of the management page.

    Attributes
    ----------
    words : str
        How much there is: ``43 个单位``.
    attention : str
        What somebody should look at; empty when all is well.
    """

    words: str = ""
    attention: str = ""


NoteSource = Callable[[Person], Note]

_notes: dict[str, NoteSource] = {}


def register_note(route: str, source: NoteSource) -> None:
    """Say what stands beside the entry of a route on the management page."""
    _notes[route] = source


def note_of(route: str, user: Person) -> Note:
    """What stands beside an entry, for a person who may see the entry."""
    source = _notes.get(route)
    return Note() if source is None else source(user)
