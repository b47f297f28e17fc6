"""Where something of the calendar is begun: pages of rooms above register here.

The division of tasks, the assessment and the figures handed down are pages of a room
that stands above this one; without it their items simply lead nowhere.
"""

from __future__ import annotations

import attrs
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from dafeng.web.core.models import User
from dafeng.web.core.permissions import may
from dafeng.work import Opens

HANDED_DOWN = "handed-down"
"""Page on which a figure of a letter is entered."""


@attrs.frozen
class _Opening:
    route: str
    right: str


_openings: dict[str, _Opening] = {}


def register_opening(what: Opens | str, route: str, *, right: str = "") -> None:
    """Say which page begins something; call it from ``AppConfig.ready``.

    ``right`` is what the page asks for; empty opens it to everybody.
    """
    _openings[str(what)] = _Opening(route, right)


def address_of(what: Opens | str, user: User | AnonymousUser) -> str:
    """Address of the page on which this person begins something.

    Empty when no page is registered, or the person lacks the right to it.
    """
    found = _openings.get(str(what))
    if found is None or (found.right and not may(user, found.right)):
        return ""
    return reverse(found.route)
