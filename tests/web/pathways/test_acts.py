"""Levers moved, scenarios kept, sets chosen, tasks drafted, outlooks made, files."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

import attrs
import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from openpyxl import load_workbook

from dafeng.accounts import seal_account
from dafeng.base.errors import NotFoundError
from dafeng.base.findings import Finding
from dafeng.base.plain import record_from_json
from dafeng.factors import factor_book
from dafeng.lake import Lake
from dafeng.pathways import ModelError, Outlook, OutlookCase
from dafeng.web.core.job_queue import jobs_queued
from dafeng.web.core.models import AuditRow
from dafeng.web.pathways.jobs import MAKE, make
from dafeng.web.pathways.models import OutlookRun, SavedScenario
from dafeng.web.pathways.selectors import answers
from dafeng.web.pathways.selectors.runs import outlook_of, run_in_force
from dafeng.web.pathways.services.running import outlook_make, outlook_store
from dafeng.web.pathways.services.saving import Label, scenario_save
from tests.pathways.small_district import small_account, written
from tests.web.pathways.building import tiny_case
from tests.web.pathways.conftest import text

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dafeng.web.core.models import User
    from dafeng.web.plans.models import Plan
    from tests.web.pathways.conftest import Browser

WITHOUT_SIZES = """\
- code: plan
  name: {zh: 方案, en: Plan}
  delivery: 1
  assumed: all of it
"""
"""Scenarios that name no measure of the small district."""
WISH = {"probability": "50", "cut": "5", "capital": ""}


def told(response: HttpResponse) -> str:
    """What the page after an act tells the person."""
    return " ".join(str(one) for one in response.context["messages"])


# Levers -------------------------------------------------------------------------------


@pytest.mark.usefixtures("run")
def test_a_lever_that_is_moved_changes_the_answer(
    browser: Browser, officer: User
) -> None:
    client = browser(officer)
    still = text(client, "/outlook/levers/answer/?convention=fixed&boilers=1")
    moved = text(
        client, "/outlook/levers/answer/?convention=fixed&boilers=0&glass=0&houses=0"
    )
    assert "2030 年前达峰的概率是 &gt;99%" in still
    assert "2030 年前达峰的概率是 &lt;1%" in moved
    assert "<html" not in moved


@pytest.mark.usefixtures("run")
def test_the_page_of_levers_stands_where_the_address_puts_them(
    browser: Browser, officer: User
) -> None:
    page = text(browser(officer), "/outlook/levers/?boilers=0.5")
    assert 'name="boilers" min="0" max="1.5"' in page
    assert ">50%</output>" in page
    assert "三(一)1 · 区发改委" in page
    assert "外部条件" in page
    assert "/outlook/levers/save/" not in page


@pytest.mark.usefixtures("run")
def test_levers_tell_of_every_target_what_it_was_before(
    browser: Browser, officer: User
) -> None:
    page = text(browser(officer), "/outlook/levers/answer/?boilers=0")
    assert "达到的概率" in page
    assert "调节前" in page
    assert page.count('class="indicator"') == 1


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("value", ["", "x", "nan", "sNaN", "Infinity", "1e9999", "--"])
def test_nonsense_in_the_address_of_levers_is_left_out_or_held_at_the_ends(
    browser: Browser, officer: User, value: str
) -> None:
    page = text(browser(officer), f"/outlook/levers/?boilers={value}&unknown=3")
    shown = ">150%</output>" if value == "1e9999" else ">100%</output>"
    assert shown in page


def test_levers_say_so_when_the_sealed_case_is_gone(
    browser: Browser, office: User, run: OutlookRun
) -> None:
    rmtree(settings.SEAL_ROOT / "outlooks" / run.seal)
    answers.case_of.cache_clear()
    answers.start_held.cache_clear()
    client = browser(office)
    response = client.get("/outlook/levers/", follow=True)
    assert response.redirect_chain == [("/outlook/", 302)]
    assert "封存的输入不在" in told(response)
    text(client, "/outlook/levers/answer/", 404)
    text(client, "/outlook/files/case.json", 404)


# Scenarios that people keep -----------------------------------------------------------


@pytest.mark.usefixtures("run")
def test_a_scenario_is_kept_and_opened_again(browser: Browser, leader: User) -> None:
    client = browser(leader)
    sent = {"name": "少建锅炉", "scenario": "plan", "convention": "fixed"}
    client.post("/outlook/levers/save/", {**sent, "boilers": "0.5", "glass": "x"})
    kept = SavedScenario.objects.get()
    assert (kept.name, kept.levers, kept.saved_by) == (
        "少建锅炉",
        {"boilers": "0.5"},
        leader,
    )
    entry = AuditRow.objects.get(action="pathways.scenario.save")
    assert entry.data == {"before": {}, "after": {"boilers": "0.5"}}
    response = client.get(f"/outlook/saved/{kept.pk}/", follow=True)
    assert response.redirect_chain[0][0].endswith(
        "?scenario=plan&convention=fixed&boilers=0.5"
    )
    assert ">50%</output>" in response.content.decode()


@pytest.mark.usefixtures("run")
def test_the_same_name_again_replaces_what_it_held(
    browser: Browser, office: User
) -> None:
    client = browser(office)
    for value in ("0.5", "0.7"):
        client.post("/outlook/levers/save/", {"name": "甲", "boilers": value})
    assert SavedScenario.objects.get().levers == {"boilers": "0.7"}
    last = AuditRow.objects.filter(action="pathways.scenario.save").latest("pk")
    assert last.data["before"] == {"boilers": "0.5"}


@pytest.mark.usefixtures("run")
def test_a_scenario_without_a_name_or_of_an_unknown_path_is_refused(
    browser: Browser, office: User
) -> None:
    client = browser(office)
    response = client.post("/outlook/levers/save/", {"name": " "}, follow=True)
    assert "名称" in told(response)
    answer = client.post("/outlook/levers/save/", {"name": "甲", "scenario": "x" * 99})
    assert answer.status_code == 404
    assert not SavedScenario.objects.exists()


def test_who_may_not_keep_a_scenario_is_refused(
    browser: Browser, officer: User, stranger: User, run: OutlookRun
) -> None:
    client = browser(officer)
    assert client.post("/outlook/levers/save/", {"name": "甲"}).status_code == 403
    with pytest.raises(PermissionDenied):
        scenario_save(
            by=stranger,
            run=run,
            label=Label(name="甲"),
            scenario="plan",
            convention="fixed",
            levers={"boilers": Decimal(0)},
        )


@pytest.mark.usefixtures("run")
def test_a_kept_scenario_of_another_district_is_not_found(
    browser: Browser, office: User, stranger: User
) -> None:
    browser(office).post("/outlook/levers/save/", {"name": "甲"})
    kept = SavedScenario.objects.get()
    text(browser(stranger), f"/outlook/saved/{kept.pk}/", 404)


# Making -------------------------------------------------------------------------------


def test_the_same_case_is_kept_once(plan: Plan, run: OutlookRun) -> None:
    again = outlook_store(plan=plan, case=tiny_case(), by=None)
    assert again == run
    assert OutlookRun.objects.count() == 1
    assert AuditRow.objects.filter(action="pathways.run.make").count() == 1
    assert run.probability == outlook_of(run).headline.peak.by(2030)


def test_an_outlook_is_asked_for_made_by_the_queue_and_in_force(
    browser: Browser, office: User, plan: Plan, run: OutlookRun
) -> None:
    written(settings.MODEL_ROOT, scenarios=WITHOUT_SIZES)
    lake = Lake(Path(settings.LAKE_ROOT))
    account = small_account()
    here = attrs.evolve(account.settings, place=plan.place_code)
    account = attrs.evolve(account, settings=here)
    seal_account(account, factor_book(), lake, Path(settings.SEAL_ROOT))
    response = browser(office).post("/outlook/make/", follow=True)
    assert "已排队计算" in told(response)
    assert [one.name for one in jobs_queued()] == [MAKE]
    order = AuditRow.objects.get(action="pathways.run.order")
    assert (order.actor, order.target_id) == (office, str(plan.pk))
    made = make()
    newest = run_in_force(office)
    assert newest is not None
    assert newest.seal.startswith(made)
    assert newest != run
    counted = sum(line.co2e_g for line in account.lines)
    assert dict(outlook_of(newest).history)[2024] == counted
    assert make() == made


def test_a_result_that_comes_out_again_is_in_force_again(
    plan: Plan, office: User, run: OutlookRun
) -> None:
    other = outlook_store(plan=plan, case=tiny_case(seed=7), by=office)
    assert run_in_force(office) == other
    again = outlook_store(plan=plan, case=tiny_case(), by=office)
    assert again == run
    assert run_in_force(office) == run
    row = AuditRow.objects.get(action="pathways.run.return")
    assert (row.actor, row.data["seal"]) == (office, run.seal)
    assert OutlookRun.objects.count() == 2


def test_what_a_run_noticed_is_told_in_words(
    browser: Browser, office: User, plan: Plan
) -> None:
    empty = Finding(code="model.empty_sector", severity="info", place="plants")
    new = Finding(code="model.of_tomorrow", severity="info", place="somewhere")
    [first, *others] = tiny_case().measures
    lacking = attrs.evolve(first, prerequisites=("heat pumps",))
    case = tiny_case(measures=(lacking, *others), findings=(empty, new))
    outlook_store(plan=plan, case=case, by=None)
    page = text(browser(office), "/outlook/measures/")
    noticed = page.split("计算时注意到")[1]
    assert "基年碳账中没有这个行业的明细</dt><dd>工业</dd>" in noticed
    assert "缺少前置措施，没有计入</dt><dd>措施boilers</dd>" in noticed
    assert "model.of_tomorrow</dt><dd>somewhere</dd>" in noticed


@pytest.mark.usefixtures("plan")
def test_a_house_without_a_model_says_so_and_queues_nothing(
    browser: Browser, office: User
) -> None:
    response = browser(office).post("/outlook/make/", follow=True)
    assert "没有区域模型" in told(response)
    assert not jobs_queued()


def test_a_base_year_without_a_sealed_account_is_named(
    browser: Browser, office: User, plan: Plan
) -> None:
    written(settings.MODEL_ROOT, scenarios=WITHOUT_SIZES)
    response = browser(office).post("/outlook/make/", follow=True)
    assert "模型的基年是 2024 年，该年碳账尚未封存" in told(response)
    with pytest.raises(NotFoundError) as caught:
        outlook_make(plan=plan, by=office)
    assert caught.value.code == "outlook.no_account"


def test_a_model_with_faults_is_told_with_its_file(
    browser: Browser, office: User, plan: Plan
) -> None:
    written(settings.MODEL_ROOT, grid="- code: [")
    response = browser(office).post("/outlook/make/", follow=True)
    assert "区域模型有错，不能计算：" in told(response)
    assert "grid.yaml" in told(response)
    with pytest.raises(ModelError):
        outlook_make(plan=plan, by=office)


@pytest.mark.usefixtures("district")
def test_a_house_without_a_plan_says_so(browser: Browser, office: User) -> None:
    response = browser(office).post("/outlook/make/", follow=True)
    assert "还没有方案" in told(response)
    assert make() == "no plan"


def test_who_may_not_make_an_outlook_is_refused(
    browser: Browser, leader: User, plan: Plan
) -> None:
    assert browser(leader).post("/outlook/make/").status_code == 403
    with pytest.raises(PermissionDenied):
        outlook_make(plan=plan, by=leader)


# Files --------------------------------------------------------------------------------


def test_the_files_hold_what_the_pages_show(
    browser: Browser, officer: User, run: OutlookRun
) -> None:
    client = browser(officer)
    outlook = outlook_of(run)
    fan = _rows(client.get("/outlook/files/fan.csv"))
    years = [row[0] for row in fan[1:]]
    assert years == [str(year) for year in range(2021, 2041)]
    wedges = _rows(client.get("/outlook/files/wedges.csv"))
    assert [row[0] for row in wedges[1:]] == [one.name_zh for one in outlook.wedges]
    costs = _rows(client.get("/outlook/files/costs.csv"))
    assert costs[1][3] == str(outlook.steps[0].yuan_per_tonne)
    whole = client.get("/outlook/files/outlook.json")
    assert record_from_json(whole.content, Outlook) == outlook
    case = client.get("/outlook/files/case.json")
    assert record_from_json(case.content, OutlookCase) == tiny_case()
    assert run.seal[:8] in case["Content-Disposition"]
    assert json.loads(whole.content)["by"] == 2030
    book = client.get("/outlook/files/outlook.xlsx")
    assert load_workbook(io.BytesIO(book.content)).sheetnames
    iamc = _rows(client.get("/outlook/files/iamc-wide.csv"))
    assert iamc[0][:5] == ["Model", "Scenario", "Region", "Variable", "Unit"]
    text(client, "/outlook/files/none.csv", 404)


def _rows(response: HttpResponse) -> list[list[str]]:
    assert response.status_code == 200
    content = b"".join(response) if response.streaming else response.content
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
