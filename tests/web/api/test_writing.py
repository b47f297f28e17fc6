"""Writing through the interface: a unit's month, repeats, scopes, conflicts."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from dafeng.web.api.models import Reply, Scope
from dafeng.web.core.models import AuditRow, RoleCode
from dafeng.web.work.models import Evidence, Report, Task
from dafeng.web.work.services.rounds import round_open
from dafeng.work import Recurrence
from tests.web.api.conftest import Program, key_for
from tests.web.plans.building import organisation, person
from tests.web.work import reporting

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from tests.web.work.reporting import House


@pytest.fixture
def house(db: None, settings: SettingsWrapper, tmp_path: Path) -> House:  # noqa: ARG001
    return reporting.house_of(settings, tmp_path)


@pytest.fixture
def report(house: House) -> Report:
    task = reporting.task_of(house)
    reporting.task_duty(house, task)
    opened = round_open(
        organisation=house.root,
        frequency=Recurrence.QUARTERLY,
        period=reporting.QUARTER,
        by=house.office,
    )
    return opened.reports.get()


@pytest.fixture
def head(house: House) -> Program:
    return Program(key_for(house.head, house.bureau).key)


def draft(report: Report, **more: Any) -> str:
    content = {"version": report.version, "progress": "已并网", "percent": "40"}
    return json.dumps(content | more)


def test_a_report_is_saved_proved_and_submitted(head: Program, report: Report) -> None:
    path = f"/reports/{report.pk}"
    saved = head.put(path, draft(report)).json()
    assert (saved["percent"], saved["state"]) == ("40", "draft")
    paper = json.dumps({"number": "示范〔2026〕1号", "dated": "2026-01-05"})
    assert head.post(f"{path}/evidence/document", paper).status_code == 201
    step = json.dumps({"act": "submit", "version": saved["version"]})
    assert head.post(f"{path}/moves", step).json()["state"] == "submitted"
    report.refresh_from_db()
    assert report.evidence.get().number == "示范〔2026〕1号"


def test_an_older_version_is_a_conflict(head: Program, report: Report) -> None:
    path = f"/reports/{report.pk}"
    assert head.put(path, draft(report)).status_code == 200
    again = head.put(path, draft(report, progress="另一句"))
    assert again.status_code == 409
    assert again.json()["type"].endswith("report.stale")
    report.refresh_from_db()
    assert report.progress == "已并网"


def test_what_was_written_in_vain_under_a_key_is_kept_once(
    head: Program, report: Report
) -> None:
    path = f"/reports/{report.pk}"
    assert head.put(path, draft(report)).status_code == 200
    stale = draft(report, progress="写了很久的一段")
    for _turn in range(2):
        again = head.put(path, stale, **{"Idempotency-Key": "late"})
        assert again.status_code == 409
    move = report.moves.get(refused=True)
    assert move.content["progress"] == "写了很久的一段"
    assert AuditRow.objects.filter(action="report.refuse").count() == 1
    report.refresh_from_db()
    assert report.progress == "已并网"


def test_a_day_that_cannot_be_meant_is_a_problem(head: Program, report: Report) -> None:
    paper = json.dumps({"number": "示范〔2026〕1号", "dated": "0001-01-01"})
    answer = head.post(f"/reports/{report.pk}/evidence/document", paper)
    assert answer.status_code == 422
    assert "请核对年份" in answer.content.decode()
    assert not report.evidence.exists()


def test_a_write_with_a_key_is_done_once(head: Program, report: Report) -> None:
    path = f"/reports/{report.pk}/evidence/link"
    link = json.dumps({"url": "https://example.org/paper"})
    first = head.post(path, link, **{"Idempotency-Key": "k1"})
    again = head.post(path, link, **{"Idempotency-Key": "k1"})
    assert first.status_code == again.status_code == 201
    assert again["Idempotent-Replayed"] == "true"
    assert again.content == first.content
    assert Evidence.objects.count() == 1
    other = json.dumps({"url": "https://example.org/other"})
    reused = head.post(path, other, **{"Idempotency-Key": "k1"})
    assert (reused.status_code, Evidence.objects.count()) == (422, 1)


def test_a_refused_write_leaves_its_key_free(head: Program, report: Report) -> None:
    path = f"/reports/{report.pk}/evidence/link"
    bad = json.dumps({"url": "http://example.org"})
    assert head.post(path, bad, **{"Idempotency-Key": "k2"}).status_code == 422
    assert not Reply.objects.exists()
    good = json.dumps({"url": "https://example.org"})
    assert head.post(path, good, **{"Idempotency-Key": "k2"}).status_code == 201


def test_scopes_narrow_a_key(house: House, report: Report) -> None:
    reading = Program(key_for(house.head, house.bureau, Scope.READ).key)
    assert reading.get(f"/reports/{report.pk}").status_code == 200
    refused = reading.put(f"/reports/{report.pk}", draft(report))
    assert refused.status_code == 403
    assert refused.json()["type"].endswith("token.scope")


def test_another_units_report_is_not_there(house: House, report: Report) -> None:
    other = organisation("other", "另一局", parent=house.root)
    stranger = Program(key_for(person("so", other, RoleCode.UNIT_HEAD), other).key)
    for answer in (
        stranger.get(f"/reports/{report.pk}"),
        stranger.put(f"/reports/{report.pk}", draft(report)),
        stranger.post(f"/reports/{report.pk}/moves", '{"act": "submit"}'),
        stranger.post(f"/reports/{report.pk}/evidence/link", '{"url": "https://a.b"}'),
    ):
        assert answer.status_code == 404


def test_the_office_drafts_and_assigns_a_task(house: House) -> None:
    office = Program(key_for(house.office, house.root).key)
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    content = {"title": "核对台账", "lead": house.bureau.code, "due_on": until}
    made = office.post("/tasks", json.dumps(content))
    assert (made.status_code, made.json()["state"]) == (201, "draft")
    path = f"/tasks/{made.json()['id']}/moves"
    assert office.post(path, '{"act": "assign"}').json()["state"] == "assigned"
    refused = office.post(path, '{"act": "close"}')
    assert refused.status_code == 422
    assert Task.objects.get().state == "assigned"
    assert AuditRow.objects.filter(action__startswith="task.").count() == 2


def test_a_renamed_program_is_no_evidence(head: Program, report: Report) -> None:
    answer = head.send(
        f"/reports/{report.pk}/evidence/file", "证明.pdf", b"MZ\x90\x00" + b"\0" * 200
    )
    assert answer.status_code == 422
    assert answer.json()["type"].endswith("evidence.disguised")
    assert not Evidence.objects.exists()
