"""A workbook comes in, is read, is approved by another person, and is stored once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as house
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from dafeng.accounts.intake import ColumnMap, ColumnUse
from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.web.accounts.models import ImportBatch, OutboxRow
from dafeng.web.accounts.services.importing import (
    DecidedError,
    SamePersonError,
    import_approve,
    import_map,
    import_reject,
    import_upload,
)
from dafeng.web.accounts.services.outbox import outbox_deliver
from dafeng.web.core.models import AuditRow
from tests.web.accounts.building import PLACE, foreign_workbook, gas_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from dafeng.lake import Lake
    from dafeng.web.core.models import Organisation, User

    Callbacks = Callable[..., AbstractContextManager[list[Callable[[], object]]]]


def uploaded(
    by: User, content: bytes, name: str = "gas.xlsx", **facts: object
) -> ImportBatch:
    unit = by.organisation
    assert unit is not None
    return import_upload(
        by=by,
        organisation=unit,
        kind="gas",
        name=name,
        content=content,
        **facts,  # type: ignore[arg-type]
    )


def test_our_own_form_is_staged_at_once(office: User, lake: Lake) -> None:
    before = lake.version("activity")
    batch = uploaded(office, gas_workbook(120, 110, 90))
    assert batch.status == "staged"
    assert (batch.staged["rows"], batch.staged["new"]) == (3, 3)
    assert batch.staged["errors"] == 0
    assert batch.staged["preview"][0][0].startswith("gas.xlsx ")
    assert lake.version("activity") == before
    assert not OutboxRow.objects.exists()


def test_another_person_approves_and_the_rows_are_stored(
    office: User,
    verifier: User,
    lake: Lake,
    django_capture_on_commit_callbacks: Callbacks,
) -> None:
    batch = uploaded(office, gas_workbook(120, 110))
    with django_capture_on_commit_callbacks(execute=True):
        import_approve(batch=batch, by=verifier, reason="与发票一致")
    batch.refresh_from_db()
    assert batch.status == "stored"
    row = OutboxRow.objects.get()
    assert (row.rows, row.version) == (2, lake.version("activity"))
    table = lake.current("activity").to_pylist()
    stored = [one for one in table if one["year"] == 2024]
    assert [one["quantity_e3"] for one in stored] == [1_200_000_000, 1_100_000_000]
    assert {one["approved_by"] for one in stored} == {"verifier(示范区人民政府)"}
    assert {one["entered_by"] for one in stored} == {"office(示范区人民政府)"}
    assert {one["place"] for one in stored} == {PLACE}
    actions = AuditRow.objects.filter(action__startswith="accounts.import")
    assert [one.action for one in actions.order_by("number")] == [
        "accounts.import.upload",
        "accounts.import.approve",
        "accounts.import.store",
    ]


def test_an_approved_import_is_stored_once(
    office: User, verifier: User, lake: Lake
) -> None:
    import_approve(batch=uploaded(office, gas_workbook(120)), by=verifier)
    assert outbox_deliver() == 1
    OutboxRow.objects.update(done_at=None)
    outbox_deliver()
    rows = lake.read("activity").to_pylist()
    assert sum(one["year"] == 2024 for one in rows) == 1


def test_who_uploaded_does_not_approve(office: User) -> None:
    batch = uploaded(office, gas_workbook(120))
    with pytest.raises(SamePersonError):
        import_approve(batch=batch, by=office)
    batch.refresh_from_db()
    assert batch.status == "staged"


def test_the_database_refuses_one_person_in_both_roles(office: User) -> None:
    batch = uploaded(office, gas_workbook(120))
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportBatch.objects.filter(pk=batch.pk).update(
            status="approved", decided_by=office, decided_at=batch.uploaded_at
        )


def test_a_reader_neither_uploads_nor_approves(reader: User, office: User) -> None:
    with pytest.raises(PermissionDenied):
        uploaded(reader, gas_workbook(120))
    batch = uploaded(office, gas_workbook(120))
    with pytest.raises(PermissionDenied):
        import_approve(batch=batch, by=reader)


def test_a_rejected_import_leaves_its_log_and_nothing_else(
    office: User,
    verifier: User,
    lake: Lake,
    django_capture_on_commit_callbacks: Callbacks,
) -> None:
    before = lake.read("activity").num_rows
    batch = uploaded(office, gas_workbook(120))
    kept = Path(house.MEDIA_ROOT) / str(batch.file.name)
    assert kept.exists()
    with django_capture_on_commit_callbacks(execute=True):
        import_reject(batch=batch, by=verifier, reason="月份不全")
    batch.refresh_from_db()
    assert (batch.status, batch.decision_reason) == ("rejected", "月份不全")
    assert not kept.exists()
    assert (batch.staged, batch.mapping, batch.file.name) == ({}, {}, "")
    assert lake.read("activity").num_rows == before
    assert not OutboxRow.objects.exists()
    assert AuditRow.objects.filter(action="accounts.import.reject").exists()


def test_the_uploader_may_take_it_back(office: User) -> None:
    batch = import_reject(
        batch=uploaded(office, gas_workbook(120)), by=office, reason="传错了"
    )
    assert batch.status == "rejected"


def test_what_was_decided_stays_decided(office: User, verifier: User) -> None:
    batch = uploaded(office, gas_workbook(120))
    import_reject(batch=batch, by=verifier, reason="不全")
    for act in (
        lambda: import_approve(batch=batch, by=verifier),
        lambda: import_reject(batch=batch, by=verifier, reason="再退"),
    ):
        with pytest.raises(DecidedError):
            act()


def test_the_same_file_is_not_taken_twice_but_again_after_a_rejection(
    office: User, verifier: User
) -> None:
    content = gas_workbook(120)
    first = uploaded(office, content)
    with pytest.raises(BadInputError) as caught:
        uploaded(office, content, name="copy.xlsx")
    assert caught.value.code == "import.duplicate"
    import_reject(batch=first, by=verifier, reason="不全")
    assert uploaded(office, content).status == "staged"


def test_errors_block_the_approval(office: User, verifier: User) -> None:
    batch = uploaded(office, gas_workbook(-120))
    assert batch.staged["errors"] > 0
    assert batch.staged["findings"][0][2].startswith("gas.xlsx ")
    with pytest.raises(BadInputError) as caught:
        import_approve(batch=batch, by=verifier)
    assert caught.value.code in {"import.errors", "import.no_rows"}
    assert not OutboxRow.objects.exists()


def test_a_file_that_is_no_workbook_gives_a_finding(
    office: User, verifier: User
) -> None:
    batch = uploaded(office, b"no workbook at all")
    assert batch.status == "uploaded"
    assert [row[1] for row in batch.staged["findings"]] == ["intake.file"]
    with pytest.raises(BadInputError):
        import_approve(batch=batch, by=verifier)


def test_an_unknown_kind_is_refused(office: User) -> None:
    unit = office.organisation
    assert unit is not None
    with pytest.raises(NotFoundError):
        import_upload(
            by=office, organisation=unit, kind="moon", name="a.xlsx", content=b"x"
        )


def test_a_foreign_sheet_is_read_by_the_columns_that_a_person_names(
    office: User,
) -> None:
    content = foreign_workbook(["谁", "多少"], ["城镇居民", 85], ["乡村居民", 15])
    batch = uploaded(office, content)
    assert batch.status == "uploaded"
    mapping = ColumnMap(
        sheet="Sheet",
        head_row=1,
        columns=(
            ColumnUse(column=1, field="sector"),
            ColumnUse(column=2, field="supplied", unit="万m3"),
        ),
        constants=(("year", "2024"),),
    )
    batch = import_map(batch=batch, by=office, mapping=mapping)
    assert batch.status == "staged"
    assert batch.staged["rows"] == 2
    assert batch.staged["years"] == [2024]


def test_a_correction_supersedes_and_the_old_rows_stay(
    office: User, verifier: User, lake: Lake
) -> None:
    first = uploaded(office, gas_workbook(120, 110))
    import_approve(batch=first, by=verifier)
    outbox_deliver()
    second = uploaded(office, gas_workbook(120, 115), name="b.xlsx", corrects=first)
    assert (second.staged["same"], second.staged["changed"]) == (1, 1)
    assert second.staged["changes"][0][1:3] == ["1100000.000", "1150000.000"]
    import_approve(batch=second, by=verifier)
    outbox_deliver()
    rows = [r for r in lake.current("activity").to_pylist() if r["year"] == 2024]
    assert [r["quantity_e3"] for r in rows] == [1_200_000_000, 1_150_000_000]
    every = [r for r in lake.read("activity").to_pylist() if r["year"] == 2024]
    assert len(every) == 4


def test_an_officer_uploads_for_the_own_unit_only(
    worker: User, district: Organisation
) -> None:
    with pytest.raises(PermissionDenied):
        import_upload(
            by=worker,
            organisation=district,
            kind="gas",
            name="gas.xlsx",
            content=gas_workbook(120),
        )
    assert uploaded(worker, gas_workbook(120)).organisation == worker.organisation
