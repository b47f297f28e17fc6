"""Fill a sample house with meetings: held ones behind its decisions, one ahead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from django.db import transaction

from dafeng.sample import SAMPLE_PLACE_CODE
from dafeng.sample.meetings import SampleMeeting, sample_agendas
from dafeng.sample.work_tasks import SAMPLE_WORK_DATE
from dafeng.web.core import audit
from dafeng.web.core.models import AuditRow, Organisation, RoleCode, User
from dafeng.web.core.selectors import first_holder
from dafeng.web.office.models import (
    AgendaRow,
    Decision,
    Meeting,
    MeetingState,
    Outcome,
)
from dafeng.web.office.selectors.meetings import left_open, proposed_for
from dafeng.web.office.services.agendas import agenda_carry, agenda_take
from dafeng.web.plans.models import Plan
from dafeng.web.plans.services.samples import SAMPLE_SLUG
from dafeng.web.work.services.sample_hands import at_hour

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is under way, how many are done, and of how many."""

FILLED = "office.sample.meetings"
TAKEN = 4
"""So many proposals the sample's office has put on the next agenda."""
INVITED_BEFORE = 5
"""Days before a meeting on which the office sent its agenda out."""


def load_sample_meetings(progress: Progress) -> None:
    """Fill the meetings; call it after the assessment and what follows from it; once.

    Of what waits for a decision then, the first few stand on the next agenda; the rest
    is left to be proposed.
    """
    plan = Plan.objects.filter(slug=SAMPLE_SLUG, place_code=SAMPLE_PLACE_CODE).first()
    if plan is None or AuditRow.objects.filter(action=FILLED).exists():
        return
    units = Organisation.objects.in_bulk(field_name="code")
    meetings = sample_agendas()
    with transaction.atomic():
        by = first_holder(RoleCode.CARBON_OFFICE)
        for number, one in enumerate(meetings):
            progress("meetings", number, len(meetings))
            if one.minutes:
                _held(plan.owner, one, units, by)
            else:
                _ahead(plan.owner, one, units, by)
        data = {"meetings": len(meetings)}
        audit.record(by=None, action=FILLED, target=plan, data=data)


def _held(
    root: Organisation,
    one: SampleMeeting,
    units: Mapping[str, Organisation],
    by: User | None,
) -> None:
    decision = Decision.objects.filter(
        organisation=root, number=one.minutes, withdrawn=False
    ).first()
    if decision is None:
        return
    meeting = _meeting(root, one, by)
    meeting.state, meeting.decision = MeetingState.MINUTED, decision
    meeting.held_on = one.planned_on
    told = at_hour(one.planned_on, 10)
    meeting.invited_at = told.replace(day=max(1, told.day - INVITED_BEFORE))
    _keep(meeting, one, units)
    items = {item.order: item for item in decision.items.all()}
    for row, point in zip(meeting.agenda.all(), one.points, strict=True):
        row.outcome = Outcome(point.outcome)
        row.decided = items.get(point.item or 0)
        row.full_clean()
        row.save()


def _ahead(
    root: Organisation,
    one: SampleMeeting,
    units: Mapping[str, Organisation],
    by: User | None,
) -> None:
    meeting = _meeting(root, one, by)
    _keep(meeting, one, units)
    agenda_carry(meeting=meeting, by=by, rows=left_open(root))
    proposed = proposed_for(meeting, on=SAMPLE_WORK_DATE)
    items = [item for group in proposed for item in group.items]
    agenda_take(meeting=meeting, by=None, items=items[:TAKEN])


def _meeting(root: Organisation, one: SampleMeeting, by: User | None) -> Meeting:
    return Meeting(
        organisation=root,
        title=one.title,
        planned_on=one.planned_on,
        starts_at=one.starts_at,
        place=one.place,
        chair=one.chair,
        participants="\n".join(one.participants),
        planned_by=by,
        synthetic=True,
    )


def _keep(
    meeting: Meeting, one: SampleMeeting, units: Mapping[str, Organisation]
) -> None:
    meeting.full_clean()
    meeting.save()
    meeting.units.set([units[code] for code in one.units if code in units])
    for order, point in enumerate(one.points, start=1):
        row = AgendaRow(
            meeting=meeting,
            order=order,
            title=point.title,
            why=point.why,
            presenter=units.get(point.presenter),
        )
        row.full_clean()
        row.save()
