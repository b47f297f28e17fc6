"""A large chain is written by a worker, for the person who asked."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from dafeng.web.assessment.models import AssessmentRun, OrderState, ProofOrder
from dafeng.web.assessment.services import proof_orders
from dafeng.web.assessment.services.proof_orders import (
    proof_file,
    proof_order,
    proof_orders_work,
)
from dafeng.web.core.models import AuditRow, Membership
from dafeng.web.core.rights import forget_roles
from dafeng.web.notices.models import Notice
from tests.web.assessment.test_proving import (
    auditor,
    exported,
    lake,
    report,
    sealed,
    target_page,
)

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from dafeng.web.core.models import User

__all__ = ["auditor", "lake", "report", "sealed"]
"""Fixtures of the chains that are sent at once."""


def asked(client: Client, who: User, run: AssessmentRun) -> ProofOrder:
    client.force_login(who)
    answer = client.post(f"{target_page(run)}proof.zip")
    order = ProofOrder.objects.get(asked_by=who, state=OrderState.WAITING)
    assert answer.headers["Location"] == order.get_absolute_url()
    return order


def test_a_large_chain_is_written_once_and_fetched_by_who_asked(
    client: Client,
    sealed: AssessmentRun,  # noqa: F811 - the fixture
    auditor: User,  # noqa: F811
    office: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at_once = exported(client, auditor, target_page(sealed))
    monkeypatch.setattr(proof_orders, "LARGE", 0)
    order = asked(client, auditor, sealed)
    assert asked(client, auditor, sealed) == order
    page = client.get(order.get_absolute_url()).content.decode()
    assert "正在后台打包" in page
    assert 'hx-trigger="every 2s"' in page
    address = f"/assessment/proofs/{order.pk}.zip"
    assert client.get(address).status_code == 404
    assert proof_orders_work() == 1
    assert proof_orders_work() == 0
    order.refresh_from_db()
    assert (order.state, order.done) == (OrderState.DONE, order.total)
    assert order.total > 10
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == at_once  # type: ignore[attr-defined]
    assert "保留 7 天" in client.get(order.get_absolute_url()).content.decode()
    assert Notice.objects.get(recipient=auditor).address == order.get_absolute_url()
    assert AuditRow.objects.filter(action="assessment.proof.export").count() == 2
    client.force_login(office)
    assert client.get(address).status_code == 404
    assert client.get(order.get_absolute_url()).status_code == 404
    ProofOrder.objects.filter(pk=order.pk).update(
        ended_at=timezone.now() - timedelta(days=8)
    )
    path = proof_file(order)
    proof_orders_work()
    assert path is not None
    assert not path.exists()
    client.force_login(auditor)
    assert client.get(address).status_code == 404
    assert "已过保留期" in client.get(order.get_absolute_url()).content.decode()


def test_who_lost_the_right_meanwhile_gets_nothing_but_the_reason(
    client: Client,
    sealed: AssessmentRun,  # noqa: F811
    auditor: User,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(proof_orders, "LARGE", 0)
    order = asked(client, auditor, sealed)
    Membership.objects.filter(user=auditor).update(revoked=True)
    forget_roles(auditor)
    assert proof_orders_work() == 1
    order.refresh_from_db()
    assert (order.state, order.file) == (OrderState.FAILED, "")
    assert order.trouble
    assert proof_file(order) is None


def test_who_lost_the_right_after_it_was_written_cannot_fetch_it(
    client: Client,
    sealed: AssessmentRun,  # noqa: F811
    auditor: User,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(proof_orders, "LARGE", 0)
    figure = asked(client, auditor, sealed)
    score = proof_order(subject=sealed.scores.get(unit="区发改委"), by=auditor)
    assert proof_orders_work() == 2
    addresses = [f"/assessment/proofs/{order.pk}.zip" for order in (figure, score)]
    answers = [client.get(one) for one in addresses]
    assert all(b"".join(one.streaming_content) for one in answers)  # type: ignore[attr-defined]
    Membership.objects.filter(user=auditor).update(revoked=True)
    forget_roles(auditor)
    assert [client.get(one).status_code for one in addresses] == [403, 403]


def test_a_seal_that_is_gone_is_told_on_the_page(
    client: Client,
    sealed: AssessmentRun,  # noqa: F811
    auditor: User,  # noqa: F811
) -> None:
    score = sealed.scores.get(unit="区发改委")
    order = proof_order(subject=score, by=auditor)
    AssessmentRun.objects.filter(pk=sealed.pk).update(seal="f" * 64)
    proof_orders_work()
    client.force_login(auditor)
    page = client.get(order.get_absolute_url()).content.decode()
    assert "没有写出证据链：找不到这次封存的文件。" in page


def test_what_is_no_longer_in_the_result_is_told(
    sealed: AssessmentRun,  # noqa: F811
    auditor: User,  # noqa: F811
) -> None:
    order = proof_order(subject=sealed.scores.get(unit="区发改委"), by=auditor)
    sealed.scores.filter(unit="区发改委").delete()
    proof_orders_work()
    order.refresh_from_db()
    assert "没有“区发改委”" in order.trouble


@pytest.mark.database
def test_a_chain_that_cannot_be_written_ends_its_order_with_the_reason(
    client: Client,
    sealed: AssessmentRun,  # noqa: F811
    auditor: User,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    settings: SettingsWrapper,
) -> None:
    monkeypatch.setattr(proof_orders, "LARGE", 0)
    order = asked(client, auditor, sealed)
    in_the_way = Path(settings.MEDIA_ROOT) / proof_orders.FOLDER
    in_the_way.parent.mkdir(parents=True, exist_ok=True)
    in_the_way.write_text("", encoding="utf-8")
    assert proof_orders_work() == 1
    order.refresh_from_db()
    assert order.state == OrderState.FAILED
    assert order.trouble == "写出证据链时出错：FileExistsError"


def test_the_database_keeps_one_waiting_order_of_a_kind(
    sealed: AssessmentRun,  # noqa: F811
    auditor: User,  # noqa: F811
) -> None:
    order = proof_order(subject=sealed.scores.get(unit="区发改委"), by=auditor)
    for change in ({"state": "nothing"}, {"kind": "other"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProofOrder.objects.filter(pk=order.pk).update(**change)
    order.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        order.save()
