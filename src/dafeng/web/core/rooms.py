"""The rooms in the bar on top: each app registers what it has, nothing is promised."""

from __future__ import annotations

import attrs
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from dafeng.web.core.permissions import may


@attrs.frozen(kw_only=True)
class Room:
    """One entry of the bar.

    Attributes
    ----------
    route : str
        Name of its first page, ``plans:overview``.
    section : str
        Beginning of the names of its pages, ``plans:``; marks the room one is in.
    icon : str
        Name of an icon in the sprite.
    right : str
        Right that is needed to see the entry; empty shows it to everybody.
    """

    order: int
    label: str | Promise
    route: str
    section: str
    icon: str
    right: str = ""


@attrs.frozen(kw_only=True)
class RoomLink:
    """An entry for one request."""

    label: str | Promise
    url: str
    icon: str
    current: bool


_rooms: dict[str, Room] = {}


def register_room(room: Room) -> None:
    """Add an entry; call it from ``AppConfig.ready``."""
    _rooms[room.route] = room


def first_room() -> Room | None:
    """Return the room that the home page leads to."""
    everybodys = [room for room in _rooms.values() if not room.right]
    return min(everybodys, key=lambda room: room.order, default=None)


def rooms_for(request: HttpRequest) -> list[RoomLink]:
    """Return the entries that this person may see, in order."""
    match = request.resolver_match
    here = match.view_name if match else ""
    return [
        RoomLink(
            label=room.label,
            url=reverse(room.route),
            icon=room.icon,
            current=here.startswith(room.section),
        )
        for room in sorted(_rooms.values(), key=lambda room: room.order)
        if not room.right or may(request.user, room.right)
    ]
