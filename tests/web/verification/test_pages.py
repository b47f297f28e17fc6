"""Pages of reports: what they say, who sees what, what they send back."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from django.urls import reverse

from dafeng.web.verification.models import (
    ControlPlan,
    EmissionReport,
    MarketMembership,
    Nonconformity,
)
from dafeng.web.verification.services.holding import Done
from dafeng.web.verification.services.nonconforming import (
    FindingFacts,
    finding_add,
    findings_issue,
)
from dafeng.web.verification.services.opening import ReportFacts, report_open
from dafeng.web.verification.services.verifying import (
    ConclusionFacts,
    verification_conclude,
)
from tests.web.verification.conftest import TODAY, YEAR, upload

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from dafeng.web.core.models import Organisation, User
    from tests.web.verification.conftest import People


def at(name: str, *args: Any) -> str:
    return reverse(f"verification:{name}", args=args)


def page(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200, address
    return str(response.content.decode())


def sent(client: Client, user: User, address: str, **data: Any) -> Any:
    client.force_login(user)
    return client.post(address, data)


def status(client: Client, user: User, address: str) -> int:
    client.force_login(user)
    return client.get(address).status_code


def test_the_list_says_where_each_unit_stands_and_does_not_grow_in_queries(
    client: Client,
    visited: EmissionReport,
    people: People,
    units: dict[str, Organisation],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    text = page(client, people.office, at("reports"))
    assert f"{YEAR} 年度 1 份报告" in text
    assert "核查中" in text
    assert "现场核查" in text
    for year in range(YEAR - 8, YEAR):
        facts = ReportFacts(year=year, branch="steel")
        report_open(enterprise=units["works-b"], by=None, facts=facts)
    with django_assert_max_num_queries(22):
        page(client, people.office, at("reports"))
    narrowed = page(client, people.office, at("reports") + "?branch=steel&q=乙")
    assert visited.enterprise.name_zh not in narrowed.split("<tbody>")[1]
    assert "乙厂" not in page(client, people.manager, at("reports"))
    assert status(client, people.stranger, at("report", visited.pk)) == 404
    assert status(client, people.other, at("report", visited.pk)) == 404


def test_a_report_page_shows_recomputed_beside_reported_and_what_can_be_done(
    client: Client,
    visited: EmissionReport,
    people: People,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(50):
        text = page(client, people.verifier, at("report", visited.pk))
    assert "10,810.94" in text
    assert "5,132.7" in text
    assert "填报值与重算值不一致" in text
    assert at("act", visited.pk, "conclude") in text
    assert at("act", visited.pk, "finding") in text
    reader = page(client, people.reader, at("report", visited.pk))
    assert at("act", visited.pk, "conclude") not in reader
    assert status(client, people.reader, at("act", visited.pk, "conclude")) == 403
    assert status(client, people.verifier, at("act", visited.pk, "none")) == 404


def test_the_unit_compiles_and_submits_through_its_forms(
    client: Client, report: EmissionReport, people: People
) -> None:
    rows = {
        "line-TOTAL_FORMS": "2",
        "line-INITIAL_FORMS": "0",
        "line-0-code": "gas",
        "line-0-flow": "fuel.stationary",
        "line-0-item": "NATURAL_GAS",
        "line-0-quantity": "500",
        "line-0-unit": "",
        "note": "不要求月度存证",
    }
    address = at("lines", report.pk)
    wrong = sent(client, people.manager, address, **rows)
    assert "有的行没有填对" in wrong.content.decode()
    assert 'value="NATURAL_GAS"' in wrong.content.decode()
    bad = sent(client, people.manager, address, **rows | {"line-0-unit": "ha"})
    assert "不能以 ha 计量" in bad.content.decode()
    good = sent(client, people.manager, address, **rows | {"line-0-unit": "万m3"})
    assert good.status_code == 302
    again = page(client, people.manager, address)
    assert 'value="500"' in again
    submit = at("act", report.pk, "submit")
    empty = sent(client, people.manager, submit, note="")
    assert "各行都没有填写排放量" in empty.content.decode()
    told = rows | {"line-0-unit": "万m3", "line-0-reported_t": "10810.94"}
    huge = told | {"line-0-quantity": "999999999", "line-0-unit": "亿m3"}
    for wrong, words in (
        (huge, "活动数据过大"),
        (told | {"line-0-unit": "xyz"}, "不认识"),
    ):
        answer = sent(client, people.manager, address, **wrong)
        assert words in answer.content.decode()
    assert sent(client, people.manager, address, **told).status_code == 302
    assert sent(client, people.manager, submit, note="").status_code == 302
    report.refresh_from_db()
    assert report.state == "submitted"
    assert status(client, people.office, address) == 403


def test_the_office_opens_enters_and_arranges(
    client: Client,
    report: EmissionReport,
    people: People,
    units: dict[str, Organisation],
) -> None:
    works = units["works-b"]
    made = sent(
        client,
        people.office,
        at("report-new"),
        enterprise=works.pk,
        year=YEAR,
        branch="steel",
        held_t="0",
    )
    assert made.status_code == 302
    assert EmissionReport.objects.get(enterprise=works).branch == "steel"
    entry = {"enterprise": works.pk, "year": YEAR, "document": "名录"}
    address = at("market-new")
    sent(client, people.office, address, **entry, market="national")
    twice = sent(client, people.office, address, **entry, market="local")
    assert "同一年度只能在一个碳市场" in twice.content.decode()
    assert MarketMembership.objects.count() == 1
    assert status(client, people.manager, at("report-new")) == 403
    early = sent(
        client,
        people.office,
        at("act", report.pk, "take"),
        body=units["body-a"].pk,
    )
    assert "当前状态不能办理这一步" in early.content.decode()


def test_evidence_is_deposited_with_its_file_and_read_again(
    client: Client,
    works: Organisation,
    people: People,
    plan: ControlPlan,
) -> None:
    facts = ReportFacts(year=YEAR, branch="steel")
    opened = report_open(enterprise=works, by=None, facts=facts)
    address = at("act", opened.pk, "deposit")
    fields = {
        "month": f"{YEAR}-01",
        "parameter": "|gas",
        "value": "41.5",
        "unit": "万m3",
        "source_kind": "meter",
    }
    assert plan.number == 1
    empty = sent(client, people.manager, address, **fields)
    assert "存证文件" in empty.content.decode()
    done = sent(client, people.manager, address, **fields, paper=upload())
    assert done.status_code == 302
    row = opened.deposits.get()
    assert row.value == Decimal("41.5")
    text = page(client, people.office, at("report", opened.pk))
    assert row.file_sha256[:16] in text
    client.force_login(people.office)
    file = client.get(at("deposit-file", row.pk))
    assert file.content == b"%PDF-1.4 evidence"
    assert status(client, people.other, at("deposit-file", row.pk)) == 404


def test_a_control_plan_is_written_as_rows_and_approved_by_a_button(
    client: Client, works: Organisation, people: People
) -> None:
    data = {
        "parameter-TOTAL_FORMS": "1",
        "parameter-INITIAL_FORMS": "0",
        "valid_from": date(YEAR, 1, 1).isoformat(),
        "parameter-0-code": "gas",
        "parameter-0-name": "天然气",
        "parameter-0-unit": "万m3",
        "parameter-0-purpose": "emission",
        "parameter-0-accuracy": "0.015",
        "parameter-0-place": "调压站",
        "profile": "轧钢",
        "boundary": "厂区以内",
        "facilities": "加热炉",
    }
    for name in ("source", "method", "instrument", "frequency", "calibration"):
        data[f"parameter-0-{name}"] = "x"
    address = at("plan-new", works.pk)
    assert sent(client, people.manager, address, **data).status_code == 302
    plan = ControlPlan.objects.get()
    text = page(client, people.office, at("plans", works.pk))
    assert "有 2 处没有写全，不能批准。" in text
    sent(client, people.office, at("plan-approve", plan.pk))
    plan.refresh_from_db()
    assert plan.state == "draft"
    more = {"parameter-0-missing_rule": "y", "parameter-0-responsible": "z"}
    sent(client, people.manager, address, **data, **more)
    newest = ControlPlan.objects.get(number=2)
    assert (
        sent(client, people.manager, at("plan-approve", newest.pk)).status_code == 403
    )
    sent(client, people.office, at("plan-approve", newest.pk))
    newest.refresh_from_db()
    assert newest.approved_by == people.office


def test_a_finding_is_valued_and_the_conclusion_leaves_as_documents(
    client: Client, visited: EmissionReport, people: People
) -> None:
    facts = FindingFacts(what="没有校准", basis="指南", line="gas")
    finding_add(report=visited, by=people.verifier, facts=facts)
    findings_issue(report=visited, by=people.verifier)
    one = Nonconformity.objects.get()
    address = at("finding-act", one.pk, "conservative")
    assert status(client, people.manager, address) == 403
    wrong = sent(client, people.verifier, address, required="2")
    assert wrong.status_code == 200
    assert sent(client, people.verifier, address, required="0.02").status_code == 302
    sent(client, people.verifier, at("act", visited.pk, "settle"), note="")
    assert status(client, people.office, at("conclusion-docx", visited.pk)) == 404
    closed = ConclusionFacts(conclusion="符合要求", concluded_on=TODAY)
    verification_conclude(report=visited, by=people.verifier, facts=closed, done=Done())
    text = page(client, people.office, at("report", visited.pk))
    assert "核查前后" in text
    assert "11,027.16" in text
    client.force_login(people.office)
    for name, begin in (
        ("report-docx", b"PK"),
        ("conclusion-docx", b"PK"),
        ("conclusion-pdf", b"%PDF"),
    ):
        assert client.get(at(name, visited.pk)).content.startswith(begin)
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(at("tables", visited.pk)).content)
    )
    values = [
        (row[0], row[1], row[6])
        for row in book.worksheets[0].iter_rows(values_only=True)
    ]
    assert ("V1 编制", "gas", 500) in values
    assert ("V2 核定", "gas", 510) in values


@pytest.mark.usefixtures("report")
def test_the_energy_page_has_its_part_and_the_list_its_light(
    works: Organisation, people: People
) -> None:
    from dafeng.web.verification.panels import lit, reports_of  # noqa: PLC0415

    shown = reports_of(people.manager, works)
    assert shown is not None
    assert [row.report.year for row in shown.rows] == [YEAR]
    assert shown.listed is None
    assert reports_of(people.other, works) is None
    assert lit(people.office, [works])[works.pk].words == "存证中"
