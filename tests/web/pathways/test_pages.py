"""The pages of the outlook: what they say, who sees them, and nonsense addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from dafeng.web.core.models import RoleCode
from dafeng.web.pathways.models import OutlookRecord
from dafeng.web.pathways.selectors import runs
from dafeng.web.pathways.services.running import outlook_store
from tests.web.pathways.building import tiny_case
from tests.web.pathways.conftest import text
from tests.web.plans.building import person

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from dafeng.web.core.models import Organisation, User
    from dafeng.web.pathways.models import OutlookRun
    from dafeng.web.plans.models import Plan
    from tests.web.pathways.conftest import Browser

PAGES = (
    "/outlook/",
    "/outlook/compare/",
    "/outlook/measures/",
    "/outlook/gap/",
    "/outlook/history/",
    "/outlook/sensitivity/",
    "/outlook/levers/",
    "/outlook/choose/",
)
MOST_QUERIES = 21


@pytest.mark.usefixtures("run")
def test_the_first_page_answers_with_a_probability_a_fan_and_the_targets(
    browser: Browser, officer: User
) -> None:
    page = text(browser(officer), "/outlook/")
    assert "按“方案”情景，2030 年前达峰的概率是 &gt;99%。" in page
    assert "峰值在 2025 年" in page
    assert 'data-chart="fan"' in page
    assert 'data-chart="years"' in page
    assert "非化石能源消费比重" in page
    assert "A01" not in page


@pytest.mark.usefixtures("run")
def test_another_scenario_and_convention_are_chosen_by_the_address(
    browser: Browser, officer: User
) -> None:
    page = text(browser(officer), "/outlook/?scenario=frozen&convention=fixed")
    assert "按“冻结”情景，2030 年前达峰的概率是 &lt;1%。" in page
    assert "在展望期内看不到峰值" in page
    assert "结论取决于电力排放因子的口径" in page


@pytest.mark.usefixtures("run")
def test_the_comparison_has_a_row_for_every_scenario(
    browser: Browser, officer: User
) -> None:
    page = text(browser(officer), "/outlook/compare/?convention=fixed")
    names = re.findall(r'<th scope="row"[^>]*><a [^>]*>([^<]+)</a>', page)
    assert names == ["冻结", "方案", "加速"]


@pytest.mark.usefixtures("run")
def test_the_measures_are_told_with_what_they_take_off_and_cost(
    browser: Browser, officer: User
) -> None:
    page = text(browser(officer), "/outlook/measures/?page=nonsense")
    assert "到 2030 年，减排最多的措施是“措施boilers”" in page
    assert "38.27" in page


@pytest.mark.usefixtures("run")
def test_the_gap_is_told_by_unit_measure_driver_and_target(
    browser: Browser, officer: User
) -> None:
    page = text(browser(officer), "/outlook/gap/")
    assert "若措施只落实一半，2030 年排放" in page
    assert "区发改委" in page
    assert "措施boilers、措施houses" in page


def test_a_run_is_found_by_the_beginning_of_its_seal(
    browser: Browser, office: User, plan: Plan, run: OutlookRun
) -> None:
    newer = outlook_store(plan=plan, case=tiny_case(seed=7), by=None)
    page = text(browser(office), f"/outlook/runs/{run.seal[:16]}/")
    assert run.seal[:12] in page
    assert "这不是最新的一次计算" in page
    assert newer.seal[:12] in text(browser(office), "/outlook/")
    text(browser(office), "/outlook/runs/nothing/", 404)


@pytest.mark.usefixtures("plan")
def test_without_a_run_every_page_says_that_nothing_is_known(
    browser: Browser, office: User
) -> None:
    client = browser(office)
    for page in PAGES:
        found = text(client, page)
        assert "还没有计算过展望" in found
        assert 'action="/outlook/make/"' in found


@pytest.mark.usefixtures("plan")
def test_without_a_run_there_are_no_answers_and_no_files(
    browser: Browser, office: User
) -> None:
    client = browser(office)
    text(client, "/outlook/levers/answer/", 404)
    text(client, "/outlook/files/fan.csv", 404)
    assert client.post("/outlook/levers/save/", {"name": "甲"}).status_code == 404
    assert client.post("/outlook/choose/propose/").status_code == 404


@pytest.mark.usefixtures("run")
def test_who_has_not_signed_in_is_asked_to(browser: Browser) -> None:
    for page in (*PAGES, "/outlook/files/fan.csv"):
        response = browser(None).get(page)
        assert response.status_code == 302
        assert response["Location"].startswith("/login/")


def test_another_district_sees_nothing_of_it(
    browser: Browser, stranger: User, run: OutlookRun
) -> None:
    client = browser(stranger)
    text(client, f"/outlook/runs/{run.seal[:16]}/", 404)
    text(client, f"/outlook/files/fan.csv?run={run.seal}", 404)
    assert "还没有计算过展望" in text(client, "/outlook/")


@pytest.mark.usefixtures("run")
def test_who_may_see_no_outlook_at_all_is_told_so(
    browser: Browser, district: Organisation
) -> None:
    client = browser(person("system", district, RoleCode.SYSTEM_ADMIN))
    for page in PAGES:
        assert "查看达峰路径" in text(client, page, 403)
    assert 'href="/outlook/"' not in text(client, "/")


@pytest.mark.usefixtures("run")
def test_a_scenario_or_convention_that_is_not_there_is_not_found(
    browser: Browser, officer: User
) -> None:
    client = browser(officer)
    for page in (*PAGES, "/outlook/files/fan.csv"):
        text(client, f"{page}?scenario=none", 404)
        text(client, f"{page}?convention=none", 404)


@pytest.mark.usefixtures("run")
def test_the_pages_ask_the_database_a_fixed_number_of_times(
    browser: Browser,
    office: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = browser(office)
    text(client, "/outlook/levers/")
    for page in (*PAGES, "/outlook/choose/?probability=50&cut=5"):
        with django_assert_max_num_queries(MOST_QUERIES):
            text(client, page)


def test_an_outlook_that_this_version_cannot_read_is_as_good_as_none(
    browser: Browser, office: User, run: OutlookRun
) -> None:
    OutlookRecord.objects.filter(run=run).update(content={"place": "990000"})
    runs._read.cache_clear()
    for page in PAGES:
        assert "还没有计算过展望" in text(browser(office), page)
    text(browser(office), f"/outlook/runs/{run.seal[:16]}/", 404)


@pytest.mark.usefixtures("run")
def test_the_names_follow_the_language_of_the_reader(
    browser: Browser, officer: User
) -> None:
    client = browser(officer)
    client.post("/language/", {"language": "en", "next": "/"})
    page = client.get("/outlook/measures/", headers={"accept-language": "en"})
    assert "Measure boilers" in page.content.decode()
