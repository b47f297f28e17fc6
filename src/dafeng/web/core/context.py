"""What every page knows: whose house it is, the rooms, how it is laid out."""

from __future__ import annotations

from django.http import HttpRequest

from dafeng import __version__
from dafeng.web.core.rooms import rooms_for
from dafeng.web.core.selectors import the_house
from dafeng.web.core.views.appearance import theme_of


def page(request: HttpRequest) -> dict[str, object]:
    """Context of the base template; the house is read once per request, when needed."""
    partial = bool(getattr(request, "htmx", False))
    return {
        "house": the_house(),
        "rooms": rooms_for(request),
        "theme": theme_of(request),
        "dafeng_version": __version__,
        "drawer_layout": "core/_drawer.html" if partial else "core/drawer_page.html",
    }
