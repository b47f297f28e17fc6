"""The pages for everybody: what was released and no more, kept and renewed."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from dafeng.public import check_package
from dafeng.web.core.models import House
from dafeng.web.public.services.figures import figure_withdraw, figures_choose
from dafeng.web.public.services.releases import (
    ReleaseFacts,
    release_correct,
    release_edit,
)
from dafeng.web.public.services.signing import release_check, release_issue
from tests.web.assessment.building import frozen
from tests.web.assessment.building import stored as result_stored
from tests.web.public.building import KEYS, account, drafted, issued

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from dafeng.web.assessment.models import AssessmentRun
    from dafeng.web.core.models import Organisation, User
    from dafeng.web.public.models import Release

PAGES = ("front", "plan", "state", "data", "corrections", "household", "about")


@pytest.fixture
def visitor(browser: Callable[..., Client]) -> Client:
    return browser()


def page(visitor: Client, name: str, language: str = "zh") -> str:
    response = visitor.get(reverse(f"public:{name}"), {"lang": language})
    assert response.status_code == 200
    return response.content.decode()


def every_page(visitor: Client) -> str:
    return "".join(page(visitor, name, lang) for name in PAGES for lang in ("zh", "en"))


def withdrawn(release: Release, office: User, leader: User) -> Release:
    made = release_correct(release=release, by=office)
    facts = ReleaseFacts(title="达峰进展数据", note="订正。", note_en="Mended.")
    release_edit(release=made, by=office, facts=facts)
    figure_withdraw(
        figure=made.figures.get(key="target:T002"),
        by=office,
        reason="统计口径有误",
        reason_en="Wrong scope",
    )
    release_check(release=made, by=office)
    return release_issue(release=made, by=leader)


def test_before_the_first_release_every_page_says_so(
    district: Organisation, result: AssessmentRun, visitor: Client
) -> None:
    assert result.organisation == district
    assert "还没有发布过数据" in page(visitor, "front")
    everything = every_page(visitor)
    assert "非化石能源消费比重" not in everything
    assert "12.6" not in everything


def test_everybody_reads_what_was_released(release: Release, visitor: Client) -> None:
    state = page(visitor, "state")
    assert "非化石能源消费比重" in state
    assert "12.6%" in state
    assert "达标" in state
    assert "900 万 tCO₂e" in state
    assert str(release.version) in state
    assert "<svg" in state
    plan = page(visitor, "plan")
    assert "方案定了 6 项目标" in plan
    assert "三(一)1" in plan


def test_the_plan_is_told_in_numbers_and_never_in_its_sentences(
    release: Release, visitor: Client
) -> None:
    assert release.promise["targets"] == 6
    everything = every_page(visitor)
    for sentence in ("本区坚持先立后破", "完成市下达指标", "推动东湖", "力争达到18"):
        assert sentence not in everything


def test_nothing_of_a_house_full_of_drafts_comes_out(
    release: Release, office: User, visitor: Client
) -> None:
    district = release.organisation
    before = every_page(visitor)
    account(district, 2024, grams=7_654_321 * 10**6)
    result_stored(release.organisation.plans.get(), "2026")
    account(district, 2021, grams=4_321_987 * 10**6, seal="9" * 64)
    made = drafted(district, office, [*KEYS, "account:control:2021"])
    release_edit(
        release=made, by=office, facts=ReleaseFacts(title="机密的草稿", note="机密")
    )
    release_check(release=made, by=office)
    assert every_page(visitor) == before
    for hidden in ("机密", "765.43", "432.2", "account:control:2021", "2.0"):
        assert hidden not in page(visitor, "data")
        assert hidden not in page(visitor, "state")
    told = visitor.get(reverse("public:versions")).json()
    assert [one["version"] for one in told["versions"]] == ["1.0"]
    for version in ("2.0", "1.1", "0.0", "x"):
        where = reverse("public:download", args=[version, "figures.json"])
        assert visitor.get(where).status_code == 404


def test_a_figure_not_chosen_is_on_no_page(release: Release, visitor: Client) -> None:
    assert release.figures.filter(key="account:control:2022").count() == 0
    everything = every_page(visitor)
    assert "800 万" not in everything
    assert "account:control:2022" not in everything
    where = reverse("public:download", args=["1.0", "figures.json"])
    assert "2022" not in visitor.get(where).content.decode()


def test_a_withdrawn_figure_stays_on_the_page_with_its_reason(
    release: Release, office: User, leader: User, visitor: Client
) -> None:
    assert "18.2%" in page(visitor, "state")
    withdrawn(release, office, leader)
    state = page(visitor, "state")
    assert "18.2" not in state
    assert "森林覆盖率" in state
    assert "已撤回" in state
    assert "统计口径有误" in state
    log = page(visitor, "corrections")
    assert "“森林覆盖率”已撤回：统计口径有误。" in log
    assert "第 1.1 版更正第 1.0 版" in log
    english = page(visitor, "corrections", "en")
    assert "Wrong scope" in english


def test_the_version_that_states_a_withdrawn_figure_is_not_given_out(
    release: Release, office: User, leader: User, visitor: Client
) -> None:
    old = reverse("public:download", args=["1.0", "package.zip"])
    assert visitor.get(old).status_code == 200
    made = withdrawn(release, office, leader)
    gone = visitor.get(old)
    assert gone.status_code == 410
    assert gone.json()["withdrawn"] == ["target:T002"]
    data = page(visitor, "data")
    assert "含有后来撤回的数字" in data
    assert f"/data/{made.version}/package.zip" in data
    told = visitor.get(reverse("public:versions")).json()["versions"]
    assert [(one["version"], one["offered"]) for one in told] == [
        ("1.1", True),
        ("1.0", False),
    ]


def test_the_downloads_are_the_package_as_it_was_made(
    release: Release, visitor: Client
) -> None:
    where = reverse("public:download", args=["1.0", "package.zip"])
    whole = visitor.get(where)
    assert hashlib.sha256(whole.content).hexdigest() == release.package.sha256
    assert check_package(whole.content) == ()
    with zipfile.ZipFile(io.BytesIO(whole.content)) as opened:
        for name in opened.namelist():
            part = visitor.get(reverse("public:download", args=["1.0", name]))
            assert part.content == opened.read(name)
    told = visitor.get(reverse("public:download", args=["1.0", "figures.json"]))
    assert told["Access-Control-Allow-Origin"] == "*"
    assert json.loads(told.content)["version"] == "1.0"
    missing = reverse("public:download", args=["1.0", "..%2Fsecret"])
    assert visitor.get(missing).status_code == 404
    latest = visitor.get(reverse("public:download", args=["latest", "figures.csv"]))
    assert latest.status_code == 302
    assert latest["Location"].endswith("/data/1.0/figures.csv")


def test_a_page_is_kept_and_a_release_renews_it(
    release: Release,
    office: User,
    leader: User,
    visitor: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    where = reverse("public:state")
    first = visitor.get(where)
    assert first["Cache-Control"] == "public, max-age=60"
    assert first["Last-Modified"]
    assert "Set-Cookie" not in first
    with django_assert_num_queries(3):
        again = visitor.get(where)
    assert again.content == first.content
    with django_assert_num_queries(3):
        same = visitor.get(where, headers={"if-none-match": first["ETag"]})
    assert same.status_code == 304
    assert not same.content
    withdrawn(release, office, leader)
    renewed = visitor.get(where, headers={"if-none-match": first["ETag"]})
    assert renewed.status_code == 200
    assert renewed["ETag"] != first["ETag"]


def test_drawing_a_page_takes_as_many_queries_for_many_figures_as_for_few(
    result: AssessmentRun,
    district: Organisation,
    office: User,
    leader: User,
    visitor: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    assert result.seal
    for year in range(2010, 2021):
        account(district, year, grams=year * 10**12, seal="d" * 64)
    keys = [*KEYS, *(f"account:control:{year}" for year in range(2010, 2021))]
    issued(district, office, leader, keys)
    with django_assert_max_num_queries(8):
        visitor.get(reverse("public:state"))


def test_who_is_signed_in_reads_the_same_page(
    release: Release, browser: Callable[..., Client], office: User
) -> None:
    assert release.pk
    where = reverse("public:front")
    assert browser(office).get(where).content == browser().get(where).content


def test_the_page_follows_the_reader_and_the_address(
    release: Release, browser: Callable[..., Client]
) -> None:
    assert release.pk
    english = Client(headers={"accept-language": "en"})
    where = reverse("public:front")
    asked = english.get(where)
    assert '<html lang="en"' in asked.content.decode()
    assert "Accept-Language" in asked["Vary"]
    named = english.get(where, {"lang": "zh"})
    assert '<html lang="zh-Hans"' in named.content.decode()
    assert f'href="{reverse("public:state")}?lang=zh"' in named.content.decode()
    assert '<html lang="zh-Hans"' in browser().get(where).content.decode()


def test_the_picture_of_one_year_is_no_picture(
    release: Release, visitor: Client
) -> None:
    assert release.figures.filter(kind="account").count() == 1
    assert "open-columns" not in page(visitor, "state")


def test_a_synthetic_house_says_so_on_every_page(
    release: Release, visitor: Client
) -> None:
    assert release.pk
    assert "示例数据(合成)" not in page(visitor, "front")
    House.objects.create(
        pk=1,
        name_zh="示范区",
        synthetic=True,
        data_version="v",
        data_date="2026-01-01",
    )
    for name in PAGES:
        assert "示例数据(合成)" in page(visitor, name)


def test_search_engines_are_told_what_to_read(
    release: Release, visitor: Client
) -> None:
    assert release.pk
    sitemap = visitor.get(reverse("public:sitemap"))
    assert sitemap["Content-Type"] == "application/xml"
    assert "/public/state/?lang=en" in sitemap.content.decode()
    assert "/office/" not in sitemap.content.decode()
    robots = visitor.get("/robots.txt").content.decode()
    assert "Allow: /public/" in robots
    assert "Disallow: /public/office/" in robots


def test_the_pages_work_without_a_script(release: Release, visitor: Client) -> None:
    assert release.pk
    for name in (*PAGES, "write"):
        text = page(visitor, name)
        assert text.count("<script") == 1, "the theme's, which only repeats the system"
        assert "hx-" not in text
        assert 'style="' not in text


def test_no_page_can_be_written_to(release: Release, visitor: Client) -> None:
    assert release.pk
    for name in PAGES:
        assert visitor.post(reverse(f"public:{name}")).status_code == 405


def test_a_replaced_result_changes_nothing_until_two_people_sign(
    release: Release, office: User, leader: User, visitor: Client
) -> None:
    before = page(visitor, "state")
    plan = release.organisation.plans.get()
    newer = frozen(result_stored(plan, "2026"), seal="c" * 64)
    assert newer.period == "2026"
    assert page(visitor, "state") == before
    made = drafted(release.organisation, office)
    figures_choose(release=made, by=office, keys=KEYS)
    release_check(release=made, by=office)
    release_issue(release=made, by=leader)
    assert "2026 年考核结果" in page(visitor, "state")
