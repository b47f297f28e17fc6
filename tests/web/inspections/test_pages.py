"""The pages: from a draft to a re-check by those who do it; lists, files, rights."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dafeng.web.core.models import Organisation, RoleCode
from dafeng.web.desk.needs.inspections import inspection_needs
from dafeng.web.inspections.convert import record_digest
from dafeng.web.inspections.models import (
    InspectionFinding,
    InspectionPlan,
    InspectionState,
    SharedCase,
)
from dafeng.web.inspections.services.findings import finding_add
from dafeng.web.inspections.services.inspections import record_sign
from dafeng.web.inspections.services.rosters import subjects_fill
from tests.web.inspections.conftest import FACTS, sent_to
from tests.web.inspections.sending import posted, signed_on_page
from tests.web.plans.building import person

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from dafeng.web.core.models import User
    from dafeng.web.inspections.models import Inspection
    from tests.web.inspections.conftest import People

PLANS = "/inspections/plans/"
DAY = "2026-04-08"


def needs(user: User) -> dict[str, int]:
    found = inspection_needs(user, timezone.localdate())
    return {one.code: one.count for one in found if one.count}


@pytest.mark.usefixtures("numbered")
def test_a_year_of_inspections_by_five_people(
    client: Client, district: Organisation, people: People
) -> None:
    units = {unit.code: unit.pk for unit in district.children.all()}
    form = {
        "year": 2026,
        "title": "节能监察抽查计划",
        "lead": units["fgw"],
        "offices": [units["gxj"]],
        "quota": 3,
        "planned_from": "2026-04-01",
        "planned_to": "2026-11-30",
        "rules_on": "2026-03-02",
    }
    at = posted(client, people.office, f"{PLANS}new/", form)
    lines = "\n".join(f"works-{n:02},{900 * n}" for n in range(12))
    posted(client, people.office, f"{at}subjects/", {"energy": lines})
    users = [user.pk for user in people.inspectors]
    posted(client, people.office, f"{at}inspectors/", {"users": users})
    plan = InspectionPlan.objects.get()
    barred = {
        "user": users[0],
        "subject": plan.subjects.first().organisation_id,
        "reason": "亲属",
    }
    posted(client, people.office, f"{at}exclusions/", barred)
    assert needs(people.leader) == {"inspection-plan.approve": 1}
    assert "起草中" in client.get(at).text
    signed_on_page(client, people.leader, f"{at}act/approve/")
    sealed = client.get(f"{at}draw/").text
    assert "种子封存" in sealed
    posted(client, people.office, f"{at}act/draw/", {"word": "3081.52"})
    page = client.get(f"{at}draw/?check=1").text
    assert "复算一致" in page
    assert plan.draws.get().seed in page
    posted(client, people.office, f"{at}act/publish/", {})
    assert "应抽 3 家，已抽 3 家，已监察 0 家，0 家查出问题" in client.get(at).text

    inspection = plan.inspections.first()
    visit = inspection.get_absolute_url()
    first, second = sent_to(inspection)
    assert needs(first)["inspection.make"] >= 1
    record = {"visited_on": DAY, "facts": "查阅台账。", "version": 1}
    posted(client, first, f"{visit}record/", record)
    paper = SimpleUploadedFile("照片.pdf", b"%PDF-1.4\n")
    posted(client, first, f"{visit}files/", {"paper": paper})
    found = {
        "severity": "serious",
        "rule": "《节约能源法》第十七条",
        "fact": "电动机仍在运行。",
        "demand": "停用。",
    }
    posted(client, second, f"{visit}findings/", found)
    for user in (first, second):
        assert needs(user)["inspection.sign"] == 1
        signed_on_page(client, user, f"{visit}act/sign/")
    posted(client, first, f"{visit}act/order/", {})
    notice = inspection.notices.get()
    assert needs(people.head)["inspection-notice.sign"] == 1
    signed_on_page(client, people.head, f"{visit}notices/{notice.pk}/check/")
    assert "inspection-notice.sign" not in needs(people.head)
    signed_on_page(client, people.office, f"{visit}notices/{notice.pk}/issue/")
    page = client.get(visit).text
    assert "示双碳办〔2026〕1号" in page
    boss = person("boss", inspection.subject, RoleCode.ENTERPRISE_MANAGER)
    assert needs(boss) == {"inspection.statement": 1}
    posted(client, boss, f"{visit}act/statement/", {"text": "无异议"})
    posted(client, first, f"{visit}act/close/", {"note": ""})
    assert "已监察 1 家，1 家查出问题" in get(client, people.office, at)
    finding = InspectionFinding.objects.get()
    again = {"on": "2026-06-01", "result": "cleared", "note": "已停用"}
    posted(client, first, f"{finding.get_absolute_url()}act/recheck/", again)
    assert "已整改" in client.get(finding.get_absolute_url()).text


def get(client: Client, user: User, path: str) -> str:
    client.force_login(user)
    return client.get(path).text


def test_what_is_wrong_is_said_and_kept(
    client: Client, draft: InspectionPlan, people: People
) -> None:
    at = draft.get_absolute_url()
    client.force_login(people.office)
    page = client.post(f"{at}subjects/", {"energy": "works-01,1\nworks-02 许多"}).text
    assert "第 2 行" in page
    assert "works-02 许多" in page
    page = client.post(f"{at}subjects/", {"energy": "nobody,1"}).text
    assert "nobody" in page
    assert "本区没有代码" in page
    assert "请至少选择一名" in client.post(f"{at}inspectors/", {}).text
    seen = {"version": draft.version}
    assert "起草或更改过计划的人不能批准" in client.post(f"{at}act/approve/", seen).text
    stale = {
        "year": 2026,
        "title": "改",
        "lead": draft.lead_id,
        "quota": 6,
        "planned_from": "2026-04-01",
        "planned_to": "2026-03-01",
        "rules_on": "2026-03-02",
        "version": draft.version,
    }
    assert "结束日期早于开始日期" in client.post(f"{at}edit/", stale).text
    late = stale | {"planned_to": "2026-11-30", "version": 9}
    page = client.post(f"{at}edit/", late).text
    assert "他人改了" in page
    assert "两个版本" in page
    assert f'name="version" value="{draft.version}"' in page
    del late["version"]
    assert "没有带页面版本" in client.post(f"{at}edit/", late).text
    bare = stale | {"planned_to": "2026-11-30", "rules_on": "2010-01-01"}
    assert "没有可用的监察规则" in client.post(f"{at}edit/", bare).text
    assert client.get(f"{at}act/dance/").status_code == 404
    assert client.get(f"{at}draw/").status_code == 404


def test_a_signer_says_which_text_was_seen(
    client: Client, draft: InspectionPlan, people: People
) -> None:
    at, seen = draft.get_absolute_url(), draft.version
    assert f"act/approve/?version={seen}" in get(client, people.leader, at)
    subjects_fill(plan=draft, by=people.office, energy={})
    page = client.get(f"{at}act/approve/?version={seen}").text
    assert f'name="version" value="{seen}"' in page
    page = client.post(f"{at}act/approve/", {"version": seen}).text
    assert "他人改了" in page
    assert f'name="version" value="{seen}"' in page
    subjects_fill(plan=draft, by=people.second, energy={})
    assert "act/approve/" not in get(client, people.second, at)


def test_an_inspector_says_which_record_was_seen(
    client: Client, visited: Inspection
) -> None:
    first, second = sent_to(visited)
    at, seen = visited.get_absolute_url(), record_digest(visited)
    assert f"act/sign/?digest={seen}" in get(client, first, at)
    finding_add(inspection=visited, by=second, facts=FACTS)
    assert seen in client.get(f"{at}act/sign/?digest={seen}").text
    assert "他人改了" in client.post(f"{at}act/sign/", {"digest": seen}).text
    posted(client, first, f"{at}act/sign/", {"digest": record_digest(visited)})


def test_a_failed_recomputation_is_said(
    client: Client, plan: InspectionPlan, people: People
) -> None:
    row = plan.draws.get()
    told = json.loads(row.result)
    told["drawn"][0]["inspectors"] = ["inspector0", "inspector1"][::-1]
    told["drawn"] = told["drawn"][1:]
    type(row).objects.filter(pk=row.pk).update(result=json.dumps(told))
    client.force_login(people.leader)
    page = client.get(f"{plan.get_absolute_url()}draw/?check=1").text
    assert "不能采信" in page
    assert "结果不同" in page


def test_lists_leave_as_files(
    client: Client, plan: InspectionPlan, people: People, signed: Inspection
) -> None:
    assert signed.pk
    at = plan.get_absolute_url()
    client.force_login(people.head)
    rows = client.get(f"{at}list.csv").getvalue().decode()
    assert rows.count("\r\n") == plan.quota + 1
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{at}list.xlsx").content))
    assert book.active is not None
    assert any(cell.value == signed.subject.name_zh for cell in book.active["B"])
    told = client.get(f"{at}draw.json").json()
    assert told["draw"]["seed"] == plan.draws.get().seed
    rows = client.get("/inspections/findings.csv?severity=serious").getvalue().decode()
    assert "电动机" in rows
    empty = client.get("/inspections/findings.csv?severity=grave").getvalue().decode()
    assert "电动机" not in empty
    answer = client.get("/inspections/findings.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).active is not None


def test_findings_are_narrowed_and_carry_their_light(
    client: Client, signed: Inspection, people: People
) -> None:
    finding = signed.findings.get()
    client.force_login(people.head)
    page = client.get("/inspections/findings/?q=电动机&state=open&due=recheck").text
    assert "复查逾期" in page
    assert "有 1 个问题没有整改到位，其中 1 个复查逾期" in page
    assert str(finding.recheck_on) in page
    plan = signed.plan_id
    assert signed.subject.name_zh in get(
        client, people.head, f"/inspections/findings/?plan={plan}"
    )
    page = client.get("/inspections/findings/?q=没有的").text
    assert "没有符合条件的问题" in page


def test_nobody_is_warned_before_the_visit(
    client: Client, plan: InspectionPlan
) -> None:
    inspection = plan.inspections.select_related("subject").first()
    boss = person("boss", inspection.subject, RoleCode.ENTERPRISE_MANAGER)
    town = person("town", inspection.subject.parent, RoleCode.UNIT_HEAD)
    at = inspection.get_absolute_url()
    for user in (boss, town):
        client.force_login(user)
        assert client.get(at).status_code == 404
        assert at not in client.get("/inspections/visits/").text
    type(inspection).objects.filter(pk=inspection.pk).update(
        state=InspectionState.VISITED, visited_on=date(2026, 4, 8), facts="看了"
    )
    for user in (boss, town):
        client.force_login(user)
        assert client.get(at).status_code == 200
        assert client.get(f"{at}record/").status_code == 403
    client.force_login(boss)
    assert client.get(plan.get_absolute_url()).status_code == 403
    client.force_login(town)
    assert client.get(plan.get_absolute_url()).status_code == 404


def test_who_may_what(
    client: Client, plan: InspectionPlan, signed: Inspection, people: People
) -> None:
    at, visit = plan.get_absolute_url(), signed.get_absolute_url()
    finding = signed.findings.get().get_absolute_url()
    table = {
        people.stranger: (404, 404, 404, 404),
        people.market: (404, 404, 404, 404),
        people.leader: (200, 403, 200, 403),
        people.head: (200, 403, 200, 200),
        people.office: (200, 200, 200, 200),
    }
    for user, answers in table.items():
        client.force_login(user)
        asked = (at, f"{at}act/close/", visit, f"{finding}act/recheck/")
        got = tuple(client.get(path).status_code for path in asked)
        assert got == answers, user
    client.logout()
    assert client.get(at).status_code == 302


def test_evidence_is_kept_and_never_shown_inside_the_site(
    client: Client, visited: Inspection, people: People
) -> None:
    visit = visited.get_absolute_url()
    by = sent_to(visited)[0]
    bad = SimpleUploadedFile("照片.pdf", b"MZ\x90\x00")
    client.force_login(by)
    assert "内容与扩展名不符" in client.post(f"{visit}files/", {"paper": bad}).text
    good = SimpleUploadedFile("照片.pdf", b"%PDF-1.4\n")
    posted(client, by, f"{visit}files/", {"paper": good})
    file = visited.files.get()
    answer = client.get(f"{visit}files/{file.pk}/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert client.get(f"{visit}files/{file.pk + 1}/").status_code == 404
    client.force_login(people.stranger)
    assert client.get(f"{visit}files/{file.pk}/").status_code == 404


def test_a_case_is_shared_from_a_finding(
    client: Client, signed: Inspection, people: People
) -> None:
    finding = signed.findings.get()
    client.force_login(people.head)
    page = client.get(f"/inspections/cases/new/?finding={finding.pk}").text
    assert finding.fact in page
    bureau = Organisation.objects.get(code="fgw")
    market = Organisation.objects.get(code="scj")
    form = {
        "organisation": bureau.pk,
        "subject": signed.subject_id,
        "title": "淘汰设备案",
        "summary": "仍在运行。",
    }
    nobody = client.post("/inspections/cases/new/", form).text
    assert "请至少选择一个办理单位" in nobody
    made = posted(
        client,
        people.head,
        f"/inspections/cases/new/?finding={finding.pk}",
        form | {"office_credit": market.pk, "ask_credit": "记入信用记录"},
    )
    case = SharedCase.objects.get()
    assert case.finding == finding
    assert needs(people.market) == {"case-part.act": 1}
    part = case.parts.get()
    act = f"/inspections/parts/{part.pk}/act"
    posted(client, people.market, f"{act}/accept/", {})
    decided = {"measure": "列入名单", "decided_on": "2026-07-20", "amount": "0.1"}
    posted(client, people.market, f"{act}/decide/", decided)
    note = {"text": "合议", "version": 3}
    posted(client, people.market, f"{act}/note/", note)
    assert "1 个单位中 0 个办完" in get(client, people.head, "/inspections/cases/")
    assert "列入名单" not in get(client, people.head, made)
    posted(client, people.head, f"{made}act/withdraw/", {"reason": "查无违法"})
    assert "已撤回" in get(client, people.market, made)
    posted(client, people.market, f"{act}/seen/", {})
    assert needs(people.market) == {}
    assert client.get("/inspections/cases/?state=open").text.count("淘汰设备案") == 0
    client.force_login(people.stranger)
    assert (
        client.get(f"/inspections/cases/new/?finding={finding.pk}").status_code == 404
    )


def test_the_room_opens_where_somebody_has_something_to_see(
    client: Client, plan: InspectionPlan, people: People
) -> None:
    assert plan.pk
    client.force_login(people.office)
    assert client.get("/inspections/")["Location"] == PLANS
    client.force_login(people.manager)
    assert client.get("/inspections/")["Location"] == "/inspections/visits/"
    assert "没有等您办理的监察" in client.get("/inspections/visits/").text


def test_lists_ask_as_much_for_one_as_for_many(
    client: Client,
    plan: InspectionPlan,
    signed: Inspection,
    people: People,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(people.head)
    paths = {
        PLANS: 22,
        plan.get_absolute_url(): 32,
        "/inspections/visits/": 24,
        signed.get_absolute_url(): 40,
        "/inspections/findings/": 24,
        "/inspections/cases/": 20,
    }
    for path, most in paths.items():
        client.get(path)
        with django_assert_max_num_queries(most):
            client.get(path)


def test_a_signature_by_the_second_inspector_ends_the_first_ones_need(
    visited: Inspection,
) -> None:
    first, second = sent_to(visited)
    record_sign(inspection=visited, by=first)
    assert "inspection.sign" not in needs(first)
    assert needs(second)["inspection.sign"] == 1


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_is_drawn(
    client: Client,
    plan: InspectionPlan,
    signed: Inspection,
    people: People,
    language: str,
) -> None:
    finding = signed.findings.get().get_absolute_url()
    at, visit = plan.get_absolute_url(), signed.get_absolute_url()
    people.office.language = language
    people.office.save()
    client.cookies["dafeng_language"] = language
    client.force_login(people.office)
    for path in (
        f"{PLANS}new/",
        at,
        f"{at}draw/",
        visit,
        f"{visit}record/",
        f"{visit}findings/",
        f"{visit}act/close/",
        "/inspections/findings/",
        finding,
        f"{finding}act/penalty/",
        f"{finding}act/supervise/",
        "/inspections/cases/new/",
    ):
        assert client.get(path).status_code == 200, path
