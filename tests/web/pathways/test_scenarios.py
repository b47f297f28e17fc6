"""Scenarios of one's own: found, renamed, taken back, put beside those of the model."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import AuditRow, RoleCode
from dafeng.web.pathways.models import OutlookRun, SavedScenario, Visibility
from dafeng.web.pathways.services.running import outlook_store
from dafeng.web.pathways.services.saving import (
    Label,
    scenario_rename,
    scenario_save,
    scenario_withdraw,
)
from tests.web.pathways.building import MEASURES, tiny_case
from tests.web.pathways.conftest import text
from tests.web.plans.building import person

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from dafeng.web.core.models import Organisation, User
    from dafeng.web.plans.models import Plan
    from tests.web.pathways.conftest import Browser

COMPARE = "/outlook/compare/"


def kept(
    by: User,
    run: OutlookRun,
    name: str = "少建锅炉",
    *,
    visibility: Visibility = Visibility.DISTRICT,
    boilers: str = "0.5",
) -> SavedScenario:
    """A scenario with one lever moved."""
    return scenario_save(
        by=by,
        run=run,
        label=Label(name=name, visibility=visibility),
        scenario="plan",
        convention="fixed",
        levers={"boilers": Decimal(boilers)},
    )


def names(page: str) -> list[str]:
    """Rows of the table of comparison."""
    return re.findall(r'<th scope="row"[^>]*><a [^>]*>([^<]+)</a>', page)


def test_kept_scenarios_stand_beside_those_of_the_model(
    browser: Browser, officer: User, leader: User, run: OutlookRun
) -> None:
    one, other = kept(leader, run), kept(leader, run, "全部锅炉", boilers="1.5")
    page = text(
        browser(officer), f"{COMPARE}?convention=fixed&show=plan&show={one.key}"
    )
    assert names(page) == ["方案", "少建锅炉"]
    assert f'href="/outlook/saved/{one.pk}/"' in page
    # Fewer boilers are saved, so the last year lies higher than under the plan.
    plan, fewer = (
        float(re.findall(r'<td class="number">([\d.]+)</td></tr>', row)[0])
        for row in re.findall(
            r'<tr[^>]*><th scope="row" class="wide"><a .*?</tr>', page
        )
    )
    assert fewer > plan
    ticked = re.findall(r'name="show" value="([^"]+)" checked', page)
    assert ticked == ["plan", one.key]
    assert f'value="{other.key}"' in page


def test_no_more_than_four_are_compared_and_it_is_said(
    browser: Browser, leader: User, run: OutlookRun
) -> None:
    ones = [kept(leader, run, f"情景{n}", boilers=f"0.{n}") for n in range(1, 6)]
    query = "&".join(f"show={one.key}" for one in ones)
    page = text(browser(leader), f"{COMPARE}?{query}")
    assert names(page) == ["情景1", "情景2", "情景3", "情景4"]
    assert "一次最多比较 4 个情景" in page


@pytest.mark.usefixtures("run")
def test_what_the_address_names_and_nobody_has_is_told(
    browser: Browser, leader: User
) -> None:
    page = text(browser(leader), f"{COMPARE}?show=nothing&show=s-77&show=s-x")
    for key in ("nothing", "s-77", "s-x"):
        assert f"没有情景“{key}”，没有列入。" in page
    assert "没有可以比较的情景" in page


def test_levers_that_a_newer_run_does_not_have_are_told_and_not_guessed(
    browser: Browser, leader: User, plan: Plan, run: OutlookRun
) -> None:
    one = kept(leader, run)
    rest = tuple(each for each in MEASURES if each.id != "boilers")
    potentials = tuple(
        each for each in tiny_case().potentials if each.measure != "boilers"
    )
    outlook_store(
        plan=plan, case=tiny_case(measures=rest, potentials=potentials), by=None
    )
    page = text(browser(leader), f"{COMPARE}?show=plan&show={one.key}")
    assert names(page) == ["方案"]
    assert "情景“少建锅炉”的调节量在这次计算中不存在" in page


def test_what_somebody_keeps_for_themselves_nobody_else_finds(
    browser: Browser, leader: User, office: User, run: OutlookRun
) -> None:
    own = kept(leader, run, visibility=Visibility.OWN)
    assert "少建锅炉" in text(browser(leader), "/outlook/scenarios/")
    other = browser(office)
    assert "少建锅炉" not in text(other, "/outlook/scenarios/")
    assert "没有情景" in text(other, f"{COMPARE}?show={own.key}")
    text(other, f"/outlook/saved/{own.pk}/", 404)


def test_two_people_may_use_the_same_name(
    leader: User, office: User, run: OutlookRun
) -> None:
    assert kept(leader, run).pk != kept(office, run).pk
    again = kept(leader, run, boilers="0.7")
    assert SavedScenario.objects.count() == 2
    assert again.levers == {"boilers": "0.7"}


def test_a_scenario_is_renamed_by_its_owner_and_keeps_its_levers(
    browser: Browser, leader: User, run: OutlookRun
) -> None:
    one = kept(leader, run)
    client = browser(leader)
    assert "少建锅炉" in text(client, f"/outlook/saved/{one.pk}/edit/")
    sent = {"name": "一半锅炉", "note": "试算", "visibility": "own"}
    client.post(f"/outlook/saved/{one.pk}/edit/", sent)
    one.refresh_from_db()
    assert (one.name, one.note, one.visibility) == ("一半锅炉", "试算", "own")
    assert one.levers == {"boilers": "0.5"}
    row = AuditRow.objects.get(action="pathways.scenario.rename")
    assert row.data["before"]["name"] == "少建锅炉"
    assert row.data["after"]["name"] == "一半锅炉"


def test_a_name_that_is_taken_or_empty_is_told_on_the_form(
    browser: Browser, leader: User, run: OutlookRun
) -> None:
    one, _other = kept(leader, run), kept(leader, run, "甲")
    client = browser(leader)
    path = f"/outlook/saved/{one.pk}/edit/"
    for name, words in (("甲", "您已有名为“甲”的情景"), ("", 'name="name"')):
        page = client.post(path, {"name": name}).content.decode()
        assert words in page
    one.refresh_from_db()
    assert one.name == "少建锅炉"


def test_a_withdrawn_scenario_leaves_the_lists_and_its_address_still_opens(
    browser: Browser, leader: User, office: User, run: OutlookRun
) -> None:
    one = kept(leader, run)
    client = browser(leader)
    page = client.post(f"/outlook/saved/{one.pk}/withdraw/", follow=True)
    assert "我撤回的" in page.content.decode()
    assert "少建锅炉" not in text(browser(office), "/outlook/scenarios/")
    assert SavedScenario.objects.get(pk=one.pk).withdrawn_at is not None
    assert AuditRow.objects.filter(action="pathways.scenario.withdraw").count() == 1
    opened = browser(office).get(f"/outlook/saved/{one.pk}/", follow=True)
    assert "已被保存人撤回" in opened.content.decode()
    assert ">50%</output>" in opened.content.decode()
    # The name is free again, and what was withdrawn stays as it is.
    assert kept(leader, run).pk != one.pk
    again = client.post(f"/outlook/saved/{one.pk}/withdraw/", follow=True)
    assert "已撤回，不能再修改" in again.content.decode()
    with pytest.raises(BadInputError) as caught:
        scenario_rename(by=leader, scenario=one, label=Label(name="乙"))
    assert caught.value.code == "scenario.withdrawn"


def test_nobody_changes_the_scenario_of_somebody_else(
    browser: Browser, leader: User, office: User, officer: User, run: OutlookRun
) -> None:
    one = kept(leader, run)
    for user in (office, officer):
        client = browser(user)
        text(client, f"/outlook/saved/{one.pk}/edit/", 404)
        posted = client.post(f"/outlook/saved/{one.pk}/withdraw/")
        assert posted.status_code == 404
    with pytest.raises(PermissionDenied):
        scenario_withdraw(by=office, scenario=one)
    with pytest.raises(PermissionDenied):
        scenario_rename(by=officer, scenario=one, label=Label(name="乙"))


def test_the_lists_of_scenarios_ask_a_fixed_number_of_times(
    browser: Browser,
    leader: User,
    run: OutlookRun,
    district: Organisation,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = browser(leader)
    keys = [kept(leader, run, f"情景{n}", boilers=f"0.{n}").key for n in range(1, 4)]
    for n in range(4, 7):
        other = person(f"analyst{n}", district, RoleCode.ANALYST)
        kept(other, run, f"情景{n}")
    text(client, COMPARE)
    query = "&".join(f"show={key}" for key in keys)
    for path in ("/outlook/scenarios/", f"{COMPARE}?{query}"):
        with django_assert_max_num_queries(14):
            text(client, path)
