"""``dafeng audit``: verify, export and retire, as the shell sees them."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from django.conf import settings as house_settings
from django.db import connection
from django.utils import timezone

from dafeng.web.core import audit
from dafeng.web.core.models import AuditRow, House
from tests.cli.test_account_house import run_here

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from tests.cli.running import Ended


@pytest.fixture
def rows(db: None) -> list[AuditRow]:  # noqa: ARG001 - opens the database
    """An act of half a year ago that may go, and two that stay."""
    long_ago = timezone.now() - timedelta(days=201)
    with patch("django.utils.timezone.now", return_value=long_ago):
        old = act("session.start")
    return [old, act("membership.grant"), act("session.start")]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: SettingsWrapper) -> Path:
    settings.AUDIT_FILES = tmp_path / "audit"
    (house_settings.HOME / "secret-key").touch()
    return tmp_path / "audit"


def act(action: str) -> AuditRow:
    house = House(pk=1, name_zh="=示范区")
    return audit.record(by=None, action=action, target=house, data={"n": 1})


def asked(*arguments: str) -> Ended:
    return run_here("audit", *arguments, "--home", str(house_settings.HOME))


def test_a_whole_audit_is_told_with_its_last_seal(rows: list[AuditRow]) -> None:
    ended = asked("verify")
    assert ended.code == 0
    told = ended.stdout.decode()
    assert told == f"3 rows hold together; last seal {rows[-1].hash}\n"
    assert AuditRow.objects.first().action == "audit.verify"


def test_the_first_broken_row_is_named_and_the_exit_code_is_1(
    rows: list[AuditRow],
) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE core_auditrow DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER core_auditrow_no_update")
        cursor.execute(
            "UPDATE core_auditrow SET actor_label = 'x' WHERE number = %s",
            [rows[1].number],
        )
    ended = asked("verify")
    assert ended.code == 1
    assert ended.stdout.decode() == f"row {rows[1].number}: the row was changed\n"


def test_a_seal_kept_elsewhere_shows_what_was_cut_off(rows: list[AuditRow]) -> None:
    assert asked("verify", "--head", rows[0].hash).code == 0
    ended = asked("verify", "--head", "0" * 64)
    assert ended.code == 1
    assert "rows were cut off" in ended.stdout.decode()


def test_rows_out_of_date_are_told_first_and_moved_then(
    rows: list[AuditRow], folder: Path
) -> None:
    due = asked("retire", "--dry-run")
    assert (due.code, due.stdout.decode()) == (0, "session.\t1\n")
    assert not folder.exists()
    ended = asked("retire")
    assert (ended.code, ended.stdout.decode()) == (0, "session.\t1\n")
    (file,) = folder.iterdir()
    assert str(file) in ended.stderr
    assert not AuditRow.objects.filter(number=rows[0].number).exists()
    checked = asked("verify", str(file))
    assert checked.code == 0
    assert f"{file}: 1 rows hold together\n" in checked.stdout.decode()
    assert "1 more are retired" in checked.stdout.decode()
    file.write_text(file.read_text().replace("session", "sessian"))
    spoilt = asked("verify", str(file))
    assert spoilt.code == 1
    assert "not the one that was sealed" in spoilt.stdout.decode()
    again = asked("retire")
    assert (again.code, again.stdout, again.stderr) == (
        0,
        b"",
        "0 rows are out of date.\n",
    )


def test_every_row_is_exported_whole_oldest_first(rows: list[AuditRow]) -> None:
    ended = asked("export")
    told = [json.loads(line) for line in ended.stdout.decode().splitlines()]
    assert [one["hash"] for one in told] == [row.hash for row in rows]
    assert AuditRow.objects.first().data == {"format": "jsonl", "rows": 3}


def test_a_table_for_a_spreadsheet_runs_no_formula(rows: list[AuditRow]) -> None:
    ended = asked("export", "--format", "csv")
    table = list(csv.DictReader(io.StringIO(ended.stdout.decode())))
    assert [one["number"] for one in table] == [str(row.number) for row in rows]
    assert table[0]["target_label"] == "'=示范区"
    assert json.loads(table[0]["data"]) == {"n": 1}


def test_where_there_is_no_house_it_says_so_and_makes_none(tmp_path: Path) -> None:
    ended = run_here("audit", "verify", "--home", str(tmp_path / "none"))
    assert ended.code == 2
    assert "There is no house in" in ended.stderr
    assert not (tmp_path / "none").exists()
