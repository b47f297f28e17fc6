"""A person vouches for an unverified factor; the lake learns it once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.factors import UnknownFactorError
from dafeng.web.accounts.lakes import house_lake
from dafeng.web.accounts.models import FactorSignature, OutboxRow
from dafeng.web.accounts.services.outbox import outbox_deliver
from dafeng.web.accounts.services.running import RunOptions, account_make
from dafeng.web.accounts.services.signing import factor_sign, factor_withdraw
from dafeng.web.core.models import AuditRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from dafeng.lake import Lake
    from dafeng.web.core.models import Organisation, User

    Callbacks = Callable[..., AbstractContextManager[list[Callable[[], object]]]]

OPEN = "CN_EAF_ELECTRODE.ef_input@ENT24-STEEL"
VERIFIED = "NATURAL_GAS.ncv@ENT24-A"


def test_a_signature_reaches_the_lake_and_the_next_official_account(
    district: Organisation,
    lake: Lake,
    office: User,
    django_capture_on_commit_callbacks: Callbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        factor_sign(factor_id=OPEN, by=office, reason="与标准附录 B 一致")
    rows = lake.current("signatures").to_pylist()
    assert [(row["factor_id"], row["withdrawn"]) for row in rows] == [(OPEN, False)]
    assert rows[0]["person"] == "office(示范区人民政府)"
    official = RunOptions(official=True)
    run = account_make(by=None, organisation=district, year=2023, options=official)
    assert run.findings.count() == 0
    assert run.lines.filter(flow="process.electrode").exists()


def test_a_withdrawn_signature_holds_no_longer(
    district: Organisation,
    lake: Lake,
    office: User,
    django_capture_on_commit_callbacks: Callbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        signature = factor_sign(factor_id=OPEN, by=office, reason="一致")
        factor_withdraw(signature=signature, by=office, reason="看错了页")
    assert [r["withdrawn"] for r in lake.current("signatures").to_pylist()] == [True]
    official = RunOptions(official=True)
    run = account_make(by=None, organisation=district, year=2023, options=official)
    assert run.findings.get().code == "account.unverified"
    actions = set(AuditRow.objects.values_list("action", flat=True))
    assert actions >= {"accounts.factor.sign", "accounts.factor.withdraw"}


def test_one_signature_at_a_time(office: User) -> None:
    factor_sign(factor_id=OPEN, by=office, reason="一致")
    with pytest.raises(ValidationError):
        factor_sign(factor_id=OPEN, by=office, reason="再签一次")


def test_a_withdrawn_row_can_be_signed_again(office: User) -> None:
    first = factor_sign(factor_id=OPEN, by=office, reason="一致")
    factor_withdraw(signature=first, by=office, reason="看错了页")
    factor_sign(factor_id=OPEN, by=office, reason="这次对了")
    assert FactorSignature.objects.filter(withdrawn_on=None).count() == 1
    with pytest.raises(BadInputError):
        factor_withdraw(signature=first, by=office, reason="又一次")


def test_a_verified_row_needs_no_signature(office: User) -> None:
    with pytest.raises(BadInputError) as caught:
        factor_sign(factor_id=VERIFIED, by=office, reason="多此一举")
    assert caught.value.code == "factor.verified"


def test_a_row_that_is_not_there_cannot_be_signed(office: User) -> None:
    with pytest.raises(UnknownFactorError):
        factor_sign(factor_id="NOTHING.at@ALL", by=office, reason="无")


def test_a_reader_signs_nothing(reader: User) -> None:
    with pytest.raises(PermissionDenied):
        factor_sign(factor_id=OPEN, by=reader, reason="想签")
    assert not OutboxRow.objects.exists()


# The way into the lake ----------------------------------------------------------------


def test_a_promise_delivered_twice_is_stored_once(office: User) -> None:
    factor_sign(factor_id=OPEN, by=office, reason="一致")
    assert outbox_deliver() == 1
    row = OutboxRow.objects.get()
    OutboxRow.objects.update(done_at=None)  # the acknowledgement was lost
    assert outbox_deliver() == 1
    assert house_lake().read("signatures").num_rows == 1
    assert OutboxRow.objects.get().version == row.version


def test_what_cannot_be_delivered_waits_with_its_trouble(
    office: User, settings: object, tmp_path: object
) -> None:
    blocked = tmp_path / "blocked"  # type: ignore[operator]
    blocked.write_text("a file where the lake should be")
    settings.LAKE_ROOT = blocked  # type: ignore[attr-defined]
    factor_sign(factor_id=OPEN, by=office, reason="一致")
    assert outbox_deliver() == 0
    row = OutboxRow.objects.get()
    assert row.done_at is None
    assert row.attempts == 1
    assert row.trouble
    with pytest.raises(CommandError):
        call_command("account_outbox")
    settings.LAKE_ROOT = tmp_path / "lake"  # type: ignore[attr-defined, operator]
    call_command("account_outbox")
    row.refresh_from_db()
    assert row.done_at is not None
    assert row.done_at <= timezone.now()
