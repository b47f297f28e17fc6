"""Units: the table of duties and work; what the desk adds to the pages of a plan."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import openpyxl
import pytest
from django.utils import timezone

from dafeng.web.plans.models import Target
from tests.web.desk.conftest import text
from tests.web.layers import layer
from tests.web.work.tasking import task

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from dafeng.web.plans.models import Plan
    from tests.web.desk.conftest import Browser
    from tests.web.work.tasking import Realm


def row_of(page: str, unit: str) -> str:
    """The row of one unit in the table."""
    return next(row for row in page.split("<tr>") if f">{unit}</a>" in row)


@layer
def late(realm: Realm) -> None:
    """One overdue task of the energy bureau."""
    yesterday = timezone.localdate() - timedelta(days=1)
    task(realm, "in-progress", title="逾期的任务", due_on=yesterday)


@pytest.mark.usefixtures("result", "late")
def test_the_table_says_what_each_unit_owes_and_scored(
    realm: Realm, browser: Browser
) -> None:
    page = text(browser(realm.office), "/unit-list/")
    assert "逾期任务 1 项" in page
    row = row_of(page, "区发改委")
    assert "91.25" in row
    assert '<td class="number">1</td>' in row


@pytest.mark.usefixtures("result", "late")
def test_the_public_sees_duties_and_neither_scores_nor_work(browser: Browser) -> None:
    page = text(browser(None), "/unit-list/")
    assert "区发改委" in page
    assert "91.25" not in page
    assert "逾期任务" not in page


@pytest.mark.usefixtures("result", "late")
def test_filters_and_order_stay_in_the_address(realm: Realm, browser: Browser) -> None:
    client = browser(realm.office)
    late = text(client, "/unit-list/", late="late")
    assert "区发改委" in late
    assert "区农业农村委" not in late
    named = text(client, "/unit-list/", q="农业")
    assert "区农业农村委" in named
    assert "区发改委" not in named.split("<tbody>")[1]
    ordered = text(client, "/unit-list/", sort="score").split("<tbody>")[1]
    assert ordered.index("区农业农村委") < ordered.index("区发改委")
    falling = text(client, "/unit-list/", sort="-score").split("<tbody>")[1]
    assert falling.index("区发改委") < falling.index("区农业农村委")
    assert "清除筛选" in text(client, "/unit-list/", q="没有这个单位")


@pytest.mark.usefixtures("result", "late")
def test_the_workbook_holds_exactly_what_is_seen(
    realm: Realm, browser: Browser
) -> None:
    content = browser(realm.office).get("/unit-list.xlsx", {"late": "late"}).content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    rows = [row for row in sheet.iter_rows(values_only=True) if row[0] == "区发改委"]
    assert len(rows) == 1
    assert float(str(rows[0][3])) == 91.25
    names = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert "区农业农村委" not in names


@pytest.mark.usefixtures("result")
def test_the_number_of_queries_does_not_grow(
    realm: Realm,
    browser: Browser,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(5):
        task(realm, "in-progress", title=f"任务 {number}")
    client = browser(realm.office)
    with django_assert_max_num_queries(13):
        text(client, "/unit-list/")


# What the desk adds to the pages of the plan -----------------------------------------


@pytest.mark.usefixtures("result", "late")
def test_a_units_page_has_deadlines_score_with_reasons_and_people(
    realm: Realm, plan: Plan, browser: Browser
) -> None:
    page = text(browser(realm.office), f"/plan/{plan.slug}/unit/U01/")
    assert "接下来的期限" in page
    assert "逾期的任务" in page
    assert "得分 91.25，逐项来由" in page
    assert "没有数据，不得分。" in page
    assert "officer" in page


@pytest.mark.usefixtures("result", "late")
def test_another_unit_sees_neither_score_nor_work_on_it(
    realm: Realm, plan: Plan, browser: Browser
) -> None:
    page = text(browser(realm.farmer), f"/plan/{plan.slug}/unit/U01/")
    for inner in ("逾期的任务", "91.25", "任职人员"):
        assert inner not in page


@pytest.mark.usefixtures("result")
def test_a_targets_page_has_history_outlook_tasks_and_evidence(
    realm: Realm, plan: Plan, browser: Browser
) -> None:
    made = task(realm, "in-progress", title="建设光伏")
    made.targets.add(Target.objects.get(plan=plan, key="T003"))
    page = text(browser(realm.office), f"/plan/{plan.slug}/target/T003/")
    assert 'id="history"' in page
    assert "17.1–20.4" in page
    assert "推动这一目标的工作" in page
    assert "建设光伏" in page
    assert "evidence/" in page
    public = text(browser(None), f"/plan/{plan.slug}/target/T003/")
    assert 'id="history"' in public
    assert "建设光伏" not in public
    assert "evidence/" not in public


@pytest.mark.usefixtures("result")
def test_the_table_of_targets_shows_figures_against_the_path(
    plan: Plan, browser: Browser
) -> None:
    page = text(browser(None), f"/plan/{plan.slug}/")
    assert page.count('class="spark"') == 2
    assert "2023 10.1，2025 12.6，2030 年要求 18" in page
    assert "83%" in page
    assert "style=" not in page


@pytest.mark.usefixtures("result")
@pytest.mark.parametrize(
    ("sort", "first", "last"),
    [
        ("probability", "T002", "T006"),
        ("-probability", "T001", "T006"),
        ("stands", "T001", "T006"),
        ("-current", "T006", "T005"),
    ],
)
def test_targets_are_sorted_by_what_the_result_says_unknown_last(
    plan: Plan, browser: Browser, sort: str, first: str, last: str
) -> None:
    page = text(browser(None), f"/plan/{plan.slug}/", sort=sort)
    body = page.split("<tbody>")[-1]
    keys = [f"T00{number}" for number in range(1, 7)]
    order = sorted(keys, key=lambda key: body.index(f">{key}</td>"))
    assert (order[0], order[-1]) == (first, last)
