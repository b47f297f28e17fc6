"""The parts that every page shares: bar, menu, theme, keyboard, paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from tests.pages.looking import keep
from tests.pages.visits import VIEWER

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.pages.looking import Watch

    OpenPage = Callable[..., tuple[Page, Watch]]


def test_a_keyboard_reaches_the_content_first(open_page: OpenPage) -> None:
    page, _watch = open_page("zh", 1440)
    page.goto("/about/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_menu_opens_and_closes_by_keyboard(open_page: OpenPage) -> None:
    page, watch = open_page("zh", 1440, VIEWER)
    page.goto("/about/")
    page.locator("details.menu summary").focus()
    page.keyboard.press("Enter")
    assert page.locator(".menu-card").is_visible()
    keep(page, "zh-1440/menu")
    page.keyboard.press("Escape")
    assert not page.locator(".menu-card").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert not watch.troubles


def test_the_theme_is_chosen_in_the_menu_and_stays(open_page: OpenPage) -> None:
    page, watch = open_page("zh", 1440, color_scheme="light", device_scale_factor=1)
    page.goto("/about/")
    assert page.get_attribute("html", "data-bs-theme") == "light"
    page.locator("details.menu summary").click()
    page.locator("button[name=theme][value=dark]").click()
    page.wait_for_load_state()
    assert page.url.endswith("/about/")
    assert page.get_attribute("html", "data-bs-theme") == "dark"
    page.goto("/login/")
    assert page.get_attribute("html", "data-bs-theme") == "dark"
    assert not watch.troubles


def test_the_language_is_switched_in_the_bar(open_page: OpenPage) -> None:
    page, watch = open_page("zh", 390, has_touch=True)
    page.goto("/about/")
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state()
    assert page.locator("h1").inner_text() == "About this system"
    page.get_by_role("button", name="中文").click()
    page.wait_for_load_state()
    assert page.locator("h1").inner_text() == "关于本系统"
    assert not watch.troubles


def test_errors_of_a_form_take_the_focus_and_lead_to_the_fields(
    open_page: OpenPage,
) -> None:
    page, watch = open_page("zh", 1440, VIEWER)
    page.goto("/units/district/new/")
    page.fill("[name=name_zh]", "新单位")
    page.click("main form button")
    page.wait_for_load_state()
    assert "error-summary" in (page.locator(":focus").get_attribute("class") or "")
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.name") == "code"
    assert page.input_value("[name=name_zh]") == "新单位"
    keep(page, "zh-1440/form-errors")
    assert not watch.troubles


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_prints_on_a4_with_title_date_version_and_page_numbers(
    open_page: OpenPage, scheme: str
) -> None:
    page, _watch = open_page("zh", 1440, "audit", color_scheme=scheme)
    page.goto("/audit/")
    paper = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    try:
        sizes = {tuple(round(one) for one in sheet.get_size()) for sheet in paper}
        texts = [sheet.get_textpage().get_text_range() for sheet in paper]
    finally:
        paper.close()
    assert sizes == {(595, 842)}
    assert "审计" in texts[0]
    assert "数据版本" in texts[0]
    assert re.search(r"20\d\d-\d\d-\d\d", texts[0])
    assert "示例数据" in texts[0]
    for number, text in enumerate(texts, start=1):
        assert f"{number} / {len(texts)}" in text


@pytest.mark.usefixtures("site")
def test_many_wrong_passwords_pause_signing_in_on_the_real_server(
    open_page: OpenPage,
) -> None:
    page, _watch = open_page("zh", 1440, reduced_motion="reduce")
    for _ in range(9):
        page.goto("/login/")
        page.fill("input[name=username]", "analyst")
        page.fill("input[name=password]", "wrong")
        page.click("main form button")
        page.wait_for_load_state()
    assert "15 分钟" in page.locator(".answer").inner_text()


def test_what_is_missing_and_what_is_closed_look_like_the_rest(
    open_page: OpenPage,
) -> None:
    page, _watch = open_page("zh", 1440, "reader")
    for name, address, status in (("404", "/nowhere/", 404), ("403", "/audit/", 403)):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == status
        keep(page, f"zh-1440/{name}")
        assert page.locator(".bar").is_visible()
