"""Data and management: freshness of the lake, what is lacking, what needs a look."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as house_settings

from dafeng.indicators import OBSERVATIONS
from dafeng.lake import Lake
from dafeng.web.core.models import RoleCode
from dafeng.web.desk.models import Freshness
from dafeng.web.desk.selectors.freshness import ages_on
from dafeng.web.desk.services.freshening import freshness_look
from tests.web.desk.conftest import text
from tests.web.layers import layer
from tests.web.plans.building import person

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from dafeng.web.core.models import User
    from tests.web.desk.conftest import Browser
    from tests.web.work.tasking import Realm

POWER = "power.consumption"


def state(period: str) -> None:
    """Let the lake learn one figure."""
    row = {
        "place": "110101",
        "series": POWER,
        "scope": "",
        "period": period,
        "value_e6": 1_000_000,
        "unit": "kWh",
        "basis": "statistical",
        "quality": "C",
        "evidence": "年鉴",
        "entered_by": "clerk",
        "approved_by": "head",
        "synthetic": False,
        "note": "",
    }
    lake = Lake(house_settings.LAKE_ROOT)
    learned = datetime(2026, 11, 2, tzinfo=UTC)
    lake.append(OBSERVATIONS, [row], key=period, learned_at=learned)


@pytest.mark.usefixtures("db")
def test_the_newest_period_and_its_owner_are_written_down_once() -> None:
    state("2026-08")
    state("2026-09")
    assert freshness_look() == 2
    row = Freshness.objects.get(series=POWER)
    assert (row.newest, row.owner, row.rows) == ("2026-09", "供电", 2)
    assert row.due_on == date(2026, 11, 30)
    assert freshness_look() == 0
    state("2026-10")
    assert freshness_look() == 2
    assert Freshness.objects.get(series=POWER).newest == "2026-10"


@pytest.mark.usefixtures("db")
def test_an_owner_is_late_from_the_day_after_the_last_one() -> None:
    state("2026-09")
    freshness_look()
    assert ages_on(date(2026, 11, 30)).late == 0
    late = ages_on(date(2026, 12, 1))
    assert [(one.owner, one.late) for one in late.owners] == [("供电", 1)]


@pytest.mark.usefixtures("result")
def test_the_page_says_how_new_the_data_are_and_what_is_lacking(
    realm: Realm,
    browser: Browser,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    state("2026-09")
    freshness_look()
    client = browser(realm.office)
    with django_assert_max_num_queries(14):
        page = text(client, "/data/")
    assert "全社会用电量" in page
    assert "2026-09" in page
    assert "2 项目标缺少数据" in page
    assert "可再生能源电力装机容量" in page
    table = b"".join(client.get("/data/series.csv").streaming_content).decode()
    assert POWER in table
    assert "供电" in table


@pytest.mark.usefixtures("result")
def test_an_empty_lake_is_said_to_be_empty(realm: Realm, browser: Browser) -> None:
    assert "数据湖里还没有数据" in text(browser(realm.office), "/data/")


@pytest.mark.usefixtures("result")
def test_data_are_for_people_of_the_district_at_work(
    realm: Realm, browser: Browser
) -> None:
    assert browser(None).get("/data/").status_code == 302
    admin = person("admin", realm.root, RoleCode.SECURITY_ADMIN)
    assert browser(admin).get("/data/").status_code == 403


# Management --------------------------------------------------------------------------


def test_management_lists_what_one_manages_with_counts(
    realm: Realm, browser: Browser
) -> None:
    page = text(browser(realm.office), "/admin/")
    assert "6 个单位" in page
    assert "1 个单位没有任职人员" in page
    assert "大屏" in page
    assert "登录安全" not in page


def test_each_administrator_sees_the_own_entries(
    realm: Realm, browser: Browser
) -> None:
    def entries(role: RoleCode) -> set[str]:
        page = text(browser(person(role.value, realm.root, role)), "/admin/")
        named = ("登录安全", "后台作业", "审计", "大屏")
        main = page.split("<main")[1]
        return {name for name in named if f" {name}</a>" in main}

    assert entries(RoleCode.SYSTEM_ADMIN) == {"后台作业"}
    assert entries(RoleCode.SECURITY_ADMIN) == {"登录安全"}
    assert entries(RoleCode.AUDIT_ADMIN) == {"审计"}


def test_an_unchecked_audit_is_worth_a_word(realm: Realm, browser: Browser) -> None:
    admin = person("admin", realm.root, RoleCode.AUDIT_ADMIN)
    assert "还没有查验过" in text(browser(admin), "/admin/")


@pytest.mark.usefixtures("realm")
def test_who_manages_nothing_is_refused(browser: Browser, nobody: User) -> None:
    assert browser(nobody).get("/admin/").status_code == 403
    assert browser(None).get("/admin/").status_code == 302


@layer
def nobody(realm: Realm) -> User:
    """Somebody without a role."""
    user = person("nobody", realm.root, RoleCode.READER)
    user.memberships.all().update(revoked=True)
    return user
