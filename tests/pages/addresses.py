"""Which addresses the browser visits: every route of the site, with sample arguments.

A room adds a function to ``ROOMS``; it runs in the filled house and gives, for each
route of the room, the arguments of the pages to visit.  A route that is neither there
nor in ``NOT_PAGES`` fails the walk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.pages.addresses_energy import budgets, savings, verification
from tests.pages.addresses_enterprises import enterprises
from tests.pages.addresses_follow import (
    inspections,
    papers,
    projects,
    public,
    supervision,
)
from tests.pages.addresses_house import api, core, desk, jobs, notices
from tests.pages.addresses_meters import meters
from tests.pages.addresses_outlook import outlook
from tests.pages.addresses_plan import accounts, assessment, plans
from tests.pages.addresses_work import office, work
from tests.pages.not_pages import has_page
from tests.pages.visits import Arguments, Visit, visit_of

ROOMS: tuple[Callable[[], Arguments], ...] = (
    *(core, plans, accounts, assessment),
    *(outlook, work, office, notices, jobs, desk, api),
    *(projects, supervision, inspections, enterprises, papers, public),
    *(meters, budgets, verification, savings),
)


def routes() -> list[str]:
    """Names of every route in the site's own list of addresses."""
    return sorted(set(_names(get_resolver().url_patterns, "")))


def pages() -> list[str]:
    """Names of the routes that have a page."""
    return [route for route in routes() if has_page(route)]


def visits() -> list[Visit]:
    """Every address to visit in the house that Django works in now."""
    return [
        visit_of(route, arguments)
        for room in ROOMS
        for route, samples in room().items()
        for arguments in samples
    ]


def _names(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else ""
            yield from _names(pattern.url_patterns, inner or namespace)
        else:
            yield f"{namespace}{pattern.name}"
