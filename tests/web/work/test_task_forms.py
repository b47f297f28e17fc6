"""Forms of tasks: drafted, changed, split, with evidence; the year given out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from dafeng.web.core.models import User
from dafeng.web.plans.services.bulk import BulkChoice, bulk_confirm
from dafeng.web.plans.services.loading import rosters_fill
from dafeng.web.work.models import Task
from tests.web.layers import layer
from tests.web.plans.building import organisation, stored
from tests.web.work.tasking import days, page, task

if TYPE_CHECKING:
    from dafeng.web.plans.models import Plan
    from tests.web.work.tasking import Realm

Browser = Callable[[User], Client]


def filled(realm: Realm, **given: object) -> dict[str, object]:
    base = {
        "title": "建设光伏",
        "lead": realm.bureau.pk,
        "due_on": days(30).isoformat(),
        "recurrence": "once",
        "steps": f"{days(5)} 方案\n{days(9)} 开工",
        "supports": [realm.farm.pk],
    }
    return base | given


def test_the_office_drafts_a_task_on_the_page(realm: Realm, browser: Browser) -> None:
    client = browser(realm.office)
    assert "保存草拟" in page(client.get(reverse("work:task-new")))
    html = page(client.post(reverse("work:task-new"), filled(realm), follow=True))
    assert "已草拟" in html
    assert "开工" in html
    assert browser(realm.head).get(reverse("work:task-new")).status_code == 403


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"title": ""}, "任务"),
        ({"steps": "明天 开工"}, "不是“日期 内容”"),
        ({"steps": "2026-06-30"}, "缺少节点内容"),
        ({"due_on": "2026-13-01"}, "期限"),
        ({"year": 1800}, "年度"),
        ({"begins_on": "2060-01-01"}, "期限早于开始日"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    realm: Realm, browser: Browser, given: dict[str, object], said: str
) -> None:
    html = page(
        browser(realm.office).post(reverse("work:task-new"), filled(realm, **given))
    )
    assert "有内容需要更正" in html
    assert said in html
    assert f"{days(9)} 开工" in html or "steps" in given


def test_a_unit_with_two_roles_is_named(realm: Realm, browser: Browser) -> None:
    given = filled(realm, implements=[realm.farm.pk], supports=[realm.farm.pk])
    html = page(browser(realm.office).post(reverse("work:task-new"), given))
    assert "这些单位已有其他角色：区农业农村委" in html


def test_a_stale_form_shows_both_versions_and_saves_when_sent_again(
    realm: Realm, browser: Browser
) -> None:
    found = task(realm, number="2025-甲")
    client, address = browser(realm.office), reverse("work:task-edit", args=[found.pk])
    mine = filled(realm, version=1, number="2025-甲")
    other = browser(realm.second)
    theirs = mine | {"title": "他人的写法"}
    assert other.post(address, theirs).status_code == 302
    html = page(client.post(address, mine))
    assert "保存期间他人改了这项任务" in html
    assert "他人的写法" in html
    assert 'name="version" value="2"' in html
    assert client.post(address, mine | {"version": 2}).status_code == 302
    found.refresh_from_db()
    assert found.title == "建设光伏"


def test_a_fixed_deadline_is_refused_in_words(realm: Realm, browser: Browser) -> None:
    found = task(realm, "assigned")
    given = filled(realm, version=found.version, due_on=days(60).isoformat())
    html = page(
        browser(realm.office).post(reverse("work:task-edit", args=[found.pk]), given)
    )
    assert "期限用“准予延期”" in html


def test_the_head_of_a_town_splits_on_the_page(realm: Realm, browser: Browser) -> None:
    found = task(realm, "accepted", lead=realm.town)
    client = browser(realm.town_head)
    address = reverse("work:task-split", args=[found.pk])
    assert "示范轧钢厂" in page(client.get(address))
    given = {"title": "厂内改造", "due_on": days(9).isoformat()}
    assert "有内容需要更正" in page(client.post(address, given))
    late_part = given | {"units": [realm.mill.pk], "due_on": days(99).isoformat()}
    assert "不能晚于上级任务" in page(client.post(address, late_part))
    html = page(client.post(address, given | {"units": [realm.mill.pk]}, follow=True))
    assert "已分出 1 项子任务" in html
    assert "厂内改造" in page(browser(realm.miller).get("/work/"))


def test_evidence_is_put_behind_a_task(realm: Realm, browser: Browser) -> None:
    found = task(realm, "in-progress", evidence_asked="并网通知单")
    client = browser(realm.officer)
    address = reverse("work:task-evidence", args=[found.pk])
    assert "并网通知单" in page(client.get(address))
    paper = {"kind": "document", "number": "示能〔2026〕8号", "dated": "2026-02-30"}
    assert "有内容需要更正" in page(client.post(address, paper))
    right = paper | {"dated": "2026-02-27", "name": "并网批复"}
    assert "并网批复" in page(client.post(address, right, follow=True))
    assert "https://" in page(client.post(address, {"kind": "link", "url": "ftp:"}))
    assert client.post(address, {"kind": "gift"}).status_code == 400
    assert browser(realm.reader).get(address).status_code == 403
    assert browser(realm.farmer).get(address).status_code == 404


def test_an_ended_task_takes_no_evidence(realm: Realm, browser: Browser) -> None:
    found = task(realm, "closed")
    address = reverse("work:task-evidence", args=[found.pk])
    html = page(browser(realm.officer).get(address, follow=True))
    assert "任务已销号或终止，不能再改" in html


# The year -----------------------------------------------------------------------------


@layer
def plan(realm: Realm) -> Plan:
    organisation("cgw", "区城管委", parent=realm.root)
    made = stored(realm.root)
    bulk_confirm(plan=made, by=None, choice=BulkChoice())
    rosters_fill(plan=made, by=None)
    return made


@pytest.mark.usefixtures("plan")
def test_a_year_is_previewed_drafted_given_out_and_signed_for(
    realm: Realm, browser: Browser
) -> None:
    client, address = browser(realm.office), "/work/division/?year=2026"
    html = page(client.get(address))
    assert "3 项任务，3 项还没有草拟" in html
    html = page(client.post(address, follow=True))
    assert "已草拟 3 项任务" in html
    assert "与方案责任矩阵一致，共 4 处" in html
    drafts = list(Task.objects.filter(year=2026).values_list("pk", flat=True))
    client.post("/work/", {"act": "assign", "task": drafts})
    sheet = reverse("work:sheet", args=["fgw", 2026])
    assert "发展新能源" in page(browser(realm.officer).get(sheet))
    assert browser(realm.officer).post(sheet).status_code == 403
    assert "已签收" in page(browser(realm.head).post(sheet, follow=True))
    assert browser(realm.farmer).get(sheet).status_code == 404
    assert browser(realm.head).get("/work/sheets/fgw/1900/").status_code == 404


def test_a_house_without_a_plan_says_what_comes_first(
    realm: Realm, browser: Browser
) -> None:
    assert "先在“方案”中读入" in page(browser(realm.office).get("/work/division/"))
    assert browser(realm.head).get("/work/division/").status_code == 403


def test_signing_for_nothing_is_refused_in_words(
    realm: Realm, browser: Browser
) -> None:
    task(realm, "assigned", year=2026)
    sheet = reverse("work:sheet", args=["fgw", 2031])
    html = page(browser(realm.head).post(sheet, follow=True))
    assert "这一年没有任务，无需签收" in html
