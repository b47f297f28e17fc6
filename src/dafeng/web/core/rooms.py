"""The rooms in the bar on top: each app registers what it has, nothing is promised."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import attrs
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise

from dafeng.web.core.permissions import may

Page = Callable[[HttpRequest], HttpResponse]


class Under(StrEnum):
    """Rooms of the bar that gather others under them."""

    ADMIN = "admin"
    ENTERPRISES = "enterprises"
    OFFICE = "office"
    SUPERVISION = "supervision"


@attrs.frozen(kw_only=True)
class Room:
    """One entry of the bar.

    Attributes
    ----------
    route : str
        Name of its first page, ``plans:overview``.
    section : str
        Beginning of the names of its pages, ``plans:``; marks the room one is in.  Of
        several rooms that fit, the one with the longest beginning is marked.
    icon : str
        Name of an icon in the sprite.
    right : str
        Right that is needed to see the entry; empty shows it to everybody.
    also : tuple of str
        More beginnings, of pages that another app shows for this room.
    under : Under or None
        The room that shows this entry on its first page, instead of the bar.
    gathers : Under or None
        What this room gathers; it is shown when one of those may be seen.
    """

    order: int
    label: str | Promise
    route: str
    section: str
    icon: str
    right: str = ""
    also: tuple[str, ...] = ()
    under: Under | None = None
    gathers: Under | None = None

    def fit(self, name: str) -> int:
        """How much of the name of a page belongs to this room; 0 for none."""
        begins = (self.section, *self.also)
        return max((len(one) for one in begins if name.startswith(one)), default=0)


@attrs.frozen(kw_only=True)
class RoomLink:
    """An entry for one request."""

    label: str | Promise
    url: str
    icon: str
    current: bool


@attrs.frozen(kw_only=True)
class Tool:
    """A small part at the end of the bar: a template that an app brings along.

    Attributes
    ----------
    template : str
        Shown with the context of the page; it asks for what it needs with its own tag.
    """

    order: int
    template: str


_rooms: dict[str, Room] = {}
_tools: dict[str, Tool] = {}
_front: list[Page] = []


def register_room(room: Room) -> None:
    """Add an entry; call it from ``AppConfig.ready``."""
    _rooms[room.route] = room


def register_tool(tool: Tool) -> None:
    """Add a part to the end of the bar; call it from ``AppConfig.ready``."""
    _tools[tool.template] = tool


def register_front(page: Page) -> None:
    """Say which page the home address shows; call it from ``AppConfig.ready``."""
    _front[:] = [page]


def front_page() -> Page | None:
    """Return the page of the home address; None when no room has one."""
    return _front[0] if _front else None


def tools() -> list[Tool]:
    """Return the parts at the end of the bar, in order."""
    return sorted(_tools.values(), key=lambda tool: tool.order)


def rooms_for(request: HttpRequest) -> list[RoomLink]:
    """Return the entries that this person may see, in order."""
    here = _here(request)
    shown = [room for room in _ordered() if room.under is None and _may(request, room)]
    marked = max(
        shown, key=lambda room: max(one.fit(here) for one in _with(room)), default=None
    )
    return [
        _link(room, current=room is marked and any(o.fit(here) for o in _with(room)))
        for room in shown
    ]


def rooms_under(request: HttpRequest, under: Under) -> list[RoomLink]:
    """Return the entries that a room of the bar gathers, for this person."""
    here = _here(request)
    return [
        _link(room, current=bool(room.fit(here)))
        for room in _ordered()
        if room.under is under and _may(request, room)
    ]


def _here(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else ""


def _ordered() -> list[Room]:
    return sorted(_rooms.values(), key=lambda room: room.order)


def _with(room: Room) -> list[Room]:
    """A room and those that it gathers."""
    if room.gathers is None:
        return [room]
    return [room, *(one for one in _rooms.values() if one.under is room.gathers)]


def _may(request: HttpRequest, room: Room) -> bool:
    if room.gathers is not None:
        return any(_may(request, one) for one in _with(room)[1:])
    return not room.right or may(request.user, room.right)


def _link(room: Room, *, current: bool) -> RoomLink:
    return RoomLink(
        label=room.label, url=reverse(room.route), icon=room.icon, current=current
    )
