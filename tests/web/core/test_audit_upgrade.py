"""A house of the first version is brought up: its rows hold, new ones follow."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FIRST_VERSION = """
import hashlib, json
from datetime import UTC, datetime
import django
django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", "core", "0001", verbosity=0)
previous = "0" * 64
for number in (1, 2, 3):
    time = datetime(2025, 6, number, tzinfo=UTC)
    content = {
        "number": number,
        "time": time.isoformat(timespec="microseconds"),
        "action": "test.act",
        "target": ["core.house", "1", "示范区"],
        "actor": [None, "dafeng"],
        "unit": [None, ""],
        "data": {"value": "15.50"},
        "request": None,
    }
    text = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    seal = hashlib.sha256(f"{previous}\\n{text}".encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_auditrow (number, time, action, target_type, target_id, "
            "target_label, actor_label, unit_label, data, previous_hash, hash) "
            "VALUES (%s, %s, 'test.act', 'core.house', '1', '示范区', 'dafeng', '', "
            "%s, %s, %s)",
            [number, time.isoformat(" "), '{"value": "15.50"}', previous, seal],
        )
    previous = seal

call_command("migrate", "core", verbosity=0)
from django.db import DatabaseError
from dafeng.web.core import audit
from dafeng.web.core.models import AuditRow, House
report = audit.check_chain()
print(report.rows, report.broken)
audit.record(by=None, action="test.act", target=House(pk=1, name_zh="示范区"))
report = audit.check_chain()
print(report.rows, report.broken)
print(sorted(AuditRow.objects.values_list("form", "algorithm")))
for statement in (
    "UPDATE core_auditrow SET action = 'x' WHERE number = 2",
    "DELETE FROM core_auditrow WHERE number = 2",
    "REPLACE INTO core_auditrow SELECT * FROM core_auditrow WHERE number = 2",
):
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
        print("changed")
    except DatabaseError as refused:
        print(refused)
"""


def test_rows_of_the_first_version_hold_and_the_database_guards_them_again(
    tmp_path: Path,
) -> None:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DAFENG_")}
    done = subprocess.run(
        [sys.executable, "-c", FIRST_VERSION],
        env={**kept, "DAFENG_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    refused = "rows of this table are append-only"
    assert done.stdout.splitlines() == [
        "3 None",
        "4 None",
        "[(1, 'sha256'), (1, 'sha256'), (1, 'sha256'), (2, 'sha256')]",
        *[refused] * 3,
    ]
