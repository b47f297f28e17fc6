"""The bell, the inbox, the way from a mail, and what people choose."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core import signing
from django.urls import reverse
from django.utils import timezone

from dafeng.web.core.models import AuditRow, User
from dafeng.web.notices.links import GOOD_FOR, SALT, link_to
from dafeng.web.notices.models import MailPace, Notice
from dafeng.web.notices.selectors.notices import pace_of, unread_count
from dafeng.web.notices.services.reminding import events_told
from tests.web.layers import layer
from tests.web.notices.conftest import TODAY, House, returned

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from django.conf import LazySettings
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    Browser = Callable[[User], Client]

INBOX = "/inbox/"


@layer
def told(house: House) -> Notice:
    """Something that the officer was told."""
    events_told([returned()], on=TODAY)
    return Notice.objects.get(recipient=house.officer)


def many(house: House, count: int) -> None:
    events_told([returned(f"{n}", label=f"月报{n}") for n in range(count)], on=TODAY)
    assert house.officer.notices.count() == count


def path(address: str) -> str:
    return address.removeprefix("https://dafeng.example")


def test_the_bell_counts_what_is_unread_in_one_query(
    house: House,
    told: Notice,  # noqa: ARG001 - one notice
    browser: Browser,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1):
        assert unread_count(house.officer) == 1
    page = browser(house.officer).get("/account/").content.decode()
    assert 'aria-label="提醒，1 条未读"' in page
    assert '<span class="bell-count" aria-hidden="true">1</span>' in page
    page = browser(house.head).get("/account/").content.decode()
    assert 'aria-label="提醒"' in page
    assert "bell-count" not in page


def test_who_is_not_signed_in_sees_no_bell(client: Client, house: House) -> None:  # noqa: ARG001
    page = client.get("/about/").content.decode()
    assert "bar-button bell" not in page


def test_the_bell_shows_no_more_than_ninety_nine(
    house: House, browser: Browser
) -> None:
    many(house, 100)
    page = browser(house.officer).get("/account/").content.decode()
    assert ">99+</span>" in page


def test_the_inbox_says_what_came_why_and_from_where(
    house: House,
    told: Notice,  # noqa: ARG001
    browser: Browser,
) -> None:
    page = browser(house.officer).get(INBOX).content.decode()
    for words in (
        "您有 1 条未读提醒。",
        "“能耗月报1”被退回",
        "缺少佐证",
        "能源局",
        "2026-03-15",
        "您是经办人。",
    ):
        assert words in page


def test_an_empty_inbox_says_what_will_come(house: House, browser: Browser) -> None:
    page = browser(house.officer).get(INBOX).content.decode()
    assert "没有未读提醒。" in page
    assert "提醒出现在这里" in page


def test_nobody_sees_what_another_was_told(
    house: House, told: Notice, browser: Browser
) -> None:
    stranger = browser(house.stranger)
    assert "能耗月报1" not in stranger.get(f"{INBOX}?show=all").content.decode()
    assert stranger.get(f"{INBOX}{told.pk}/").status_code == 404
    assert stranger.post(f"{INBOX}{told.pk}/read/").status_code == 404
    told.refresh_from_db()
    assert told.unread


def test_the_inbox_asks_for_a_person(client: Client, told: Notice) -> None:
    for address in (INBOX, f"{INBOX}{told.pk}/", f"{INBOX}preferences/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/login/")


def test_opening_a_notice_reads_it_and_leads_to_what_it_is_about(
    house: House, told: Notice, browser: Browser
) -> None:
    answer = browser(house.officer).get(f"{INBOX}{told.pk}/")
    assert answer["Location"] == "/units/?report=1"
    told.refresh_from_db()
    assert not told.unread


def test_one_or_all_can_be_marked_as_read(house: House, browser: Browser) -> None:
    many(house, 3)
    mine = browser(house.officer)
    first = house.officer.notices.first()
    assert first is not None
    answer = mine.post(f"{INBOX}{first.pk}/read/", {"next": f"{INBOX}?show=all"})
    assert answer["Location"] == f"{INBOX}?show=all"
    assert unread_count(house.officer) == 2
    page = mine.post(f"{INBOX}read/", follow=True).content.decode()
    assert "2 条提醒已标为已读。" in page
    assert unread_count(house.officer) == 0
    page = mine.post(f"{INBOX}read/", follow=True).content.decode()
    assert "没有未读提醒。" in page


def test_marking_needs_a_form_and_leads_nowhere_else(
    house: House, told: Notice, browser: Browser
) -> None:
    mine = browser(house.officer)
    assert mine.get(f"{INBOX}read/").status_code == 405
    evil = {"next": "https://evil.example/"}
    assert mine.post(f"{INBOX}{told.pk}/read/", evil)["Location"] == INBOX


def test_what_was_read_is_kept_under_all(
    house: House, told: Notice, browser: Browser
) -> None:
    mine = browser(house.officer)
    mine.get(f"{INBOX}{told.pk}/")
    assert "能耗月报1" not in mine.get(INBOX).content.decode()
    assert "能耗月报1" in mine.get(f"{INBOX}?show=all").content.decode()


def test_the_inbox_is_paged_and_its_queries_do_not_grow(
    house: House,
    browser: Browser,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    many(house, 60)
    mine = browser(house.officer)
    with django_assert_max_num_queries(9):
        page = mine.get(INBOX).content.decode()
    assert page.count('class="inbox-item') == 50
    assert "第 1–50 条，共 60 条" in page
    page = mine.get(f"{INBOX}?page=2").content.decode()
    assert page.count('class="inbox-item') == 10


# -- the way from a mail --------------------------------------------------------------


def test_a_link_leads_to_its_object_after_signing_in(
    client: Client, house: House, told: Notice
) -> None:
    address = path(link_to(told))
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/?next=/inbox/go/")
    assert "_auth_user_id" not in client.session
    client.force_login(
        house.officer, backend="django.contrib.auth.backends.ModelBackend"
    )
    assert client.get(address)["Location"] == "/units/?report=1"
    told.refresh_from_db()
    assert not told.unread


def test_a_link_in_another_hand_opens_no_more_than_that_person_may_see(
    house: House, told: Notice, browser: Browser
) -> None:
    answer = browser(house.stranger).get(path(link_to(told)))
    assert answer["Location"] == "/units/?report=1"
    told.refresh_from_db()
    assert told.unread


def test_a_link_that_was_not_made_here_is_not_found(
    house: House, told: Notice, browser: Browser
) -> None:
    mine = browser(house.officer)
    address = path(link_to(told))
    forged = signing.dumps(told.pk, key="another key", salt=SALT)
    other_use = signing.dumps(told.pk, salt="another use")
    for token in (address[:-2].rpartition("/")[2], forged, other_use, "1"):
        assert mine.get(reverse("notices:go", args=[token])).status_code == 404
    told.delete()
    assert mine.get(address).status_code == 404


def test_an_old_link_says_so_and_leads_to_the_inbox(
    house: House,
    told: Notice,
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address = path(link_to(told))
    late = (timezone.now() + GOOD_FOR + timedelta(hours=1)).timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: late)
    browser_of_the_officer = browser(house.officer)
    answer = browser_of_the_officer.get(address)
    assert answer.status_code == 410
    assert "链接已过期" in answer.content.decode()


# -- what people choose ---------------------------------------------------------------


def test_mail_comes_at_once_until_somebody_chooses(
    house: House, browser: Browser
) -> None:
    assert pace_of(house.officer) is MailPace.AT_ONCE
    mine = browser(house.officer)
    page = mine.get(f"{INBOX}preferences/").content.decode()
    assert "提醒发往 li@example.org" in page
    answer = mine.post(
        f"{INBOX}preferences/", {"mail": "daily", "language": "en"}, follow=True
    )
    assert answer.status_code == 200
    assert pace_of(house.officer) is MailPace.DAILY
    house.officer.refresh_from_db()
    assert house.officer.language == "en"
    assert not AuditRow.objects.filter(action__startswith="notices").exists()


def test_a_choice_that_does_not_exist_is_refused_at_its_field(
    house: House, browser: Browser
) -> None:
    answer = browser(house.officer).post(
        f"{INBOX}preferences/", {"mail": "hourly", "language": "en"}
    )
    page = answer.content.decode()
    assert "有内容需要更正" in page
    assert re.search(r'id="id_mail_error"', page)
    assert pace_of(house.officer) is MailPace.AT_ONCE


def test_the_page_of_choices_says_when_no_mail_can_come(
    house: House, browser: Browser, settings: LazySettings
) -> None:
    mine = browser(house.officer)
    house.officer.email = ""
    house.officer.save()
    page = mine.get(f"{INBOX}preferences/").content.decode()
    assert "您的账户没有邮箱" in page
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    page = mine.get(f"{INBOX}preferences/").content.decode()
    assert "未设邮件服务器" in page
