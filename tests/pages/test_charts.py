"""Charts are drawn under the strict policy, tell their numbers, and can be kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.pages.looking import SHOTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.pages.conftest import Site
    from tests.pages.looking import Watch

    OpenPage = Callable[..., tuple[Page, Watch]]


@pytest.fixture
def chart_page(site: Site, open_page: OpenPage) -> tuple[Page, Watch]:
    page, watch = open_page("zh", 1440)
    page.goto(site.of("plans:overview")[0].address)
    page.wait_for_selector("[data-chart] svg")
    return page, watch


def kept(page: Page, kind: str) -> Path:
    with page.expect_download() as waiting:
        page.locator(f"[data-save={kind}]").first.click()
    path = SHOTS / f"saved-chart.{kind}"
    waiting.value.save_as(path)
    return path


def test_a_chart_shows_its_numbers_on_hover(chart_page: tuple[Page, Watch]) -> None:
    page, watch = chart_page
    box = page.locator("[data-chart]").first
    before = box.locator("text").count()
    area = box.bounding_box()
    assert area is not None
    for share in (0.2, 0.25, 0.3, 0.4):
        page.mouse.move(area["x"] + area["width"] * share, area["y"] + 180)
    page.wait_for_function(
        "n => document.querySelectorAll('[data-chart] text').length > n", arg=before
    )
    assert not watch.troubles


def test_a_chart_is_kept_as_svg_with_its_title_source_and_mark(
    chart_page: tuple[Page, Watch],
) -> None:
    page, watch = chart_page
    drawing = kept(page, "svg").read_text(encoding="utf-8")
    title = page.locator(".chart-head h2").first.inner_text()
    assert title in drawing
    assert page.locator(".chart-source").first.inner_text() in drawing
    assert "示例数据" in drawing
    assert not watch.troubles


def test_a_chart_is_kept_as_png(chart_page: tuple[Page, Watch]) -> None:
    page, watch = chart_page
    content = kept(page, "png").read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) > 10_000
    assert not watch.troubles


def test_a_chart_is_drawn_again_when_the_theme_changes(
    chart_page: tuple[Page, Watch],
) -> None:
    page, watch = chart_page
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector("html[data-bs-theme=dark] [data-chart] svg")
    assert not watch.troubles
