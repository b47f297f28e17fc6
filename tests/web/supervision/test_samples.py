"""The sample's cases: in every state that the small result allows, and once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from dafeng.sample import SAMPLE_PLACE_CODE
from dafeng.sample.supervision import BY_HAND_UNIT, sample_cases
from dafeng.supervision import CaseState
from dafeng.web.core.models import AuditRow, RoleCode
from dafeng.web.office.models import Letter
from dafeng.web.plans.services.samples import SAMPLE_SLUG
from dafeng.web.supervision.models import Case, Interview
from dafeng.web.supervision.services.samples import FILLED, load_sample_supervision
from tests.web.plans.building import organisation, person

if TYPE_CHECKING:
    from dafeng.web.assessment.models import AssessmentRun
    from tests.web.supervision.building import Hall


def told(what: str, done: int, of: int) -> None:
    assert 0 <= done < of, what


def test_the_table_has_a_case_for_every_state() -> None:
    states = {one.until for one in sample_cases()}
    assert states == {state.value for state in CaseState} - {"reviewed"}
    assert all(
        one.issued_on is None or one.drafted_on <= one.issued_on
        for one in sample_cases()
    )


def test_the_sample_is_filled_once_by_the_people_of_the_house(
    hall: Hall, result: AssessmentRun
) -> None:
    unit = organisation(BY_HAND_UNIT, "区住建委", parent=hall.district)
    person("builder", unit, RoleCode.UNIT_OFFICER)
    result.plan.slug, result.plan.place_code = SAMPLE_SLUG, SAMPLE_PLACE_CODE
    result.plan.save()
    load_sample_supervision(told)
    found = {case.state for case in Case.objects.all()}
    assert found == {"issued", "superseded", "draft", "received"}
    assert Interview.objects.get().signatures.count() == 1
    assert all(case.synthetic for case in Case.objects.all())
    numbers = Letter.objects.order_by("serial").values_list("serial", flat=True)
    assert list(numbers) == [1, 2, 3, 4]
    assert Case.objects.filter(issued_at__gt=timezone.now()).count() == 0
    before = Case.objects.count()
    load_sample_supervision(told)
    assert Case.objects.count() == before
    assert AuditRow.objects.filter(action=FILLED).count() == 1


@pytest.mark.usefixtures("hall")
def test_a_house_without_the_sample_plan_stays_empty() -> None:
    load_sample_supervision(told)
    assert not Case.objects.exists()
