"""The audit only grows: in the model, in the database, and by its seals."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit, services
from dafeng.web.core.acting import act_for
from dafeng.web.core.append_only import REFUSAL
from dafeng.web.core.digests import hexdigest, slow_sm3
from dafeng.web.core.models import AuditRow, Delegation, User
from dafeng.web.core.models.audit import AppendOnlyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

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


def test_many_acts_written_at_once_are_sealed_one_after_another(
    district: District, office: User
) -> None:
    before = audit.check_chain()
    acts = [(district.root, {"turn": turn}) for turn in range(3)]
    rows = audit.record_all(by=office, action="test.act", acts=acts)
    after = audit.check_chain()
    assert after.broken is None
    assert (after.rows, after.head) == (before.rows + 3, rows[-1].hash)
    assert [row.data for row in AuditRow.objects.order_by("-number")[:3]] == [
        {"turn": 2},
        {"turn": 1},
        {"turn": 0},
    ]


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


@pytest.mark.usefixtures("office")
def test_a_whole_chain_gives_its_head_and_a_seal_kept_elsewhere_is_found() -> None:
    report = audit.check_chain()
    last = AuditRow.objects.first()
    assert (report.rows, report.head) == (last.number, last.hash)
    assert audit.holds_head(last.hash)
    assert audit.holds_head(AuditRow.objects.last().hash)
    assert not audit.holds_head("f" * 64)


class TestSeals:
    def test_the_seal_is_the_digest_of_the_text_that_the_manual_shows(
        self, office: User
    ) -> None:
        row = audit.record(by=office, action="test.act", target=office, data={"n": 1})
        text = (
            f'{{"action":"test.act","actor":[{office.pk},"office同志 (office)"],'
            f'"algorithm":"sha256","data":{{"n":1}},"form":2,"number":{row.number},'
            f'"on_behalf_of":"","request":null,'
            f'"target":["core.user","{office.pk}","office同志"],'
            f'"time":"{row.time.astimezone(UTC).isoformat(timespec="microseconds")}",'
            f'"unit":[{row.unit_id},"示范区"]}}'
        )
        sealed = f"{row.previous_hash}\n{text}".encode()
        assert row.hash == hashlib.sha256(sealed).hexdigest()

    def test_a_house_may_seal_with_sm3_and_the_chain_goes_on(
        self, office: User, settings: SettingsWrapper
    ) -> None:
        settings.AUDIT_HASH = "sm3"
        row = audit.record(by=office, action="test.act", target=office)
        assert (row.algorithm, len(row.hash)) == ("sm3", 64)
        settings.AUDIT_HASH = "sha256"
        audit.record(by=office, action="test.act", target=office)
        assert audit.check_chain().broken is None

    def test_an_unknown_algorithm_is_refused_before_anything_is_written(
        self, office: User, settings: SettingsWrapper
    ) -> None:
        settings.AUDIT_HASH = "md5"
        rows = AuditRow.objects.count()
        with pytest.raises(BadInputError, match="sha256, sm3"):
            audit.record(by=office, action="test.act", target=office)
        assert AuditRow.objects.count() == rows

    @pytest.mark.parametrize(
        ("text", "digest"),
        [
            # GB/T 32905-2016, appendix A, examples 1 and 2.
            (
                b"abc",
                "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
            ),
            (
                b"abcd" * 16,
                "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
            ),
        ],
    )
    def test_sm3_gives_the_digests_of_the_standard_both_ways(
        self, text: bytes, digest: str
    ) -> None:
        assert hexdigest("sm3", text) == digest
        assert slow_sm3(text) == digest

    @pytest.mark.database
    @pytest.mark.parametrize(
        "change",
        ["algorithm = 'sm3'", "form = 1", "form = 3", "on_behalf_of = 'x'"],
    )
    def test_the_columns_of_the_seal_are_sealed_too(
        self, office: User, change: str
    ) -> None:
        row = audit.record(by=office, action="test.act", target=office)
        lift_the_triggers()
        attack(f"UPDATE core_auditrow SET {change} WHERE number = {row.number}")  # noqa: S608 - attack
        broken = audit.check_chain().broken
        assert broken == audit.Break(number=row.number, reason="the row was changed")


class TestWhatIsKept:
    def test_the_unit_is_the_one_acted_for_and_the_absent_are_named(
        self, district: District, office: User, stranger: User
    ) -> None:
        today = timezone.localdate()
        held = office.memberships.get()
        Delegation.objects.create(
            membership=held,
            deputy=stranger,
            valid_from=today,
            valid_to=today,
            reason="出差",
        )
        act_for(stranger, district.root.pk)
        services.organisation_rename(
            by=stranger, organisation=district.energy, name_zh="能源办", name_en=""
        )
        row = AuditRow.objects.get(action="organisation.rename")
        assert row.actor == stranger
        assert row.unit_label == "示范区"
        assert row.on_behalf_of == "office同志 (office)"

    def test_phone_and_identity_numbers_are_masked_wherever_they_stand(
        self, office: User
    ) -> None:
        data = {
            "phone": "13812345678",
            "note": "联系 13912340000，身份证 11010519491231002X。",
            "nested": [{"id": "11010519491231002X"}],
            "figure": Decimal(13812345678),
            "uscc": "911101056949123100",
        }
        office.display_name = "王五 13812345678"
        row = audit.record(by=office, action="test.act", target=office, data=data)
        assert row.data == {
            "phone": "138****5678",
            "note": "联系 139****0000，身份证 110*************2X。",
            "nested": [{"id": "110*************2X"}],
            "figure": "13812345678",
            "uscc": "911101056949123100",
        }
        assert row.target_label == "王五 138****5678"
        assert row.actor_label == "王五 138****5678 (office)"

    def test_a_value_named_like_a_secret_is_not_written(self, office: User) -> None:
        row = audit.record(
            by=office,
            action="test.act",
            target=office,
            data={"Password": "x1", "inner": {"secret": "x2", "name": "x3"}},
        )
        assert row.data == {"Password": "***", "inner": {"secret": "***", "name": "x3"}}


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
@hypothesis_settings(
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
