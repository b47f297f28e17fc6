"""Pages of budgets: what they say, who sees what, what they send back."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dafeng.enterprises.budgets import MonthUse
from dafeng.web.budgets.charts.course import course
from dafeng.web.budgets.models import BudgetApplication, BudgetYear, KeyUser
from dafeng.web.budgets.selectors.months import unknown_months
from dafeng.web.budgets.services.deducting import (
    DeductionFacts,
    deduction_confirm,
    deduction_enter,
)
from dafeng.web.budgets.services.ledgers import budget_release
from dafeng.web.budgets.services.preparing import (
    ledger_prepare,
    months_keep,
    user_prepare,
)
from dafeng.web.budgets.telling import duties
from dafeng.web.core.models import RoleCode
from tests.web.budgets.conftest import BOX, POSTING, TODAY, YEAR, listed
from tests.web.plans.building import organisation, person

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from dafeng.web.core.models import Organisation, User
    from tests.web.budgets.conftest import People

NEXT_YEAR = date(YEAR + 1, 2, 1)


def at(name: str, row: Any = None) -> str:
    return reverse(f"budgets:{name}", args=[] if row is None else [row.pk])


def page(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200, address
    return str(response.content.decode())


def sent(client: Client, user: User, address: str, **data: Any) -> Any:
    client.force_login(user)
    return client.post(address, data)


def used(row: KeyUser, months: int, tce: str) -> None:
    months_keep(
        row,
        [
            MonthUse(year=YEAR, month=at, tce=Decimal(tce), days=31)
            for at in range(1, months + 1)
        ],
    )


def version(client: Client, user: User, address: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page(client, user, address))
    assert found, address
    return found.group(1)


def done(client: Client, user: User, address: str, **data: Any) -> None:
    data.setdefault("version", version(client, user, address))
    response = sent(client, user, address, **data)
    assert response.status_code == 302, response.content.decode()


def fresh(row: KeyUser) -> KeyUser:
    return KeyUser.objects.get(pk=row.pk)


@pytest.mark.usefixtures("second")
def test_the_year_at_a_glance_says_the_sums_and_who_will_be_over(
    client: Client,
    ledger: BudgetYear,
    running: KeyUser,
    people: People,
) -> None:
    used(running, 6, "1000")
    ledger_prepare(ledger, on=TODAY)
    text = page(client, people.office, at("overview"))
    assert "2 家重点用能单位，0 家已超预算，按目前走势 1 家全年将超预算。" in text
    assert "另有 1 家用能或预算未知。" in text
    for words in ("30,000", "20,000", "10,000", "54.5%", "12,000"):
        assert words in text, words
    narrowed = page(client, people.office, f"{at('overview')}?level=warning")
    assert ">甲厂<" in narrowed
    assert ">乙厂<" not in narrowed
    for asked, shown in (
        ("q=乙", {"乙厂"}),
        ("level=unknown", {"乙厂"}),
        ("kind=municipal", {"乙厂"}),
        ("town=town&state=metering", {"甲厂", "乙厂"}),
        ("manager=city", set()),
        ("year=1", {"甲厂", "乙厂"}),
    ):
        body = page(client, people.office, f"{at('register')}?{asked}")
        found = {name for name in ("甲厂", "乙厂") if f">{name}<" in body}
        assert found == shown, asked


@pytest.mark.usefixtures("second")
def test_a_town_and_an_enterprise_see_their_own_and_no_sums(
    client: Client,
    ledger: BudgetYear,
    running: KeyUser,
    people: People,
) -> None:
    text = page(client, people.manager, at("overview"))
    assert ">甲厂<" in text
    assert ">乙厂<" not in text
    assert "30,000" not in text
    assert ">乙厂<" in page(client, people.town, at("overview"))
    assert "控制总量 30,000.00" not in page(client, people.town, at("ledger"))
    assert "控制总量 30,000.00" in page(client, people.reader, at("ledger"))
    client.force_login(people.town)
    assert client.get(at("returns", ledger)).status_code == 403
    for user in (people.other, people.stranger):
        client.force_login(user)
        names = ("unit", "propose", "apply", "transfer", "withdraw", "deduction-new")
        for name in names:
            assert client.get(at(name, running)).status_code == 404, name


def test_a_bureau_that_keeps_no_budgets_is_told_so_and_a_keeper_is_not(
    client: Client, ledger: BudgetYear, district: Organisation
) -> None:
    bureau = organisation("env", "区生态环境局", parent=district)
    head = person("env-head", bureau, RoleCode.UNIT_HEAD)
    assert "您的单位没有可查看的企业。" in page(client, head, at("overview"))
    assert "您的单位没有可查看的企业。" in page(client, head, at("register"))
    listed(ledger, organisation("x", "某厂", parent=bureau, kind="enterprise"))
    assert "1 家重点用能单位" in page(client, head, at("overview"))


def test_a_unit_leaves_the_list_on_its_page_and_comes_back(
    client: Client, running: KeyUser, people: People
) -> None:
    leave = {"reason": "停产", "unknown": BOX}
    done(client, people.office, at("withdraw", running), **leave)
    text = page(client, people.office, running.get_absolute_url())
    assert "已撤出" in text
    done(client, people.office, at("relist", running), reason="撤错")
    assert fresh(running).state == "listed"


def test_the_page_of_a_unit_says_its_months_and_what_lacks(
    client: Client, ledger: BudgetYear, running: KeyUser, people: People
) -> None:
    months_keep(
        running,
        [
            MonthUse(year=YEAR, month=1, tce=Decimal(900), days=31),
            MonthUse(year=YEAR, month=2, tce=None, days=0, lacks=("steam:factor",)),
            MonthUse(year=YEAR, month=4, tce=Decimal(910), days=30),
        ],
    )
    ledger_prepare(ledger, on=date(YEAR, 5, 3))
    text = page(client, people.manager, running.get_absolute_url())
    for words in ("缺 2 个月（2、3 月）。", "蒸汽（无折标系数）", "月度单据", "等价值"):
        assert words in text, words
    row = fresh(running)
    assert (row.missing, row.level) == ([2, 3], "calm")
    # Two of twelve months are known, and one sixth of the budget is due.
    assert row.due_share == Decimal("0.16666667")
    assert at("report", running) not in text
    form = page(client, people.manager, at("report", running))
    assert "月的用能不完整，没有预填全年用能。" in form
    item = deduction_enter(
        row=running,
        by=None,
        facts=DeductionFacts(kind="green-power", amount=Decimal(500), document="证"),
    )
    deduction_confirm(item=item, by=None)
    text = page(client, people.manager, running.get_absolute_url())
    assert "（规定未核实）" in text
    user_prepare(running, on=date(YEAR, 5, 3))
    chart = course(
        list(running.months.all()), fresh(running).forecast, off=Decimal(500)
    )
    lines = {one["name"]: one["data"] for one in chart["series"]}
    assert lines["已用累计"][0] == 400
    last = fresh(running).landing_q
    assert last is not None
    assert abs(lines["预计累计"][-1] - last / 100) < 1
    seen = attrs.evolve(POSTING, unknown=unknown_months(running, on=TODAY))
    budget_release(row=running, by=None, amount=Decimal(9690), posting=seen)
    KeyUser.objects.filter(pk=running.pk).update(used_q=0)
    budget_release(row=fresh(running), by=None, amount=Decimal(1310), posting=seen)
    user_prepare(running, on=date(YEAR, 5, 3))
    # A budget of nothing is no missing budget: any use is over.
    assert (fresh(running).budget, fresh(running).level) == (0, "alarm")


def test_who_may_only_read_is_refused_at_every_form(
    client: Client, ledger: BudgetYear, running: KeyUser, people: People
) -> None:
    client.force_login(people.reader)
    for name in (
        *("propose", "check", "approve", "return", "apply", "report", "send-back"),
        *("review", "reopen", "settle", "withdraw", "transfer", "release", "draw"),
        "deduction-new",
    ):
        assert client.get(at(name, running)).status_code == 403, name
    for name in ("total", "unit-new", "list-upload", "list-template", "return-new"):
        assert client.get(at(name, ledger)).status_code == 403, name
    assert client.get(at("year-new")).status_code == 403


def test_a_budget_is_proposed_by_its_method_checked_and_approved_on_the_pages(
    client: Client, works: KeyUser, people: People
) -> None:
    address = at("propose", works)
    bad = sent(client, people.manager, address, method="benchmark", budget="-1")
    text = bad.content.decode()
    assert "提交的内容没有带页面版本" in text
    done(
        client,
        people.manager,
        address,
        method="historical",
        reduction_percent="5",
        saving_goal="100",
        note="按上年",
    )
    works.refresh_from_db()
    assert (works.proposed_q, works.saving_goal_q) == (1140000, 10000)
    done(
        client,
        people.manager,
        address,
        method="benchmark",
        product_1="管",
        output_1="1000",
        base_1="9.5",
    )
    lacking = sent(
        client,
        people.manager,
        address,
        version=version(client, people.manager, address),
        method="benchmark",
        product_1="管",
    )
    assert "这种产品的各项都要填，或者都不填。" in lacking.content.decode()
    done(client, people.bureau, at("check", works))
    stale = sent(client, people.leader, at("approve", works), version="1")
    assert "保存期间他人改了这里的内容。" in stale.content.decode()
    done(client, people.leader, at("approve", works), document="示〔2026〕9号")
    text = page(client, people.manager, works.get_absolute_url())
    assert "9,500" in text
    assert "示〔2026〕9号" in text
    assert "核定预算" in text


def test_an_application_with_its_file_is_decided_and_budget_moves_on_the_pages(
    client: Client, running: KeyUser, second: KeyUser, people: People
) -> None:
    file = SimpleUploadedFile("a.csv", b"\xef\xbb\xbfa,b\n1,2\n")
    done(
        client,
        people.manager,
        at("apply", running),
        wanted="12000",
        reason="增产",
        paper=file,
    )
    application = BudgetApplication.objects.get()
    client.force_login(people.other)
    assert client.get(at("application-file", application)).status_code == 404
    client.force_login(people.manager)
    assert client.get(at("application-file", application)).status_code == 200
    assert client.get(at("decide", application)).status_code == 403
    empty = sent(client, people.leader, at("decide", application), decision="refuse")
    assert "请写明理由。" in empty.content.decode()
    granted = sent(client, people.leader, at("decide", application), decision="grant")
    assert granted.status_code == 302
    move = {"taker": second.pk, "reason": "调剂", "unknown": BOX}
    csv = client.get(at("ledger-csv"))
    lines = b"".join(csv.streaming_content).decode()  # type: ignore[attr-defined]
    assert "动用预留" in lines
    client.force_login(people.manager)
    assert client.get(at("ledger-csv")).status_code == 404
    much = sent(
        client,
        people.leader,
        at("transfer", running),
        version=version(client, people.leader, at("transfer", running)),
        amount="12000.01",
        **move,
    )
    assert "该单位的预算只有 12000.00 吨标准煤，不够 12000.01 吨标准煤。" in (
        much.content.decode()
    )
    done(client, people.leader, at("transfer", running), amount="2000", **move)
    back = {"amount": "1000", "reason": "收回"}
    done(client, people.leader, at("release", running), **back, unknown=BOX)
    running.refresh_from_db()
    assert running.budget == 9000


def test_deductions_and_the_end_of_a_year_on_the_pages(
    client: Client,
    running: KeyUser,
    people: People,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = sent(
        client,
        people.manager,
        at("deduction-new", running),
        kind="feedstock",
        amount="100",
        document="证明1号",
    )
    assert made.status_code == 302
    item = running.deductions.get()
    assert "未确认，不计入" in page(client, people.manager, running.get_absolute_url())
    done(client, people.office, at("deduction-confirm", item))
    early = sent(
        client,
        people.manager,
        at("report", running),
        version=version(client, people.manager, at("report", running)),
        used="10000",
    )
    assert f"{YEAR} 年还没有结束，不能自报。" in early.content.decode()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_a, **_k: NEXT_YEAR)
    (owed,) = duties(date(YEAR + 1, 3, 28))
    assert owed.object == f"budgets.report/{running.pk}"
    assert owed.due_on == date(YEAR + 1, 3, 31)
    done(client, people.manager, at("report", running), used="11200")
    assert not list(duties(date(YEAR + 1, 3, 28)))
    done(client, people.office, at("review", running), used="11200")
    done(client, people.leader, at("settle", running))
    text = page(client, people.manager, running.get_absolute_url())
    assert "计入用能 11,100 吨标准煤，超预算。" in text


def test_lists_ask_the_database_as_often_for_many_as_for_one(
    client: Client,
    ledger: BudgetYear,
    running: KeyUser,
    units: dict[str, Organisation],
    people: People,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for code in ("works-b", "works-c"):
        listed(ledger, units[code])
    page(client, people.office, at("overview"))
    for name in ("overview", "register", "ledger"):
        with django_assert_max_num_queries(16):
            assert client.get(at(name)).status_code == 200
    with django_assert_max_num_queries(24):
        assert client.get(running.get_absolute_url()).status_code == 200
