"""Plans are put into a house: the sample's facts, and real documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.sample import demo_plan_text, load_sample_plan
from dafeng.web.core.models import AuditRow
from dafeng.web.plans.models import Plan, PlanStatus
from dafeng.web.plans.selectors.plans import confirmed_plan, plan_as_read
from dafeng.web.plans.services.loading import plan_load_file
from dafeng.web.plans.services.samples import load_demo, load_sample

if TYPE_CHECKING:
    from pathlib import Path

    from dafeng.web.core.models import Organisation


@pytest.mark.usefixtures("district")
def test_the_sample_is_confirmed_and_published_with_every_fact() -> None:
    plan = load_sample(None)
    facts, given = load_sample_plan(), confirmed_plan(plan)
    assert plan.status == PlanStatus.PUBLISHED
    assert given.document == facts.document
    assert given.targets == facts.targets
    assert given.projects == facts.projects
    assert given.milestones == facts.milestones
    assert len(given.tasks) == len(facts.tasks)
    assert {unit.name for unit in facts.units} <= {unit.name for unit in given.units}


@pytest.mark.usefixtures("district")
def test_loading_the_sample_again_changes_nothing() -> None:
    plan = load_sample(None)
    rows = AuditRow.objects.count()
    assert load_sample(None) == plan
    assert AuditRow.objects.count() == rows


@pytest.mark.usefixtures("district")
def test_groups_of_the_sample_are_filled_from_the_register() -> None:
    plan = load_sample(None)
    townships = plan.planunits.get(name="各乡镇")
    assert [member.name for member in townships.members.all()] == ["甲镇", "乙镇"]


@pytest.mark.usefixtures("district")
def test_the_synthetic_plan_waits_for_review_with_its_text() -> None:
    plan = load_demo(None)
    assert (plan.status, plan.synthetic) == (PlanStatus.DRAFT, True)
    assert plan.attached.text == demo_plan_text()
    assert load_demo(None) == plan
    assert Plan.objects.count() == 1
    for target in plan.targets.all():
        assert target.quote == demo_plan_text()[target.start : target.end]


def test_a_document_is_read_on_the_spot(district: Organisation, tmp_path: Path) -> None:
    path = tmp_path / "方案.txt"
    path.write_text(demo_plan_text(), encoding="utf-8")
    plan = plan_load_file(path=path, by=None)
    assert (plan.owner, plan.status) == (district, PlanStatus.PUBLISHED)
    assert confirmed_plan(plan).targets == ()
    assert len(plan_as_read(plan).targets) > 50
    assert plan.attached.file.name.endswith(".txt")
    assert plan_load_file(path=path, by=None) == plan


@pytest.mark.usefixtures("district")
def test_a_document_that_is_no_plan_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("明天下午开会，请准时参加。", encoding="utf-8")
    with pytest.raises(BadInputError) as caught:
        plan_load_file(path=path, by=None)
    assert caught.value.code == "plan.not_plan"
    assert not Plan.objects.exists()


@pytest.mark.usefixtures("db")
def test_a_house_without_units_says_so() -> None:
    with pytest.raises(NotFoundError) as caught:
        load_sample(None)
    assert caught.value.code == "house.empty"
