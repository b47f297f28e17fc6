"""The register: entered, corrected, moved, merged; what cannot be is refused."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from dafeng.base.errors import BadInputError, DafengError
from dafeng.projects import StageRefusedError
from dafeng.web.core.models import AuditRow
from dafeng.web.projects.models import Project, ProjectPlace, ProjectVersion
from dafeng.web.projects.selectors.alike import alike_pairs
from dafeng.web.projects.selectors.ledger import ledger_of_day
from dafeng.web.projects.selectors.projects import merged_target, projects_for
from dafeng.web.projects.services.approvals import (
    ApprovalFacts,
    approval_add,
    approval_withdraw,
)
from dafeng.web.projects.services.facts import (
    PlaceShare,
    ProjectFacts,
    StaleProjectError,
)
from dafeng.web.projects.services.merging import projects_keep_apart, projects_merge
from dafeng.web.projects.services.milestones import (
    milestone_add,
    milestone_change,
    milestone_done,
)
from dafeng.web.projects.services.registering import (
    project_change,
    project_register,
)
from dafeng.web.projects.services.staging import project_move
from tests.web.layers import layer
from tests.web.plans.building import organisation
from tests.web.projects.conftest import TODAY, day

if TYPE_CHECKING:
    from dafeng.web.core.models import Organisation, User


def move(project: Project, by: User | None, act: str, **more: Any) -> Project:
    on = more.pop("on", TODAY)
    return project_move(
        project=project, by=by, act=act, on=on, version=project.version, **more
    )


def test_a_project_is_entered_with_its_audit_row_and_its_first_version(
    district: Organisation, office: User, facts: ProjectFacts
) -> None:
    made = project_register(organisation=district, by=office, facts=facts)
    assert made.stage == "planned"
    assert [str(one) for one in made.places.all()] == ["甲镇", "乙镇"]
    row = AuditRow.objects.get(action="projects.project.register")
    assert row.data["places"] == {"120118101": "0.6", "120118102": "0.4"}
    assert ProjectVersion.objects.get(project=made).number == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"capacity_unit": "MV"}, "unit.unknown"),
        ({"measure": "perpetual-motion"}, "measure.unknown"),
        ({"location": {"type": "Point", "coordinates": [1, 2]}}, "location.outside"),
        (
            {"places": [PlaceShare(code="120118101", share=Decimal("0.5"))]},
            "project.shares",
        ),
    ],
)
def test_what_cannot_be_is_refused(
    district: Organisation, facts: ProjectFacts, wrong: dict[str, Any], code: str
) -> None:
    with pytest.raises(DafengError) as caught:
        project_register(
            organisation=district, by=None, facts=attrs.evolve(facts, **wrong)
        )
    assert caught.value.code == code
    assert not Project.objects.exists()


def test_units_of_another_district_are_refused(
    district: Organisation, facts: ProjectFacts
) -> None:
    elsewhere = organisation("other", "他区")
    with pytest.raises(BadInputError) as caught:
        project_register(
            organisation=district,
            by=None,
            facts=attrs.evolve(facts, builder_unit=elsewhere),
        )
    assert caught.value.code == "project.outside"


@pytest.mark.parametrize(
    "wrong",
    [
        {"capacity_unit": ""},
        {"capacity": Decimal(-1)},
        {"builder_uscc": "91120118"},
        {"industry": "44AB"},
        {"operation_due": date(2020, 1, 1)},
        {"start_due": date(1, 1, 1)},
        {"code": "两高一号"},
    ],
)
def test_a_field_that_cannot_be_is_named(
    district: Organisation, facts: ProjectFacts, wrong: dict[str, Any]
) -> None:
    with pytest.raises((ValidationError, DafengError)):
        project_register(
            organisation=district, by=None, facts=attrs.evolve(facts, **wrong)
        )


def test_one_code_stands_once_in_a_register(
    district: Organisation, facts: ProjectFacts, project: Project
) -> None:
    with pytest.raises(ValidationError, match="已经登记"):
        project_register(organisation=district, by=None, facts=facts)
    assert projects_count() == 1
    assert project.code == facts.code


def projects_count() -> int:
    return Project.objects.count()


@pytest.mark.database
@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    "wrong",
    [
        {"stage": "flying"},
        {"capacity_unit": ""},
        {"started_on": date(2026, 2, 1), "operated_on": date(2026, 1, 1)},
        {"start_due": date(1980, 1, 1)},
    ],
)
def test_the_database_holds_the_same_rules(wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.update(**wrong)


@pytest.mark.database
@pytest.mark.usefixtures("project")
def test_the_database_holds_shares_within_their_bounds() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectPlace.objects.update(share=Decimal("1.5"))


def test_only_the_office_keeps_the_register(
    district: Organisation,
    facts: ProjectFacts,
    project: Project,
    officer: User,
    stranger: User,
) -> None:
    for who in (officer, stranger):
        with pytest.raises(PermissionDenied):
            project_register(organisation=district, by=who, facts=facts)
        with pytest.raises(PermissionDenied):
            move(project, who, "screen")


def test_a_correction_of_an_older_version_is_refused_with_both_shown(
    project: Project, office: User, facts: ProjectFacts
) -> None:
    changed = attrs.evolve(facts, name="东湖渔光互补")
    project_change(project=project, by=office, facts=changed, version=1)
    with pytest.raises(StaleProjectError) as caught:
        project_change(project=project, by=office, facts=facts, version=1)
    assert caught.value.version == 2
    assert caught.value.theirs is not None
    assert caught.value.theirs.name == "东湖渔光互补"
    row = AuditRow.objects.get(action="projects.project.change")
    assert row.data["before"]["name"] == facts.name


def test_acts_move_the_stage_and_keep_their_days(
    project: Project, office: User
) -> None:
    for back, act in ((90, "screen"), (80, "exempt"), (60, "start")):
        project = move(project, office, act, on=day(back))
    assert (project.stage, project.review) == ("building", "data-only")
    assert project.started_on == day(60)
    assert [one.after for one in project.moves.all()] == [
        "screened",
        "exempt",
        "building",
    ]
    assert AuditRow.objects.filter(action="projects.project.start").count() == 1


@pytest.mark.parametrize(
    ("act", "more", "code"),
    [
        ("start", {}, "project.move_refused"),
        ("screen", {"on": TODAY + timedelta(days=1)}, "project.future"),
        ("cancel", {}, "project.reason"),
    ],
)
def test_an_act_that_cannot_be_is_refused(
    project: Project, office: User, act: str, more: dict[str, Any], code: str
) -> None:
    with pytest.raises(BadInputError) as caught:
        move(project, office, act, **more)
    assert caught.value.code == code
    project.refresh_from_db()
    assert project.stage == "planned"


def test_two_people_who_move_at_once_move_once(project: Project, office: User) -> None:
    seen = Project.objects.get(pk=project.pk)
    move(project, office, "screen")
    with pytest.raises(StaleProjectError):
        move(seen, office, "screen")
    with pytest.raises(StageRefusedError):
        move(Project.objects.get(pk=project.pk), office, "screen")
    assert project.moves.count() == 1


def test_an_act_before_the_last_one_is_refused(project: Project, office: User) -> None:
    held = move(project, office, "screen", on=day(10))
    with pytest.raises(BadInputError) as caught:
        move(held, office, "exempt", on=day(11))
    assert caught.value.code == "project.backward"


def test_approvals_stand_once_and_a_withdrawn_one_stays_with_its_reason(
    project: Project, office: User, officer: User
) -> None:
    paper = ApprovalFacts(kind="energy", number="示节能〔2026〕1号", dated=day(30))
    made = approval_add(project=project, by=office, facts=paper)
    with pytest.raises(ValidationError, match="已经登记"):
        approval_add(project=project, by=office, facts=paper)
    with pytest.raises(PermissionDenied):
        approval_add(project=project, by=officer, facts=paper)
    with pytest.raises(BadInputError) as caught:
        approval_withdraw(approval=made, by=office, reason=" ")
    assert caught.value.code == "project.reason"
    approval_withdraw(approval=made, by=office, reason="录错")
    again = approval_add(project=project, by=office, facts=paper)
    assert again.pk != made.pk
    ahead = attrs.evolve(paper, number="2号", dated=TODAY + timedelta(days=1))
    with pytest.raises(BadInputError) as caught:
        approval_add(project=project, by=office, facts=ahead)
    assert caught.value.code == "project.future"


def test_the_office_plans_a_step_and_the_unit_says_it_is_done(
    project: Project, office: User, officer: User, clerk: User
) -> None:
    step = milestone_add(
        project=project, by=office, title="并网", planned_on=day(1), percent=Decimal(90)
    )
    with pytest.raises(PermissionDenied):
        milestone_done(milestone=step, by=clerk, on=TODAY, version=1)
    milestone_done(milestone=step, by=officer, on=TODAY, version=1)
    with pytest.raises(StaleProjectError):
        milestone_change(
            milestone=step, by=office, planned_on=TODAY, version=1, reason="延"
        )
    with pytest.raises(PermissionDenied):
        milestone_add(project=project, by=officer, title="验收", planned_on=TODAY)
    with pytest.raises(BadInputError):
        milestone_done(
            milestone=step, by=officer, on=TODAY + timedelta(days=1), version=2
        )


@layer
def twin(district: Organisation, facts: ProjectFacts) -> Project:
    """The same project under another spelling, with what the first does not know."""
    other = attrs.evolve(
        facts,
        code="P-2",
        name="东湖50兆瓦渔光互补项目",
        plan_project=None,
        co2_t=Decimal(7),
    )
    return project_register(organisation=district, by=None, facts=other)


def test_two_spellings_are_proposed_and_merged_with_consent_alone(
    project: Project, twin: Project, office: User, officer: User
) -> None:
    (pair,) = alike_pairs(office)
    assert {pair.one, pair.other} == {project, twin}
    paper = ApprovalFacts(kind="land", number="3号", dated=day(9))
    approval_add(project=twin, by=office, facts=paper)
    given: dict[str, Any] = {"kept": project, "gone": twin, "gone_version": 1}
    for by, reason, version in (
        (office, " ", 1),
        (office, "同一立项", 9),
        (officer, "同一立项", 1),
    ):
        with pytest.raises((BadInputError, PermissionDenied)):
            projects_merge(**given, by=by, reason=reason, kept_version=version)
    kept = projects_merge(**given, by=office, reason="同一立项", kept_version=1)
    assert (kept.name, kept.co2_t) == (project.name, 7)
    assert [one.number for one in kept.approvals.all()] == ["3号"]
    assert list(projects_for(office)) == [kept]
    with pytest.raises(BadInputError) as caught:
        move(Project.objects.get(pk=twin.pk), office, "screen")
    assert caught.value.code == "project.merged"
    assert AuditRow.objects.get(action="projects.project.merge").data["gone"] == "P-2"


def test_two_that_were_said_to_be_two_are_not_proposed_again(
    project: Project, twin: Project, office: User
) -> None:
    with pytest.raises(BadInputError) as caught:
        projects_keep_apart(one=project, other=project, by=office, reason="x")
    assert caught.value.code == "project.same"
    row = projects_keep_apart(one=twin, other=project, by=office, reason="两期")
    assert row == projects_keep_apart(one=project, other=twin, by=office, reason="二")
    assert alike_pairs(office) == []


def test_the_ledger_of_a_past_day_does_not_change_when_the_project_does(
    project: Project, office: User, facts: ProjectFacts
) -> None:
    heavy = attrs.evolve(facts, industry="3130", energy_tce=Decimal(20000))
    project_change(project=project, by=office, facts=heavy, version=1)
    (row,) = ledger_of_day(office, TODAY)
    assert row.verdict.answer.value == "yes"
    assert ledger_of_day(office, day(1)) == ()
    first = ProjectVersion.objects.get(number=1)
    ProjectVersion.objects.filter(number=1).update(
        since=day(9), learned_at=first.learned_at - timedelta(days=9)
    )
    (then,) = ledger_of_day(office, day(5))
    assert then.verdict.answer.value == "no"
    assert then.project.industry == "4416"


def test_the_ledger_knows_backdated_facts_new_codes_and_what_was_merged(
    project: Project, twin: Project, office: User, facts: ProjectFacts
) -> None:
    renamed = attrs.evolve(facts, code="P-9")
    project_change(project=project, by=office, facts=renamed, version=1)
    ProjectVersion.objects.filter(project=project, number=2).update(since=day(700))
    assert [row.project.code for row in ledger_of_day(office, TODAY)] == ["P-2", "P-9"]
    projects_merge(
        kept=Project.objects.get(pk=project.pk),
        gone=twin,
        by=office,
        reason="同一立项",
        kept_version=2,
        gone_version=1,
    )
    assert [row.project.code for row in ledger_of_day(office, TODAY)] == ["P-9"]
    before = ProjectVersion.objects.get(project=twin).learned_at
    then = ledger_of_day(office, TODAY, before)
    assert "P-2" in [row.project.code for row in then]


def test_a_ledger_of_a_day_before_the_merge_goes_on_showing_both(
    project: Project, twin: Project, office: User
) -> None:
    kept = projects_merge(
        kept=project,
        gone=twin,
        by=office,
        reason="同一立项",
        kept_version=1,
        gone_version=1,
    )
    # As if both had been entered 9 days ago and merged 3 days ago.
    for row in ProjectVersion.objects.all():
        back = 3 if row.project == kept and row.number == 2 else 9
        ProjectVersion.objects.filter(pk=row.pk).update(
            since=day(back), learned_at=row.learned_at - timedelta(days=back)
        )
    merge = ProjectVersion.objects.get(project=kept, number=2).learned_at
    Project.objects.filter(pk=twin.pk).update(merged_at=merge)

    def codes(back: int) -> list[str]:
        return [row.project.code for row in ledger_of_day(office, day(back))]

    assert codes(10) == []
    assert codes(4) == codes(8) == ["P-1", "P-2"]
    assert codes(3) == codes(0) == ["P-1"]
    last = ledger_of_day(office, TODAY, merge)
    assert [row.project.code for row in last] == ["P-1"]


def test_what_was_merged_before_leads_to_the_row_that_stands_at_last(
    project: Project, twin: Project, office: User, facts: ProjectFacts
) -> None:
    third = project_register(
        organisation=project.organisation,
        by=None,
        facts=attrs.evolve(facts, code="P-3", places=()),
    )
    for kept, gone in ((twin, project), (third, twin)):
        projects_merge(
            kept=kept,
            gone=gone,
            by=office,
            reason="同一立项",
            kept_version=kept.version,
            gone_version=Project.objects.get(pk=gone.pk).version,
        )
    assert merged_target(office, project.pk) == third
    assert {one.code for one in twin.places.all()} == {"120118101", "120118102"}
    assert third.places.count() == 2


@pytest.mark.database
def test_the_database_wants_the_moment_of_a_merge(
    project: Project, twin: Project
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(pk=twin.pk).update(merged_into=project)
