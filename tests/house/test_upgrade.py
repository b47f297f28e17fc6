"""A house of the version before becomes one of this version, and answers.

``data/house-0.1.0.sql`` is a house as version 0.1.0 left it, before its tables knew of
work: a plan, a result, two accounts, people and their audit.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.houses import ROOT, own_environment, tables

OLD = Path(__file__).parent / "data" / "house-0.1.0.sql"
KEY = "a key for the tests only, never for a house"
LOOK = """
import gc, json, sys
from pathlib import Path
from dafeng.web.house import stand_up
stand_up(Path(sys.argv[1]))
gc.freeze()
gc.set_threshold(50_000, 20, 50)  # looking for garbage takes a fifth of the way up
from dafeng.web.tables import make_tables
make_tables()
from django.db import connection
from django.test import Client
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.readiness import look_around
client = Client(headers={"host": "localhost", "accept-language": "zh-CN"})
backend = "django.contrib.auth.backends.ModelBackend"
client.force_login(User.objects.get(username="office"), backend=backend)
opened = {}
for address in sys.argv[2:]:
    answer = client.get(address, follow=True)
    opened[address] = [answer.status_code, answer.content.decode()]
chain = audit.check_chain()
connection.check_constraints()
print(json.dumps({
    "opened": opened,
    "rows": chain.rows,
    "broken": None if chain.broken is None else chain.broken.reason,
    "looks": {look.name: look.is_well for look in look_around()},
}))
"""
PAGES = {
    "/plan/": "示范区",
    "/units/": "区发改委",
    "/members/": "office",
    "/carbon/2023/": "2023",
    "/about/": "0.1.0",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house as the old version left it."""
    folder = tmp_path_factory.mktemp("upgrade") / "house"
    folder.mkdir()
    (folder / "secret-key").write_text(f"{KEY}\n", encoding="ascii")
    with closing(sqlite3.connect(folder / "dafeng.sqlite3")) as database:
        database.executescript(OLD.read_text(encoding="utf-8"))
    return folder


@pytest.fixture(scope="module")
def told(home: Path) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(home), *PAGES],
        cwd=ROOT,
        env=own_environment(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def count(text: str, table: str) -> int:
    return text.count(f'INSERT INTO "{table}"')


@pytest.mark.parametrize("address", PAGES)
def test_pages_of_the_old_house_answer(told: Any, address: str) -> None:
    status, body = told["opened"][address]
    assert status == 200
    assert PAGES[address] in body


def test_nothing_that_was_there_is_lost(home: Path, told: Any) -> None:
    text = OLD.read_text(encoding="utf-8")
    with closing(sqlite3.connect(home / "dafeng.sqlite3")) as database:
        for table in (
            "core_user",
            "core_organisation",
            "plans_target",
            "accounts_accountline",
            "assessment_assessmentrun",
        ):
            query = f'SELECT count(*) FROM "{table}"'  # noqa: S608 - names of ours
            assert database.execute(query).fetchone() == (count(text, table),), table
            assert count(text, table)
    assert told["rows"] >= count(text, "core_auditrow") > 0


def test_the_audit_of_the_old_house_holds_together(told: Any) -> None:
    assert told["broken"] is None


def test_the_upgraded_house_is_ready(told: Any) -> None:
    looks = told["looks"]
    assert looks.pop("worker") is False
    assert set(looks.values()) == {True}


def test_a_house_come_up_from_an_old_one_has_the_tables_of_a_new_one(
    home: Path, told: Any
) -> None:
    assert told["rows"]
    upgraded, made = shape(home / "dafeng.sqlite3"), shape(tables())
    assert set(upgraded) == set(made)
    assert {name for name in made if upgraded[name] != made[name]} == set()


def shape(path: Path) -> dict[str, frozenset[str]]:
    """What a database is made of, by name, in whatever order it was made."""
    query = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
    with closing(sqlite3.connect(path)) as database:
        return {name: frozenset(parts(sql)) for name, sql in database.execute(query)}


def parts(statement: str) -> list[str]:
    """Columns and constraints of a table; of an index or a trigger all its words."""
    if not statement.startswith("CREATE TABLE"):
        return [statement]
    found, depth, quoted = [""], 0, False
    for letter in statement[statement.index("(") + 1 : statement.rindex(")")]:
        quoted ^= letter == "'"
        depth += 0 if quoted else {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth and not quoted:
            found.append("")
        else:
            found[-1] += letter
    return [part.strip() for part in found]
