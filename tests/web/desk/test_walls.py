"""Wall screens: made and stopped by the office, read-only, nothing inner on them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from dafeng.web.core.models import AuditRow
from dafeng.web.desk.models import WallPass
from dafeng.web.desk.selectors.walls import token_of
from dafeng.web.desk.services.walls import wall_make, wall_revoke
from tests.web.desk.conftest import text
from tests.web.layers import layer
from tests.web.work.tasking import task

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from tests.web.desk.conftest import Browser
    from tests.web.work.tasking import Realm


@layer
def screen(realm: Realm) -> WallPass:
    """A screen in the hall."""
    return wall_make(
        by=realm.office,
        organisation=realm.root,
        name="一楼大厅",
        valid_to=timezone.localdate() + timedelta(days=30),
    )


def address(screen: WallPass) -> str:
    return f"/wall/{token_of(screen)}/"


@pytest.mark.usefixtures("result")
def test_a_screen_shows_the_answer_without_signing_in(
    client: Client, screen: WallPass
) -> None:
    page = text(client, address(screen))
    assert "2030 年的 2 项目标中" in page
    assert "全区达峰模型尚未运行" in page
    assert 'data-bs-theme="dark"' in page


@pytest.mark.usefixtures("result")
def test_a_screen_has_no_links_no_scores_no_names(
    client: Client, realm: Realm, screen: WallPass
) -> None:
    task(realm, "in-progress", title="内部任务")
    page = text(client, address(screen))
    assert "<a " not in page
    for inner in ("55.5", "91.25", "内部任务", "区发改委", "office"):
        assert inner not in page


@pytest.mark.usefixtures("result")
def test_a_screen_renews_itself_with_the_part_alone(
    client: Client, screen: WallPass
) -> None:
    assert 'hx-trigger="every 60s"' in text(client, address(screen))
    part = client.get(address(screen), headers={"HX-Request": "true"})
    assert part.content.decode().startswith('<main id="wall"')


@pytest.mark.usefixtures("result")
def test_a_stopped_screen_is_dark_at_once(
    client: Client, realm: Realm, screen: WallPass
) -> None:
    wall_revoke(by=realm.office, wall=screen)
    text(client, address(screen), 404)


@pytest.mark.usefixtures("result")
def test_a_forged_or_expired_address_shows_nothing(
    client: Client, screen: WallPass
) -> None:
    good = address(screen)
    text(client, re.sub(r"/wall/\d+", f"/wall/{screen.pk + 1}", good), 404)
    text(client, "/wall/1.abc/", 404)
    screen.valid_to = timezone.localdate() - timedelta(days=1)
    screen.save()
    text(client, good, 404)


def test_making_and_stopping_leave_one_audit_row_each(
    realm: Realm, screen: WallPass
) -> None:
    wall_revoke(by=realm.office, wall=screen)
    rows = AuditRow.objects.filter(action__startswith="desk.wall")
    assert sorted(rows.values_list("action", flat=True)) == [
        "desk.wall.make",
        "desk.wall.revoke",
    ]


def test_a_screen_is_not_stopped_twice(realm: Realm, screen: WallPass) -> None:
    wall_revoke(by=realm.office, wall=screen)
    with pytest.raises(ValidationError, match="已经停用"):
        wall_revoke(by=realm.office, wall=screen)


def test_only_the_office_makes_screens(realm: Realm) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    for person in (realm.head, realm.stranger):
        with pytest.raises(PermissionDenied):
            wall_make(by=person, organisation=realm.root, name="厅", valid_to=tomorrow)


def test_a_last_day_that_is_over_is_refused(realm: Realm) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(ValidationError, match="终止日已经过去"):
        wall_make(
            by=realm.office, organisation=realm.root, name="厅", valid_to=yesterday
        )


# The pages of the office -------------------------------------------------------------


def test_the_office_makes_a_screen_and_reads_its_address(
    realm: Realm, browser: Browser
) -> None:
    client = browser(realm.office)
    until = timezone.localdate() + timedelta(days=9)
    told = client.post(
        "/walls/new/",
        {"organisation": realm.root.pk, "name": "会议室", "valid_to": until},
    )
    assert told["Location"] == "/walls/"
    page = text(client, "/walls/")
    assert f"/wall/{token_of(WallPass.objects.get())}/" in page
    assert client.post(f"/walls/{WallPass.objects.get().pk}/revoke/").status_code == 302
    assert "停用" in text(client, "/walls/")
    assert WallPass.objects.get().revoked_by == realm.office


def test_a_bad_last_day_keeps_what_was_entered(realm: Realm, browser: Browser) -> None:
    told = browser(realm.office).post(
        "/walls/new/",
        {"organisation": realm.root.pk, "name": "会议室", "valid_to": "2020-01-01"},
    )
    page = told.content.decode()
    assert "终止日已经过去" in page
    assert 'value="会议室"' in page


def test_others_neither_see_nor_stop_screens(
    realm: Realm, screen: WallPass, browser: Browser
) -> None:
    assert browser(realm.head).get("/walls/").status_code == 403
    stranger = browser(realm.stranger)
    assert "一楼大厅" not in text(stranger, "/walls/")
    assert stranger.post(f"/walls/{screen.pk}/revoke/").status_code == 404


@pytest.mark.usefixtures("result")
def test_the_number_of_queries_is_fixed(
    client: Client,
    screen: WallPass,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(13):
        text(client, address(screen))
