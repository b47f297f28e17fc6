"""Rows whose time is over go to a sealed file; the chain still tells the truth."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.append_only import REFUSAL
from dafeng.web.core.audit_files import check_retired
from dafeng.web.core.models import AuditGap, AuditRow, RoleCode, User
from dafeng.web.core.permissions import RightMissingError
from dafeng.web.core.retention import retention
from dafeng.web.core.services import auditing
from dafeng.web.core.services.auditing import audit_due, audit_retire
from tests.web.core.conftest import person
from tests.web.core.test_audit import attack, lift_the_triggers, settle
from tests.web.layers import layer

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from tests.web.core.conftest import District

NOW = timezone.now()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: SettingsWrapper) -> Path:
    settings.AUDIT_FILES = tmp_path / "audit"
    return tmp_path / "audit"


@layer
def keeper(district: District) -> User:
    return person("keeper", district.root, RoleCode.AUDIT_ADMIN)


def act(user: User, action: str) -> AuditRow:
    return audit.record(by=user, action=action, target=user)


def later(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


@layer
def rows(keeper: User) -> list[AuditRow]:
    """Sessions among acts of the work: two runs of three and one row."""
    actions = [
        "session.start",
        "session.end",
        "session.refuse",
        "plans.target.confirm",
        "sign-in.unlock",
        "membership.grant",
    ]
    return [act(keeper, action) for action in actions]


def test_a_session_goes_after_200_days_and_the_work_stays_five_years(
    keeper: User, rows: list[AuditRow]
) -> None:
    assert audit_retire(by=keeper, now=later(199)).rows == 0
    done = audit_retire(by=keeper, now=later(201))
    assert done.by_rule == (("session.", 3), ("sign-in.", 1))
    assert (done.rows, done.runs) == (4, 2)
    standing = set(AuditRow.objects.values_list("number", flat=True))
    assert rows[3].number in standing
    assert rows[5].number in standing
    assert not standing & {rows[n].number for n in (0, 1, 2, 4)}
    report = audit.check_chain()
    assert report.broken is None
    assert (report.rows, report.retired) == (AuditRow.objects.count(), 4)


def test_all_but_the_checkpoints_goes_in_the_end_and_the_chain_still_holds(
    keeper: User,
) -> None:
    act(keeper, "session.start")
    audit_retire(by=keeper, now=later(201))
    act(keeper, "session.start")
    audit_retire(by=keeper, now=later(2000))
    act(keeper, "plans.target.confirm")
    actions = list(AuditRow.objects.order_by("number").values_list("action", flat=True))
    assert actions == ["audit.retire", "audit.retire", "plans.target.confirm"]
    report = audit.check_chain()
    assert report.broken is None
    assert report.rows + report.retired == AuditRow.objects.first().number


@pytest.mark.usefixtures("rows")
def test_the_file_holds_the_rows_and_can_be_checked_without_the_database(
    keeper: User, folder: Path
) -> None:
    done = audit_retire(by=keeper, now=later(201))
    ((file, digest),) = done.files
    assert file.parent == folder
    assert file.stat().st_mode & 0o777 == 0o600
    head, *kept = [json.loads(line) for line in file.read_text().splitlines()]
    assert [one["action"] for one in kept] == [
        "session.start",
        "session.end",
        "session.refuse",
        "sign-in.unlock",
    ]
    assert len(head["gaps"]) == 2
    report = check_retired(file)
    assert (report.rows, report.reason) == (4, "")
    row = AuditRow.objects.get(action="audit.retire")
    assert row.actor == keeper
    assert row.data["file_digest"] == digest


@pytest.mark.usefixtures("rows")
def test_a_file_that_was_changed_is_found(keeper: User) -> None:
    done = audit_retire(by=keeper, now=later(201))
    ((file, digest),) = done.files
    kept = file.read_text()
    file.write_text(kept.replace("session.refuse", "session.starts"))
    assert "not the one that was sealed" in check_retired(file).reason
    file.write_text("{}\n")
    with pytest.raises(BadInputError, match="no file of retired"):
        check_retired(file)


@pytest.mark.usefixtures("rows")
def test_a_file_of_another_house_is_told_apart(keeper: User) -> None:
    done = audit_retire(by=keeper, now=later(201))
    ((file, digest),) = done.files
    lines = file.read_text().splitlines()
    head = {**json.loads(lines[0]), "checkpoint": 1}
    file.write_text("\n".join([json.dumps(head), *lines[1:]]))
    with pytest.raises(BadInputError, match="retired no rows"):
        check_retired(file)


@pytest.mark.usefixtures("rows")
def test_many_rows_go_in_batches_each_with_its_own_file(
    keeper: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "BATCH", 2)
    for _turn in range(3):
        act(keeper, "session.start")
    done = audit_retire(by=keeper, now=later(201))
    assert done.by_rule == (("session.", 6), ("sign-in.", 1))
    assert [check_retired(file).rows for file, _seal in done.files] == [2, 2, 2, 1]
    report = audit.check_chain()
    assert (report.broken, report.retired) == (None, 7)
    assert AuditRow.objects.filter(action="audit.retire").count() == 4


@pytest.mark.usefixtures("rows")
def test_what_was_stopped_between_two_batches_is_whole_and_goes_on(
    keeper: User, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "BATCH", 3)
    number = AuditRow.objects.first().number + 2
    blocking = folder / f"retired-{number:08d}.jsonl"
    folder.mkdir()
    blocking.write_text("kept")
    with pytest.raises(FileExistsError):
        audit_retire(by=keeper, now=later(201))
    report = audit.check_chain()
    assert (report.broken, report.retired) == (None, 3)
    blocking.unlink()
    assert audit_retire(by=keeper, now=later(201)).rows == 1
    report = audit.check_chain()
    assert (report.broken, report.retired) == (None, 4)


def test_a_look_beforehand_moves_nothing(rows: list[AuditRow]) -> None:
    due = audit_due(now=later(201))
    assert (due.rows, due.runs, due.files) == (4, 2, ())
    assert AuditRow.objects.filter(number=rows[0].number).exists()
    assert audit_due(now=NOW).rows == 0


@pytest.mark.usefixtures("rows")
def test_only_the_audit_administrator_retires(
    office: User, auditor: User, folder: Path
) -> None:
    for user in (office, auditor):
        with pytest.raises(RightMissingError):
            audit_retire(by=user, now=later(201))
    assert not folder.exists()


@pytest.mark.database
def test_a_broken_chain_is_not_retired(keeper: User, rows: list[AuditRow]) -> None:
    lift_the_triggers()
    attack(
        "UPDATE core_auditrow SET actor_label = 'nobody' WHERE number = %s",
        rows[1].number,
    )
    with pytest.raises(BadInputError, match=f"broken at row {rows[1].number}"):
        audit_retire(by=keeper, now=later(201))
    assert not AuditGap.objects.exists()


@pytest.mark.usefixtures("rows")
def test_a_file_that_is_there_is_never_overwritten(keeper: User, folder: Path) -> None:
    number = AuditRow.objects.first().number + 1
    folder.mkdir()
    there = folder / f"retired-{number:08d}.jsonl"
    there.write_text("kept")
    with pytest.raises(FileExistsError):
        audit_retire(by=keeper, now=later(201))
    assert there.read_text() == "kept"
    assert audit.check_chain().broken is None
    assert not AuditGap.objects.exists()


class TestTheDatabaseRefuses:
    """Marked: triggers differ between the two databases."""

    pytestmark = pytest.mark.database

    def test_a_row_without_a_gap_does_not_go(
        self, keeper: User, rows: list[AuditRow]
    ) -> None:
        audit_retire(by=keeper, now=later(201))
        with pytest.raises(DatabaseError, match=REFUSAL):
            attack(f"DELETE FROM core_auditrow WHERE number = {rows[3].number}")  # noqa: S608 - attack

    def test_a_gap_that_no_row_seals_or_that_does_not_fit_is_not_made(
        self, keeper: User, rows: list[AuditRow]
    ) -> None:
        audit_retire(by=keeper, now=later(201))
        sealed = AuditRow.objects.get(action="audit.retire")
        row = rows[3]
        fitting = {
            "first": row.number,
            "last": row.number,
            "previous_hash": row.previous_hash,
            "hash": row.hash,
            "checkpoint": sealed.number,
        }
        for change in (
            {"checkpoint": row.number},
            {"hash": "f" * 64},
            {"previous_hash": "f" * 64},
            {"first": sealed.number, "last": sealed.number},
        ):
            settle()
            with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
                AuditGap.objects.create(**{**fitting, **change})

    @pytest.mark.parametrize(
        "statement",
        [
            "DELETE FROM core_auditgap",
            'UPDATE core_auditgap SET "last" = "last" + 1',
        ],
    )
    @pytest.mark.usefixtures("rows")
    def test_a_gap_does_not_change_or_go(self, keeper: User, statement: str) -> None:
        audit_retire(by=keeper, now=later(201))
        with pytest.raises(DatabaseError, match=REFUSAL):
            attack(statement)

    def test_no_row_comes_back_into_a_gap(
        self, keeper: User, rows: list[AuditRow]
    ) -> None:
        audit_retire(by=keeper, now=later(201))
        forged = rows[0]
        forged._state.adding = True
        settle()
        with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
            forged.save()

    def test_a_gap_made_later_on_the_seal_of_an_older_act_is_found(
        self, keeper: User, rows: list[AuditRow]
    ) -> None:
        audit_retire(by=keeper, now=later(201))
        sealed = AuditRow.objects.get(action="audit.retire")
        row = rows[3]
        AuditGap.objects.create(
            first=row.number,
            last=row.number,
            previous_hash=row.previous_hash,
            hash=row.hash,
            checkpoint=sealed.number,
        )
        attack(f"DELETE FROM core_auditrow WHERE number = {row.number}")  # noqa: S608 - attack
        broken = audit.check_chain().broken
        assert broken == audit.Break(
            number=sealed.number, reason="its gaps were changed"
        )

    def test_a_gap_over_standing_rows_is_found(
        self, keeper: User, rows: list[AuditRow]
    ) -> None:
        audit_retire(by=keeper, now=later(201))
        sealed = AuditRow.objects.get(action="audit.retire")
        row = rows[3]
        AuditGap.objects.create(
            first=row.number,
            last=row.number,
            previous_hash=row.previous_hash,
            hash=row.hash,
            checkpoint=sealed.number,
        )
        broken = audit.check_chain().broken
        assert broken is not None
        assert "lies over standing rows" in broken.reason

    def test_a_lost_gap_is_found(self, keeper: User, rows: list[AuditRow]) -> None:
        audit_retire(by=keeper, now=later(201))
        settle()
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("ALTER TABLE core_auditgap DISABLE TRIGGER USER")
            else:
                cursor.execute("DROP TRIGGER core_auditgap_no_delete")
            cursor.execute('DELETE FROM core_auditgap WHERE "first" = "last"')
        broken = audit.check_chain().broken
        assert broken is not None
        assert broken.reason == f"row {rows[4].number} is missing"


class TestRules:
    def test_each_rule_has_a_source_and_keeps_at_least_what_it_asks_for(self) -> None:
        rules = retention().rules
        assert {rule.actions for rule in rules} >= {"", "session.", "audit.retire"}
        for rule in rules:
            assert rule.source
            assert rule.what_zh
            assert rule.what_en
            assert rule.keep_days is None or rule.keep_days >= rule.at_least_days

    def test_the_longest_beginning_decides(self) -> None:
        rules = retention()
        assert rules.rule_of("session.start").keep_days == 200
        assert rules.rule_of("audit.retire").keep_days is None
        assert rules.rule_of("audit.export").keep_days == 1830

    @pytest.mark.usefixtures("rows")
    def test_a_house_may_keep_longer(
        self, tmp_path: Path, settings: SettingsWrapper
    ) -> None:
        own = tmp_path / "own.csv"
        own.write_text("actions,keep_days\nsession.,365\n", encoding="utf-8")
        settings.RETENTION = str(own)
        assert audit_due(now=later(201)).by_rule == (("sign-in.", 1),)
        assert audit_due(now=later(366)).by_rule == (("session.", 3), ("sign-in.", 1))
        assert "网络安全法" in retention(own).rule_of("session.end").source

    @pytest.mark.parametrize(
        ("row", "words"),
        [
            ("session.,100", "asks for at least 184 days"),
            (",365", "asks for at least 1827 days"),
            ("membership.,365", "asks for at least 1827 days"),
            ("audit.retire,4000", "asks for no end"),
            ("session.,long", "keep_days"),
        ],
    )
    def test_it_may_not_keep_shorter_than_the_law(
        self, tmp_path: Path, row: str, words: str
    ) -> None:
        own = tmp_path / "own.csv"
        own.write_text(f"actions,keep_days\n{row}\n", encoding="utf-8")
        with pytest.raises(BadInputError, match=words):
            retention(own)
