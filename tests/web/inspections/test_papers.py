"""Papers of an inspection: who signs them, who gets them, the bytes that stay."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from dafeng.base.errors import BadInputError
from dafeng.inspections import NoticeForm
from dafeng.web.core.models import Organisation, RoleCode
from dafeng.web.inspections.models import PartKind
from dafeng.web.inspections.services.cases import CaseFacts, PartAsked, case_open
from dafeng.web.inspections.services.notices import (
    notice_check,
    notice_draft,
    notice_issue,
)
from dafeng.web.inspections.wording import error_words
from tests.web.inspections.conftest import FACTS, sent_to
from tests.web.inspections.sending import signed_on_page
from tests.web.plans.building import person

if TYPE_CHECKING:
    from django.test import Client

    from dafeng.web.core.models import User
    from dafeng.web.inspections.models import Inspection, InspectionFinding
    from tests.web.inspections.conftest import People


@pytest.mark.usefixtures("numbered")
def test_nobody_signs_a_notice_that_others_signed_meanwhile(
    client: Client, signed: Inspection, people: People
) -> None:
    by = sent_to(signed)[0]
    notice = notice_draft(inspection=signed, by=by, form=NoticeForm.ORDER)
    at = f"{signed.get_absolute_url()}notices/{notice.pk}/"
    client.force_login(people.head)
    assert "check/?version=1" in client.get(signed.get_absolute_url()).text
    assert "没有带页面版本" in client.post(f"{at}check/", {}).text
    signed_on_page(client, people.head, f"{at}check/")
    client.force_login(people.office)
    page = client.post(f"{at}issue/", {"version": 1}).text
    assert "他人改了或办理过" in page
    notice.refresh_from_db()
    assert notice.issued_by is None
    signed_on_page(client, people.office, f"{at}issue/")


@pytest.mark.usefixtures("numbered")
def test_record_and_notice_are_documents_of_those_who_may_read_them(
    client: Client, signed: Inspection, people: People
) -> None:
    by = sent_to(signed)[0]
    boss = person("boss", signed.subject, RoleCode.ENTERPRISE_MANAGER)
    notice = notice_draft(inspection=signed, by=by, form=NoticeForm.ORDER)
    at = signed.get_absolute_url()
    paper, record = f"{at}notice-{notice.pk}", f"{at}record.docx"
    draft = words_of(sent(client, by, f"{paper}.docx"))
    assert "限期整改通知书" in draft
    assert "草稿" in draft
    assert status(client, boss, f"{paper}.docx") == 404
    notice_check(notice=notice, by=people.head)
    issued = notice_issue(notice=notice, by=people.office)
    assert issued.letter is not None
    first = sent(client, boss, f"{paper}.docx")
    text = words_of(first)
    assert issued.letter.number in text
    assert "草稿" not in text
    assert FACTS.fact.rstrip("。") in text
    assert first == sent(client, people.office, f"{paper}.docx")
    assert hashlib.sha256(first).hexdigest() == issued.docx_sha256
    assert issued.letter.file_sha256 == issued.docx_sha256
    assert sent(client, boss, f"{paper}.pdf").startswith(b"%PDF")
    seen = sent(client, by, record)
    assert seen == sent(client, boss, record)
    for one in signed.signatures.select_related("user"):
        assert one.user.display_name in words_of(seen)
    assert status(client, people.stranger, record) == 404
    assert status(client, by, f"{at}record.txt") == 404


def sent(client: Client, user: User, path: str) -> bytes:
    client.force_login(user)
    answer = client.get(path)
    assert answer.status_code == 200
    return bytes(answer.content)


def status(client: Client, user: User, path: str) -> int:
    client.force_login(user)
    return int(client.get(path).status_code)


def words_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [name for name in package.namelist() if name.endswith(".xml")]
        texts = [package.read(name).decode() for name in parts]
    return "".join(re.sub(r"<[^>]+>", "", text) for text in texts)


def test_a_case_is_about_the_unit_of_its_finding(
    district: Organisation, finding: InspectionFinding, people: People
) -> None:
    units = {unit.code: unit for unit in Organisation.objects.all()}
    other = units["scj"]
    facts = CaseFacts(subject=other, title="案", summary="情", finding=finding)
    with pytest.raises(BadInputError) as caught:
        case_open(
            organisation=district,
            by=people.office,
            facts=facts,
            parts=[PartAsked(office=other, kind=PartKind.CREDIT)],
        )
    assert caught.value.code == "case.subject"
    assert str(other) in error_words(caught.value)
