"""The sample's meetings: two held behind its decisions, one ahead with an agenda."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from dafeng.sample import SAMPLE_PLACE_CODE
from dafeng.sample.meetings import sample_agendas
from dafeng.sample.office_papers import sample_meetings
from dafeng.web.core.models import AuditRow
from dafeng.web.office.models import Meeting, MeetingState, Outcome
from dafeng.web.office.selectors.meetings import left_open
from dafeng.web.office.services.decisions import ItemFacts, Minutes, decision_record
from dafeng.web.office.services.sample_meetings import load_sample_meetings
from dafeng.web.plans.models import Plan
from dafeng.web.plans.services.samples import SAMPLE_SLUG
from tests.web.layers import layer

if TYPE_CHECKING:
    from dafeng.web.core.models import Organisation
    from dafeng.web.work.models import Task


@layer
def sample(plan: Plan, district: Organisation) -> Plan:
    """The small plan in the place of the sample's, with the sample's decisions."""
    Plan.objects.filter(pk=plan.pk).update(
        slug=SAMPLE_SLUG, place_code=SAMPLE_PLACE_CODE
    )
    for one in sample_meetings():
        decision_record(
            organisation=district,
            by=None,
            minutes=Minutes(number=one.number, meeting=one.meeting, met_on=one.met_on),
            items=[ItemFacts(text=item.text) for item in one.items],
        )
    return plan


def test_held_meetings_stand_behind_decisions_and_the_next_has_an_agenda(
    sample: Plan, district: Organisation, task: Task
) -> None:
    assert sample.owner == district
    type(task).objects.filter(pk=task.pk).update(
        due_on=timezone.localdate() - timedelta(days=400),
        first_due_on=timezone.localdate() - timedelta(days=400),
    )
    told: list[str] = []
    for _start in range(2):
        load_sample_meetings(lambda what, _done, _of: told.append(what))
    assert told == ["meetings"] * len(sample_agendas())
    held = Meeting.objects.filter(state=MeetingState.MINUTED)
    assert held.count() == 2
    for meeting in held:
        assert meeting.decision is not None
        assert meeting.decision.met_on == meeting.held_on
        decided = meeting.agenda.filter(outcome=Outcome.DECIDED)
        assert [row.decided.order for row in decided if row.decided] == [1, 2]
        assert meeting.synthetic
    ahead = Meeting.objects.get(state=MeetingState.PLANNED)
    assert ahead.agenda.filter(carried_from__isnull=False).count() == 1
    assert ahead.agenda.filter(key="work.overdue").exists()
    assert left_open(district) == []
    assert AuditRow.objects.filter(action="office.sample.meetings").count() == 1


def test_a_house_without_the_sample_gets_no_meetings(plan: Plan) -> None:  # noqa: ARG001 - another plan
    load_sample_meetings(lambda _what, _done, _of: None)
    assert not Meeting.objects.exists()
