"""What every page knows: whose house it is, the rooms, how it is laid out."""

from __future__ import annotations

from django.http import HttpRequest

from dafeng import __version__
from dafeng.web.core.rooms import rooms_for, tools
from dafeng.web.core.selectors import the_house
from dafeng.web.core.views.appearance import theme_of

LONGEST_ADDRESS = 2000
"""What a page repeats of its own address; a longer one is cut to its path."""


def address_of(request: HttpRequest) -> str:
    """Where the reader is: what the forms of the bar lead back to."""
    whole = request.get_full_path()
    return whole if len(whole) <= LONGEST_ADDRESS else request.path


def page(request: HttpRequest) -> dict[str, object]:
    """Context of the base template; the house is read once per request, when needed."""
    partial = bool(getattr(request, "htmx", False))
    return {
        "house": the_house(),
        "rooms": rooms_for(request),
        "bar_tools": tools(),
        "own_address": address_of(request),
        "theme": theme_of(request),
        "dafeng_version": __version__,
        "drawer_layout": "core/_drawer.html" if partial else "core/drawer_page.html",
    }
