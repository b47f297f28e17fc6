"""The chain of a score or figure, exported from its page and verified outside."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from dafeng.base.periods import Period
from dafeng.indicators import OBSERVATIONS
from dafeng.lake import Lake
from dafeng.proofs import verify_proof
from dafeng.web.assessment.models import AssessmentRun
from dafeng.web.assessment.services.decrees import (
    Letter,
    decree_approve,
    decree_record,
)
from dafeng.web.assessment.services.freezing import assessment_freeze
from dafeng.web.assessment.services.running import Asked, assessment_make
from dafeng.web.core.models import AuditRow, RoleCode
from dafeng.web.office.models import Direction
from dafeng.web.office.services.letter_facts import LetterFacts
from dafeng.web.office.services.letters import letter_register
from dafeng.web.office.services.papers import paper_of
from dafeng.web.plans.models import Plan, Target
from dafeng.web.work.models import Report, Task
from dafeng.web.work.services.duties import TASK_FORM, DutyFacts, duty_set
from dafeng.web.work.services.evidence import evidence_add_file
from dafeng.web.work.services.rounds import round_open
from dafeng.work import Recurrence, TaskState
from tests.web.assessment.building import PLACE
from tests.web.layers import layer
from tests.web.plans.building import person

if TYPE_CHECKING:
    from django.conf import LazySettings
    from django.http import StreamingHttpResponse
    from django.test import Client

    from dafeng.web.core.models import Organisation, User

ASKED = Asked(period="2025", scheme="district-2023", as_of=date(2026, 11, 15))
PAPER = "地块,公顷\n北,186\n".encode("utf-8-sig")
SHA = hashlib.sha256(PAPER).hexdigest()


@layer
def auditor(district: Organisation) -> User:
    return person("auditor", district, RoleCode.AUDITOR)


@pytest.fixture
def report(plan: Plan, district: Organisation, officer: User) -> Report:
    """A report of the bureau with a file behind it, on its task of 2025."""
    Plan.objects.filter(pk=plan.pk).update(place_code=district.place_code)
    plan.refresh_from_db()
    bureau = district.children.get(code="nyw")
    task = Task.objects.create(
        organisation=district,
        plan=plan,
        clause=plan.clauses.get(ref="三(二)1"),
        number="2025-001",
        year=2025,
        title="增加碳汇",
        lead=bureau,
        first_due_on=date(2025, 12, 31),
        due_on=date(2025, 12, 31),
        state=TaskState.IN_PROGRESS.value,
        created_at=timezone.now(),
    )
    duty_set(
        organisation=district,
        by=None,
        facts=DutyFacts(
            unit=bureau,
            form=TASK_FORM,
            frequency=Recurrence.QUARTERLY,
            task=task,
            valid_from=date(2025, 1, 1),
        ),
    )
    opened = round_open(
        organisation=district,
        frequency=Recurrence.QUARTERLY,
        period=Period.quarter(2025, 4),
        by=None,
    )
    made = opened.reports.get()
    Report.objects.filter(pk=made.pk).update(filled_by=officer)
    evidence_add_file(owner=made, by=officer, name="地块.csv", content=PAPER)
    return made


@pytest.fixture
def lake(settings: LazySettings, report: Report) -> Lake:
    """A lake that knows the forest of 2025; the figures name the report."""
    lake = Lake(Path(settings.LAKE_ROOT))
    figures = {"forest.area": 186, "forest.special_shrub": 0, "land.area": 1000}
    rows: list[dict[str, Any]] = [
        {
            "place": PLACE,
            "series": series,
            "scope": "",
            "period": "2025",
            "value_e6": value * 10**6,
            "unit": "ha",
            "basis": "reported",
            "quality": "B",
            "evidence": f"{TASK_FORM} 2025Q4 报送#{report.pk}; 地块.csv sha256:{SHA}",
            "entered_by": "经办人",
            "approved_by": "负责人",
            "synthetic": False,
            "note": "",
        }
        for series, value in figures.items()
    ]
    lake.append(
        OBSERVATIONS, rows, key="2025", learned_at=datetime(2026, 7, 1, tzinfo=UTC)
    )
    return lake


@pytest.fixture
def sealed(plan: Plan, lake: Lake, office: User) -> AssessmentRun:  # noqa: ARG001
    """The result of 2025, frozen with a real seal."""
    run = assessment_make(by=None, plan=plan, asked=ASKED)
    return assessment_freeze(run=run, by=office)


def content_of(answer: StreamingHttpResponse) -> bytes:
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/zip"
    return b"".join(answer.streaming_content)  # type: ignore[arg-type]


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def exported(client: Client, who: User, address: str) -> bytes:
    client.force_login(who)
    return content_of(client.post(f"{address}proof.zip"))  # type: ignore[arg-type]


def verified(content: bytes, folder: Path, seal: str) -> str:
    kept = folder / "proof.zip"
    kept.write_bytes(content)
    verdict = verify_proof(kept, seal)
    assert verdict.holds, verdict.text
    return verdict.text


def unit_page(run: AssessmentRun, unit: str = "区农业农村委") -> str:
    return run.scores.get(unit=unit).get_absolute_url()


def target_page(run: AssessmentRun, key: str = "T002") -> str:
    return run.standings.get(key=key).get_absolute_url()


def test_the_score_in_the_archive_is_the_one_on_the_page_and_it_verifies(
    client: Client, sealed: AssessmentRun, auditor: User, tmp_path: Path
) -> None:
    address = unit_page(sealed)
    content = exported(client, auditor, address)
    page = client.get(address).content.decode()
    unit = json.loads(members(content)["figures/score.json"])["unit"]
    score = sealed.scores.get(unit="区农业农村委")
    assert Decimal(unit["score"]) == score.score
    assert f"2025 年得 {score.score} 分" in page
    assert f'action="{address}proof.zip"' in page
    text = verified(content, tmp_path, sealed.seal)
    assert f"得分 {score.score}" in text
    assert "审计记录逐行核验" in text


def test_the_figure_leads_to_the_report_its_file_and_its_people(
    client: Client,
    sealed: AssessmentRun,
    auditor: User,
    report: Report,
    tmp_path: Path,
) -> None:
    address = target_page(sealed)
    content = exported(client, auditor, address)
    files = members(content)
    assert files[f"evidence/{SHA}.csv"] == PAPER
    record = json.loads(files[f"records/report-{report.pk}.json"])
    assert (record["form"], record["period"]) == (TASK_FORM, "2025Q4")
    manifest = json.loads(files["manifest.json"])
    standing = sealed.standings.get(key="T002")
    assert Decimal(manifest["figure"]) == standing.value
    said = json.dumps(manifest["chain"], ensure_ascii=False)
    for words in (
        "填报：officer",
        "录入：经办人",
        "审核：负责人",
        "冻结：office",
        "佐证 地块.csv",
    ):
        assert words in said
    target = json.loads(files[f"records/target-{standing.target_id}.json"])
    assert (target["clause"], target["key"]) == ("二", "T002")
    assert (
        "森林覆盖率不低于20%"
        not in files[f"records/target-{standing.target_id}.json"].decode()
    )
    assert f'action="{address}proof.zip"' in client.get(address).content.decode()
    assert "数据与数据湖中的行相符" in verified(content, tmp_path, sealed.seal)


def test_exporting_twice_gives_the_same_bytes_and_two_rows_of_the_audit(
    client: Client, sealed: AssessmentRun, auditor: User
) -> None:
    first = exported(client, auditor, target_page(sealed))
    second = exported(client, auditor, target_page(sealed))
    assert first == second
    rows = AuditRow.objects.filter(action="assessment.proof.export")
    assert rows.count() == 2
    row = rows.first()
    assert row is not None
    manifest = members(first)["manifest.json"]
    assert row.actor == auditor
    assert row.data["seal"] == sealed.seal
    assert row.data["manifest_sha256"] == hashlib.sha256(manifest).hexdigest()


def test_an_auditor_gets_the_rows_between_the_acts_and_a_unit_does_not(
    client: Client, sealed: AssessmentRun, auditor: User, officer: User
) -> None:
    def numbers(who: User) -> list[int]:
        lines = members(exported(client, who, unit_page(sealed)))["audit/rows.jsonl"]
        return [json.loads(line)["number"] for line in lines.decode().splitlines()]

    whole, own = numbers(auditor), numbers(officer)
    assert whole == list(range(whole[0], whole[-1] + 1))
    assert set(own) < set(whole)
    assert whole[-1] == own[-1]


def test_a_unit_exports_its_own_score_without_those_of_others(
    client: Client, sealed: AssessmentRun, officer: User, tmp_path: Path
) -> None:
    content = exported(client, officer, unit_page(sealed))
    files = members(content)
    assert "seal/assessment.json" not in files
    assert "seal/case.json" not in files
    assert "区城管委" not in files["figures/score.json"].decode()
    text = verified(content, tmp_path, sealed.seal)
    assert "摘录与封存是否一致不能核验" in text
    assert client.post(f"{unit_page(sealed, '区发改委')}proof.zip").status_code == 404


def test_a_unit_exports_the_figures_that_it_answers_for_and_no_others(
    client: Client, sealed: AssessmentRun, officer: User, clerk: User
) -> None:
    assert exported(client, officer, target_page(sealed, "T006"))
    client.force_login(clerk)
    address = target_page(sealed, "T006")
    assert client.post(f"{address}proof.zip").status_code == 403
    assert f'action="{address}proof.zip"' not in client.get(address).content.decode()


def test_a_file_of_another_units_report_is_named_by_its_hash_alone(
    client: Client,
    sealed: AssessmentRun,
    clerk: User,
    report: Report,
    tmp_path: Path,
) -> None:
    """The bureau answers for the target too, and may not see the report behind it."""
    sealed.standings.filter(key="T002").update(duties=[["区发改委", "support"]])
    content = exported(client, clerk, target_page(sealed))
    files = members(content)
    assert f"evidence/{SHA}.csv" not in files
    assert f"records/report-{report.pk}.json" not in files
    withheld = json.loads(files["manifest.json"])["withheld"]
    assert SHA in {one["sha256"] for one in withheld}
    assert "没有收入 地块.csv：导出人无权查看" in verified(
        content, tmp_path, sealed.seal
    )


def test_who_may_not_export_is_refused(
    client: Client, sealed: AssessmentRun, analyst: User, stranger: User
) -> None:
    client.force_login(analyst)
    assert client.post(f"{target_page(sealed)}proof.zip").status_code == 403
    assert client.post(f"{unit_page(sealed)}proof.zip").status_code == 404
    client.force_login(stranger)
    assert client.post(f"{target_page(sealed)}proof.zip").status_code == 403
    client.logout()
    answer = client.post(f"{target_page(sealed)}proof.zip")
    assert answer.status_code == 302
    assert "/login/" in answer.headers["Location"]
    assert client.get(f"{target_page(sealed)}proof.zip").status_code in (302, 405)
    assert not AuditRow.objects.filter(action="assessment.proof.export").exists()


def test_a_draft_and_a_lost_seal_are_refused_with_words(
    client: Client, sealed: AssessmentRun, plan: Plan, office: User
) -> None:
    client.force_login(office)
    draft = assessment_make(by=None, plan=plan, asked=ASKED)
    address = draft.standings.get(key="T002").get_absolute_url()
    assert "proof.zip" not in client.get(address).content.decode()
    told = client.post(f"{address}proof.zip", follow=True).content.decode()
    assert "冻结后才能导出证据链" in told
    AssessmentRun.objects.filter(pk=sealed.pk).update(seal="f" * 64)
    told = client.post(f"{target_page(sealed)}proof.zip", follow=True).content.decode()
    assert "找不到这次封存的文件" in told
    assert not AuditRow.objects.filter(action="assessment.proof.export").exists()


def test_a_letter_of_the_city_is_in_the_chain_with_its_file(
    client: Client,
    plan: Plan,
    lake: Lake,  # noqa: ARG001 - fills the lake
    office: User,
    leader: User,
    district: Organisation,
) -> None:
    number = "市发改函〔2024〕8号"
    letter_register(
        organisation=district,
        by=None,
        direction=Direction.IN,
        facts=LetterFacts(
            title="下达指标",
            correspondent="市发改委",
            registered_on=timezone.localdate() - timedelta(days=1),
            number=number,
            hands_down=True,
        ),
        paper=paper_of("函.csv", PAPER),
    )
    decree = decree_record(
        target=Target.objects.get(plan=plan, key="T005"),
        by=office,
        letter=Letter(
            number=number,
            issued_on=date(2024, 3, 1),
            value=Decimal("14.5"),
            unit="%",
            comparator=">=",
            year=2025,
            base_year=2020,
        ),
    )
    decree_approve(decree=decree, by=leader)
    run = assessment_make(by=None, plan=plan, asked=ASKED)
    run = assessment_freeze(run=run, by=office)
    files = members(exported(client, office, target_page(run, "T005")))
    record = json.loads(files[f"records/decree-{decree.pk}.json"])
    assert record["number"] == number
    assert files[f"evidence/{SHA}.csv"] == PAPER
    chain = json.dumps(json.loads(files["manifest.json"])["chain"], ensure_ascii=False)
    assert "登记：office" in chain
    assert "复核：leader" in chain


def test_evidence_that_came_after_the_freeze_is_not_in_the_chain(
    client: Client,
    sealed: AssessmentRun,
    auditor: User,
    report: Report,
    officer: User,
) -> None:
    before = exported(client, auditor, target_page(sealed))
    evidence_add_file(
        owner=report, by=officer, name="后来.csv", content="后来\n".encode("utf-8-sig")
    )
    assert exported(client, auditor, target_page(sealed)) == before
