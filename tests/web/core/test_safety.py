"""Headers on every kind of answer, limits in words, and no secret anywhere."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from dafeng.web.core import rates, services
from dafeng.web.core.discreet_logs import Discreet
from dafeng.web.core.models import AuditRow, RateWindow, RoleCode, User
from dafeng.web.core.tidying import tidy_sign_in
from dafeng.web.sign_in_settings import Rate
from dafeng.web.sign_in_settings import rates as rates_of
from tests.web.core.conftest import PASSWORD, person
from tests.web.core.signing import code_of, enrolled, knock, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from pytest_django.fixtures import SettingsWrapper

    from tests.web.core.conftest import District

    Browser = Callable[[User | None], Client]

NEW = "Staple-battery-9"


def assert_safe(response: HttpResponse) -> None:
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


class TestHeaders:
    @pytest.mark.usefixtures("office")
    @pytest.mark.parametrize(
        ("address", "status"),
        [
            ("/login/", 200),
            ("/healthz", 200),
            ("/units/", 302),
            ("/nowhere/", 404),
            ("/logout/", 302),
            ("/static/dafeng/mark.svg", 200),
        ],
    )
    def test_a_stranger_gets_them_with_every_answer(
        self, browser: Browser, address: str, status: int
    ) -> None:
        response = browser(None).get(address)
        assert response.status_code == status
        assert_safe(response)
        response.close()

    @pytest.mark.parametrize(
        ("address", "status"),
        [
            ("/units/", 200),
            ("/audit.csv", 200),
            ("/audit.jsonl", 200),
            ("/security/", 403),
            ("/units/nowhere/", 404),
            ("/logout/", 405),
            ("/account/second-factor/", 200),
        ],
    )
    def test_a_person_gets_them_too_and_no_cache_keeps_the_answer(
        self, auditor: User, browser: Browser, address: str, status: int
    ) -> None:
        response = browser(auditor).get(address)
        assert response.status_code == status
        assert_safe(response)
        assert "no-store" in response["Cache-Control"]

    def test_a_refused_form_a_lockout_and_a_limit_carry_them(
        self, reader: User, settings: SettingsWrapper
    ) -> None:
        strict = Client(enforce_csrf_checks=True)
        assert_safe(knock(strict, reader.username))
        client = Client()
        for _ in range(8):
            locked = knock(client, reader.username, "wrong")
        assert locked.status_code == 429
        assert_safe(locked)
        settings.RATES = {**settings.RATES, "login": Rate(acts=1, seconds=60)}
        limited = knock(client, reader.username)
        assert limited.status_code == 429
        assert_safe(limited)

    def test_a_fault_of_ours_carries_them(
        self, reader: User, settings: SettingsWrapper
    ) -> None:
        settings.RATES = {}  # the next knock cannot be counted
        client = Client(raise_request_exception=False)
        broken = knock(client, reader.username)
        assert broken.status_code == 500
        assert "已记入日志" in text(broken)
        assert_safe(broken)


def test_a_form_without_its_mark_is_refused_in_words(reader: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    answer = strict.post("/account/password/", {"old_password": PASSWORD})
    assert answer.status_code == 403
    assert "页面打开太久" in text(answer)
    assert "内容没有提交" in text(answer)


class TestLimits:
    @pytest.mark.usefixtures("reader")
    def test_knocking_too_often_is_refused_before_the_password_is_looked_at(
        self, browser: Browser, settings: SettingsWrapper
    ) -> None:
        settings.RATES = {**settings.RATES, "login": Rate(acts=2, seconds=300)}
        client = browser(None)
        assert knock(client, "a", "x").status_code == 200
        assert knock(client, "b", "x").status_code == 200
        answer = knock(client, "reader")
        assert answer.status_code == 429
        assert 0 < int(answer["Retry-After"]) <= 300
        assert "秒后可以继续" in text(answer)
        assert "没有处理" in text(answer)
        assert client.get("/login/").status_code == 200

    def test_uploads_are_counted_per_person(
        self, reader: User, office: User, browser: Browser, settings: SettingsWrapper
    ) -> None:
        settings.RATES = {**settings.RATES, "upload": Rate(acts=1, seconds=300)}

        def upload(client: Client) -> HttpResponse:
            file = SimpleUploadedFile("a.txt", b"x")
            return client.post("/account/password/", {"file": file})

        first, second = browser(reader), browser(office)
        assert upload(first).status_code == 200
        assert upload(first).status_code == 429
        assert upload(second).status_code == 200

    @pytest.mark.usefixtures("db")
    def test_the_api_is_limited_whatever_key_is_made_up_and_says_so_to_a_program(
        self, settings: SettingsWrapper
    ) -> None:
        settings.RATES = {**settings.RATES, "api": Rate(acts=1, seconds=60)}
        mine = {"authorization": "Bearer mine"}
        Client().get("/api/v1/nothing", headers=mine)
        answer = Client().get("/api/v1/nothing", headers=mine)
        assert answer.status_code == 429
        assert answer["Content-Type"] == "application/problem+json"
        assert json.loads(answer.content)["status"] == 429
        other = {"authorization": "Bearer other"}
        assert Client().get("/api/v1/nothing", headers=other).status_code == 429
        elsewhere = Client(REMOTE_ADDR="192.0.2.7")
        assert elsewhere.get("/api/v1/nothing", headers=mine).status_code != 429
        assert "mine" not in "".join(RateWindow.objects.values_list("key", flat=True))

    @pytest.mark.usefixtures("db")
    def test_a_window_ends_and_old_counts_are_dropped(
        self, settings: SettingsWrapper
    ) -> None:
        settings.RATES = {"login": Rate(acts=1, seconds=60)}
        assert rates.spend("login", "x") == 0
        assert 0 < rates.spend("login", "x") <= 60
        window = RateWindow.objects.get()
        window.since -= rates.KEEP * 2
        window.save()
        assert rates.spend("login", "x") == 0
        RateWindow.objects.update(since=window.since)
        assert tidy_sign_in().endswith("1 counts")
        assert tidy_sign_in() == "0 sessions, 0 attempts, 0 counts"

    @pytest.mark.usefixtures("db")
    def test_behind_a_proxy_each_person_has_an_address(
        self, settings: SettingsWrapper
    ) -> None:
        settings.TRUSTED_PROXIES = 1
        settings.RATES = {**settings.RATES, "login": Rate(acts=1, seconds=60)}

        def via(forwarded: str) -> int:
            answer = Client().post(
                "/login/", {}, headers={"x-forwarded-for": forwarded}
            )
            return answer.status_code

        assert [via("198.51.100.7"), via("198.51.100.8")] == [200, 200]
        assert via("198.51.100.7") == 429
        # What somebody writes in front of it is not believed.
        assert via("203.0.113.1, 198.51.100.8") == 429
        assert via("no address") == 200

    def test_a_rate_is_read_from_words(self) -> None:
        found = rates_of("login=5/60, api=10/1")
        assert found["login"] == Rate(acts=5, seconds=60)
        assert found["upload"] == rates_of(None)["upload"]


class TestSecrets:
    def test_none_is_written_after_every_kind_of_act(
        self, district: District, browser: Browser, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        logging.getLogger().handlers[0].addFilter(Discreet())
        caplog.handler.addFilter(Discreet())
        user = person("reader", district.energy, RoleCode.READER)
        keeper = person("keeper", district.root, RoleCode.SECURITY_ADMIN)
        wrong = "Wrong-horse-battery-7"
        knock(browser(None), "reader", wrong)
        knock(browser(None), wrong, wrong)
        client = browser(None)
        knock(client, "reader")
        change = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
        client.post("/account/password/", {**change, "old_password": wrong})
        client.post("/account/password/", change)
        secret, codes = enrolled(user)
        entering = browser(None)
        knock(entering, "reader", NEW)
        used = code_of(secret, ahead=1)
        entering.post("/login/code/", {"code": used})
        knock(entering, "reader", NEW)
        renewed = client.post("/account/second-factor/codes/", {"password": NEW})
        browser(keeper).post(f"/security/{user.pk}/reset/")
        address = services.invitation_path(user)
        browser(None).get(address)
        browser(None).get(address[:-2] + "x/")  # not found: the log names addresses
        token = address.rstrip("/").rpartition("/")[2]
        kept = str(list(AuditRow.objects.values())) + _attempts() + caplog.text
        assert "session.refuse" in kept
        secrets = [PASSWORD, NEW, wrong, secret, *codes, token[:-1]]
        assert renewed.status_code == 200
        for one in secrets:
            assert one not in kept, one

    @pytest.mark.parametrize(
        ("line", "hidden"),
        [
            ("Not Found: /welcome/MQ/c1-abc/", "Not Found: /welcome/***/"),
            ("GET /x?code=abc&state=def&page=2", "GET /x?code=***&state=***&page=2"),
            ("call 13812345678", "call 138****5678"),
            ("plain line", "plain line"),
        ],
    )
    def test_a_line_of_the_log_is_hidden_where_it_must_be(
        self, line: str, hidden: str
    ) -> None:
        record = logging.LogRecord("x", logging.INFO, "", 0, "%s", (line,), None)
        assert Discreet().filter(record)
        assert record.getMessage() == hidden


def _attempts() -> str:
    """Everything that the lockout wrote down, but for the names that it counts by."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT post_data, get_data, path_info FROM axes_accessattempt")
        return str(cursor.fetchall())
