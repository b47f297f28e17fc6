"""Pages before a year is sealed: a draft, a house without accounts, a first year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dafeng.web.accounts.services.running import account_make
from dafeng.web.accounts.services.sealing import run_seal
from tests.web.accounts.test_pages import PUBLIC, page

if TYPE_CHECKING:
    from django.test import Client

    from dafeng.lake import Lake
    from dafeng.web.accounts.models import AccountRun
    from dafeng.web.core.models import Organisation, User


def test_a_draft_does_not_exist_for_the_public(
    client: Client, draft: AccountRun
) -> None:
    for path in PUBLIC:
        address = f"/carbon/{draft.year}/{path}"
        assert client.get(address).status_code == 404, address


def test_a_draft_does_not_exist_for_another_district(
    client: Client, draft: AccountRun, stranger: User
) -> None:
    client.force_login(stranger)
    assert client.get(f"/carbon/{draft.year}/").status_code == 404


def test_a_person_of_the_district_sees_the_draft(
    client: Client, draft: AccountRun, reader: User
) -> None:
    client.force_login(reader)
    assert "草稿" in page(client, f"{draft.year}/")


@pytest.mark.usefixtures("district")
def test_an_empty_house_says_how_to_begin(client: Client, office: User) -> None:
    assert "还没有碳账" in page(client, "")
    client.force_login(office)
    assert "导入数据" in page(client, "")
    assert "没有可以核算的年份" in page(client, "make/")
    assert "还没有封存过" in page(client, "seals/")
    assert "还没有上传过文件" in page(client, "imports/")


def test_a_year_without_the_year_before_is_unknown(
    client: Client,
    district: Organisation,
    lake: Lake,  # noqa: ARG001
) -> None:
    run_seal(run=account_make(by=None, organisation=district, year=2021), by=None)
    text = page(client, "2021/")
    assert "变化未知" in text
    assert "变化的来源未知" in page(client, "2021/changes/")
