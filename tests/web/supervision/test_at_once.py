"""Two heads sign at once, in real transactions: one signature, one number, one told."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from django.db import connection

from tests.houses import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

ROOT = Path(__file__).resolve().parents[3]
AT_ONCE = """
import json
from threading import Barrier, Thread
import django
django.setup()
from django.db import connection
from dafeng.base.errors import BadInputError
from dafeng.web.core.models import RoleCode
from dafeng.web.notices.models import Notice
from dafeng.web.office.models import Letter
from dafeng.web.office.services.letters import registry_set
from dafeng.web.supervision.models import Case, CaseDocument, CaseMove
from dafeng.web.supervision.services.signing import case_issue
from tests.web.plans.building import organisation, person
from tests.web.supervision.building import Hall, checked

root = organisation("demo", "示范区人民政府", kind="government")
bureau = organisation("nyw", "区农业农村委", parent=root)
registry_set(organisation=root, by=None, signs="示双碳办")
hall = Hall(
    district=root,
    bureau=bureau,
    other=bureau,
    office=person("office", root, RoleCode.CARBON_OFFICE),
    leader=person("leader", root, RoleCode.LEADER),
    second=person("second", root, RoleCode.LEADER),
    officer=person("officer", bureau, RoleCode.UNIT_OFFICER),
    head=person("head", bureau, RoleCode.UNIT_HEAD),
)
case, other = checked(hall), checked(hall, item="节水")
told, start = [], Barrier(3)

def sign(user, case):
    start.wait()
    try:
        told.append(case_issue(case=case, by=user).number)
    except BadInputError as error:
        told.append(error.code)
    finally:
        connection.close()

hands = [(hall.leader, case), (hall.second, case), (hall.second, other)]
threads = [Thread(target=sign, args=hand) for hand in hands]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
case.refresh_from_db()
print(json.dumps({
    "told": sorted(told),
    "numbers": sorted(Letter.objects.values_list("number", flat=True)),
    "signed": Case.objects.filter(state="issued").count(),
    "moves": CaseMove.objects.filter(act="issue").count(),
    "files": CaseDocument.objects.count(),
    "notices": Notice.objects.filter(kind="issued", recipient=hall.head).count(),
}))
"""


@pytest.fixture
def place(
    django_db_setup: None,  # noqa: ARG001 - makes the tables
    django_db_blocker: DjangoDbBlocker,
    tmp_path: Path,
) -> Iterator[str]:
    """Address of a database of one's own, with tables and nothing else."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        shutil.copy(tables(), tmp_path / "house.sqlite3")
        yield f"sqlite:///{tmp_path}/house.sqlite3"
        return
    with django_db_blocker.unblock():
        connection.close()  # a database that somebody uses is no template
    address = {"user": told["USER"], "host": told["OPTIONS"].get("host", told["HOST"])}
    with psycopg.connect(dbname="postgres", autocommit=True, **address) as server:
        server.execute(f"CREATE DATABASE two_heads TEMPLATE {told['NAME']}")
        try:
            yield (f"postgresql://{address['user']}@/two_heads?host={address['host']}")
        finally:
            server.execute("DROP DATABASE two_heads")


@pytest.mark.database
def test_of_two_heads_who_sign_at_once_one_is_told_that_the_other_did(
    place: str,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", AT_ONCE],
        cwd=ROOT,
        env={**os.environ, "DAFENG_DATABASE_URL": place},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    told, numbers = found.pop("told"), found.pop("numbers")
    assert told == sorted(["signature.issued", *numbers])
    assert [one.rpartition("〕")[2] for one in numbers] == ["1号", "2号"]
    assert found == {"signed": 2, "moves": 2, "files": 2, "notices": 2}
