"""The database as files: one moment of it, and the same rows again."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg
import pytest
from django.db import connection

from dafeng.base.errors import BadInputError
from dafeng.web import database_copies as copies
from tests.houses import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

ROOT = Path(__file__).resolve().parents[3]
OUT = """
import json, sys
from pathlib import Path
import django
django.setup()
from dafeng.web import database_copies as copies
from dafeng.web.core import audit, services
from tests.web.core.conftest import person, unit
office = person("office", unit("district", "示范区", None))
audit.record(by=office, action="test.act", target=office)
copies.copy_out(Path(sys.argv[1]))
print(json.dumps([audit.check_chain().head, copies.states(), copies.is_in_step()]))
"""
IN = """
import json, sys
from pathlib import Path
import django
django.setup()
from dafeng.base.errors import BadInputError
from dafeng.web import database_copies as copies
from dafeng.web.core import audit
from dafeng.web.core.models import User
folder, applied = Path(sys.argv[1]), json.loads(sys.argv[2])
copies.copy_in(folder, applied)
people = list(User.objects.order_by("pk").values_list("username", flat=True))
chain = audit.check_chain()
audit.record(by=None, action="test.later", target=User.objects.get())
later = User.objects.create(username="later")
try:
    copies.copy_in(folder, applied)
    refused = ""
except BadInputError as error:
    refused = str(error)
print(json.dumps([people, chain.head, chain.broken is None, later.pk, refused]))
"""


class Places(NamedTuple):
    """Addresses of a database with tables, and of an empty one."""

    full: str
    empty: str


@pytest.fixture
def places(
    django_db_setup: None,  # noqa: ARG001 - makes the tables
    django_db_blocker: DjangoDbBlocker,
    tmp_path: Path,
) -> Iterator[Places]:
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        shutil.copy(tables(), tmp_path / "full.sqlite3")
        yield Places(*(f"sqlite:///{tmp_path}/{n}.sqlite3" for n in ("full", "empty")))
        return
    with django_db_blocker.unblock():
        connection.close()  # a database that somebody uses is no template
    address = {"user": told["USER"], "host": told["OPTIONS"].get("host", told["HOST"])}
    with psycopg.connect(dbname="postgres", autocommit=True, **address) as server:
        server.execute(f"CREATE DATABASE copy_full TEMPLATE {told['NAME']}")
        server.execute("CREATE DATABASE copy_empty")
        try:
            url = f"postgresql://{address['user']}@/%s?host={address['host']}"
            yield Places(url % "copy_full", url % "copy_empty")
        finally:
            server.execute("DROP DATABASE copy_full")
            server.execute("DROP DATABASE copy_empty")


def told(code: str, url: str, *arguments: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env={**os.environ, "DAFENG_DATABASE_URL": url},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


@pytest.mark.database
def test_what_was_copied_out_comes_back_into_an_empty_database_and_goes_on(
    places: Places, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    head, applied, in_step = told(OUT, places.full, str(folder))
    assert in_step is True
    if (folder / "dafeng.sqlite3").exists():  # one sound file, without a log beside it
        assert [path.name for path in folder.iterdir()] == ["dafeng.sqlite3"]
        with closing(sqlite3.connect(folder / "dafeng.sqlite3")) as copy:
            assert copy.execute("PRAGMA quick_check").fetchone() == ("ok",)
            assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    people, came, whole, later, refused = told(
        IN, places.empty, str(folder), json.dumps(applied)
    )
    assert people == ["office"]
    assert (came, whole) == (head, True)
    assert later > 1
    assert "holds something already" in refused


@pytest.mark.django_db  # the database of the other test is made for marked ones alone
def test_a_database_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    there = tmp_path / "there.sqlite3"
    there.write_bytes(b"mine")
    with pytest.raises(BadInputError, match="holds something already"):
        copies._sqlite_in(tmp_path / "new.sqlite3", there)
    assert there.read_bytes() == b"mine"
