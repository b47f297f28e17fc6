"""The audit's page: narrowed, filtered, paged, exported, verified."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from dafeng.web.core import audit, services
from dafeng.web.core.audit_files import from_json
from dafeng.web.core.models import AuditRow, RoleCode, User
from dafeng.web.core.permissions import RightMissingError
from dafeng.web.core.services.auditing import audit_verify
from tests.web.core.conftest import person
from tests.web.core.signing import knock, text
from tests.web.core.test_audit import attack, lift_the_triggers
from tests.web.layers import layer

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from tests.web.core.conftest import District

    Browser = Callable[[User | None], Client]


@layer
def keeper(district: District) -> User:
    return person("keeper", district.root, RoleCode.AUDIT_ADMIN)


def whole(response: HttpResponse) -> str:
    return b"".join(response.streaming_content).decode("utf-8-sig")


def test_an_auditor_of_a_unit_sees_the_acts_of_that_unit_only(
    district: District,
    reader: User,
    stranger: User,
    auditor: User,
    browser: Browser,
) -> None:
    local = person("local", district.energy, RoleCode.AUDITOR)
    services.language_set(by=reader, language="zh-hans")
    audit.record(by=reader, action="test.ours", target=reader)
    audit.record(by=stranger, action="test.theirs", target=stranger)
    knock(browser(None), "nobody")  # refused: belongs to no unit
    page = text(browser(local).get("/audit/"))
    assert "test.ours" in page
    assert "test.theirs" not in page
    assert "session.refuse" not in page
    assert "只列出您管辖单位的记录" in page
    table = whole(browser(local).get("/audit.csv"))
    assert "test.ours" in table
    assert "test.theirs" not in table
    lines = whole(browser(local).get("/audit.jsonl"))
    assert "test.theirs" not in lines
    everything = text(browser(auditor).get("/audit/"))
    assert "test.theirs" in everything
    assert "session.refuse" in everything
    assert "只列出" not in everything


def test_the_page_is_filtered_and_paged_in_the_address(
    keeper: User, browser: Browser
) -> None:
    for number in range(60):
        audit.record(by=keeper, action=f"test.{number % 2}", target=keeper)
    client = browser(keeper)
    first = text(client.get("/audit/?action=test.1"))
    assert "共 30 条记录" in first
    assert 'href="?page=2' not in first
    both = text(client.get("/audit/?actor=keeper&since=2020-01-01"))
    assert "page=2" in both
    assert "共 60 条记录" in both
    assert "没有符合条件的记录" in text(client.get("/audit/?target=nowhere"))
    assert "共 30 条记录" in text(client.get("/audit/?action=test.0&since=soon"))


def test_the_number_of_queries_does_not_grow(
    keeper: User,
    browser: Browser,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(30):
        audit.record(by=keeper, action="test.act", target=keeper)
    client = browser(keeper)
    with django_assert_max_num_queries(9):
        client.get("/audit/")


def test_what_was_before_and_after_is_said_in_words(
    district: District, keeper: User, browser: Browser
) -> None:
    services.organisation_rename(
        by=None, organisation=district.energy, name_zh="能源办", name_en="x"
    )
    page = text(browser(keeper).get("/audit/?action=organisation.rename"))
    assert "改前" in page
    assert "改后" in page


def test_the_rows_leave_as_a_table_and_whole_and_that_is_an_act(
    keeper: User, browser: Browser
) -> None:
    audit.record(by=keeper, action="test.act", target=keeper, data={"n": 1})
    client = browser(keeper)
    table = list(csv.DictReader(io.StringIO(whole(client.get("/audit.csv")))))
    assert table[0]["动作"] == "test.act"
    assert table[0]["算法"] == "sha256"
    row = AuditRow.objects.first()
    assert (row.action, row.actor) == ("audit.export", keeper)
    assert row.data["format"] == "csv"
    lines = whole(client.get("/audit.jsonl?action=test.act")).splitlines()
    kept = from_json(json.loads(lines[0]))
    assert audit.seal(kept) == kept.hash


def test_the_button_compares_every_seal_and_says_what_it_found(
    keeper: User, browser: Browser
) -> None:
    client = browser(keeper)
    assert "查验" in text(client.get("/audit/"))
    good = text(client.post("/audit/verify/"))
    assert "没有改动" in good
    assert AuditRow.objects.first().action == "audit.verify"
    assert AuditRow.objects.first().data["head"] in good
    lift_the_triggers()
    attack("UPDATE core_auditrow SET actor_label = 'x' WHERE number = 2")
    assert "从第 2 条起对不上" in text(client.post("/audit/verify/"))


def test_only_the_keepers_of_the_audit_verify_it(
    office: User, reader: User, browser: Browser
) -> None:
    for user in (office, reader):
        assert browser(user).post("/audit/verify/").status_code == 403
        with pytest.raises(RightMissingError):
            audit_verify(by=user)
    assert browser(None).post("/audit/verify/").status_code == 302
