"""A sample house is assessed once, and goes on where a start was cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser

from dafeng.sample import SAMPLE_PLACE_CODE
from dafeng.web.assessment.models import (
    AllocationRun,
    AssessmentRun,
    Decree,
    Exemption,
    PlanLevel,
    TargetBinding,
)
from dafeng.web.assessment.selectors.divisions import division_of
from dafeng.web.assessment.services.samples import RESULTS, load_sample_assessment
from dafeng.web.core.audit import check_chain
from dafeng.web.plans.models import PlanUnit
from dafeng.web.plans.selectors.plans import current_plan_for
from dafeng.web.plans.services.samples import load_sample
from tests.web.layers import layer
from tests.web.plans.building import organisation

if TYPE_CHECKING:
    from dafeng.web.plans.models import Plan


@layer
def sample() -> Plan:
    """The sample's plan in a house whose lake is empty."""
    organisation(
        "district", "示例区人民政府", kind="government", place_code=SAMPLE_PLACE_CODE
    )
    return load_sample(None)


def test_the_sample_is_assessed_once(sample: Plan) -> None:
    told: list[tuple[int, int]] = []
    load_sample_assessment(lambda _what, done, of: told.append((done, of)))
    assert told == [(0, 3), (1, 3), (2, 3)]
    runs = AssessmentRun.objects.filter(plan=sample)
    assert sorted(runs.values_list("period", "scheme", "status")) == sorted(
        (str(one.period), one.scheme, one.closes.value) for one in RESULTS
    )
    for run in runs:
        assert run.synthetic
        assert run.standings.count() == len(run.record.content["targets"]) > 100
        assert run.standings.filter(state="delegated-unset").exists()
    assert set(Decree.objects.values_list("state", flat=True)) == {"approved"}
    assert Exemption.objects.filter(plan=sample, unit=None).exists()
    assert PlanLevel.objects.filter(main=sample, level="above").count() == 1
    assert PlanLevel.objects.filter(main=sample, level="sector").count() == 3
    assert TargetBinding.objects.filter(target__plan=sample).count() > 100
    assert not PlanUnit.objects.filter(
        plan=sample, kind="group", members__isnull=True
    ).exists()
    codes = {one.code for one in division_of(sample, 2026).findings}
    assert "group.no_roster" not in codes
    assert AllocationRun.objects.count() == 1
    assert current_plan_for(AnonymousUser()) == sample
    assert check_chain().broken is None

    load_sample_assessment(lambda _what, done, of: told.append((done, of)))
    assert len(told) == 3


def test_a_house_of_ones_own_is_left_alone(db: None) -> None:  # noqa: ARG001
    load_sample_assessment(lambda *_told: pytest.fail("nothing to assess"))
    assert not AssessmentRun.objects.exists()
