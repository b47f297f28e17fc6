"""Pages of enterprises: what they say, who sees what, what they send back."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dafeng.enterprises import check_list, package_files_of, public_key_of
from dafeng.web.enterprises.models import (
    DisclosureRegister,
    Enterprise,
    Occasion,
    Publication,
    SecrecyClaim,
    VerifiedValue,
)
from dafeng.web.enterprises.services.publishing import claim_add, publication_enter
from dafeng.web.enterprises.signing import signing_seed
from tests.web.enterprises.conftest import PERIOD, TODAY, USCC, YEAR
from tests.web.enterprises.test_list import GOOD, table

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from dafeng.web.core.models import Organisation, User
    from dafeng.web.enterprises.services.publishing import PublicationFacts
    from tests.web.enterprises.conftest import People

DUTY = f"env-report|{PERIOD}"


def page(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200, address
    return str(response.content.decode())


def at(name: str, row: Any = None) -> str:
    return reverse(f"enterprises:{name}", args=[] if row is None else [row.pk])


def sent(client: Client, user: User, address: str, **data: Any) -> Any:
    client.force_login(user)
    return client.post(address, data)


@pytest.fixture
def late_day(monkeypatch: pytest.MonkeyPatch) -> date:
    """The pages are looked at in June, when the report is over its day."""
    day = date(YEAR, 6, 1)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_a, **_k: day)
    return day


@pytest.mark.usefixtures("late_day", "second")
def test_the_list_of_a_year_says_first_who_owes_and_who_is_missing(
    client: Client, works: Enterprise, people: People, facts: PublicationFacts
) -> None:
    told = attrs.evolve(facts, published_on=date(YEAR, 3, 1))
    publication_enter(enterprise=works, by=None, facts=told)
    text = page(client, people.office, at("disclosure"))
    assert f"{YEAR} 年 2 家应披露，1 家已披露，1 家逾期未披露。" in text
    (missing,) = text.split("逾期未披露名单")[1].split("披露义务</h2>")[:1]
    assert "乙厂" in missing
    assert "甲厂" not in missing
    narrowed = page(client, people.office, at("disclosure") + "?state=in-time")
    assert "甲厂" in narrowed.split("披露义务</h2>")[1]
    assert "乙厂" not in narrowed.split("披露义务</h2>")[1]


@pytest.mark.usefixtures("late_day", "works")
def test_the_register_shows_lights_and_is_narrowed_by_the_address(
    client: Client, second: Enterprise, people: People
) -> None:
    second.industry = "26"
    second.save()
    text = page(client, people.office, at("enterprises"))
    assert "2 家企业，逾期未披露 2 家" in text
    for asked, shown in (
        ("branch=26", {"乙厂"}),
        ("q=甲", {"甲厂"}),
        ("state=none", set()),
        ("kind=listed", set()),
        ("town=town&state=missing", {"甲厂", "乙厂"}),
        ("state=differs", set()),
        ("kind=nothing", {"甲厂", "乙厂"}),
    ):
        body = page(client, people.office, f"{at('enterprises')}?{asked}")
        found = {name for name in ("甲厂", "乙厂") if f">{name}<" in body}
        assert found == shown, asked


def test_personal_data_are_shown_to_who_may_enter_alone(
    client: Client, works: Enterprise, people: People
) -> None:
    for user in (people.office, people.keeper, people.manager):
        assert "张三" in page(client, user, works.get_absolute_url())
    for user in (people.town, people.reader, people.verifier):
        assert "张三" not in page(client, user, works.get_absolute_url())


def test_another_enterprise_and_another_district_are_not_there(
    client: Client, works: Enterprise, people: People
) -> None:
    for user in (people.other, people.stranger):
        client.force_login(user)
        for name in ("enterprise", "publication-new", "class-new", "verified-new"):
            assert client.get(at(name, works)).status_code == 404, name
        assert "甲厂" not in page(client, user, at("disclosure"))


def test_who_may_only_read_is_refused_at_every_form(
    client: Client, works: Enterprise, people: People
) -> None:
    client.force_login(people.reader)
    of_firm = ("enterprise-edit", "class-new", "occasion-new", "publication-new")
    for name in (*of_firm, "verified-new", "claim-new"):
        assert client.get(at(name, works)).status_code == 403, name
    for name in ("enterprise-new", "keeper", "list-upload", "list-template"):
        assert client.get(at(name)).status_code == 403, name
    assert client.get(at("class-end", works.classes.get())).status_code == 403
    assert client.get(at("disclosure-package")).status_code == 403


def test_a_manager_enters_a_publication_with_its_file_and_corrects_it(
    client: Client, works: Enterprise, people: People
) -> None:
    address = at("publication-new", works)
    assert "期限" in page(client, people.manager, f"{address}?duty={DUTY}")
    empty = sent(client, people.manager, address, duty=DUTY, published_on=TODAY)
    assert "请填写公布网址，或上传公布的文件。" in empty.content.decode()
    file = SimpleUploadedFile("a.csv", b"\xef\xbb\xbfa,b\n1,2\n")
    done = sent(
        client,
        people.manager,
        address,
        duty=DUTY,
        published_on=TODAY,
        value="1000",
        unit="tCO2",
        paper=file,
    )
    assert done.status_code == 302
    row = Publication.objects.get()
    assert (row.value, row.entered_by, bool(row.file_sha256)) == (
        1000,
        people.manager,
        True,
    )
    assert client.get(at("publication-file", row)).status_code == 200
    correct = at("publication-correct", row)
    assert 'value="1000"' in page(client, people.manager, correct)
    done = sent(
        client,
        people.manager,
        correct,
        duty=DUTY,
        published_on=TODAY,
        value="10000",
        unit="tCO2",
        reason="少写一个零",
    )
    assert done.status_code == 302
    text = page(client, people.office, works.get_absolute_url())
    assert "少写一个零" in text
    assert "更正信息公布" in text
    assert "10,000 tCO₂" in text


def test_the_keeper_enters_classes_occasions_values_claims_and_ends_them(
    client: Client, works: Enterprise, people: People
) -> None:
    user, day = people.keeper, TODAY.isoformat()
    forms: dict[str, dict[str, Any]] = {
        "class-new": {"kind": "bond-issuer", "since": day, "listed_in": "名单"},
        "occasion-new": {"on": day, "what": "行政处罚决定书"},
        "verified-new": {
            "duty": DUTY,
            "value": "10",
            "unit": "tCO2",
            "document": "结论",
            "verified_on": day,
        },
        "claim-new": {"field": "note", "basis": "第六条", "since": day},
    }
    for name, data in forms.items():
        assert page(client, user, at(name, works))
        assert sent(client, user, at(name, works)).status_code == 200, name
        assert sent(client, user, at(name, works), **data).status_code == 302, name
    end = {"until": day, "reason": "终止"}
    claim, kind = SecrecyClaim.objects.get(), works.classes.get(kind="bond-issuer")
    assert sent(client, user, at("claim-end", claim), **end).status_code == 302
    assert sent(client, user, at("class-end", kind), **end).status_code == 302
    assert Occasion.objects.get().what == "行政处罚决定书"
    value = VerifiedValue.objects.get()
    assert client.get(at("verified-file", value)).status_code == 404
    for what, row in (("occasion", Occasion.objects.get()), ("verified", value)):
        address = at(f"{what}-withdraw", row)
        assert page(client, user, address)
        assert sent(client, user, address, reason="登错").status_code == 302
        assert client.get(address).status_code == 404
    text = page(client, people.office, works.get_absolute_url())
    assert "撤下的登记" in text
    for words in ("登记核定值", "终止披露类别", "终止保密申明", "登记应披露事项"):
        assert words in text


def test_an_enterprise_is_entered_and_edited(
    client: Client, register: DisclosureRegister, people: People
) -> None:
    made = sent(
        client, people.keeper, at("enterprise-new"), name_zh="丙厂", uscc=USCC.lower()
    )
    firm = Enterprise.objects.get(register=register, uscc=USCC)
    assert made.url == firm.get_absolute_url()
    again = sent(client, people.keeper, at("enterprise-new"), name_zh="丁", uscc=USCC)
    assert "已经登记" in again.content.decode()
    edit = at("enterprise-edit", firm)
    assert 'value="丙厂"' in page(client, people.keeper, edit)
    without = sent(client, people.keeper, edit, name_zh="丁厂")
    assert without.status_code == 200
    done = sent(client, people.keeper, edit, name_zh="丁厂", uscc=USCC, version=1)
    assert done.status_code == 302
    stale = sent(client, people.keeper, edit, name_zh="戊厂", uscc=USCC, version=1)
    assert "他人改了这家企业" in stale.content.decode()
    firm.refresh_from_db()
    assert firm.name_zh == "丁厂"


def test_the_office_says_who_keeps_the_register_and_opens_it_so(
    client: Client, units: dict[str, Organisation], people: People
) -> None:
    client.force_login(people.keeper)
    assert client.get(at("enterprise-new")).status_code == 403
    assert page(client, people.office, at("keeper"))
    done = sent(client, people.office, at("keeper"), keeper=units["eco"].pk)
    assert done.status_code == 302
    assert DisclosureRegister.objects.get().keeper == units["eco"]
    assert page(client, people.keeper, at("enterprise-new"))


def test_a_list_is_uploaded_whole_or_comes_back_with_its_doubts(
    client: Client, people: People, district: Organisation
) -> None:
    assert district.pk
    bad = table(GOOD.replace("甲镇", "丁镇"))
    answer = sent(
        client, people.office, at("list-upload"), table=SimpleUploadedFile("a.csv", bad)
    )
    text = answer.content.decode()
    assert "!D2" in text
    assert "本区没有这个乡镇或园区。" in text
    done = sent(
        client,
        people.office,
        at("list-upload"),
        table=SimpleUploadedFile("a.csv", table(GOOD)),
    )
    assert done.status_code == 302
    book = client.get(at("list-template"))
    sheet = openpyxl.load_workbook(io.BytesIO(book.content))["披露名单"]
    assert USCC in {cell.value for row in sheet.iter_rows() for cell in row}


def test_every_export_holds_what_is_seen_and_the_package_is_signed(
    client: Client, works: Enterprise, people: People, facts: PublicationFacts
) -> None:
    told = attrs.evolve(facts, value=Decimal("10200.5"), unit="tCO2")
    publication_enter(enterprise=works, by=None, facts=told)
    claim_add(enterprise=works, by=None, field="note", basis="第六条", since=TODAY)
    client.force_login(people.office)
    text = b"".join(client.get(at("disclosure-csv")).streaming_content).decode()
    assert "甲厂" in text
    assert "10200.5" in text
    sheet = openpyxl.load_workbook(
        io.BytesIO(client.get(at("disclosure-xlsx")).content)
    ).active
    assert 10200.5 in {cell.value for row in sheet.iter_rows() for cell in row}
    told_json = json.loads(client.get(at("disclosure-json")).content)
    assert told_json["rows"][0]["value"] == 10200.5
    assert "张三" not in json.dumps(told_json, ensure_ascii=False)
    package = client.get(f"{at('disclosure-package')}?year={YEAR}").content
    files = package_files_of(package)
    assert check_list(files, public_key_of(signing_seed())) == ()
    assert zipfile.ZipFile(io.BytesIO(package)).testzip() is None


@pytest.mark.parametrize("year", ["x", "99999", "1066", "²", "-1"])
def test_a_year_that_cannot_be_is_this_one(
    client: Client, works: Enterprise, people: People, year: str
) -> None:
    assert works.pk
    text = page(client, people.office, f"{at('disclosure')}?year={year}")
    assert f"{YEAR} 年企业披露" in text


def test_pages_ask_no_more_for_more_enterprises(
    client: Client,
    works: Enterprise,
    second: Enterprise,
    people: People,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    assert works.pk != second.pk
    for name, most in (("enterprises", 24), ("disclosure", 24)):
        page(client, people.office, at(name))
        with django_assert_max_num_queries(most):
            page(client, people.office, at(name))
