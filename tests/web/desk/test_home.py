"""The first page: the answer, what waits, what changed; for each role its own."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from dafeng.web.core.models import RoleCode
from dafeng.web.desk.selectors import digest
from dafeng.web.desk.selectors.changes import last_monday, moved_between
from tests.web.assessment.building import stored as result_stored
from tests.web.desk.conftest import text
from tests.web.plans.building import person
from tests.web.work.tasking import task

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from dafeng.web.assessment.models import AssessmentRun
    from dafeng.web.core.models import User
    from dafeng.web.plans.models import Plan
    from tests.web.desk.conftest import Browser
    from tests.web.work.tasking import Realm


def answer_of(page: str) -> str:
    """The first sentence of a page."""
    found = re.search(r'class="answer"><p>(.*?)</p>', page, re.DOTALL)
    assert found
    return found[1]


# The answer --------------------------------------------------------------------------


@pytest.mark.usefixtures("result")
def test_the_first_line_says_whether_we_will_make_it(
    realm: Realm, browser: Browser
) -> None:
    answer = answer_of(text(browser(realm.office), "/"))
    assert "2030 年的 2 项目标中 1 项已达标或在路径上" in answer
    assert "0 项有风险，1 项滞后" in answer


@pytest.mark.usefixtures("result")
def test_the_page_owns_up_that_no_model_of_the_peak_has_run(
    realm: Realm, browser: Browser
) -> None:
    assert "全区达峰模型尚未运行" in text(browser(realm.office), "/")


@pytest.mark.usefixtures("result")
def test_probabilities_add_up_to_how_many_will_be_met(
    realm: Realm, browser: Browser
) -> None:
    assert "有概率的 1 项预计 0.8 项能达标" in text(browser(realm.office), "/")


@pytest.mark.usefixtures("plan")
def test_without_a_result_everything_is_unknown(realm: Realm, browser: Browser) -> None:
    page = text(browser(realm.office), "/")
    assert "还没有评价过，6 项目标能否完成，目前都是未知。" in answer_of(page)


@pytest.mark.usefixtures("realm")
def test_a_house_without_a_plan_says_how_to_get_one(browser: Browser) -> None:
    assert "还没有方案" in text(browser(None), "/")


@pytest.mark.usefixtures("result")
def test_fields_have_a_bar_with_the_same_in_words(
    realm: Realm, browser: Browser
) -> None:
    page = text(browser(realm.office), "/")
    bars = re.findall(r'class="lightbar"[^>]*aria-label="([^"]*)"', page)
    assert "达标 1，按计划 1，未达 1" in bars
    assert "style=" not in page


# Who sees what -----------------------------------------------------------------------


@pytest.mark.usefixtures("result")
def test_the_public_sees_the_answer_and_none_of_the_work(
    realm: Realm, browser: Browser
) -> None:
    task(realm, "assigned", title="不公开的任务")
    page = text(browser(None), "/")
    assert "2030 年的 2 项目标中" in page
    for inner in ("今天需要决定", "需要关注的单位", "数据新旧", "不公开的任务"):
        assert inner not in page


def test_a_draft_result_is_not_told_to_the_public(plan: Plan, browser: Browser) -> None:
    result_stored(plan)
    assert "目前都是未知" in text(browser(None), "/")


@pytest.mark.usefixtures("result")
def test_an_officer_sees_what_the_unit_owes_this_week_with_its_deadline(
    realm: Realm, browser: Browser
) -> None:
    today = timezone.localdate()
    task(realm, "in-progress", title="光伏并网", due_on=today + timedelta(days=3))
    task(realm, "in-progress", title="明年的任务", due_on=today + timedelta(days=90))
    page = text(browser(realm.officer), "/")
    owed = page[page.index("本周我要做的") : page.index('class="figures"')]
    assert "光伏并网" in owed
    assert "还有 3 天" in owed
    assert "明年的任务" not in owed


@pytest.mark.usefixtures("result")
def test_another_units_officer_does_not_see_it(realm: Realm, browser: Browser) -> None:
    due = timezone.localdate() + timedelta(days=3)
    task(realm, "in-progress", title="光伏并网", due_on=due)
    assert "光伏并网" not in text(browser(realm.farmer), "/")


@pytest.mark.usefixtures("result")
def test_the_office_sees_what_waits_for_it_with_counts_and_links(
    realm: Realm, browser: Browser
) -> None:
    task(realm, "submitted")
    page = text(browser(realm.office), "/")
    assert "核实报送完成的任务" in page
    assert "?state=submitted" in page
    assert "决定处置建议" in page


@pytest.mark.usefixtures("result")
def test_a_leader_decides_proposals_and_verifies_nothing(
    realm: Realm, leader: User, browser: Browser
) -> None:
    task(realm, "submitted")
    page = text(browser(leader), "/")
    assert "决定处置建议" in page
    assert "核实报送完成的任务" not in page


@pytest.mark.usefixtures("result")
def test_an_officer_has_no_proposals_to_decide(realm: Realm, browser: Browser) -> None:
    assert "决定处置建议" not in text(browser(realm.officer), "/")


@pytest.mark.usefixtures("result")
def test_who_has_nothing_to_decide_is_told_so(realm: Realm, browser: Browser) -> None:
    assert "没有等待您决定的事项" in text(browser(realm.reader), "/")


@pytest.mark.usefixtures("result")
def test_scores_of_other_units_stay_with_those_who_may_see_them(
    realm: Realm, browser: Browser
) -> None:
    assert "55.50" in text(browser(realm.office), "/")
    assert "55.50" not in text(browser(realm.officer), "/")
    assert "91.25" in text(browser(realm.officer), "/")


@pytest.mark.parametrize(
    "role", [RoleCode.SYSTEM_ADMIN, RoleCode.SECURITY_ADMIN, RoleCode.AUDIT_ADMIN]
)
def test_administrators_see_their_own_matters_and_no_work(
    realm: Realm, browser: Browser, result: AssessmentRun, role: RoleCode
) -> None:
    task(realm, "submitted", title="别人的任务")
    page = text(browser(person("admin", realm.root, role)), "/")
    assert "需要关注的单位" not in page
    assert "别人的任务" not in page
    assert ("查验审计记录" in page) is (role is RoleCode.AUDIT_ADMIN)
    allowed = role is RoleCode.SYSTEM_ADMIN
    assert ('href="/data/"' in page) is allowed
    at = f"{result.get_absolute_url()}targets/T001/"
    page = text(browser(person("admin2", realm.root, role)), at)
    assert "evidence/" not in page


def test_a_reader_is_not_led_to_the_state_of_the_data(
    realm: Realm, browser: Browser, result: AssessmentRun
) -> None:
    reader = person("reading", realm.root, RoleCode.READER)
    assert 'href="/data/"' not in text(browser(reader), "/")
    assert "evidence/" in text(
        browser(reader), f"{result.get_absolute_url()}targets/T001/"
    )


# What changed ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2026, 11, 24), date(2026, 11, 23)),
        (date(2026, 11, 29), date(2026, 11, 23)),
        (date(2026, 11, 23), date(2026, 11, 16)),
    ],
)
def test_on_a_monday_the_week_before_is_told(day: date, monday: date) -> None:
    assert last_monday(day) == monday


@pytest.mark.usefixtures("result")
def test_closed_and_overdue_tasks_of_the_week_are_counted(
    realm: Realm, browser: Browser
) -> None:
    task(realm, "closed")
    page = text(browser(realm.office), "/")
    assert "1 项任务销号" in page


def test_targets_that_moved_between_results_are_named(
    plan: Plan, result: AssessmentRun, realm: Realm, browser: Browser
) -> None:
    before = result_stored(plan, "2024")
    standing = before.standings.get(key="T002")
    standing.state = "at-risk"
    standing.save()
    moved = moved_between(before, result)
    assert [(one.key, one.before, one.after) for one in moved] == [
        ("T002", "at-risk", "missed")
    ]
    page = text(browser(realm.office), "/")
    assert "与 2024 年相比，1 项目标的完成情况有变化" in page


# How much it takes -------------------------------------------------------------------


@pytest.mark.usefixtures("result")
def test_a_page_that_nothing_happened_to_is_shown_from_what_was_gathered(
    realm: Realm,
    browser: Browser,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = browser(realm.office)
    text(client, "/")
    with django_assert_max_num_queries(8):
        text(client, "/")
    digest._kept.cache_clear()  # as another worker, that never showed it
    with django_assert_max_num_queries(8):
        text(client, "/")


@pytest.mark.usefixtures("result")
def test_an_act_is_seen_at_once(realm: Realm, browser: Browser) -> None:
    client = browser(realm.office)
    assert "核实报送完成的任务" not in text(client, "/")
    task(realm, "submitted")
    assert "核实报送完成的任务" in text(client, "/")


@pytest.mark.usefixtures("result")
def test_more_tasks_do_not_take_more_queries(
    realm: Realm,
    browser: Browser,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(6):
        task(realm, "in-progress", title=f"任务 {number}")
    client = browser(realm.office)
    with django_assert_max_num_queries(61):
        text(client, "/")
