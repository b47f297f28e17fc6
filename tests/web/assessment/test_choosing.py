"""Choosing a definition, trying a figure, comparing results, wording findings."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

import dafeng.assessment
from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, Severity
from dafeng.indicators import definition_register
from dafeng.web.assessment.finding_words import (
    FINDINGS,
    finding_groups,
    finding_place,
    finding_words,
)
from dafeng.web.assessment.models import ProposalRow, Stand, TargetBinding
from dafeng.web.assessment.services.binding import Way, binding_clear, binding_set
from dafeng.web.assessment.services.freezing import assessment_freeze
from dafeng.web.assessment.services.ordering import orders_work
from dafeng.web.assessment.services.running import (
    Asked,
    assessment_make,
    case_of_house,
)
from dafeng.web.core.models import AuditRow
from dafeng.web.plans.models import GroupMember, Plan, PlanUnit, Target
from tests.web.assessment.building import PLACE, frozen, stored
from tests.web.layers import layer

if TYPE_CHECKING:
    from django.test import Client

    from dafeng.web.assessment.models import AssessmentRun
    from dafeng.web.core.models import Organisation, User

ASKED = Asked(period="2025", scheme="district-2023", as_of=date(2026, 11, 15))
OTHER_WAY = Way(definition="A05.calorific", ground="市里按当量值考核")


@layer
def housed(plan: Plan, district: Organisation) -> Plan:
    """The plan, of the place that the lake speaks of."""
    Plan.objects.filter(pk=plan.pk).update(place_code=district.place_code)
    plan.refresh_from_db()
    assert plan.place_code == PLACE
    return plan


@layer
def target(housed: Plan) -> Target:
    """The target about the non-fossil share."""
    return Target.objects.get(plan=housed, key="T001")


# Definitions --------------------------------------------------------------------------


def test_a_person_chooses_a_definition_and_the_next_result_uses_it(
    client: Client, target: Target, housed: Plan, office: User
) -> None:
    run = assessment_make(by=None, plan=housed, asked=ASKED)
    page = f"{run.get_absolute_url()}targets/T001/"
    client.force_login(office)
    assert "由规则选定" in client.get(page).content.decode()
    found = client.get(f"{page}binding/", {"q": "当量值"}).content.decode()
    assert "A05.calorific" in found
    given = {"definition": "A05.calorific", "ground": "", "act": "set"}
    assert "请写明理由" in client.post(f"{page}binding/", given).content.decode()
    given["ground"] = "市里按当量值考核"
    text = client.post(f"{page}binding/", given, follow=True).content.decode()
    assert "由人选定：" in text
    row = TargetBinding.objects.get(target=target)
    assert (row.definition, row.decided_by) == ("A05.calorific", office)
    assert AuditRow.objects.filter(action="assessment.binding.set").exists()
    again = assessment_make(by=None, plan=housed, asked=ASKED)
    assert again.standings.get(key="T001").definition == "A05.calorific"


def test_a_choice_is_taken_back_with_a_reason(
    client: Client, target: Target, housed: Plan, office: User
) -> None:
    binding_set(target=target, by=office, way=OTHER_WAY)
    with pytest.raises(BadInputError) as refused:
        binding_clear(target=target, by=office, reason=" ")
    assert refused.value.code == "binding.no_ground"
    run = assessment_make(by=None, plan=housed, asked=ASKED)
    page = f"{run.get_absolute_url()}targets/T001/binding/"
    client.force_login(office)
    client.post(page, {"definition": "", "ground": "口径已统一", "act": "clear"})
    assert not TargetBinding.objects.exists()
    with pytest.raises(BadInputError) as refused:
        binding_clear(target=target, by=office, reason="再取消")
    assert refused.value.code == "binding.none"


@pytest.mark.parametrize(
    ("way", "code"),
    [
        (Way(definition="A05.calorific", ground=" "), "binding.no_ground"),
        (Way(definition="Z99", ground="试试"), "binding.definition"),
    ],
)
def test_what_cannot_reckon_a_target_is_refused(
    target: Target, office: User, way: Way, code: str
) -> None:
    with pytest.raises(BadInputError) as refused:
        binding_set(target=target, by=office, way=way)
    assert refused.value.code == code


def test_a_definition_that_compares_needs_a_base_year(
    target: Target, office: User
) -> None:
    register = definition_register()
    compares = next(name for name in register.by_id if register.compares(name))
    target.base_year = None
    with pytest.raises(BadInputError) as refused:
        binding_set(target=target, by=office, way=Way(definition=compares, ground="试"))
    assert refused.value.code == "binding.base_year"
    way = Way(definition=compares, ground="试", base_year=2020)
    assert binding_set(target=target, by=office, way=way).base_year == 2020


def test_choosing_is_for_the_office(
    client: Client, target: Target, housed: Plan, leader: User, officer: User
) -> None:
    run = frozen(stored(housed))
    for other in (leader, officer):
        with pytest.raises(PermissionDenied):
            binding_set(target=target, by=other, way=OTHER_WAY)
        client.force_login(other)
        page = f"{run.get_absolute_url()}targets/T001/binding/"
        assert client.get(page).status_code == 403


# Freezing -----------------------------------------------------------------------------


def test_targets_changed_after_publication_are_named_and_need_a_reason(
    client: Client, target: Target, housed: Plan, office: User
) -> None:
    first = assessment_make(by=None, plan=housed, asked=ASKED)
    assessment_freeze(run=first, by=office)
    binding_set(target=target, by=office, way=OTHER_WAY)
    fresh = assessment_make(by=None, plan=housed, asked=ASKED)
    with pytest.raises(BadInputError) as refused:
        assessment_freeze(run=fresh, by=office)
    assert refused.value.code == "assessment.frozen"
    # T003 follows: T001 is no longer a step on its way.
    assert refused.value.fields["goals"] == ["T001", "T003"]
    client.force_login(office)
    page = f"{fresh.get_absolute_url()}freeze/"
    text = client.get(page).content.decode()
    assert "公布之后有变化的目标" in text
    assert "算法" in text
    assert "请写明理由" in client.post(page, {"reason": ""}).content.decode()
    client.post(page, {"reason": "市里统一按当量值"})
    fresh.refresh_from_db()
    assert (fresh.status, fresh.reason) == ("frozen", "市里统一按当量值")


def test_another_scheme_of_the_period_keeps_the_published_targets(
    target: Target, housed: Plan, office: User
) -> None:
    first = assessment_make(by=None, plan=housed, asked=ASKED)
    assessment_freeze(run=first, by=office)
    binding_set(target=target, by=office, way=OTHER_WAY)
    other = Asked(period="2025", scheme="grade-2026", as_of=ASKED.as_of)
    fresh = assessment_make(by=None, plan=housed, asked=other)
    with pytest.raises(BadInputError) as refused:
        assessment_freeze(run=fresh, by=office)
    assert refused.value.code == "assessment.frozen"


def test_what_was_agreed_to_and_no_longer_holds_waits_to_be_taken_back(
    client: Client, housed: Plan, office: User
) -> None:
    unit = PlanUnit.objects.get(plan=housed, name="区农业农村委")
    Target.objects.get(plan=housed, key="T002").responsibilities.create(
        unit=unit, order=0
    )
    first = assessment_freeze(
        run=assessment_make(by=None, plan=housed, asked=ASKED), by=office
    )
    row = ProposalRow.objects.create(
        run=first,
        order=500,
        core_id="target-missed/区农业农村委/T002",
        step="circular",
        unit="区农业农村委",
        subject="T002",
        rule="target-missed",
        facts="未完成。",
        demand="报送原因。",
    )
    client.force_login(office)
    client.post(row.get_absolute_url(), {"ruling": "confirmed"})
    binding_set(
        target=Target.objects.get(plan=housed, key="T001"), by=office, way=OTHER_WAY
    )
    fresh = assessment_make(by=None, plan=housed, asked=ASKED)
    fresh = assessment_freeze(run=fresh, by=office, reason="口径更正")
    row.refresh_from_db()
    assert row.stand == Stand.TO_WITHDRAW
    text = client.get(f"{fresh.get_absolute_url()}proposals/").content.decode()
    assert f'id="proposal-{row.pk}"' in text
    given = {"ruling": "withdrawn", "reason": ""}
    assert "请写明理由" in client.post(row.get_absolute_url(), given).content.decode()
    given["reason"] = "结果已更正"
    client.post(row.get_absolute_url(), given)
    row.refresh_from_db()
    assert (row.stand, row.reason) == (Stand.WITHDRAWN, "结果已更正")


# Groups without members ---------------------------------------------------------------


def test_a_group_without_members_is_refused_with_the_way_out(
    client: Client, housed: Plan, office: User
) -> None:
    GroupMember.objects.filter(group__plan=housed).delete()
    kinds = {unit.name: unit.kind for unit in case_of_house(housed, ASKED).units}
    assert kinds["各乡镇"] == "group"
    client.force_login(office)
    given = {"period": "2025", "scheme": "district-2023", "as_of": "2026-11-15"}
    asked = client.post("/assessment/make/", given)
    assert orders_work() == 1
    text = client.get(asked["Location"]).content.decode()
    assert "没有算出结果：这些单位组还没有成员：各乡镇" in text
    assert "登记成员" in text


# What if, and two results -------------------------------------------------------------


def test_a_figure_is_tried_and_nothing_is_kept(
    client: Client, housed: Plan, office: User, target: Target
) -> None:
    assert target.key == "T001"
    run = assessment_make(by=None, plan=housed, asked=ASKED)
    page = f"{run.get_absolute_url()}targets/T002/"
    client.force_login(office)
    assert "如果本期数值为" in client.get(page).content.decode()
    asked = {"series": "forest.area", "period": "2025", "value": "x"}
    text = client.get(f"{page}what-if/", asked).content.decode()
    assert "data-error-summary" in text
    asked |= {"value": "200", "period": "2027"}
    text = client.get(f"{page}what-if/", asked).content.decode()
    assert "在截止日还没有结束" in text
    asked["period"] = "2025"
    before = AuditRow.objects.count()
    text = client.get(f"{page}what-if/", asked).content.decode()
    assert "只是试算" in text
    assert AuditRow.objects.count() == before
    assert "data-error-summary" not in client.get(f"{page}what-if/").content.decode()


def test_a_trial_of_a_unit_is_for_those_who_see_its_score(
    client: Client, result: AssessmentRun, officer: User, clerk: User
) -> None:
    page = f"{result.get_absolute_url()}units/区农业农村委/what-if/"
    client.force_login(officer)
    assert client.get(page).status_code == 200
    client.force_login(clerk)
    assert client.get(page).status_code == 404


def test_two_results_are_compared_and_scores_stay_with_those_who_may_see_them(
    client: Client, plan: Plan, office: User, officer: User, analyst: User
) -> None:
    before = frozen(stored(plan, period="2024", units=()), "d" * 64)
    after = frozen(stored(plan), "e" * 64)
    page = f"{after.get_absolute_url()}compare/{before.pk}/"
    client.force_login(office)
    assert page in client.get(after.get_absolute_url()).content.decode()
    text = client.get(page).content.decode()
    assert "2025 年与 2024 年结果的比较" in text
    assert "区发改委" in text
    client.force_login(officer)
    text = client.get(page).content.decode()
    assert "区农业农村委" in text
    assert "91.25" not in text
    client.force_login(analyst)
    assert "有变化的单位" not in client.get(page).content.decode()
    assert (
        client.get(f"{after.get_absolute_url()}compare/{after.pk}/").status_code == 404
    )


# What was noticed ---------------------------------------------------------------------


def codes_of_findings() -> set[str]:
    """Every code that the core gives to a finding, read out of its source."""
    folder = Path(dafeng.assessment.__file__).parent
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'Finding\(\s*code="([a-z_.]+)"', text))
        found |= set(re.findall(r'_Rule\(\s*"([a-z_.]+)"', text))
    return found


def test_every_finding_of_the_core_is_worded_in_both_languages() -> None:
    codes = codes_of_findings()
    assert len(codes) > 20
    assert codes <= FINDINGS.keys()
    for language, pattern in (("zh-hans", "[\u4e00-\u9fff]"), ("en", "[A-Za-z]")):
        with translation.override(language):
            for words in FINDINGS.values():
                assert re.search(pattern, str(words.title)), words
                assert re.search(pattern, str(words.hint)), words


def test_an_unknown_finding_keeps_the_sentence_of_the_core() -> None:
    finding = Finding(
        code="new.thing", severity=Severity.INFO, rule="A rule.", hint="Do it."
    )
    assert finding_words(finding).title == "A rule."
    assert finding_words(finding).hint == "Do it."


def test_series_and_bases_of_a_contradiction_have_names() -> None:
    finding = Finding(
        code="observation.contradicts",
        severity=Severity.WARNING,
        place="forest.area 2025",
        value="reported 12, statistical 15",
    )
    place, value = finding_place(finding)
    assert place.endswith(" 2025")
    assert "forest.area" not in place
    assert value == "填报 12, 统计 15"


def test_findings_are_grouped_errors_first() -> None:
    minor = Finding(code="goal.no_owner", severity=Severity.WARNING, place="二 T1")
    grave = Finding(code="figure.impossible", severity=Severity.ERROR, place="二 T2")
    groups = finding_groups([minor, grave, minor])
    assert [one.code for one in groups] == ["figure.impossible", "goal.no_owner"]
    assert groups[1].rows == (("二 T1", ""), ("二 T1", ""))


def test_findings_of_a_result_are_for_insiders(
    client: Client, plan: Plan, officer: User
) -> None:
    finding = Finding(
        code="assessment.no_evidence", severity=Severity.WARNING, value="T001"
    )
    run = frozen(stored(plan, findings=(finding,)))
    assert "数据没有凭证" not in client.get(run.get_absolute_url()).content.decode()
    client.force_login(officer)
    assert "数据没有凭证" in client.get(run.get_absolute_url()).content.decode()
