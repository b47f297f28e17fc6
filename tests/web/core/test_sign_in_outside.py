"""Coming in by an OpenID Connect provider that really answers, over real HTTP."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.contrib.auth import SESSION_KEY

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import AuditRow, RoleCode, User
from dafeng.web.sign_in_settings import outside_login
from tests.web.core.conftest import person
from tests.web.core.signing import code_of, enrolled, newest, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpResponse
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from tests.web.core.conftest import District

    Browser = Callable[[User | None], Client]

DOOR = "/login/outside/house/"
STRANGERS = [
    {
        "sub": "1",
        "claims": {
            "email": "reader@example.org",
            "email_verified": True,
            "preferred_username": "reader",
        },
    },
    {
        "sub": "2",
        "claims": {"email": "reader@example.org", "email_verified": False},
    },
    {
        "sub": "3",
        "claims": {"email": "nobody@example.org", "email_verified": True},
    },
]


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    command = [sys.executable, "-m", "tests.web.core.provider", json.dumps(STRANGERS)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        yield f"http://localhost:{process.stdout.readline().strip()}"
        process.terminate()


@pytest.fixture
def provider(issuer: str, settings: SettingsWrapper) -> str:
    use(settings, issuer)
    return issuer


@pytest.fixture
def known(district: District) -> User:
    user = person("reader", district.energy, RoleCode.READER)
    User.objects.filter(pk=user.pk).update(email="Reader@example.org")
    return user


def use(settings: SettingsWrapper, issuer: str, **more: str) -> None:
    environment = {
        "DAFENG_OIDC_ISSUER": issuer,
        "DAFENG_OIDC_CLIENT": "dafeng",
        "DAFENG_OIDC_SECRET": "the-secret-of-the-client",
        "DAFENG_OIDC_NAME": "区统一认证",
        **more,
    }
    settings.OIDC = outside_login(environment)
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": settings.OIDC.provider}


def come_in(client: Client, sub: str, after: str = "/units/") -> HttpResponse:
    """Go to the provider, say there who one is, and come back."""
    leaving = client.get(DOOR, {"next": after})
    assert leaving.status_code == 302
    asked = parse_qs(urlsplit(leaving["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    with requests.Session() as there:
        answer = there.post(
            leaving["Location"], data={"sub": sub}, allow_redirects=False, timeout=10
        )
    back = urlsplit(answer.headers["Location"])
    assert back.netloc == "testserver"
    return client.get(f"{back.path}?{back.query}")


@pytest.mark.usefixtures("provider")
def test_a_person_with_the_same_verified_address_comes_in(
    known: User, browser: Browser
) -> None:
    client = browser(None)
    assert "用区统一认证登录" in text(client.get("/login/"))
    answer = come_in(client, "1")
    assert answer["Location"] == "/units/"
    assert client.get("/units/").status_code == 200
    row = newest("session.start")
    assert (row.actor, row.data["how"]) == (known, "outside")


@pytest.mark.usefixtures("provider", "known")
@pytest.mark.parametrize("sub", ["2", "3"])
def test_without_a_verified_match_nobody_comes_in_and_no_account_is_made(
    browser: Browser, sub: str
) -> None:
    people = User.objects.count()
    client = browser(None)
    answer = come_in(client, sub)
    assert answer.status_code == 403
    assert "没有与之对应的账户" in text(answer)
    assert SESSION_KEY not in client.session
    assert User.objects.count() == people
    assert newest("session.refuse").data["reason"] == "unknown"


@pytest.mark.usefixtures("provider")
def test_a_closed_account_stays_closed(known: User, browser: Browser) -> None:
    User.objects.filter(pk=known.pk).update(is_active=False)
    assert come_in(browser(None), "1").status_code == 403


@pytest.mark.usefixtures("provider", "known")
def test_an_address_that_two_people_have_names_nobody(
    district: District, browser: Browser
) -> None:
    other = person("other", district.water, RoleCode.READER)
    User.objects.filter(pk=other.pk).update(email="reader@example.org")
    assert come_in(browser(None), "1").status_code == 403


@pytest.mark.usefixtures("known")
def test_a_house_may_match_the_user_name_to_a_claim(
    browser: Browser, issuer: str, settings: SettingsWrapper
) -> None:
    use(settings, issuer, DAFENG_OIDC_CLAIM="preferred_username")
    User.objects.update(email="")
    assert come_in(browser(None), "1")["Location"] == "/units/"
    assert come_in(browser(None), "3").status_code == 403


@pytest.mark.usefixtures("provider")
def test_a_demo_account_of_a_real_house_does_not_come_in(
    known: User, browser: Browser
) -> None:
    User.objects.filter(pk=known.pk).update(demo=True)
    answer = come_in(browser(None), "1")
    assert answer.status_code == 403
    assert "演示账户" in text(answer)


@pytest.mark.usefixtures("provider")
def test_the_second_factor_is_asked_for_all_the_same(
    known: User, browser: Browser
) -> None:
    secret, _ = enrolled(known)
    client = browser(None)
    assert come_in(client, "1")["Location"] == "/login/code/"
    assert SESSION_KEY not in client.session
    done = client.post("/login/code/", {"code": code_of(secret, ahead=1)})
    assert done["Location"] == "/units/"
    assert newest("session.start").data["how"] == "outside+totp"


@pytest.mark.usefixtures("provider", "known")
def test_one_is_never_sent_to_another_site(browser: Browser) -> None:
    answer = come_in(browser(None), "1", after="https://elsewhere.example/")
    assert answer["Location"] == "/"


@pytest.mark.usefixtures("provider", "known")
@pytest.mark.parametrize(
    "query", ["", "?code=forged&state=forged", "?error=access_denied&state=x"]
)
def test_a_forged_way_back_is_refused_in_words(browser: Browser, query: str) -> None:
    client = browser(None)
    answer = client.get(f"{DOOR}back/{query}")
    assert answer.status_code == 403
    assert "没有完成" in text(answer)
    assert SESSION_KEY not in client.session


@pytest.mark.usefixtures("provider", "known")
def test_who_says_no_there_is_told_so_here(browser: Browser) -> None:
    client = browser(None)
    leaving = client.get(DOOR)
    with requests.Session() as there:
        answer = there.post(
            leaving["Location"],
            data={"action": "deny"},
            allow_redirects=False,
            timeout=10,
        )
    back = urlsplit(answer.headers["Location"])
    refused = client.get(f"{back.path}?{back.query}")
    assert refused.status_code == 403
    assert "没有完成" in text(refused)


@pytest.mark.usefixtures("db")
def test_a_provider_that_does_not_answer_is_no_fault_of_ours(
    browser: Browser, settings: SettingsWrapper
) -> None:
    use(settings, "http://localhost:9")
    answer = browser(None).get(DOOR)
    assert answer.status_code == 502
    assert "没有应答" in text(answer)


@pytest.mark.usefixtures("db")
def test_without_a_provider_there_is_no_such_door(browser: Browser) -> None:
    client = browser(None)
    assert client.get(DOOR).status_code == 404
    assert "outside" not in text(client.get("/login/"))


@pytest.mark.usefixtures("provider", "known")
def test_the_secret_of_the_client_and_the_codes_stay_out_of_the_audit(
    browser: Browser,
) -> None:
    come_in(browser(None), "1")
    told = str(list(AuditRow.objects.values()))
    assert "the-secret-of-the-client" not in told
    assert "access_token" not in told


def test_an_issuer_alone_is_not_enough() -> None:
    with pytest.raises(BadInputError, match="DAFENG_OIDC_CLIENT"):
        outside_login({"DAFENG_OIDC_ISSUER": "https://id.example"})
    assert outside_login({}) is None
