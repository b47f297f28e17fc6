"""Pages of tasks: they work, they hide, they refuse, they keep their query counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from dafeng.web.core.models import AuditRow, User
from dafeng.web.work.models import Task
from dafeng.web.work.services.tasks import StepFacts, UnitDuty
from dafeng.web.work.services.tasks_moving import task_move
from dafeng.work import TaskAct
from tests.web.work.tasking import days, late, page, task

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from tests.web.work.tasking import Realm

Browser = Callable[[User], Client]


@pytest.mark.parametrize("name", ["tasks", "board", "calendar"])
def test_the_three_layouts_show_a_task_of_the_unit(
    realm: Realm, browser: Browser, name: str
) -> None:
    task(realm, "assigned", due_on=days(0))
    html = page(browser(realm.officer).get(reverse(f"work:{name}")))
    assert "发展新能源" in html
    assert "今天到期" in html


@pytest.mark.parametrize("name", ["tasks", "board", "calendar"])
def test_what_was_changed_shows_at_once(
    realm: Realm, browser: Browser, name: str
) -> None:
    found = task(realm, "assigned", due_on=days(0))
    client = browser(realm.officer)
    assert "今天到期" in page(client.get(reverse(f"work:{name}")))
    Task.objects.filter(pk=found.pk).update(title="改后的任务", state="verified")
    html = page(client.get(reverse(f"work:{name}")))
    assert "改后的任务" in html
    assert "发展新能源" not in html
    assert "今天到期" not in html


def test_what_is_late_is_said_in_words(realm: Realm, browser: Browser) -> None:
    late(realm)
    html = page(browser(realm.officer).get("/work/?tab=all"))
    assert "逾期 1 天" in html
    assert "1 项逾期" in html


def test_an_empty_list_says_what_to_do_next(realm: Realm, browser: Browser) -> None:
    html = page(browser(realm.office).get("/work/"))
    assert "先从已确认的方案生成年度任务" in html
    assert "双碳办下达后会出现在这里" in page(browser(realm.officer).get("/work/"))
    assert "没有等您办理的任务" in page(browser(realm.officer).get("/work/?tab=mine"))


def test_the_tabs_count_what_is_whose(realm: Realm, browser: Browser) -> None:
    task(realm, "assigned", title="等签收")
    task(realm, "submitted", title="等核实")
    task(realm, "assigned", title="别家的", lead=realm.farm)
    office = page(browser(realm.office).get("/work/?tab=mine"))
    assert "等核实" in office
    assert "等签收" not in office
    officer = page(browser(realm.officer).get("/work/?tab=mine"))
    assert "等签收" in officer
    assert "别家的" not in officer
    unit = page(browser(realm.office).get("/work/?tab=unit"))
    assert "等核实" not in unit


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("q=光伏", {"甲光伏"}),
        ("q=农业 碳汇", {"乙碳汇"}),
        ("state=assigned", {"乙碳汇"}),
        ("unit=nyw", {"乙碳汇"}),
        ("unit=town-a", {"甲光伏"}),
        ("year=2031", {"丙往年"}),
        ("due=overdue", {"丙往年"}),
        ("due=week", {"甲光伏"}),
        ("due=month", {"甲光伏", "乙碳汇"}),
        ("state=nonsense&year=x&sort=--&due=never", {"甲光伏", "乙碳汇", "丙往年"}),
        ("target=T999", set()),
        ("clause=三", set()),
    ],
)
def test_the_filter_line_narrows_the_list(
    realm: Realm, browser: Browser, query: str, shown: set[str]
) -> None:
    helping = (UnitDuty(organisation=realm.town, role="support"),)
    task(realm, "in-progress", title="甲光伏", due_on=days(3), units=helping)
    task(realm, "assigned", title="乙碳汇", due_on=days(20), lead=realm.farm)
    late(realm, "accepted", title="丙往年", year=2031)
    html = page(browser(realm.office).get(f"/work/?{query}"))
    assert {name for name in ("甲光伏", "乙碳汇", "丙往年") if name in html} == shown


def test_the_list_is_sorted_as_the_address_says(realm: Realm, browser: Browser) -> None:
    for day, name in ((3, "丙"), (1, "甲"), (2, "乙")):
        task(realm, "assigned", title=f"任务{name}", due_on=days(day))
    html = page(browser(realm.office).get("/work/?sort=-due"))
    assert html.index("任务丙") < html.index("任务乙") < html.index("任务甲")
    html = page(browser(realm.office).get("/work/"))
    assert html.index("任务甲") < html.index("任务乙") < html.index("任务丙")


def test_many_are_moved_at_once_with_an_answer_each(
    realm: Realm, browser: Browser
) -> None:
    good, bad = task(realm, "submitted"), task(realm, "closed", number="2025-老")
    client = browser(realm.office)
    chosen = {"act": "verify", "task": [good.pk, bad.pk, 999_999, "x"]}
    html = page(client.post("/work/?tab=all", chosen, follow=True))
    assert "“核实”：1 项任务已办理。" in html
    assert "2025-老 未办理" in html
    assert "任务已结束" in html
    good.refresh_from_db()
    assert good.state == "verified"


def test_choosing_nothing_says_so(realm: Realm, browser: Browser) -> None:
    html = page(browser(realm.office).post("/work/", {"act": "verify"}, follow=True))
    assert "请先勾选任务" in html


def test_a_forged_id_of_another_unit_moves_nothing(
    realm: Realm, browser: Browser
) -> None:
    found = task(realm, "assigned", lead=realm.farm)
    browser(realm.officer).post("/work/", {"act": "accept", "task": [found.pk]})
    found.refresh_from_db()
    assert found.state == "assigned"


# One task -----------------------------------------------------------------------------


def test_a_task_page_offers_what_the_person_may_do(
    realm: Realm, browser: Browser
) -> None:
    found = task(realm, "submitted", deliverable="验收报告")
    office = page(browser(realm.office).get(found.get_absolute_url()))
    assert "验收报告" in office
    assert 'value="verify"' in office
    assert "act=return" in office
    officer = page(browser(realm.officer).get(found.get_absolute_url()))
    assert 'value="verify"' not in officer
    assert "现在没有需要您办理的操作" in officer


@pytest.mark.parametrize("name", ["task", "task-edit", "task-move", "task-split"])
def test_another_units_task_is_not_found(
    realm: Realm, browser: Browser, name: str
) -> None:
    found = task(realm, "assigned", lead=realm.farm)
    client = browser(realm.officer)
    assert client.get(reverse(f"work:{name}", args=[found.pk])).status_code == 404


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("task-edit", {}),
        ("task-split", {}),
        ("task-move", {"act": "accept"}),
    ],
)
def test_a_reader_of_the_unit_is_refused_by_name(
    realm: Realm, browser: Browser, name: str, given: dict[str, str]
) -> None:
    found = task(realm, "assigned")
    client = browser(realm.reader)
    address = reverse(f"work:{name}", args=[found.pk])
    response = client.post(address, given) if given else client.get(address)
    assert response.status_code == 403


def test_a_plain_act_goes_through_and_leads_back(
    realm: Realm, browser: Browser
) -> None:
    found = task(realm, "assigned")
    address = reverse("work:task-move", args=[found.pk])
    response = browser(realm.officer).post(
        address, {"act": "accept", "next": "/work/board/?tab=mine"}
    )
    assert response["Location"] == f"/work/board/?tab=mine#task-{found.pk}"
    assert AuditRow.objects.latest("number").action == "task.accept"
    away = browser(realm.officer).post(
        address, {"act": "start", "next": "https://example.org/"}
    )
    assert away["Location"] == found.get_absolute_url()


def test_an_act_that_wants_a_reason_asks_for_it(realm: Realm, browser: Browser) -> None:
    found = task(realm, "submitted")
    client, address = browser(realm.office), reverse("work:task-move", args=[found.pk])
    assert "理由" in page(client.get(f"{address}?act=return"))
    html = page(client.post(address, {"act": "return", "reason": " "}))
    assert "有内容需要更正" in html
    response = client.post(address, {"act": "return", "reason": "缺少佐证"})
    assert response.status_code == 302
    assert "缺少佐证" in page(client.get(found.get_absolute_url()))


def test_an_extension_into_the_past_shows_the_reason_and_keeps_it(
    realm: Realm, browser: Browser
) -> None:
    found = task(realm, "in-progress")
    address = reverse("work:task-move", args=[found.pk])
    given = {"act": "extend", "reason": "汛期影响", "due_on": days(1).isoformat()}
    html = page(browser(realm.office).post(address, given))
    assert "新期限应晚于现期限" in html
    assert "汛期影响" in html


def test_an_act_of_an_old_page_is_answered_with_what_is_possible(
    realm: Realm, browser: Browser
) -> None:
    found = task(realm, "accepted")
    address = reverse("work:task-move", args=[found.pk])
    html = page(browser(realm.officer).post(address, {"act": "accept"}, follow=True))
    assert "任务“已签收”，不能“签收”" in html
    assert browser(realm.officer).post(address, {"act": "fly"}).status_code == 400


def test_who_handed_in_reads_that_another_must_verify(
    realm: Realm, browser: Browser
) -> None:
    found = task(realm, "in-progress", lead=realm.root)
    client, address = browser(realm.office), reverse("work:task-move", args=[found.pk])
    client.post(address, {"act": "submit"})
    html = page(client.post(address, {"act": "verify"}, follow=True))
    assert "须由他人核实" in html


def test_the_last_act_is_taken_back_on_the_page(realm: Realm, browser: Browser) -> None:
    found = task(realm, "assigned")
    client = browser(realm.officer)
    client.post(reverse("work:task-move", args=[found.pk]), {"act": "accept"})
    assert "撤销“签收”" in page(client.get(found.get_absolute_url()))
    undo = reverse("work:task-undo", args=[found.pk])
    assert "已撤销上一步" in page(client.post(undo, follow=True))
    assert "已不能撤销" in page(client.post(undo, follow=True))
    assert client.get(undo).status_code == 405


def test_a_script_in_a_title_stays_text(realm: Realm, browser: Browser) -> None:
    found = task(realm, "assigned", title="<script>alert(1)</script>")
    for address in ("/work/", "/work/board/", found.get_absolute_url()):
        html = page(browser(realm.officer).get(address))
        assert "<script>alert(1)" not in html
        assert "&lt;script&gt;alert(1)" in html


def test_steps_are_marked_and_doubted_on_the_page(
    realm: Realm, browser: Browser
) -> None:
    steps = (
        StepFacts(title="方案", due_on=days(5)),
        StepFacts(title="开工", due_on=days(9)),
    )
    found = task(realm, "in-progress", steps=steps)
    client = browser(realm.officer)
    address = reverse("work:task-step", args=[found.pk, 2])
    html = page(client.post(address, {"done_on": days(0).isoformat()}, follow=True))
    assert "节点“开工”已于" in html
    html = page(client.post(address, {"done_on": days(1).isoformat()}, follow=True))
    assert "完成日不能晚于今天" in html
    assert "日期应写成" in page(client.post(address, {"done_on": "昨天"}, follow=True))
    nowhere = reverse("work:task-step", args=[found.pk, 9])
    assert client.post(nowhere, {}).status_code == 404


# Counting queries ---------------------------------------------------------------------

PAGES = {"tasks": 12, "board": 11, "calendar": 12}


@pytest.mark.parametrize("name", list(PAGES))
def test_the_queries_of_a_list_do_not_grow_with_its_rows(
    realm: Realm,
    browser: Browser,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    name: str,
) -> None:
    for number in range(12):
        task(realm, "assigned", title=f"任务{number}")
    client = browser(realm.officer)
    client.get(reverse(f"work:{name}"))
    with django_assert_max_num_queries(PAGES[name]):
        client.get(reverse(f"work:{name}"))


def test_the_queries_of_a_task_are_fixed(
    realm: Realm,
    browser: Browser,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    found = task(realm, "in-progress", title="一")
    client = browser(realm.officer)
    client.get(found.get_absolute_url())
    with django_assert_max_num_queries(20):
        client.get(found.get_absolute_url())


def test_the_calendar_goes_by_months_and_marks_days_off(
    realm: Realm, browser: Browser
) -> None:
    task(realm, "assigned", due_on=date(2026, 10, 20), title="十月的事")
    client = browser(realm.officer)
    html = page(client.get("/work/calendar/?month=2026-10"))
    assert "十月的事" in html
    assert html.count("休") >= 12
    assert 'month=2026-09"' in html
    assert 'month=2026-11"' in html
    assert "十月的事" not in page(client.get("/work/calendar/?month=2026-12"))
    assert "周一" in page(client.get("/work/calendar/?month=never"))


def test_the_workbook_holds_exactly_what_is_filtered(
    realm: Realm, browser: Browser
) -> None:
    task(realm, "assigned", title="甲光伏")
    task(realm, "assigned", title="=1+1", lead=realm.farm)
    response = browser(realm.office).get("/work/tasks.xlsx?unit=nyw")
    book = openpyxl.load_workbook(BytesIO(response.content))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    titles = [row[3] for row in rows if row[3]]
    assert titles == ["任务", "=1+1"]
    assert all(cell.data_type != "f" for row in book.active.iter_rows() for cell in row)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_an_extension_to_a_day_that_cannot_be_meant_is_refused(
    realm: Realm, browser: Browser, day: str
) -> None:
    found = task(realm, "in-progress")
    address = reverse("work:task-move", args=[found.pk])
    given = {"act": "extend", "reason": "汛期影响", "due_on": day}
    html = page(browser(realm.office).post(address, given))
    assert f"{day} 不在 1990-01-01 至 2070-12-31 之间，请核对年份" in html
    found.refresh_from_db()
    assert found.state == "in-progress"
    with pytest.raises(ValidationError, match="请核对年份"):
        task_move(
            task=found,
            act=TaskAct.EXTEND,
            by=realm.office,
            reason="汛期影响",
            due_on=date(9999, 12, 31),
        )
