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

if TYPE_CHECKING:
    from pathlib import Path

SHOW = """
import json
from dafeng.web import settings
names = ("DEBUG", "ALLOWED_HOSTS", "SECRET_KEY", "SESSION_COOKIE_SECURE",
         "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")
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
