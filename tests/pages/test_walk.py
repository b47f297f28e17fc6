"""The browser visits every page, in both languages, wide and narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pages.addresses import NOT_PAGES, VIEWER, pages, routes
from tests.pages.looking import barriers, faults, keep

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.pages.conftest import Site
    from tests.pages.looking import Watch

    OpenPage = Callable[..., tuple[Page, Watch]]

WIDTHS = (1440, 390)
NARROWEST = 320


def test_every_route_is_visited_or_known_to_have_no_page(site: Site) -> None:
    visited = {visit.route for visit in site.visits}
    assert visited | set(NOT_PAGES) == set(routes())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("route", pages())
def test_a_page_shows_what_it_should_to_everybody(
    site: Site, open_page: OpenPage, route: str, language: str, width: int
) -> None:
    for number, visit in enumerate(site.of(route)):
        page, watch = open_page(language, width, visit.user)
        answer = page.goto(visit.address)
        assert answer is not None
        assert answer.status == 200, visit.address
        keep(page, f"{language}-{width}/{route}" + (f"-{number}" if number else ""))
        found = watch.troubles + faults(page, language)
        if (language, width) in {("zh", 1440), ("en", 390)}:
            found += barriers(page)
        assert not found, visit.address


def test_no_page_is_wider_than_the_smallest_window(
    site: Site, open_page: OpenPage
) -> None:
    for visit in site.visits:
        page, _watch = open_page("zh", NARROWEST, visit.user)
        page.goto(visit.address)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= NARROWEST, visit.address
        page.close()


def test_dark_pages_can_be_read(site: Site, open_page: OpenPage) -> None:
    for visit in site.visits:
        page, watch = open_page("zh", 1440, visit.user, color_scheme="dark")
        page.goto(visit.address)
        assert page.get_attribute("html", "data-bs-theme") == "dark"
        keep(page, f"dark/{visit.route}")
        assert not watch.troubles + barriers(page), visit.address
        page.close()


def test_pages_work_without_script(site: Site, open_page: OpenPage) -> None:
    for visit in site.visits:
        if visit.user != VIEWER:
            continue
        page, _watch = open_page("zh", 1440, VIEWER, java_script_enabled=False)
        answer = page.goto(visit.address)
        assert answer is not None
        assert answer.status == 200, visit.address
        assert page.locator("h1").inner_text().strip(), visit.address
        page.close()
