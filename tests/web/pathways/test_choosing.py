"""Sets of measures: asked for on a page, chosen by a worker, made into tasks."""

from __future__ import annotations

from decimal import Decimal
from shutil import rmtree
from typing import TYPE_CHECKING

import attrs
import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from dafeng.web.core.job_queue import jobs_queued
from dafeng.web.core.models import AuditRow
from dafeng.web.notices.models import Notice
from dafeng.web.pathways.choice_words import bound_words, step_words
from dafeng.web.pathways.jobs import CHOOSE, choose
from dafeng.web.pathways.models import ChoiceOrder, ChoiceState
from dafeng.web.pathways.selectors import answers
from dafeng.web.pathways.selectors.choices import achieved_of
from dafeng.web.pathways.services import choosing
from dafeng.web.pathways.services.choosing import choice_order, choices_work
from dafeng.web.pathways.services.proposing import tasks_propose
from dafeng.web.work.models import Task
from tests.web.pathways.conftest import text

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from dafeng.web.core.models import User
    from dafeng.web.pathways.models import OutlookRun
    from dafeng.web.plans.models import Plan
    from tests.web.pathways.conftest import Browser

PAGE = "/outlook/choose/"
WISH = {"probability": "50", "cut": "5", "capital": ""}
HIGH = {"probability": "90", "cut": "60", "capital": ""}


def ordered(client: Client, wish: dict[str, str]) -> str:
    """The page of a set that was asked for and chosen."""
    sent = client.post(PAGE, wish)
    assert sent.status_code == 302
    choices_work()
    return sent["Location"]


def told(response: HttpResponse) -> str:
    """What the page after an act tells the person."""
    return " ".join(str(one) for one in response.context["messages"])


@pytest.mark.usefixtures("run")
def test_a_set_is_asked_for_waited_for_and_read_by_everybody(
    browser: Browser, officer: User, leader: User
) -> None:
    client = browser(officer)
    sent = client.post(PAGE, WISH)
    order = ChoiceOrder.objects.get()
    assert sent["Location"] == f"{PAGE}{order.pk}/"
    assert [one.name for one in jobs_queued()] == [CHOOSE]
    page = text(client, sent["Location"])
    assert "正在排队。" in page
    assert "<progress" in page
    assert "没有工作进程在运行" in page
    assert "<code>dafeng worker</code>" in page
    assert choose() == "1 chosen"
    page = text(browser(leader), sent["Location"])
    assert "选出 1 项措施，完整模型用新抽样核验" in page
    assert "已证明" in page
    assert "措施boilers" in page
    assert "由所选措施拟定任务" not in page
    notice = Notice.objects.get()
    assert (notice.recipient, notice.address) == (officer, sent["Location"])
    assert "减排 5%、把握 50%的措施组合" in text(client, PAGE)


@pytest.mark.usefixtures("run")
def test_a_page_that_waits_is_opened_anew_when_the_set_is_there(
    browser: Browser, officer: User
) -> None:
    client = browser(officer)
    address = client.post(PAGE, WISH)["Location"]
    choosing._step(ChoiceOrder.objects.get().pk, "choice", 2, 6)
    asks = {"HX-Request": "true"}
    waiting = client.get(address, headers=asks)
    assert "HX-Refresh" not in waiting
    assert "正在求解，第 2 轮，最多 4 轮。" in waiting.content.decode()
    choices_work()
    assert client.get(address, headers=asks)["HX-Refresh"] == "true"


@pytest.mark.usefixtures("run")
def test_the_same_wish_is_chosen_once(
    browser: Browser, officer: User, office: User
) -> None:
    first = ordered(browser(officer), WISH)
    again = browser(office).post(PAGE, WISH | {"cut": "5.00"})
    assert again["Location"] == first
    assert ChoiceOrder.objects.count() == 1
    assert choices_work() == 0
    assert AuditRow.objects.filter(action="pathways.choice.order").count() == 1
    found = browser(office).get(f"{PAGE}?probability=50&cut=5")
    assert found["Location"] == first


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize(
    "asked",
    [
        {"probability": "150", "cut": "5"},
        {"probability": "x", "cut": "5"},
        {"probability": "50", "cut": "-1"},
        {"probability": "50", "cut": "5", "capital": "1e400"},
        {"probability": "50", "cut": "5.123"},
        {"probability": "50"},
        {},
    ],
)
def test_a_wish_that_cannot_be_is_told_and_nothing_is_asked(
    browser: Browser, officer: User, asked: dict[str, str]
) -> None:
    answer = browser(officer).post(PAGE, asked)
    assert answer.status_code == 200
    assert "请更正上面的数值" in answer.content.decode()
    assert not ChoiceOrder.objects.exists()


def test_a_figure_that_no_column_holds_is_refused_by_the_service(
    officer: User, run: OutlookRun
) -> None:
    asked = ChoiceOrder(probability=Decimal("50.123"), cut=Decimal(5), since=2027)
    with pytest.raises(ValidationError):
        choice_order(by=officer, run=run, asked=asked)


@pytest.mark.usefixtures("run")
def test_a_wish_out_of_reach_is_answered_with_its_shortfall(
    browser: Browser, officer: User
) -> None:
    client = browser(officer)
    page = text(client, ordered(client, {"probability": "99", "cut": "90"}))
    assert "可用的措施达不到这个要求" in page


def test_a_set_that_fails_says_why_and_is_tried_again(
    browser: Browser, officer: User, run: OutlookRun
) -> None:
    seal = settings.SEAL_ROOT / "outlooks" / run.seal
    kept = {one.name: one.read_bytes() for one in seal.iterdir()}
    rmtree(seal)
    answers.case_of.cache_clear()
    client = browser(officer)
    address = ordered(client, WISH)
    assert "没有算出结果：这次计算封存的输入不在" in text(client, address)
    seal.mkdir()
    for name, content in kept.items():
        (seal / name).write_bytes(content)
    assert ordered(client, WISH) == address
    assert "选出 1 项措施" in text(client, address)
    assert Notice.objects.count() == 2


@pytest.mark.usefixtures("run")
def test_a_set_that_another_version_wrote_is_chosen_anew(
    browser: Browser, officer: User
) -> None:
    client = browser(officer)
    address = ordered(client, WISH)
    ChoiceOrder.objects.update(content={"measures": []})
    assert "结果由旧版本写成" in text(client, address)
    assert ordered(client, WISH) == address
    order = ChoiceOrder.objects.get()
    assert achieved_of(order) is not None


@pytest.mark.usefixtures("run")
def test_a_set_of_another_district_is_not_found_and_not_asked_for(
    browser: Browser, officer: User, stranger: User, run: OutlookRun
) -> None:
    address = browser(officer).post(PAGE, WISH)["Location"]
    text(browser(stranger), address, 404)
    with pytest.raises(PermissionDenied):
        choice_order(
            by=stranger,
            run=run,
            asked=ChoiceOrder(probability=Decimal(50), cut=Decimal(5), since=2027),
        )


def test_a_worker_that_was_slower_leaves_the_order_as_it_is(
    officer: User, run: OutlookRun
) -> None:
    asked = ChoiceOrder(probability=Decimal(50), cut=Decimal(5), since=2027)
    order = choice_order(by=officer, run=run, asked=asked)
    stale = ChoiceOrder.objects.get()
    assert choosing._carry_out(order)
    assert not choosing._carry_out(stale)
    assert Notice.objects.count() == 1


@pytest.mark.database
def test_the_database_keeps_a_wish_once_and_no_end_without_a_set(
    officer: User, run: OutlookRun
) -> None:
    asked = ChoiceOrder(probability=Decimal(50), cut=Decimal(5), since=2027)
    order = choice_order(by=officer, run=run, asked=asked)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChoiceOrder.objects.filter(pk=order.pk).update(state=ChoiceState.DONE)
    order.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        order.save(force_insert=True)


def test_words_of_a_search(officer: User, run: OutlookRun) -> None:
    assert step_words(1) == "正在计算各项措施的效果。"
    assert step_words(6) == "正在用完整模型核验。"
    asked = ChoiceOrder(probability=Decimal(50), cut=Decimal(5), since=2027)
    order = choice_order(by=officer, run=run, asked=asked)
    choices_work()
    order.refresh_from_db()
    found = achieved_of(order)
    assert found is not None
    assert bound_words(attrs.evolve(found, gap=Decimal(0))) == "已证明是最低成本"
    assert bound_words(attrs.evolve(found, gap=Decimal("0.000731"))).endswith(" 0.08%")
    assert bound_words(attrs.evolve(found, gap=None)).startswith("没有证明")


# Proposing tasks ----------------------------------------------------------------------


@pytest.mark.usefixtures("run")
def test_tasks_are_drafted_from_the_ticked_measures_once(
    browser: Browser, office: User
) -> None:
    client = browser(office)
    page = text(client, ordered(client, HIGH))
    assert "gone 不在系统中，不能拟定任务" in page
    assert 'value="boilers"' in page
    assert 'value="offices"' not in page
    ticked = {"measure": ["boilers", "offices", "unknown"]}
    response = client.post(f"{PAGE}propose/", HIGH | ticked, follow=True)
    assert "已拟定 1 项任务草稿" in told(response)
    assert "责任单位不在系统中，没有拟定任务：措施offices。" in told(response)
    draft = Task.objects.get()
    assert (draft.state, draft.lead.code) == ("draft", "fgw")
    assert draft.title == "实施“措施boilers”"
    assert draft.clause.ref == "三(一)1"
    entry = AuditRow.objects.get(action="pathways.task.propose")
    assert (entry.data["tasks"], entry.data["left_out"]) == (1, ["offices"])
    again = client.post(f"{PAGE}propose/", HIGH | ticked, follow=True)
    assert told(again)
    assert Task.objects.count() == 1
    sent = HIGH | {"measure": ["offices"]}
    response = client.post(f"{PAGE}propose/", sent, follow=True)
    assert "没有拟定任务：措施offices" in told(response)


@pytest.mark.usefixtures("run")
def test_nothing_ticked_or_not_chosen_yet_drafts_nothing(
    browser: Browser, office: User
) -> None:
    client = browser(office)
    response = client.post(f"{PAGE}propose/", WISH, follow=True)
    assert "这个要求还没有求解" in told(response)
    ordered(client, WISH)
    response = client.post(f"{PAGE}propose/", WISH, follow=True)
    assert "没有选择措施" in told(response)
    assert not Task.objects.exists()


def test_who_may_not_propose_tasks_is_refused(
    browser: Browser, leader: User, plan: Plan, run: OutlookRun
) -> None:
    answer = browser(leader).post(f"{PAGE}propose/", WISH)
    assert answer.status_code == 403
    with pytest.raises(PermissionDenied):
        tasks_propose(by=leader, run=run, plan=plan, chosen=())
