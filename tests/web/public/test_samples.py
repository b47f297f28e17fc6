"""The sample's public room: a release, its correction, letters and courses; once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.public import check_package
from dafeng.sample import SAMPLE_PLACE_CODE
from dafeng.sample.public import (
    sample_audiences,
    sample_events,
    sample_public_letters,
)
from dafeng.web.core.models import AuditRow
from dafeng.web.plans.models import Plan
from dafeng.web.plans.services.samples import SAMPLE_SLUG
from dafeng.web.public.models import Event, Feedback, Release
from dafeng.web.public.services.samples import FILLED, load_sample_public

if TYPE_CHECKING:
    from dafeng.web.assessment.models import AssessmentRun


def quiet(_what: str, _done: int, _of: int) -> None:
    """Say nothing."""


def test_the_sample_is_filled_once_and_says_that_it_is_invented(
    result: AssessmentRun,
) -> None:
    Plan.objects.filter(pk=result.plan_id).update(
        slug=SAMPLE_SLUG, place_code=SAMPLE_PLACE_CODE
    )
    load_sample_public(quiet)
    load_sample_public(quiet)
    assert AuditRow.objects.filter(action=FILLED).count() == 1
    releases = Release.objects.order_by("minor")
    assert [str(one.version) for one in releases] == ["1.0", "1.1"]
    gone = releases[1].figures.filter(withdrawn=True)
    assert gone.count() == 1
    assert gone.get().reason
    assert all(one.synthetic for one in releases)
    assert check_package(bytes(releases[1].package.content)) == ()
    assert Feedback.objects.count() == len(sample_public_letters()) == 3
    assert {one.state for one in Feedback.objects.all()} == {
        "new",
        "answered",
        "closed",
    }
    assert Event.objects.count() == len(sample_events()) == 5
    assert len(sample_audiences()) == 3


def test_a_house_that_is_no_sample_stays_as_it_is(result: AssessmentRun) -> None:
    assert result.plan.slug != SAMPLE_SLUG
    load_sample_public(quiet)
    assert not Release.objects.exists()
