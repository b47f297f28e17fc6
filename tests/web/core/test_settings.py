"""Settings come from the environment alone, and are safe without any."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from dafeng.base.errors import BadInputError
from dafeng.web.databases import database_settings
from dafeng.web.sign_in_settings import password_days, rates, role_codes

if TYPE_CHECKING:
    from pathlib import Path

SHOW = """
import json
from dafeng.web import settings
names = ("DEBUG", "ALLOWED_HOSTS", "SECRET_KEY", "SESSION_COOKIE_SECURE",
         "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS",
         "DEMO", "SECOND_FACTOR_ROLES", "PASSWORD_DAYS", "ADMINISTRATORS_PASSWORD_DAYS",
         "SESSIONS_PER_PERSON", "AUDIT_HASH", "SOCIALACCOUNT_PROVIDERS")
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


def shown(home: Path, **given: str) -> dict[str, Any]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DAFENG_")}
    done = subprocess.run(
        [sys.executable, "-c", SHOW],
        env={**kept, "DAFENG_HOME": str(home), **given},
        capture_output=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_without_a_word_the_site_is_for_this_machine_and_shows_no_traceback(
    tmp_path: Path,
) -> None:
    found = shown(tmp_path)
    assert found["DEBUG"] is False
    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert len(found["SECRET_KEY"]) > 40
    assert list(tmp_path.iterdir()) == []


def test_the_key_of_the_house_is_used(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("the key of this house\n", encoding="ascii")
    assert shown(tmp_path)["SECRET_KEY"] == "the key of this house"
    assert shown(tmp_path, DAFENG_SECRET_KEY="mine")["SECRET_KEY"] == "mine"


def test_over_https_cookies_travel_over_https_only(tmp_path: Path) -> None:
    found = shown(tmp_path, DAFENG_HTTPS="1", DAFENG_ALLOWED_HOSTS="a.example, b")
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] > 0
    assert found["ALLOWED_HOSTS"] == ["a.example", "b"]


def test_sqlite_waits_for_others_and_keeps_its_references() -> None:
    found = database_settings("sqlite:////var/lib/da%20feng/dafeng.sqlite3")
    assert found["NAME"] == "/var/lib/da feng/dafeng.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]
    assert "foreign_keys=ON" in found["OPTIONS"]["init_command"]
    assert found["OPTIONS"]["timeout"] > 0


def test_postgresql_is_named_by_host_or_by_the_folder_of_its_socket() -> None:
    remote = database_settings("postgresql://me:p%40ss@db.example:5433/house")
    assert (remote["HOST"], remote["PORT"]) == ("db.example", "5433")
    assert (remote["USER"], remote["PASSWORD"]) == ("me", "p@ss")
    socket = database_settings("postgresql:///house?host=/run/postgresql")
    assert (socket["NAME"], socket["HOST"]) == ("house", "/run/postgresql")


@pytest.mark.parametrize(
    "address", ["mysql://me@host/name", "sqlite:///", "postgresql://host", "house.db"]
)
def test_an_address_of_another_kind_is_refused_with_what_to_write(address: str) -> None:
    with pytest.raises(BadInputError, match="(?i)sqlite:///"):
        database_settings(address)


def test_without_a_word_administrators_have_a_second_factor_and_nobody_comes_by_oidc(
    tmp_path: Path,
) -> None:
    found = shown(tmp_path)
    administrators = ["system-admin", "security-admin", "audit-admin"]
    assert found["SECOND_FACTOR_ROLES"] == administrators
    assert found["PASSWORD_DAYS"] is None
    assert found["ADMINISTRATORS_PASSWORD_DAYS"] == 180
    assert found["AUDIT_HASH"] == "sha256"
    assert found["SOCIALACCOUNT_PROVIDERS"] == {}
    assert found["DEMO"] is True  # a real house has no demo accounts all the same


def test_a_house_says_how_people_sign_in(tmp_path: Path) -> None:
    found = shown(
        tmp_path,
        DAFENG_DEMO="0",
        DAFENG_SECOND_FACTOR="none",
        DAFENG_PASSWORD_DAYS="off",
        DAFENG_SESSIONS="2",
        DAFENG_HASH="sm3",
        DAFENG_OIDC_ISSUER="https://id.example",
        DAFENG_OIDC_CLIENT="dafeng",
        DAFENG_OIDC_SECRET="s",
    )
    assert found["DEMO"] is False
    assert found["SECOND_FACTOR_ROLES"] == []
    assert found["ADMINISTRATORS_PASSWORD_DAYS"] is None
    assert found["SESSIONS_PER_PERSON"] == 2
    assert found["AUDIT_HASH"] == "sm3"
    (app,) = found["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"]
    assert app["settings"]["server_url"] == "https://id.example"


@pytest.mark.parametrize("given", ["soon", "0", "-5", "1.5"])
def test_an_age_of_passwords_that_is_no_number_of_days_is_refused(given: str) -> None:
    with pytest.raises(BadInputError, match="number of days, or off"):
        password_days(given)


@pytest.mark.parametrize("given", ["login", "login=5", "login=x/60", "door=5/60"])
def test_a_rate_that_cannot_be_read_is_refused_with_the_names(given: str) -> None:
    with pytest.raises(BadInputError, match="login, second-factor, upload, api"):
        rates(given)


def test_roles_are_named_by_their_codes() -> None:
    assert role_codes("leader, reader", default=("x",)) == ("leader", "reader")
    assert role_codes(None, default=("x",)) == ("x",)
