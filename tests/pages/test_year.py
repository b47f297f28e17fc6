"""A year of the office in a browser, as six people: divide, ask, answer, read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.pages.test_loop import act, moved

if TYPE_CHECKING:
    from tests.pages.looking import Watch

pytestmark = pytest.mark.pages

OpenPage = Callable[..., tuple[Page, "Watch"]]
YEAR, MONTH, MONTH_SHOWN = "2027", "2026-09", "2026年9月"
FORM = "绿电交易台账"


def test_six_people_walk_through_a_year(open_page: OpenPage) -> None:
    people = ("office", "officer", "head", "verifier", "leader", "auditor")
    page = {who: open_page("zh", 1440, who)[0] for who in people}

    task = _year_divided(page["office"])
    _task_begun(page["officer"], task)
    round_ = _round_opened(page["office"])
    report = _answered_without_data(page["officer"])

    act(page["head"], report, "return", reason="请写明何时取得数据")
    expect(page["head"].locator("main")).to_contain_text("已退回")
    _answered_again(page["officer"], report)
    act(page["head"], report, "confirm")
    act(page["verifier"], report, "verify")
    expect(page["verifier"].locator("main")).to_contain_text("已核实")

    page["office"].goto(round_)
    page["office"].click('main button[name=act][value="close"]')
    expect(page["office"].locator("main")).to_contain_text("已截止")

    page["leader"].goto("/")
    expect(page["leader"].locator("h1")).to_contain_text("总览")
    expect(page["leader"].locator("main")).to_contain_text("2030 年")
    assert page["leader"].goto("/audit/").status == 403

    page["auditor"].goto("/audit/")
    for done in ("round.open", "report.return", "report.verify", "round.close"):
        page["auditor"].goto(f"/audit/?action={done}")
        assert page["auditor"].locator("main tbody tr").count() > 0, done


def _year_divided(page: Page) -> str:
    """The office drafts next year's tasks and assigns one of the officer's unit."""
    page.goto(f"/work/division/?year={YEAR}")
    page.click("main form[method=post] button.btn-primary")
    page.wait_for_load_state()
    page.goto(f"/work/?year={YEAR}&state=draft&q=区发改委")
    page.locator("main tbody a").first.click()
    page.wait_for_load_state()
    address = page.url
    moved(page, "assign")
    return address


def _task_begun(page: Page, address: str) -> None:
    page.goto(address)
    moved(page, "accept")
    moved(page, "start")
    expect(page.locator("main")).to_contain_text("推进中")


def _round_opened(page: Page) -> str:
    page.goto("/work/rounds/open/")
    page.select_option("select[name=frequency]", "monthly")
    page.fill("input[name=period]", MONTH)
    page.click("main form button.btn-primary")
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("填报中")
    return page.url


def _answered_without_data(page: Page) -> str:
    """No data yet is an answer, and it says when."""
    page.goto("/work/reports/")
    row = page.locator("main tbody tr", has_text=MONTH_SHOWN).filter(has_text=FORM)
    row.locator("a").first.click()
    page.wait_for_load_state()
    return _handed_in(page)


def _answered_again(page: Page, report: str) -> None:
    page.goto(f"{report}edit/")
    _handed_in(page)


def _handed_in(page: Page) -> str:
    page.locator("main select[name$=-answer]").first.select_option("no-data-yet")
    page.locator("main input[name$=-expected_on]").first.fill("2026-12-20")
    page.click('main button[name=act][value="submit"]')
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("待负责人确认")
    return page.url
