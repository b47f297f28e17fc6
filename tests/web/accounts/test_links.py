"""What somebody may not follow is not offered: links and forms of the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dafeng.web.accounts.models import ImportBatch
from dafeng.web.core.models import RoleCode
from tests.web.accounts.building import gas_workbook
from tests.web.plans.building import person

if TYPE_CHECKING:
    from django.test import Client

    from dafeng.web.accounts.models import AccountRun
    from dafeng.web.core.models import Organisation, User

ADMINISTRATORS = (
    RoleCode.SYSTEM_ADMIN,
    RoleCode.SECURITY_ADMIN,
    RoleCode.AUDIT_ADMIN,
)


@pytest.mark.parametrize("role", ADMINISTRATORS)
@pytest.mark.usefixtures("sealed")
def test_an_administrator_is_not_led_to_the_energy_balance(
    client: Client, district: Organisation, role: RoleCode
) -> None:
    client.force_login(person("admin", district, role))
    assert "/carbon/2023/balance/" not in client.get("/carbon/2023/").text
    assert client.get("/carbon/2023/balance/").status_code == 403


def test_a_reader_is_led_to_the_energy_balance(
    client: Client, reader: User, sealed: AccountRun
) -> None:
    client.force_login(reader)
    page = client.get(f"/carbon/{sealed.year}/").text
    assert f"/carbon/{sealed.year}/balance/" in page


@pytest.fixture
def batch(client: Client, office: User) -> ImportBatch:
    client.force_login(office)
    assert office.organisation is not None
    file = SimpleUploadedFile("gas.xlsx", gas_workbook(120))
    sent = {"kind": "gas", "organisation": office.organisation.pk, "workbook": file}
    client.post("/carbon/imports/new/", sent)
    return ImportBatch.objects.get()


@pytest.mark.parametrize("role", [RoleCode.ANALYST, RoleCode.AUDITOR])
def test_who_may_not_send_an_import_back_sees_no_form_for_it(
    client: Client, district: Organisation, batch: ImportBatch, role: RoleCode
) -> None:
    client.force_login(person("other", district, role))
    assert client.get(f"/carbon/imports/{batch.pk}/").status_code == 200
    assert client.get(f"/carbon/imports/{batch.pk}/reject/").status_code == 403


def test_an_import_that_was_decided_has_no_form_to_send_it_back(
    client: Client, verifier: User, batch: ImportBatch
) -> None:
    client.force_login(verifier)
    at = f"/carbon/imports/{batch.pk}/reject/"
    assert "退回导入" in client.get(at).text
    client.post(at, {"reason": "单位有误"})
    answer = client.get(at, follow=True)
    assert answer.redirect_chain == [(f"/carbon/imports/{batch.pk}/", 302)]
    assert "这次导入已经有了结论" in answer.text
