"""Where something of the calendar is begun: pages of rooms above register here.

The division of tasks, the assessment and the figures handed down are pages of a room
that stands above this one; without it their items simply lead nowhere.
"""

from __future__ import annotations

from django.urls import reverse

from dafeng.work import Opens

HANDED_DOWN = "handed-down"
"""Page on which a figure of a letter is entered."""

_routes: dict[str, str] = {}


def register_opening(what: Opens | str, route: str) -> None:
    """Say which page begins something; call it from ``AppConfig.ready``."""
    _routes[str(what)] = route


def address_of(what: Opens | str) -> str:
    """Address of the page that begins something; empty when nobody registered it."""
    route = _routes.get(str(what))
    return "" if route is None else reverse(route)
