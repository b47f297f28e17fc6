"""Parts of the energy page of an enterprise that rooms above bring along.

Readings say what was used.  What was allowed, what the own account says, what was
saved: the rooms that know register a panel, and one page shows it all.  They may also
register a light: how an enterprise stands by a rule of theirs, for the list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

import attrs
from django.utils.functional import Promise

from dafeng.web.core.models import Organisation
from dafeng.web.core.selectors import Person


class Place(StrEnum):
    """Where on the page a panel stands."""

    MAIN = "main"
    ASIDE = "aside"


class Colour(StrEnum):
    """A light of the list; it is shown with a shape and a word."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


@attrs.frozen(kw_only=True)
class Panel:
    """One part of the page of an enterprise.

    Attributes
    ----------
    template : str
        Gets what ``content`` gave as ``panel``, beside the context of the page.
    content : callable
        From the reader and the enterprise to a record of the room that brings the
        panel, as far as the reader may see; None shows nothing.
    """

    order: int
    place: Place
    template: str
    content: Callable[[Person, Organisation], object | None]


@attrs.frozen(kw_only=True)
class Shown:
    """A panel for one request."""

    place: Place
    template: str
    content: object


@attrs.frozen(kw_only=True)
class Lit:
    """How an enterprise stands by one rule.

    Attributes
    ----------
    words : str or Promise
        Why, short: "预算已用 96%".
    """

    colour: Colour
    words: str | Promise


@attrs.frozen(kw_only=True)
class Light:
    """A rule of another room that lights enterprises of the list.

    Attributes
    ----------
    label : str or Promise
        What is judged: 预算.
    of : callable
        From the reader and the enterprises, all at once, to what is lit by their key;
        one that is not in the answer is unknown.
    """

    order: int
    label: str | Promise
    of: Callable[[Person, Sequence[Organisation]], Mapping[int, Lit]]


_panels: dict[str, Panel] = {}
_lights: dict[str, Light] = {}


def register_enterprise_panel(panel: Panel) -> None:
    """Add a part to the page of an enterprise; call it from ``AppConfig.ready``."""
    _panels[panel.template] = panel


def register_light(name: str, light: Light) -> None:
    """Add a rule that lights the list; call it from ``AppConfig.ready``."""
    _lights[name] = light


def enterprise_panels(reader: Person, organisation: Organisation) -> list[Shown]:
    """Parts of the page of an enterprise, in order."""
    found = []
    for panel in sorted(_panels.values(), key=lambda one: one.order):
        content = panel.content(reader, organisation)
        if content is not None:
            found.append(
                Shown(place=panel.place, template=panel.template, content=content)
            )
    return found


def lights() -> list[Light]:
    """Rules of other rooms, in order."""
    return sorted(_lights.values(), key=lambda one: one.order)
