"""The browser visits every page, in both languages, wide and narrow, light and dark.

A page is loaded once for each language: the Chinese one wide and then made as narrow as
can be, the English one as narrow as a telephone and then made wide, so that each width
is met fresh and by a turn.  In the dark only the colours are others, and in English
only the words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.pages.addresses import pages, routes
from tests.pages.barriers import barriers_of_colour, barriers_of_structure
from tests.pages.looking import KEEPS_PICTURES, at_rest, faults, keep
from tests.pages.not_pages import NOT_PAGES
from tests.pages.visits import VIEWER

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.pages.barriers import Sight
    from tests.pages.conftest import Site, Windows
    from tests.pages.visits import Visit

WIDE, NARROW, NARROWEST = 1440, 390, 320
HEIGHT = 900


def test_every_route_is_visited_or_known_to_have_no_page(site: Site) -> None:
    assert sorted({visit.route for visit in site.visits}) == pages()


def test_every_reason_to_have_no_page_is_about_a_route_that_there_is() -> None:
    assert set(NOT_PAGES) <= set(routes())


@pytest.mark.parametrize("route", pages())
def test_a_page_is_whole_in_chinese_at_every_width_and_in_the_dark(
    site: Site, windows: Windows, route: str
) -> None:
    for number, visit in enumerate(site.of(route)):
        page, watch = windows.tab("zh", visit.user)
        page.emulate_media(color_scheme="light")
        open_at(page, visit, WIDE)
        found = faults(page, "zh") + barriers_of_structure(page)
        sight = barriers_of_colour(page, windows.kinds)
        found += sight.barriers
        keep(page, f"zh-{WIDE}/{name_of(visit, number)}")
        be(page, NARROWEST)
        found += faults(page, "zh")
        keep(page, f"zh-{NARROWEST}/{name_of(visit, number)}")
        if is_new_in_the_dark(page, windows, sight):
            page.emulate_media(color_scheme="dark")
            page.wait_for_selector("html[data-bs-theme=dark]")
            be(page, WIDE)
            found += barriers_of_colour(page, windows.kinds).barriers
            windows.kinds.turned.update(sight.kinds)
            keep(page, f"dark/{name_of(visit, number)}")
        assert not found + watch.troubles, visit.address


@pytest.mark.parametrize("route", pages())
def test_a_page_is_whole_in_english_at_both_widths(
    site: Site, windows: Windows, route: str
) -> None:
    for number, visit in enumerate(site.of(route)):
        page, watch = windows.tab("en", visit.user)
        open_at(page, visit, NARROW)
        found = faults(page, "en")
        keep(page, f"en-{NARROW}/{name_of(visit, number)}")
        be(page, WIDE)
        found += faults(page, "en")
        keep(page, f"en-{WIDE}/{name_of(visit, number)}")
        assert not found + watch.troubles, visit.address


def test_a_page_of_each_room_says_what_it_is_without_script(
    site: Site, windows: Windows
) -> None:
    context = windows.context("zh", WIDE, VIEWER)
    seen = [visit for visit in site.visits if visit.user == VIEWER]
    for visit in {visit.route.partition(":")[0]: visit for visit in seen}.values():
        text = context.request.get(visit.address).text()
        title = re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)
        assert title, visit.address
        assert re.sub(r"<[^>]*>", "", title[1]).strip(), visit.address


def test_the_front_works_without_script(site: Site, windows: Windows) -> None:
    for visit in site.of("core:home"):
        page, _watch = windows.tab("zh", visit.user, java_script_enabled=False)
        open_at(page, visit, WIDE)
        assert page.locator("h1").inner_text().strip(), visit.address


def open_at(page: Page, visit: Visit, width: int) -> None:
    """Load an address in a window as wide as that."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    answer = page.goto(visit.address)
    assert answer is not None
    assert answer.status == 200, visit.address
    assert page.url.endswith(visit.address), f"{visit.address} leads to {page.url}"


def is_new_in_the_dark(page: Page, windows: Windows, sight: Sight) -> bool:
    """Whether a page has anything that was not yet looked at in the dark.

    A chart or a map is drawn anew in other colours by a script of its own.
    """
    known = windows.kinds.are_known_in_the_dark(sight.kinds)
    return KEEPS_PICTURES or not known or page.locator("canvas").count() > 0


def be(page: Page, width: int) -> None:
    """Make the window as wide as that."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    at_rest(page)


def name_of(visit: Visit, number: int) -> str:
    return visit.route + (f"-{number}" if number else "")
