"""Making, freezing and replaying a result with the core itself."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied

from dafeng.base.errors import BadInputError
from dafeng.indicators import OBSERVATIONS
from dafeng.lake import Lake
from dafeng.web.assessment.convert import assessment_of, case_of
from dafeng.web.assessment.models import AssessmentRun
from dafeng.web.assessment.services.decrees import (
    Letter,
    decree_approve,
    decree_record,
)
from dafeng.web.assessment.services.freezing import assessment_freeze
from dafeng.web.assessment.services.ordering import orders_work
from dafeng.web.assessment.services.running import (
    Asked,
    assessment_make,
    assessment_replay,
    schemes,
)
from dafeng.web.core.models import AuditRow
from dafeng.web.plans.models import Plan, PlanUnit, Target
from tests.web.assessment.building import PLACE

if TYPE_CHECKING:
    from django.conf import LazySettings
    from django.test import Client

    from dafeng.web.core.models import Organisation, User

YEARS = (2021, 2023, 2025)
ASKED = Asked(period="2025", scheme="district-2023", as_of=date(2026, 11, 15))


@pytest.fixture(autouse=True)
def place(plan: Plan, district: Organisation) -> Plan:
    """Let the plan be of the place that the lake speaks of."""
    Plan.objects.filter(pk=plan.pk).update(place_code=district.place_code)
    plan.refresh_from_db()
    return plan


@pytest.fixture
def lake(settings: LazySettings) -> Lake:
    """A lake that knows the forest cover of three years: too little in 2025."""
    made = Lake(Path(settings.LAKE_ROOT))
    state(made, "forest.area", {2021: 180, 2023: 184, 2025: 186}, key="area")
    state(made, "forest.special_shrub", dict.fromkeys(YEARS, 0), key="shrub")
    state(made, "land.area", dict.fromkeys(YEARS, 1000), key="land")
    return made


def state(lake: Lake, series: str, figures: dict[int, int], *, key: str) -> None:
    rows = [
        {
            "place": PLACE,
            "series": series,
            "scope": "",
            "period": str(year),
            "value_e6": value * 10**6,
            "unit": "ha",
            "basis": "statistical",
            "quality": "C",
            "evidence": "土地变更调查",
            "entered_by": "clerk",
            "approved_by": "head",
            "synthetic": False,
            "note": "",
        }
        for year, value in figures.items()
    ]
    lake.append(
        OBSERVATIONS, rows, key=key, learned_at=datetime(2026, 7, 1, tzinfo=UTC)
    )


def test_without_evidence_everything_is_unknown_and_nothing_met(plan: Plan) -> None:
    run = assessment_make(by=None, plan=plan, asked=ASKED)
    states = dict(run.standings.values_list("key", "state"))
    assert states["T005"] == "delegated-unset"
    assert {state for key, state in states.items() if key != "T005"} == {"unknown"}
    lacking = run.standings.get(key="T001").missing
    assert lacking
    assert all(one["due_on"] for one in lacking)


def test_the_record_of_a_run_comes_back(plan: Plan) -> None:
    run = assessment_make(by=None, plan=plan, asked=ASKED)
    again = AssessmentRun.objects.get(pk=run.pk)
    assert assessment_of(again).period == "2025"
    assert case_of(again).scheme == "district-2023"
    assert len(assessment_of(again).units) == run.scores.count() == run.units_count


def test_a_letter_gives_a_delegated_target_its_figure(plan: Plan) -> None:
    target = Target.objects.get(plan=plan, key="T005")
    letter = Letter(
        number="市发改函〔2024〕8号",
        issued_on=date(2024, 3, 1),
        value=Decimal("14.5"),
        unit="%",
        comparator=">=",
        year=2025,
        base_year=2020,
    )
    decree = decree_record(target=target, by=None, letter=letter)
    before = assessment_make(by=None, plan=plan, asked=ASKED)
    assert before.standings.get(key="T005").state == "delegated-unset"
    decree_approve(decree=decree, by=None)
    after = assessment_make(by=None, plan=plan, asked=ASKED)
    standing = after.standings.get(key="T005")
    assert (standing.target_value, standing.year) == (Decimal("14.5"), 2025)
    assert standing.state == "unknown"


def test_a_freeze_seals_and_anybody_with_the_right_can_replay(
    client: Client, office: User, settings: LazySettings
) -> None:
    client.force_login(office)
    given = {"period": "2025", "scheme": "district-2023", "as_of": "2026-11-15"}
    answer = client.post("/assessment/make/", given, follow=True)
    assert "正在计算" in answer.content.decode()
    assert orders_work() == 1
    address = answer.redirect_chain[-1][0]
    assert "考核结果已算出，是草稿" in client.get(address, follow=True).content.decode()
    run = AssessmentRun.objects.get()
    page = f"{run.get_absolute_url()}freeze/"
    assert "任何人可以复算" in client.get(page).content.decode()
    answer = client.post(page, {"reason": ""}, follow=True)
    assert "已冻结，校验值" in answer.content.decode()
    run.refresh_from_db()
    assert run.status == "frozen"
    folder = Path(settings.SEAL_ROOT) / "assessments" / run.seal
    assert (folder / "assessment.json").is_file()
    address = f"{run.get_absolute_url()}replay/"
    answer = client.post(address, follow=True)
    assert "复算一致，逐字节相同" in answer.content.decode()
    actions = set(AuditRow.objects.values_list("action", flat=True))
    assert actions >= {
        "assessment.run.make",
        "assessment.run.freeze",
        "assessment.run.replay",
    }
    (folder / "case.json").write_text("{}")
    answer = client.post(address, follow=True)
    assert "封存的文件已被改动" in answer.content.decode()


def test_a_correction_needs_a_reason_and_withdraws_what_no_longer_holds(
    client: Client, plan: Plan, office: User, lake: Lake
) -> None:
    target = Target.objects.get(plan=plan, key="T002")
    unit = PlanUnit.objects.get(plan=plan, name="区农业农村委")
    target.responsibilities.create(unit=unit, order=0)
    first = assessment_make(by=None, plan=plan, asked=ASKED)
    first = assessment_freeze(run=first, by=office)
    assert first.standings.get(key="T002").state == "missed"
    gone = first.proposals.filter(subject="T002")[0]
    state(lake, "forest.area", {2025: 205}, key="corrected")
    fresh = assessment_make(by=None, plan=plan, asked=ASKED)
    with pytest.raises(BadInputError) as refused:
        assessment_freeze(run=fresh, by=office)
    assert refused.value.code == "assessment.reason"
    client.force_login(office)
    page = f"{fresh.get_absolute_url()}freeze/"
    assert "请写明理由" in client.post(page, {"reason": ""}).content.decode()
    client.post(page, {"reason": "林草部门更正了面积"})
    first.refresh_from_db()
    fresh.refresh_from_db()
    gone.refresh_from_db()
    assert (first.status, first.replaced_by) == ("replaced", fresh)
    assert fresh.standings.get(key="T002").state == "met"
    assert (gone.stand, fresh.reason) == ("withdrawn", "林草部门更正了面积")
    assert AuditRow.objects.filter(action="assessment.proposal.withdraw").exists()
    text = client.get(f"{fresh.get_absolute_url()}proposals/").content.decode()
    assert "已撤回" in text


def test_freezing_what_did_not_change_is_refused(plan: Plan, office: User) -> None:
    assessment_freeze(run=assessment_make(by=None, plan=plan, asked=ASKED), by=office)
    again = assessment_make(by=None, plan=plan, asked=ASKED)
    with pytest.raises(BadInputError) as refused:
        assessment_freeze(run=again, by=office, reason="再来一次")
    assert refused.value.code == "assessment.seal_same"
    again.refresh_from_db()
    assert again.status == "draft"


def test_only_a_draft_is_frozen(plan: Plan, office: User) -> None:
    run = assessment_make(by=None, plan=plan, asked=ASKED)
    frozen = assessment_freeze(run=run, by=office)
    with pytest.raises(BadInputError) as refused:
        assessment_freeze(run=frozen, by=office)
    assert refused.value.code == "assessment.no_draft"


def test_a_draft_under_other_rules_is_not_frozen(plan: Plan, office: User) -> None:
    run = assessment_make(by=None, plan=plan, asked=ASKED)
    content = run.record.content
    content["inputs"]["rules_sha256"] = "0" * 64
    run.record.save()
    with pytest.raises(BadInputError) as refused:
        assessment_freeze(run=run, by=office)
    assert refused.value.code == "assessment.draft_changed"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("as_of", "2069-01-01", "截止日不能晚于今天"),
        ("period", "2026", ""),
        ("period", "1999", "period"),
        ("scheme", "nothing", "scheme"),
    ],
)
def test_what_cannot_be_assessed_is_refused(
    client: Client, plan: Plan, office: User, field: str, value: str, words: str
) -> None:
    client.force_login(office)
    given: dict[str, Any] = {
        "period": "2025",
        "scheme": "district-2023",
        "as_of": "2025-11-15",
        field: value,
    }
    text = client.post("/assessment/make/", given).content.decode()
    assert "data-error-summary" in text
    assert words in text
    assert not plan.assessment_runs.exists()


def test_making_and_freezing_are_for_the_office(
    client: Client, plan: Plan, leader: User, analyst: User
) -> None:
    for person in (leader, analyst):
        client.force_login(person)
        assert client.get("/assessment/make/").status_code == 403
        with pytest.raises(PermissionDenied):
            assessment_make(by=person, plan=plan, asked=ASKED)
    run = assessment_make(by=None, plan=plan, asked=ASKED)
    with pytest.raises(PermissionDenied):
        assessment_freeze(run=run, by=leader)
    assert client.get(f"{run.get_absolute_url()}freeze/").status_code == 403
    frozen = assessment_freeze(run=run, by=None)
    assert assessment_replay(run=frozen, by=analyst)
    with pytest.raises(PermissionDenied):
        assessment_replay(run=frozen, by=leader)


def test_every_scheme_has_names_in_both_languages() -> None:
    named = schemes()
    assert {one.name.id for one in named} >= {
        "district-2023",
        "grade-2026",
        "points-2014",
    }
    for words in named:
        for one in (words.name, words.label, *words.rules, *words.grades):
            assert one.zh, one
            assert one.en, one
