"""The bar on top: every room in order, one marked, search and fold in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from dafeng.web.core.models import RoleCode
from tests.web.desk.conftest import text
from tests.web.plans.building import person

if TYPE_CHECKING:
    from dafeng.web.plans.models import Plan
    from tests.web.desk.conftest import Browser
    from tests.web.work.tasking import Realm

ALL = [
    *("总览", "目标", "任务", "项目", "单位", "碳账", "路径", "考核", "企业"),
    *("督办", "数据", "双碳办", "管理"),
]


def rooms(page: str) -> list[str]:
    """Words of the entries, in order."""
    bar = page.split('id="rooms"')[1].split("</nav>")[0]
    return [one.strip() for one in re.findall(r"</svg>(.*?)</a>", bar)]


def marked(page: str) -> str:
    """The entry that is marked as the one where one is."""
    bar = page.split('id="rooms"')[1].split("</nav>")[0]
    found = re.findall(r'aria-current="true">.*?</svg>(.*?)</a>', bar)
    assert len(found) <= 1
    return found[0].strip() if found else ""


@pytest.mark.usefixtures("plan")
def test_the_office_sees_every_room_in_the_order_of_the_work(
    realm: Realm, browser: Browser
) -> None:
    assert rooms(text(browser(realm.office), "/")) == ALL


@pytest.mark.usefixtures("plan")
def test_the_public_sees_the_public_rooms(browser: Browser) -> None:
    assert rooms(text(browser(None), "/")) == ["总览", "目标", "单位", "碳账", "考核"]


@pytest.mark.usefixtures("plan")
def test_an_administrator_sees_no_rooms_of_work(realm: Realm, browser: Browser) -> None:
    admin = person("admin", realm.root, RoleCode.SECURITY_ADMIN)
    seen = rooms(text(browser(admin), "/"))
    assert "管理" in seen
    assert not {"任务", "数据", "双碳办"} & set(seen)


@pytest.mark.parametrize(
    ("address", "room"),
    [
        ("/", "总览"),
        ("/plan/{slug}/", "目标"),
        ("/plan/{slug}/target/T001/", "目标"),
        ("/plan/{slug}/unit/U01/", "单位"),
        ("/plan/{slug}/units/", "单位"),
        ("/unit-list/", "单位"),
        ("/data/", "数据"),
        ("/carbon/imports/", "数据"),
        ("/carbon/factors/", "碳账"),
        ("/meters/", "企业"),
        ("/enterprises/", "企业"),
        ("/members/", "管理"),
        ("/walls/", "管理"),
        ("/search/", ""),
    ],
)
def test_the_room_where_one_is_is_marked(
    plan: Plan, realm: Realm, browser: Browser, address: str, room: str
) -> None:
    page = text(browser(realm.office), address.format(slug=plan.slug))
    assert marked(page) == room


@pytest.mark.usefixtures("plan")
def test_the_bar_folds_searches_and_rings(realm: Realm, browser: Browser) -> None:
    page = text(browser(realm.office), "/")
    assert 'aria-controls="rooms"' in page
    assert re.search(r'<form[^>]*action="/search/"[^>]*role="search"', page)
    assert 'class="bar-button bell"' in page
    assert 'class="bar-button bell"' not in text(browser(None), "/")
