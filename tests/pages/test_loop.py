"""The loop closes in a browser: task, report, lake and score, by four people."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.houses import own_environment

if TYPE_CHECKING:
    from tests.pages.conftest import Site
    from tests.pages.looking import Watch

pytestmark = pytest.mark.pages

OpenPage = Callable[..., tuple[Page, "Watch"]]
FORM = "绿电交易台账"
"""The monthly form of the officer's unit that asks for a figure."""
PAPER = "示范绿电〔2026〕11号"
DELIVERED_WITHIN = 30.0


def test_a_figure_goes_from_the_unit_to_the_lake_and_into_the_score(
    open_page: OpenPage, site: Site
) -> None:
    office, officer = (open_page("zh", 1440, who)[0] for who in ("office", "officer"))
    head, verifier = (open_page("zh", 1440, who)[0] for who in ("head", "verifier"))

    task = _task_given(office)
    _task_carried(officer, task)

    report = _report_filled(officer)
    act(head, report, "confirm")
    act(verifier, report, "verify")

    verifier.goto(report)
    stated = verifier.locator("main table td.number").first.inner_text()
    assert stated == "31.5"
    assert _in_the_lake(site.home) == [31_500_000]

    office.goto(report)
    office.click('form[action$="/score/"] button')
    # The order stands before a worker looks for one.
    expect(office.locator("#score-card")).to_contain_text("已排队计算")
    once = [sys.executable, "-m", "dafeng", "worker", "--once"]
    subprocess.run([*once, "--home", str(site.home)], env=own_environment(), check=True)
    expect(office.locator("#score-card")).not_to_contain_text(
        "已排队计算", timeout=DELIVERED_WITHIN * 1000
    )
    told = office.locator(".score-line").inner_text()
    assert "核实后还没有重新计算" not in told
    assert "核实前" in told


def _task_given(page: Page) -> str:
    """The office drafts a task and assigns it; its address."""
    page.goto("/work/tasks/new/")
    page.fill("input[name=title]", "核对绿电交易凭证")
    page.select_option("select[name=lead]", label="区发改委")
    page.fill("input[name=due_on]", _day(40))
    page.click("main button:has-text('保存')")
    address = page.url
    moved(page, "assign")
    return address


def _day(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def _task_carried(page: Page, address: str) -> None:
    """The officer takes the task and begins."""
    page.goto(address)
    moved(page, "accept")
    moved(page, "start")
    expect(page.locator("main")).to_contain_text("推进中")


def moved(page: Page, act: str) -> None:
    page.locator(f'[name=act][value="{act}"]').first.click()
    page.wait_for_load_state()
    again = page.locator(f'main form [name=act][value="{act}"]')
    if "/move/" in page.url and again.count():
        again.first.click()
        page.wait_for_load_state()


def _report_filled(page: Page) -> str:
    """The officer answers, proves it and hands it in; the address of the report."""
    page.goto("/work/reports/")
    page.locator("main table a", has_text=FORM).first.click()
    page.wait_for_load_state()
    page.click("main details:has(input[name=dated]) summary")
    page.fill("main form input[name=number]", PAPER)
    page.fill("main form input[name=dated]", "2026-11-05")
    page.locator("main form:has(input[name=dated]) button").click()
    page.wait_for_load_state()
    page.locator("main select[name$=-answer]").first.select_option("figure")
    page.locator("main input[name$=-value]").first.fill("31.5")
    page.locator('main button[name=act][value="submit"]').click()
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("待负责人确认")
    return page.url


def act(page: Page, report: str, what: str, *, reason: str = "") -> None:
    """Do something with a report on its own page."""
    page.goto(report)
    if reason:
        page.fill("main form textarea[name=reason]", reason)
    page.click(f'main button[name=act][value="{what}"]')
    page.wait_for_load_state()


def _in_the_lake(home: Path) -> list[int]:
    """What the lake says; the promise is carried there when the act is through."""
    until = time.monotonic() + DELIVERED_WITHIN
    found: list[int] = []
    while not found and time.monotonic() < until:
        told = subprocess.run(
            [
                *(sys.executable, "-m", "dafeng", "lake", "show", "observations"),
                *("--home", str(home), "--format", "json"),
            ],
            stdout=subprocess.PIPE,
            check=True,
        )
        rows = json.loads(told.stdout)["rows"]
        found = [row["value_e6"] for row in rows if PAPER in str(row["evidence"])]
    return found
