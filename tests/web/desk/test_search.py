"""Search: words, pinyin, initials; only what the person may see; refused in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from dafeng.web.desk.finding.marks import marked
from dafeng.web.desk.finding.reading import reading_of
from dafeng.web.desk.models import EntryKind, SearchEntry
from dafeng.web.desk.selectors import search
from dafeng.web.desk.selectors.search import found_for, words_of
from dafeng.web.desk.services.indexing import search_prepare
from dafeng.web.plans.models import Target
from tests.web.desk.conftest import text
from tests.web.layers import layer
from tests.web.work.tasking import task

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from dafeng.web.plans.models import Plan
    from tests.web.desk.conftest import Browser
    from tests.web.work.tasking import Realm


@layer
def prepared(plan: Plan, realm: Realm) -> Plan:
    """The house with its search brought up to date, and one task."""
    task(realm, "assigned", title="非化石能源替代行动")
    search_prepare()
    return plan


def titles(page: str) -> set[str]:
    """Titles of what was found, without the marks."""
    found = re.findall(
        r'<li><a href="[^"]*"><span lang="zh-Hans">(.*?)</span></a>', page
    )
    return {re.sub(r"</?mark>", "", one) for one in found}


# How a title is read and marked ------------------------------------------------------


def test_initials_are_as_long_as_the_title() -> None:
    title = "绿电 A05 达 12%，㐀"
    assert len(reading_of(title).initials) == len(title)


@pytest.mark.parametrize(
    ("word", "hit"),
    [
        ("能源", ["能源"]),
        ("fhsny", ["非化石能源"]),
        ("nengy", ["能源"]),
        ("feihuashi", ["非化石"]),
        ("a05", ["A05"]),
        ("zzz", []),
    ],
)
def test_a_match_is_marked_by_words_initials_and_pinyin(
    word: str, hit: list[str]
) -> None:
    pieces = marked("非化石能源消费比重 A05", [word])
    assert [piece.text for piece in pieces if piece.hit] == hit
    assert "".join(piece.text for piece in pieces) == "非化石能源消费比重 A05"


# What is found -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["非化石能源", "fhsny", "feihuashi", "消费 能源", "T001"]
)
@pytest.mark.usefixtures("prepared")
def test_targets_are_found_by_chinese_pinyin_initials_and_number(
    browser: Browser, words: str
) -> None:
    assert "非化石能源消费比重" in titles(text(browser(None), "/search/", q=words))


@pytest.mark.usefixtures("prepared")
def test_tasks_are_found_by_those_alone_who_may_see_them(
    realm: Realm, browser: Browser
) -> None:
    seen = {
        who: "非化石能源替代行动" in titles(text(browser(user), "/search/", q="替代"))
        for who, user in (
            ("officer", realm.officer),
            ("farmer", realm.farmer),
            ("stranger", realm.stranger),
            ("public", None),
        )
    }
    assert seen == {
        "officer": True,
        "farmer": False,
        "stranger": False,
        "public": False,
    }


def test_what_one_may_see_is_found_behind_much_that_one_may_not(
    realm: Realm, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        task(realm, "draft", title=f"替代行动草稿 {number}")
    task(realm, "assigned", title="非化石能源替代行动")
    search_prepare()
    monkeypatch.setattr(search, "AT_ONCE", 1)
    found = found_for(realm.officer, words_of("替代"), EntryKind.TASK.value)
    assert [len(group.hits) for group in found] == [1]
    assert plan.pk


@pytest.mark.usefixtures("prepared")
def test_people_are_found_where_their_names_may_be_seen(
    realm: Realm, browser: Browser
) -> None:
    assert "farmer" in titles(text(browser(realm.office), "/search/", q="farmer"))
    assert not titles(text(browser(realm.officer), "/search/", q="farmer"))
    assert not titles(text(browser(None), "/search/", q="farmer"))


@pytest.mark.usefixtures("prepared")
def test_one_kind_can_be_asked_for(realm: Realm) -> None:
    groups = found_for(realm.office, words_of("非化石"), EntryKind.TASK.value)
    assert [group.kind for group in groups] == [EntryKind.TASK.value]


@pytest.mark.usefixtures("prepared")
def test_nothing_found_says_how_to_look(browser: Browser) -> None:
    page = text(browser(None), "/search/", q="根本没有")
    assert "可以这样找" in page
    assert "登录后才能找到" in page


@pytest.mark.usefixtures("realm")
def test_a_million_characters_are_refused_in_words(browser: Browser) -> None:
    page = text(browser(None), "/search/", 400, q="t" * 1_000_000)
    assert "最多 100 个" in page
    assert len(page) < 20_000


@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize("words", ["100%", "_", "'; drop table", "<script>", "\\"])
def test_signs_of_other_languages_are_only_signs(browser: Browser, words: str) -> None:
    page = text(browser(None), "/search/", q=words)
    assert "<script>" not in page.split("<main")[1].split("</main>")[0]
    assert "非化石能源消费比重" not in titles(page)


@pytest.mark.usefixtures("prepared")
def test_the_number_of_queries_is_fixed(
    realm: Realm,
    browser: Browser,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = browser(realm.office)
    with django_assert_max_num_queries(13):
        text(client, "/search/", q="e")


# How it is kept up to date -----------------------------------------------------------


def test_preparing_writes_only_what_is_new_or_reworded(prepared: Plan) -> None:
    assert search_prepare() == 0
    target = Target.objects.get(plan=prepared, key="T002")
    target.indicator = "湿地保护率"
    target.save()
    assert search_prepare() == 1
    entry = SearchEntry.objects.get(kind=EntryKind.TARGET, object_id=target.pk)
    assert (entry.title, entry.initials) == ("湿地保护率", "sdbhl")


def test_what_is_gone_is_no_longer_found(prepared: Plan) -> None:
    target = Target.objects.get(plan=prepared, key="T002")
    target.state = "rejected"
    target.save()
    search_prepare()
    assert not SearchEntry.objects.filter(
        kind=EntryKind.TARGET, object_id=target.pk
    ).exists()
