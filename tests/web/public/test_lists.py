"""The disclosure list of a year: signed by two, read by everybody, withdrawn."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises import check_list
from dafeng.web.core.models import AuditRow
from dafeng.web.enterprises.models import Enterprise
from dafeng.web.enterprises.services.classing import ClassFacts, class_add
from dafeng.web.enterprises.services.publishing import claim_add
from dafeng.web.enterprises.services.registering import (
    EnterpriseFacts,
    enterprise_register,
    register_open,
)
from dafeng.web.public.models import DisclosureList
from dafeng.web.public.services.lists import (
    list_check,
    list_draft,
    list_drop,
    list_issue,
    list_return,
    list_withdraw,
)
from tests.web.layers import layer

if TYPE_CHECKING:
    from dafeng.web.core.models import Organisation, User
    from dafeng.web.public.models import Release

    Browser = Callable[..., Client]

FOR_EVERYBODY = reverse("public:disclosure")
INSIDE = reverse("public:lists")


@layer
def firm(district: Organisation) -> str:
    """A works that had to report, and did not; its telephone is nobody's business."""
    register = register_open(organisation=district, by=None)
    facts = EnterpriseFacts(
        name_zh="丙厂", name_en="Third Works", contact="张三", phone="13900000000"
    )
    row = enterprise_register(register=register, by=None, facts=facts)
    since = date(timezone.localdate().year - 2, 1, 1)
    on_list = ClassFacts(kind="key-discharger", since=since, listed_in="名录")
    class_add(enterprise=row, by=None, facts=on_list)
    return row.name_zh


@pytest.fixture
def draft(firm: str, district: Organisation) -> DisclosureList:  # noqa: ARG001
    today = timezone.localdate()
    return list_draft(organisation=district, year=today.year - 1, on=today, by=None)


@pytest.fixture
def issued(draft: DisclosureList, office: User, leader: User) -> DisclosureList:
    list_check(row=draft, by=office)
    return list_issue(row=draft, by=leader)


def test_nobody_outside_sees_a_list_before_its_second_signature(
    draft: DisclosureList, office: User, browser: Browser
) -> None:
    list_check(row=draft, by=office)
    page = browser().get(FOR_EVERYBODY)
    assert page.status_code == 200
    assert "还没有发布过企业披露名单" in page.content.decode()
    file = reverse("public:disclosure-file", args=[draft.edition, "package.zip"])
    assert browser().get(file).status_code == 404


def test_everybody_reads_an_issued_list_and_checks_its_signature(
    issued: DisclosureList, firm: str, browser: Browser
) -> None:
    page = browser().get(FOR_EVERYBODY).content.decode()
    assert firm in page
    assert "13900000000" not in page
    english = Client(headers={"accept-language": "en"}).get(FOR_EVERYBODY)
    assert "Third Works" in english.content.decode()
    assert firm not in english.content.decode()
    file = reverse("public:disclosure-file", args=[issued.edition, "package.zip"])
    answer = browser().get(file)
    assert b"13900000000" not in answer.content
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    assert check_list(files) == ()
    table = reverse("public:disclosure-file", args=[issued.edition, "disclosure.csv"])
    assert browser().get(table).content == files["disclosure.csv"]
    etag = {"if-none-match": answer["ETag"]}
    assert browser().get(file, headers=etag).status_code == 304


def test_the_page_names_its_own_edition_and_not_that_of_the_figures(
    issued: DisclosureList,
    release: Release,
    browser: Browser,
) -> None:
    page = browser().get(FOR_EVERYBODY).content.decode()
    assert f"<code>{issued.edition}</code>" in page
    assert f"第 {release.version} 版" not in page
    figures = browser().get(reverse("public:state")).content.decode()
    assert f"第 {release.version} 版" in figures


def test_the_page_is_drawn_anew_when_a_list_is_withdrawn_and_says_why(
    issued: DisclosureList, leader: User, browser: Browser
) -> None:
    before = browser().get(FOR_EVERYBODY).content.decode()
    assert reverse("public:disclosure-file", args=[issued.edition, "package.zip"]) in (
        before
    )
    list_withdraw(row=issued, by=leader, reason="漏登一家企业。")
    after = browser().get(FOR_EVERYBODY).content.decode()
    assert "漏登一家企业。" in after
    file = reverse("public:disclosure-file", args=[issued.edition, "package.zip"])
    assert file not in after
    assert browser().get(file).status_code == 404


def test_one_person_cannot_sign_twice(draft: DisclosureList, office: User) -> None:
    list_check(row=draft, by=office)
    with pytest.raises(PermissionDenied):
        list_issue(row=draft, by=office)


def test_an_unchecked_list_is_not_issued(draft: DisclosureList, leader: User) -> None:
    with pytest.raises(BadInputError) as refused:
        list_issue(row=draft, by=leader)
    assert refused.value.code == "signature.unchecked"


def test_a_list_that_was_sent_back_waits_for_its_first_signature_again(
    draft: DisclosureList, office: User, leader: User
) -> None:
    list_check(row=draft, by=office)
    back = list_return(row=draft, by=leader, reason="截至日期不对。")
    assert (back.state, back.checked_by) == ("draft", None)
    with pytest.raises(BadInputError, match="not checked"):
        list_return(row=draft, by=leader, reason="再退一次。")


def test_of_two_who_act_on_one_page_the_second_is_refused(
    draft: DisclosureList, office: User
) -> None:
    list_drop(row=draft, by=office, reason="重拟。", revision=draft.revision)
    with pytest.raises(BadInputError) as refused:
        list_check(row=draft, by=office, revision=draft.revision)
    assert refused.value.code == "public.stale"


def test_the_same_rows_are_not_released_twice(
    issued: DisclosureList, district: Organisation
) -> None:
    with pytest.raises(ValidationError, match="同样内容"):
        list_draft(organisation=district, year=issued.year, on=issued.as_of, by=None)


def test_a_list_that_says_what_is_no_longer_so_is_not_signed(
    firm: str, draft: DisclosureList, office: User, leader: User
) -> None:
    works, today = Enterprise.objects.get(name_zh=firm), timezone.localdate()
    list_check(row=draft, by=office)
    early = today - timedelta(days=30)
    facts = {"enterprise": works, "by": None, "field": "verified_value"}
    for since in (today, early):
        claim = claim_add(**facts, basis="商业秘密", since=since)  # type: ignore[arg-type]
        with pytest.raises(BadInputError) as refused:
            list_issue(row=draft, by=leader)
        assert refused.value.code == "list.stale"
        claim.delete()
    assert DisclosureList.objects.get().state == "checked"
    claim_add(**facts, basis="商业秘密", since=today)  # type: ignore[arg-type]
    list_drop(row=draft, by=office, reason="重拟。")
    again = list_draft(
        organisation=draft.organisation, year=draft.year, on=today, by=None
    )
    list_check(row=again, by=office)
    assert list_issue(row=again, by=leader).state == "issued"


def test_a_year_without_duties_has_no_list(district: Organisation) -> None:
    with pytest.raises(BadInputError) as refused:
        list_draft(organisation=district, year=2023, on=timezone.localdate(), by=None)
    assert refused.value.code == "list.empty"


def test_the_office_drafts_and_the_leader_issues_on_the_pages(
    firm: str,  # noqa: ARG001 - somebody owes something
    office: User,
    leader: User,
    browser: Browser,
) -> None:
    year = timezone.localdate().year - 1
    made = browser(office).post(INSIDE, {"year": year})
    row = DisclosureList.objects.get()
    assert made["Location"] == row.get_absolute_url()
    assert "丙厂" in browser(office).get(row.get_absolute_url()).content.decode()
    check = reverse("public:list-act", args=[row.pk, "check"])
    issue = reverse("public:list-act", args=[row.pk, "issue"])
    assert browser(office).post(issue, {"version": 1}).status_code == 403
    browser(office).post(check, {"version": 1})
    browser(leader).post(issue, {"version": 2})
    row.refresh_from_db()
    assert row.state == "issued"
    actions = AuditRow.objects.filter(action__startswith="public.list.")
    assert [one.action.rpartition(".")[2] for one in actions.order_by("pk")] == [
        "draft",
        "check",
        "issue",
    ]


def test_a_list_is_withdrawn_on_its_page_by_who_issues_with_a_reason(
    issued: DisclosureList, office: User, leader: User, browser: Browser
) -> None:
    address = reverse("public:list-reason", args=[issued.pk, "withdraw"])
    facts = {"reason": "重拟。", "version": issued.revision}
    assert browser(office).post(address, facts).status_code == 403
    assert "重拟" not in browser().get(FOR_EVERYBODY).content.decode()
    empty = browser(leader).post(address, facts | {"reason": ""})
    assert empty.status_code == 200
    browser(leader).post(address, facts)
    issued.refresh_from_db()
    assert issued.state == "withdrawn"


def test_another_district_does_not_see_the_lists(
    draft: DisclosureList, stranger: User, browser: Browser
) -> None:
    assert browser(stranger).get(draft.get_absolute_url()).status_code == 404
