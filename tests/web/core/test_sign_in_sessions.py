"""Sessions end: when nobody is there, after a day's work, from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY

from dafeng.web.core.models import AuditRow, RoleCode, User
from tests.web.core.conftest import PASSWORD, person
from tests.web.core.signing import knock, newest, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from tests.web.core.conftest import District

    Browser = Callable[[User | None], Client]


def age(client: Client, **seconds: int) -> None:
    """Let the session of a browser be older than it is."""
    session = client.session
    for name, by in seconds.items():
        session[f"dafeng_{name}"] -= by
    session.save()


@pytest.mark.parametrize(
    ("ages", "why", "words"),
    [
        ({"seen": 31 * 60}, "idle", "超过 30 分钟没有操作"),
        ({"since": 12 * 3600 + 1}, "longest", "登录已满 12 小时"),
    ],
)
def test_a_session_that_is_over_leads_to_sign_in_and_back(
    reader: User, browser: Browser, ages: dict[str, int], why: str, words: str
) -> None:
    client = browser(None)
    knock(client, "reader")
    age(client, **ages)
    answer = client.get("/units/?q=1")
    assert answer["Location"] == f"/login/?next=/units/%3Fq%3D1&over={why}"
    assert words in text(client.get(answer["Location"]))
    row = newest("session.end")
    assert (row.actor, row.data) == (reader, {"why": why})
    back = client.post(answer["Location"], {"username": "reader", "password": PASSWORD})
    assert back["Location"] == "/units/?q=1"


@pytest.mark.usefixtures("reader")
def test_who_does_something_stays(browser: Browser) -> None:
    client = browser(None)
    knock(client, "reader")
    for _ in range(3):
        age(client, seen=29 * 60)
        assert client.get("/units/").status_code == 200


@pytest.mark.usefixtures("reader")
def test_a_page_that_is_open_to_everybody_stays_open_when_the_session_is_over(
    browser: Browser,
) -> None:
    client = browser(None)
    knock(client, "reader")
    age(client, seen=31 * 60)
    assert client.get("/about/").status_code == 200
    assert SESSION_KEY not in client.session


@pytest.mark.usefixtures("reader")
def test_what_was_sent_too_late_leads_back_to_its_form(browser: Browser) -> None:
    client = browser(None)
    knock(client, "reader")
    age(client, seen=31 * 60)
    answer = client.post(
        "/account/password/",
        {"old_password": "x"},
        headers={"referer": "http://testserver/account/password/?from=menu"},
    )
    assert answer["Location"].startswith(
        "/login/?next=/account/password/%3Ffrom%3Dmenu&over=idle"
    )
    elsewhere = browser(None).post(
        "/account/password/", headers={"referer": "https://elsewhere.example/x"}
    )
    assert elsewhere["Location"] == "/login/?next=/"


@pytest.mark.usefixtures("reader")
def test_a_part_of_a_page_leads_the_whole_page_to_sign_in(browser: Browser) -> None:
    client = browser(None)
    knock(client, "reader")
    age(client, seen=31 * 60)
    answer = client.get(
        "/units/",
        headers={"hx-request": "true", "hx-current-url": "http://testserver/about/"},
    )
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == "/login/?next=/about/&over=idle"


def test_ones_sessions_are_listed_and_one_elsewhere_can_be_ended(
    reader: User, browser: Browser
) -> None:
    here, there = browser(None), browser(None)
    knock(here, "reader")
    there.post(
        "/login/",
        {"username": "reader", "password": PASSWORD},
        headers={"user-agent": "The other browser"},
    )
    page = text(here.get("/account/"))
    assert "The other browser" in page
    assert page.count("本次登录") == 1
    other = UserSession.objects.get(user_agent="The other browser")
    here.post(f"/account/sessions/{other.pk}/end/")
    answer = there.get("/units/")
    assert answer["Location"] == "/login/?next=/units/&over=gone"
    assert "登录已结束" in text(there.get(answer["Location"]))
    assert here.get("/units/").status_code == 200
    again = here.post(f"/account/sessions/{other.pk}/end/", follow=True)
    assert "这个登录已经结束" in text(again)
    assert newest("session.end").data == {"why": "closed"}
    assert newest("session.end").actor == reader


def test_nobody_ends_the_session_of_somebody_else(
    reader: User, stranger: User, browser: Browser
) -> None:
    here = browser(None)
    knock(here, reader.username)
    session = UserSession.objects.get(user=reader)
    browser(stranger).post(f"/account/sessions/{session.pk}/end/")
    assert here.get("/units/").status_code == 200


@pytest.mark.usefixtures("reader")
def test_the_oldest_of_too_many_sessions_ends(
    browser: Browser, settings: SettingsWrapper
) -> None:
    settings.SESSIONS_PER_PERSON = 2
    clients = [browser(None) for _ in range(3)]
    for client in clients:
        knock(client, "reader")
    assert [client.get("/units/").status_code for client in clients] == [302, 200, 200]
    assert newest("session.end").data == {"why": "too-many"}


@pytest.mark.usefixtures("reader")
def test_a_new_password_ends_the_sessions_elsewhere(browser: Browser) -> None:
    here, there = browser(None), browser(None)
    knock(here, "reader")
    knock(there, "reader")
    new = "Staple-battery-9"
    here.post(
        "/account/password/",
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )
    assert here.get("/account/").status_code == 200
    assert text(here.get("/account/")).count("本次登录") == 1
    assert there.get("/account/").status_code == 302


def test_the_security_administrator_ends_every_session_of_a_person(
    district: District, reader: User, browser: Browser
) -> None:
    security = person("security", district.root, RoleCode.SECURITY_ADMIN)
    client = browser(None)
    knock(client, reader.username)
    page = browser(security)
    assert "结束登录" in text(page.get("/security/?q=reader"))
    page.post(f"/security/{reader.pk}/sessions/")
    assert client.get("/units/").status_code == 302
    assert newest("session.close").data == {"sessions": 1}


def test_going_out_takes_the_session_off_the_list(
    reader: User, browser: Browser
) -> None:
    client = browser(None)
    knock(client, reader.username)
    client.post("/logout/")
    assert not UserSession.objects.exists()
    row = AuditRow.objects.first()
    assert (row.action, row.data) == ("session.end", {"why": "left"})
