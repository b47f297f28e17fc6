"""The audit only grows: in the model, in the database, and by its seals."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dafeng.web.core import audit
from dafeng.web.core.append_only import REFUSAL
from dafeng.web.core.models import AuditRow, User
from dafeng.web.core.models.audit import AppendOnlyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.web.core.conftest import District


def settle() -> None:
    """Check now what waits for the end of the transaction; then tables can change."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def attack(statement: str, *values: object) -> None:
    settle()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def lift_the_triggers() -> None:
    """What only an owner of the database can do."""
    settle()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE core_auditrow DISABLE TRIGGER USER")
            return
        for name in ("no_update", "no_delete", "no_replace"):
            cursor.execute(f"DROP TRIGGER core_auditrow_{name}")


def test_a_row_says_who_did_what_to_what_and_when(
    district: District, office: User
) -> None:
    row = audit.record(
        by=office,
        action="test.act",
        target=district.water,
        data={"value": Decimal("15.50"), "day": date(2025, 6, 30), "share": 0.1},
    )
    row.refresh_from_db()
    assert (row.target_type, row.target_label) == ("core.organisation", "水务局")
    assert (row.actor_label, row.unit_label) == ("office同志 (office)", "示范区")
    assert row.data == {"value": "15.50", "day": "2025-06-30", "share": "0.1"}
    assert abs(datetime.now(UTC) - row.time).total_seconds() < 60


def test_rows_of_one_request_share_its_mark(
    browser: Callable[[User | None], Client], office: User, district: District
) -> None:
    response = browser(office).post(
        f"/units/{district.energy.code}/rename/", {"name_zh": "新名", "name_en": ""}
    )
    row = AuditRow.objects.get(action="organisation.rename")
    assert response["X-Request-ID"] == str(row.request_id)


@pytest.mark.usefixtures("office")
def test_the_model_refuses_to_change_or_delete_a_row() -> None:
    row = AuditRow.objects.first()
    row.action = "something.else"
    with pytest.raises(AppendOnlyError):
        row.save()
    with pytest.raises(AppendOnlyError):
        row.delete()
    with pytest.raises(AppendOnlyError):
        AuditRow.objects.all().delete()
    with pytest.raises(AppendOnlyError):
        AuditRow.objects.update(action="x")


@pytest.mark.usefixtures("office")
@pytest.mark.database
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_auditrow SET action = 'nothing.happened' WHERE number = 1",
        "DELETE FROM core_auditrow WHERE number = 1",
        "DELETE FROM core_auditrow",
    ],
)
def test_the_database_refuses_to_change_or_delete_a_row(statement: str) -> None:
    with pytest.raises(DatabaseError, match=REFUSAL):
        attack(statement)
    assert audit.check_chain().broken is None


@pytest.mark.usefixtures("office")
@pytest.mark.database
def test_the_database_refuses_to_put_a_row_in_the_place_of_another() -> None:
    columns = ", ".join(f.column for f in AuditRow._meta.concrete_fields)
    forged = columns.replace("action", "'nothing.happened'")
    chosen = f"({columns}) SELECT {forged} FROM core_auditrow"  # noqa: S608 - attack
    replace = {
        "sqlite": f"REPLACE INTO core_auditrow {chosen}",
        "postgresql": f"INSERT INTO core_auditrow {chosen} "
        "ON CONFLICT (number) DO UPDATE SET action = 'nothing.happened'",
    }
    with pytest.raises(DatabaseError, match=REFUSAL):
        attack(replace[connection.vendor])
    assert not AuditRow.objects.filter(action="nothing.happened").exists()


@pytest.mark.usefixtures("office")
@pytest.mark.database
def test_the_database_refuses_to_empty_the_table() -> None:
    statement = {
        "sqlite": "DELETE FROM core_auditrow",
        "postgresql": "TRUNCATE core_auditrow",
    }
    with pytest.raises(DatabaseError, match=REFUSAL):
        attack(statement[connection.vendor])


@pytest.mark.usefixtures("office")
@pytest.mark.database
def test_the_database_refuses_a_second_row_after_the_same_row() -> None:
    last = AuditRow.objects.first()
    fork = AuditRow.objects.get(pk=last.pk)
    fork._state.adding = True
    fork.number, fork.hash = last.number + 1, "f" * 64
    with pytest.raises(DatabaseError), transaction.atomic():
        fork.save()


@pytest.mark.usefixtures("office")
@pytest.mark.database
@pytest.mark.parametrize(
    ("statement", "number", "reason"),
    [
        (
            "UPDATE core_auditrow SET actor_label = 'nobody' WHERE number = 2",
            2,
            "changed",
        ),
        ("DELETE FROM core_auditrow WHERE number = 2", 3, "missing"),
        ("UPDATE core_auditrow SET hash = '0' WHERE number = 2", 2, "changed"),
    ],
)
def test_a_chain_that_was_tampered_with_is_found(
    statement: str, number: int, reason: str
) -> None:
    lift_the_triggers()
    attack(statement)
    broken = audit.check_chain().broken
    assert broken is not None
    assert broken.number == number
    assert reason in broken.reason
    with pytest.raises(CommandError, match=f"Row {number}"):
        call_command("audit_check")


@pytest.mark.usefixtures("office")
def test_a_whole_chain_gives_its_head() -> None:
    out = StringIO()
    call_command("audit_check", stdout=out)
    last = AuditRow.objects.first()
    assert re.fullmatch(rf"{last.number} rows .* {last.hash}\n", out.getvalue())


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.floats()
    | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.database
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.dictionaries(st.text(max_size=8), json_values, max_size=3))
def test_any_data_comes_back_from_the_database_as_it_was_sealed(
    office: User, data: dict[str, object]
) -> None:
    row = audit.record(by=office, action="test.act", target=office, data=data)
    kept = AuditRow.objects.get(pk=row.pk)
    assert audit.seal(kept) == kept.hash == row.hash
