"""The look for barriers finds them: in one text of many, in the dark, in the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pages.barriers import (
    PAGES_OF_A_KIND,
    Kinds,
    barriers_of_colour,
    barriers_of_structure,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

PALE = "color: #ccc"
ROWS = "<tr><td>第一</td><td class='note'>第二</td></tr>" * 50


def whole(body: str, style: str = "") -> str:
    return (
        f"<!doctype html><html lang='zh-Hans'><title>页</title><style>{style}</style>"
        f"<main><h1>题</h1>{body}</main></html>"
    )


def colours(page: Page) -> list[str]:
    """What is hard to see for who saw no page before."""
    return barriers_of_colour(page, Kinds()).barriers


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    opened = chromium.new_page()
    yield opened
    opened.close()


def test_a_page_without_barriers_has_none(page: Page) -> None:
    page.set_content(whole(f"<table>{ROWS}</table>"))
    assert not barriers_of_structure(page)
    assert not colours(page)


@pytest.mark.parametrize(
    ("body", "style"),
    [
        (
            f"<table>{ROWS}<tr><td class='late'>第三</td></tr></table>",
            f".late {{{PALE}}}",
        ),
        (f"<table>{ROWS}</table>", f"tr:nth-child(40) td {{{PALE}}}"),
        (f"<table>{ROWS}</table>", "tr:nth-child(40) {background: #333}"),
        ("<p>文字</p>" * 9 + "<div><p>文字</p></div>", "div {background: #333}"),
        ("<p>文字</p>" * 9 + "<p style='opacity: .3'>文字</p>", ""),
        (
            "<button disabled>按钮</button>" * 9 + "<button>按钮</button>",
            f"button {{{PALE}}}",
        ),
        ("<p hidden>文字</p>" * 9 + "<p>文字</p>", f"p {{{PALE}}}"),
    ],
)
def test_a_pale_text_is_found_among_many_that_are_not(
    page: Page, body: str, style: str
) -> None:
    page.set_content(whole(body, style))
    assert [one.split()[0] for one in colours(page)] == ["color-contrast"]
    assert not barriers_of_structure(page)


def test_a_link_that_only_its_colour_tells_from_the_text_is_found(page: Page) -> None:
    style = "a {color: #222; text-decoration: none}"
    page.set_content(whole("<p>见于 <a href='/'>此处</a> 的说明文字。</p>", style))
    assert [one.split()[0] for one in colours(page)] == ["link-in-text-block"]


def test_colours_of_the_dark_are_looked_at_anew(page: Page) -> None:
    style = f"@media (prefers-color-scheme: dark) {{p {{{PALE}}}}}"
    page.set_content(whole("<p>文字</p>", style))
    assert not colours(page)
    page.emulate_media(color_scheme="dark")
    assert colours(page)


def test_a_kind_is_familiar_once_it_was_good_on_a_few_pages(page: Page) -> None:
    kinds = Kinds()
    for _page in range(PAGES_OF_A_KIND + 1):
        page.set_content(whole(f"<table>{ROWS}</table>"))
        assert not barriers_of_colour(page, kinds).barriers
    style = f".note {{{PALE}}}"
    for _page in range(PAGES_OF_A_KIND + 1):  # what is bad is told on every page
        page.set_content(whole(f"<table>{ROWS}</table>", style))
        assert barriers_of_colour(page, kinds).barriers


@pytest.mark.parametrize(
    "body",
    ["<img src='data:,'>", "<input>", "<button></button>", "<ul><p>文字</p></ul>"],
)
def test_a_wrong_structure_is_found(page: Page, body: str) -> None:
    page.set_content(whole(body))
    assert barriers_of_structure(page)
    assert not colours(page)


def test_a_wrong_structure_is_found_in_one_row_of_many(page: Page) -> None:
    page.set_content(whole(f"<table>{ROWS}<tr><td><input></td></tr></table>"))
    assert barriers_of_structure(page)


def test_a_kind_is_known_in_the_dark_once_a_few_pages_were_turned(page: Page) -> None:
    kinds = Kinds()
    page.set_content(whole("<p>文字</p>"))
    for _page in range(PAGES_OF_A_KIND):
        sight = barriers_of_colour(page, kinds)
        assert not kinds.are_known_in_the_dark(sight.kinds)
        kinds.turned.update(sight.kinds)
    assert kinds.are_known_in_the_dark(sight.kinds)
    page.set_content(whole("<p>文字</p><em>新的</em>"))
    other = barriers_of_colour(page, kinds)
    assert not kinds.are_known_in_the_dark(other.kinds)
