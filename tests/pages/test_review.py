"""The review in a browser: clicks and keys tie the document to what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.pages.looking import keep
from tests.pages.visits import VIEWER

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.pages.looking import Watch

    OpenPage = Callable[..., tuple[Page, Watch]]

REVIEW = "/plan/demo/review/"


def selected(page: Page) -> str:
    """The object that is looked at."""
    name = page.evaluate("document.querySelector('.object.is-selected').id")
    return str(name)


def in_view(page: Page, pane: str) -> bool:
    """Whether the selected part of a pane can be seen in it."""
    return bool(
        page.evaluate(
            """(pane) => {
              const outer = document.querySelector(pane).getBoundingClientRect();
              const inner = document.querySelector(`${pane} .is-selected`)
                .getBoundingClientRect();
              return inner.top >= outer.top - 1 && inner.top <= outer.bottom;
            }""",
            pane,
        )
    )


def test_keys_walk_through_the_objects_and_the_text_follows(
    open_page: OpenPage,
) -> None:
    page, watch = open_page("zh", 1440, VIEWER)
    page.goto(REVIEW)
    first = selected(page)
    for _step in range(12):
        page.keyboard.press("j")
    later = selected(page)
    assert later != first
    page.wait_for_timeout(600)
    assert in_view(page, ".review-text")
    assert in_view(page, ".review-list")
    assert f"object={later}" in page.url
    page.keyboard.press("k")
    assert selected(page) != later
    assert not watch.troubles


def test_a_click_on_a_mark_selects_its_object(open_page: OpenPage) -> None:
    page, watch = open_page("zh", 1440, VIEWER)
    page.goto(REVIEW)
    mark = page.locator(".review-text .mark-target").nth(7)
    name = str(mark.get_attribute("href")).partition("#")[2]
    mark.click()
    assert selected(page) == name
    marked = page.locator(".review-text .is-selected").first
    assert name in str(marked.get_attribute("data-marks")).split()
    keep(page, "zh-1440/review-mark")
    assert not watch.troubles


def test_a_click_on_an_object_shows_its_place_in_the_text(open_page: OpenPage) -> None:
    page, _watch = open_page("zh", 1440, VIEWER)
    page.goto(REVIEW)
    link = page.locator(".object [data-select]").nth(9)
    link.click()
    page.wait_for_timeout(600)
    assert in_view(page, ".review-text")


def test_decisions_are_made_and_undone_from_the_keyboard(open_page: OpenPage) -> None:
    page, watch = open_page("zh", 1440, VIEWER)
    page.goto(f"{REVIEW}?kind=target&state=proposed")
    name = selected(page)
    before = page.locator("#progress").inner_text()
    page.keyboard.press("c")
    expect(page.locator(f"#{name}")).to_have_class(
        "object is-selected object-confirmed"
    )
    assert page.locator("#progress").inner_text() != before
    page.keyboard.press("u")
    expect(page.locator("#messages")).to_contain_text("已撤销上一步")
    expect(page.locator("#progress")).to_contain_text(before.strip())
    assert not watch.troubles


def test_the_drawer_corrects_with_its_own_address(open_page: OpenPage) -> None:
    page, watch = open_page("zh", 1440, VIEWER)
    page.goto(f"{REVIEW}?kind=target&state=proposed")
    key = selected(page).removeprefix("target-")
    page.keyboard.press("e")
    panel = page.locator(".drawer-panel")
    expect(panel).to_be_visible()
    assert page.url.endswith(f"/review/target/{key}/")
    panel.locator("[name=year]").fill("明年")
    panel.get_by_role("button", name="保存更正").click()
    expect(panel.locator(".error-summary")).to_contain_text("请填四位年份")
    assert panel.locator("[name=year]").input_value() == "明年"
    keep(page, "zh-1440/review-drawer")
    panel.locator("[name=year]").fill("2027")
    panel.get_by_role("button", name="保存更正").click()
    expect(page.locator("#messages")).to_contain_text("已保存")
    assert selected(page) == f"target-{key}"
    expect(page.locator(f"#target-{key}")).to_contain_text("2027")
    page.locator("#undo button").click()
    expect(page.locator("#messages")).to_contain_text("已撤销上一步")
    assert not watch.troubles


@pytest.mark.parametrize("query", ["", "?object=target-T005"])
def test_without_script_an_object_is_chosen_by_its_address(
    open_page: OpenPage, query: str
) -> None:
    page, _watch = open_page("zh", 1440, VIEWER, java_script_enabled=False)
    page.goto(f"{REVIEW}{query}")
    link = page.locator("#target-T004 [data-select]")
    link.click()
    assert "object=target-T004" in page.url
    assert page.locator("#target-T004").get_attribute("aria-current") == "true"
