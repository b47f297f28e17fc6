"""Second factors: enrolled, asked for, lost; each code is good once."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import ValidationError
from django.utils import timezone

from dafeng.web.core.models import AuditRow, RoleCode, User
from dafeng.web.core.permissions import RightMissingError
from dafeng.web.core.services.delegations import delegation_give
from dafeng.web.core.services.second_factors import (
    recovery_codes_left,
    second_factor_check,
    second_factor_enrol,
    second_factor_of,
    second_factor_reset,
)
from dafeng.web.core.services.signing_in import Duty, duties_of
from tests.web.core.conftest import PASSWORD, person
from tests.web.core.signing import code_of, enrolled, knock, newest, text
from tests.web.layers import layer

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from tests.web.core.conftest import District

    Browser = Callable[[User | None], Client]


@layer
def security(district: District) -> User:
    return person("security", district.root, RoleCode.SECURITY_ADMIN)


def test_an_authenticator_is_enrolled_and_the_recovery_codes_are_shown_once(
    reader: User, browser: Browser
) -> None:
    client = browser(reader)
    page = text(client.get("/account/second-factor/"))
    picture = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page)
    assert picture
    assert b"<svg" in base64.b64decode(picture[1])
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert secret
    plain = secret[1].replace(" ", "")
    done = client.post("/account/second-factor/", {"code": code_of(plain)})
    codes = re.findall(r"<code>(\d{8})</code>", text(done))
    assert len(codes) == len(set(codes)) == 10
    assert newest("second-factor.enrol").actor == reader
    assert client.get("/account/second-factor/")["Location"] == "/account/"
    assert codes[0] not in text(client.get("/account/"))


def test_a_wrong_first_code_enrols_nothing_and_keeps_the_secret(
    reader: User, browser: Browser
) -> None:
    client = browser(reader)
    before = text(client.get("/account/second-factor/"))
    after = text(client.post("/account/second-factor/", {"code": "000000"}))
    assert "验证码不对" in after
    found = [re.search(r"<code>([A-Z2-7 ]+)</code>", page) for page in (before, after)]
    assert found[0]
    assert found[1]
    assert found[0][1] == found[1][1]
    assert second_factor_of(reader) is None


def test_nobody_enrols_twice(reader: User) -> None:
    secret, _ = enrolled(reader)
    with pytest.raises(ValidationError, match="已经绑定"):
        second_factor_enrol(by=reader, secret=secret, code=code_of(secret))


def test_the_session_starts_after_the_code_and_not_before(
    reader: User, browser: Browser
) -> None:
    secret, _ = enrolled(reader)
    client = browser(None)
    answer = client.post(
        "/login/?next=/units/", {"username": "reader", "password": PASSWORD}
    )
    assert answer["Location"] == "/login/code/"
    assert SESSION_KEY not in client.session
    assert client.get("/units/").status_code == 302
    entered = client.post("/login/code/", {"code": code_of(secret, ahead=1)})
    assert entered["Location"] == "/units/"
    assert client.get("/units/").status_code == 200
    assert newest("session.start").data["how"] == "password+totp"


def test_the_page_of_the_code_is_nothing_without_a_password(
    reader: User, browser: Browser
) -> None:
    enrolled(reader)
    assert browser(None).get("/login/code/")["Location"] == "/login/"


def test_who_waits_too_long_begins_anew(reader: User, browser: Browser) -> None:
    secret, _ = enrolled(reader)
    client = browser(None)
    knock(client, "reader")
    session = client.session
    session["dafeng_waiting"] = {**session["dafeng_waiting"], "since": 0}
    session.save()
    answer = client.post("/login/code/", {"code": code_of(secret)})
    assert answer["Location"] == "/login/"


def test_a_code_is_good_once_and_an_older_one_not_at_all(reader: User) -> None:
    secret, _ = enrolled(reader)
    now, before = code_of(secret), code_of(secret, ahead=-1)
    assert second_factor_check(user=reader, code=now) == "totp"
    assert second_factor_check(user=reader, code=now) == ""
    assert second_factor_check(user=reader, code=before) == ""


def test_a_recovery_code_is_good_once_and_is_counted(
    reader: User, browser: Browser
) -> None:
    _, codes = enrolled(reader)
    client = browser(None)
    knock(client, "reader")
    assert client.post("/login/code/", {"code": codes[3]}).status_code == 302
    assert newest("session.start").data["how"] == "password+recovery"
    assert recovery_codes_left(reader) == 9
    assert "还有 9 个恢复码" in text(client.get("/account/"))
    assert second_factor_check(user=reader, code=codes[3]) == ""


def test_guessing_codes_is_stopped_and_kept_in_the_audit(
    reader: User, browser: Browser
) -> None:
    secret, _ = enrolled(reader)
    client = browser(None)
    knock(client, "reader")
    for _ in range(10):
        answer = client.post("/login/code/", {"code": "123456"})
    assert "验证码不对" in text(answer)
    stopped = client.post("/login/code/", {"code": code_of(secret, ahead=1)})
    assert stopped.status_code == 429
    assert int(stopped["Retry-After"]) > 0
    assert "秒后可以继续" in text(stopped)
    refused = AuditRow.objects.filter(action="session.refuse", data__reason="code")
    assert refused.count() == 10
    assert SESSION_KEY not in client.session


def test_recovery_codes_are_replaced_after_the_password(
    reader: User, browser: Browser
) -> None:
    _, old = enrolled(reader)
    client = browser(reader)
    wrong = client.post("/account/second-factor/codes/", {"password": "no"})
    assert "密码不对" in text(wrong)
    shown = client.post("/account/second-factor/codes/", {"password": PASSWORD})
    new = re.findall(r"<code>(\d{8})</code>", text(shown))
    assert not set(new) & set(old)
    assert second_factor_check(user=reader, code=old[0]) == ""
    assert second_factor_check(user=reader, code=new[0]) == "recovery"


def test_who_may_does_without_again_after_the_password(
    reader: User, browser: Browser
) -> None:
    enrolled(reader)
    client = browser(reader)
    client.post("/account/second-factor/off/", {"password": PASSWORD})
    assert second_factor_of(reader) is None
    assert not Authenticator.objects.exists()
    assert knock(browser(None), "reader")["Location"] == "/"


class TestAdministrators:
    def test_they_enrol_before_anything_else(
        self, security: User, browser: Browser
    ) -> None:
        client = browser(None)
        knock(client, security.username)
        for address in ("/", "/units/", "/security/", "/account/"):
            answer = client.get(address)
            assert answer["Location"] == "/account/second-factor/", address
        page = text(client.get("/account/second-factor/"))
        assert "绑定验证器后才能继续" in page
        secret = client.session["dafeng_new_factor"]
        client.post("/account/second-factor/", {"code": code_of(secret)})
        assert client.get("/security/").status_code == 200

    def test_they_cannot_do_without(self, security: User, browser: Browser) -> None:
        enrolled(security)
        client = browser(security)
        answer = client.post("/account/second-factor/off/", {"password": PASSWORD})
        assert "不能解除" in text(answer)
        assert second_factor_of(security) is not None

    def test_a_house_may_ask_nobody_or_others(
        self,
        security: User,
        reader: User,
        browser: Browser,
        settings: SettingsWrapper,
    ) -> None:
        settings.SECOND_FACTOR_ROLES = ("reader",)
        first, second = browser(None), browser(None)
        knock(first, security.username)
        knock(second, reader.username)
        assert first.get("/units/").status_code == 200
        assert second.get("/units/")["Location"] == "/account/second-factor/"


class TestLost:
    def test_the_security_administrator_takes_it_away(
        self, security: User, reader: User, browser: Browser
    ) -> None:
        enrolled(reader)
        client = browser(security)
        assert "重置第二验证" in text(client.get("/security/?q=reader"))
        client.post(f"/security/{reader.pk}/reset/")
        assert second_factor_of(reader) is None
        row = newest("second-factor.reset")
        assert (row.actor, row.target_id) == (security, str(reader.pk))
        assert knock(browser(None), "reader")["Location"] == "/"

    def test_nobody_takes_away_the_own_one_or_without_the_right(
        self, security: User, office: User, reader: User, browser: Browser
    ) -> None:
        enrolled(security)
        page = browser(security).post(f"/security/{security.pk}/reset/", follow=True)
        assert "须由他人重置" in text(page)
        assert second_factor_of(security) is not None
        with pytest.raises(RightMissingError):
            second_factor_reset(by=office, user=reader)

    def test_a_house_with_another_key_says_that_it_cannot_read_the_secret(
        self, reader: User, browser: Browser, settings: SettingsWrapper
    ) -> None:
        secret, _ = enrolled(reader)
        kept = Authenticator.objects.get(type="totp").data["secret"]
        assert secret not in kept
        client = browser(None)
        knock(client, "reader")
        old = settings.SECRET_KEY
        settings.SECRET_KEY = "another key"
        with pytest.raises(ValidationError, match="系统密钥已更换"):
            second_factor_check(user=reader, code=code_of(secret))
        settings.SECRET_KEY_FALLBACKS = [old]
        assert second_factor_check(user=reader, code=code_of(secret)) == "totp"


def test_who_stands_in_needs_the_factor_that_the_role_needs(
    head: User, reader: User, settings: SettingsWrapper
) -> None:
    settings.SECOND_FACTOR_ROLES = (RoleCode.UNIT_HEAD.value,)
    assert duties_of(reader) == ()
    today = timezone.localdate()
    delegation_give(
        by=head,
        membership=head.memberships.get(),
        deputy=reader,
        valid_from=today,
        valid_to=today,
        reason="出差",
    )
    assert duties_of(reader) == (Duty.SECOND_FACTOR,)
