"""Coming in by password: who may, who may not and why, and what comes first."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from dafeng.web.core import services
from dafeng.web.core.models import AuditRow, House, RoleCode, User
from dafeng.web.core.permissions import RightMissingError
from dafeng.web.core.services.signing_in import locked_until, sign_in_unlock
from tests.web.core.conftest import PASSWORD, person
from tests.web.core.signing import knock, newest, text
from tests.web.layers import layer

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from tests.web.core.conftest import District

    Browser = Callable[[User | None], Client]

NEW = "Staple-battery-9"


@layer
def security(district: District) -> User:
    return person("security", district.root, RoleCode.SECURITY_ADMIN)


def house(*, synthetic: bool) -> House:
    return services.house_set(
        name_zh="示范区",
        name_en="Demo",
        place_code="",
        synthetic=synthetic,
        data_version="1",
        data_date=timezone.localdate(),
    )


class TestRefusals:
    @pytest.mark.usefixtures("reader")
    def test_a_wrong_password_is_kept_in_the_audit_without_the_password(
        self, browser: Browser
    ) -> None:
        knock(browser(None), "reader", "not-the-Password-1")
        row = newest("session.refuse")
        assert row.target_label == "reader同志"
        assert row.actor is None
        assert row.data == {"reason": "password", "address": "127.0.0.1"}

    @pytest.mark.usefixtures("reader")
    def test_a_password_in_the_field_of_the_name_does_not_get_into_the_audit(
        self, browser: Browser
    ) -> None:
        knock(browser(None), PASSWORD, PASSWORD)
        row = newest("session.refuse")
        assert row.target_label == "co…"
        assert (row.target_type, row.target_id) == ("core.user", "")

    @pytest.mark.usefixtures("db")
    def test_an_empty_form_is_no_attempt(self, browser: Browser) -> None:
        browser(None).post("/login/", {"username": "reader", "password": ""})
        assert not AuditRow.objects.filter(action="session.refuse").exists()

    def test_a_closed_account_is_told_no_more_than_a_wrong_password(
        self, reader: User, browser: Browser
    ) -> None:
        User.objects.filter(pk=reader.pk).update(is_active=False)
        answer = knock(browser(None), "reader")
        assert answer.status_code == 200
        assert SESSION_KEY not in answer.client.session


class TestLockout:
    def test_the_page_says_until_when_and_the_audit_says_locked(
        self, reader: User, browser: Browser
    ) -> None:
        client = browser(None)
        for _ in range(8):
            answer = knock(client, "reader", "wrong")
        until = locked_until("reader")
        assert until is not None
        assert 14 * 60 < (until - timezone.now()).total_seconds() <= 15 * 60
        assert timezone.localtime(until).strftime("%H:%M") in text(answer)
        knock(client, "reader")
        assert newest("session.refuse").data["reason"] == "locked"
        assert newest("session.refuse").target_id == str(reader.pk)

    def test_the_security_administrator_opens_the_lock(
        self, security: User, reader: User, browser: Browser
    ) -> None:
        client = browser(None)
        for _ in range(8):
            knock(client, "reader", "wrong")
        page = browser(security).get("/security/?q=reader")
        assert "解除锁定" in text(page)
        browser(security).post(f"/security/{reader.pk}/unlock/")
        assert locked_until("reader") is None
        assert newest("sign-in.unlock").actor == security
        assert knock(client, "reader").status_code == 302

    def test_nobody_else_opens_it(
        self, office: User, reader: User, browser: Browser
    ) -> None:
        with pytest.raises(RightMissingError):
            sign_in_unlock(by=office, user=reader)
        assert browser(office).get("/security/").status_code == 403
        answer = browser(office).post(f"/security/{reader.pk}/unlock/")
        assert answer.status_code == 403

    def test_a_security_administrator_of_another_unit_finds_nobody(
        self, district: District, reader: User, browser: Browser
    ) -> None:
        other = person("other", district.water, RoleCode.SECURITY_ADMIN)
        assert reader.username not in text(browser(other).get("/security/"))
        answer = browser(other).post(f"/security/{reader.pk}/unlock/")
        assert answer.status_code == 404

    @pytest.mark.usefixtures("reader")
    def test_what_the_lockout_keeps_holds_no_password(self, browser: Browser) -> None:
        knock(browser(None), "reader", "a-secret-Word-1")
        kept = AccessAttempt.objects.get()
        assert "a-secret-Word-1" not in kept.post_data + kept.get_data


class TestDemoAccounts:
    @pytest.fixture
    def demo(self, district: District) -> User:
        user = person("demo", district.energy, RoleCode.SYSTEM_ADMIN)
        User.objects.filter(pk=user.pk).update(demo=True)
        return user

    @pytest.mark.usefixtures("demo")
    def test_they_come_into_a_synthetic_house_without_further_duties(
        self, browser: Browser
    ) -> None:
        house(synthetic=True)
        client = browser(None)
        assert knock(client, "demo").status_code == 302
        assert client.get("/account/").status_code == 200

    @pytest.mark.usefixtures("demo")
    def test_they_do_not_come_into_a_real_one(self, browser: Browser) -> None:
        house(synthetic=False)
        answer = knock(browser(None), "demo")
        assert "演示账户" in text(answer)
        assert SESSION_KEY not in answer.client.session
        assert newest("session.refuse").data["reason"] == "demo"

    @pytest.mark.usefixtures("demo")
    def test_a_synthetic_house_can_keep_them_out(
        self, browser: Browser, settings: SettingsWrapper
    ) -> None:
        house(synthetic=True)
        settings.DEMO = False
        assert "演示账户" in text(knock(browser(None), "demo"))


class TestPasswords:
    @pytest.mark.parametrize(
        ("password", "words"),
        [
            ("Short-1", "10"),
            ("onlylowercaseletters", "至少 3 种"),
            ("lowercase1234567", "至少 3 种"),
            ("Password123", ""),
        ],
    )
    def test_a_weak_one_is_refused_in_words(
        self, reader: User, password: str, words: str
    ) -> None:
        with pytest.raises(ValidationError) as caught:
            validate_password(password, reader)
        assert words in " ".join(caught.value.messages)

    def test_none_of_the_last_five_comes_back(self, reader: User) -> None:
        used = [f"Staple-battery-{number}" for number in range(6)]
        for one in used:
            services.password_set(by=reader, password=one)
        for one in used[1:]:
            with pytest.raises(ValidationError, match="最近 5 次"):
                validate_password(one, reader)
        validate_password(used[0], reader)
        assert reader.kept_passwords.count() == 5
        assert "Staple" not in "".join(
            reader.kept_passwords.values_list("password", flat=True)
        )

    def test_a_password_that_somebody_else_set_is_changed_before_anything_else(
        self, reader: User, browser: Browser
    ) -> None:
        User.objects.filter(pk=reader.pk).update(must_change_password=True)
        client = browser(None)
        knock(client, "reader")
        for address in ("/", "/units/", "/about/", "/account/", "/audit.csv"):
            assert client.get(address)["Location"] == "/account/password/", address
        assert "更改密码后才能继续" in text(client.get("/account/password/"))
        client.post(
            "/account/password/",
            {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW},
        )
        assert client.get("/units/").status_code == 200
        reader.refresh_from_db()
        assert not reader.must_change_password
        assert reader.password_set_at is not None

    def test_who_must_change_the_password_can_still_leave(
        self, reader: User, browser: Browser
    ) -> None:
        User.objects.filter(pk=reader.pk).update(must_change_password=True)
        client = browser(reader)
        assert client.post("/logout/")["Location"] == "/"
        assert SESSION_KEY not in client.session

    def test_an_administrators_password_grows_old_and_a_readers_does_not(
        self,
        security: User,
        reader: User,
        browser: Browser,
        settings: SettingsWrapper,
    ) -> None:
        settings.SECOND_FACTOR_ROLES = ()
        long_ago = timezone.now() - timedelta(days=181)
        User.objects.update(password_set_at=long_ago)
        admin, other = browser(None), browser(None)
        knock(admin, security.username)
        knock(other, reader.username)
        assert admin.get("/units/")["Location"] == "/account/password/"
        assert other.get("/units/").status_code == 200

    def test_everybodys_password_grows_old_where_the_house_says_so(
        self, reader: User, browser: Browser, settings: SettingsWrapper
    ) -> None:
        settings.PASSWORD_DAYS = 90
        User.objects.update(password_set_at=timezone.now() - timedelta(days=91))
        client = browser(None)
        knock(client, reader.username)
        assert client.get("/units/")["Location"] == "/account/password/"
        services.password_set(by=reader, password=NEW)
        again = browser(None)
        knock(again, reader.username, NEW)
        assert again.get("/units/").status_code == 200

    def test_the_first_password_by_invitation_is_held_to_the_same_rules(
        self, reader: User, browser: Browser
    ) -> None:
        reader.set_unusable_password()
        reader.save()
        address = services.invitation_path(reader)
        weak = {"new_password1": "lowercase-only", "new_password2": "lowercase-only"}
        answer = browser(None).post(address, weak)
        found = re.search(r"error-summary.*?</ul>", text(answer), re.DOTALL)
        assert found
        assert "至少 3 种" in found[0]
