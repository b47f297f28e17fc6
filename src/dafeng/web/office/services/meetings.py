"""Meetings: planned, announced, held, their minutes recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.notices.services.reminding import events_told
from dafeng.web.office.models import (
    AHEAD,
    AgendaRow,
    DecisionItem,
    Meeting,
    MeetingState,
    Outcome,
)
from dafeng.web.office.selectors.meetings import left_open
from dafeng.web.office.services.agendas import agenda_carry
from dafeng.web.office.services.decisions import ItemFacts, Minutes, decision_record
from dafeng.web.office.services.papers import Paper
from dafeng.work import Event, NoticeKind, Post

PREPARE = "office.meeting.prepare"


@attrs.frozen(kw_only=True)
class MeetingFacts:
    """What is planned."""

    title: str
    planned_on: date
    starts_at: time | None = None
    place: str = ""
    chair: str = ""
    participants: str = ""
    units: Sequence[Organisation] = ()


@attrs.frozen(kw_only=True)
class PointOutcome:
    """What became of one point of the agenda; ``facts`` only of what was decided."""

    row: AgendaRow
    outcome: Outcome
    facts: ItemFacts | None = None


class StaleMeetingError(BadInputError):
    """Somebody changed the meeting while the page was open; nothing was overwritten.

    Attributes
    ----------
    mine, theirs : MeetingFacts
        What the person wanted to write, and what is planned now.
    version : int
        The newest version.
    """

    code = "meeting.stale"

    def __init__(
        self, *, meeting: str, mine: MeetingFacts, theirs: MeetingFacts, version: int
    ) -> None:
        self.mine, self.theirs, self.version = mine, theirs, version
        super().__init__(f"Version {version} is the newest.", meeting=meeting)


@transaction.atomic
def meeting_plan(
    *, organisation: Organisation, by: User | None, facts: MeetingFacts
) -> Meeting:
    """Plan a meeting; what earlier ones left open comes onto its agenda.

    Raises
    ------
    BadInputError
        ``meeting.past``: the day is over.
    """
    if by is not None:
        require(by, PREPARE, organisation)
    _see_day(facts.planned_on)
    meeting = Meeting(organisation=organisation, planned_by=by)
    _write(meeting, facts)
    agenda_carry(meeting=meeting, by=by, rows=left_open(organisation))
    audit.record(by=by, action="office.meeting.plan", target=meeting, data=_told(facts))
    return meeting


@transaction.atomic
def meeting_change(
    *, meeting: Meeting, by: User, facts: MeetingFacts, version: int
) -> Meeting:
    """Change what is planned; who was told already is told again.

    Raises
    ------
    BadInputError
        ``meeting.over``: it was held or cancelled. ``meeting.past``: the day is over.
    StaleMeetingError
        Somebody changed it since ``version``.
    """
    held = meeting_held_for(meeting, by, states=AHEAD)
    if version != held.version:
        raise StaleMeetingError(
            meeting=str(held),
            mine=facts,
            theirs=facts_of(held),
            version=held.version,
        )
    if facts.planned_on != held.planned_on:
        _see_day(facts.planned_on)
    before = _told(facts_of(held))
    held.version += 1
    _write(held, facts)
    data = {"before": before, "after": _told(facts)}
    audit.record(by=by, action="office.meeting.change", target=held, data=data)
    if held.state == MeetingState.INVITED:
        _tell(held)
    return held


@transaction.atomic
def meeting_invite(*, meeting: Meeting, by: User | None) -> Meeting:
    """Send the agenda to those who take part.

    Raises
    ------
    BadInputError
        ``meeting.over``; ``meeting.no_agenda``: there is nothing to decide;
        ``meeting.no_units``: nobody would be told.
    """
    held = meeting_held_for(meeting, by, states=AHEAD)
    if not held.agenda.exists():
        msg = f"{held} has nothing on its agenda."
        raise BadInputError(msg, code="meeting.no_agenda", meeting=str(held))
    if not held.units.exists():
        msg = f"{held} invites no unit."
        raise BadInputError(msg, code="meeting.no_units", meeting=str(held))
    held.state, held.invited_at = MeetingState.INVITED, timezone.now()
    held.version += 1
    held.full_clean()
    held.save()
    data = {"units": list(held.units.values_list("code", flat=True))}
    audit.record(by=by, action="office.meeting.invite", target=held, data=data)
    _tell(held)
    return held


@transaction.atomic
def meeting_hold(
    *, meeting: Meeting, by: User | None, on: date, participants: str = ""
) -> Meeting:
    """Say that it was held, and who was there.

    Raises
    ------
    BadInputError
        ``meeting.over``; ``meeting.future``: the day is still to come.
    """
    held = meeting_held_for(meeting, by, states=AHEAD)
    if on > timezone.localdate():
        msg = f"{on} is still to come."
        raise BadInputError(msg, code="meeting.future")
    before = {"state": held.state, "participants": held.participants}
    held.state, held.held_on = MeetingState.HELD, on
    held.participants = participants.strip() or held.participants
    held.version += 1
    held.full_clean()
    held.save()
    data = {
        "before": before,
        "after": {"state": held.state, "on": on, "participants": held.participants},
    }
    audit.record(by=by, action="office.meeting.hold", target=held, data=data)
    return held


@transaction.atomic
def meeting_minute(
    *,
    meeting: Meeting,
    by: User | None,
    minutes: Minutes,
    points: Sequence[PointOutcome],
    paper: Paper | None = None,
) -> Meeting:
    """Record the minutes: what was decided becomes a decision of the log.

    Raises
    ------
    BadInputError
        ``meeting.not_held``: it was not held, or its minutes stand already.
        ``meeting.point_open``: a point of the agenda has no outcome.
        ``meeting.point_empty``: a decided point does not say what was decided.
        Besides those of :func:`decision_record`.
    """
    held = meeting_held_for(
        meeting, by, states=(MeetingState.HELD,), code="meeting.not_held"
    )
    rows = list(held.agenda.order_by("order", "pk"))
    by_row = {point.row.pk: point for point in points}
    told = [_complete(row, by_row.get(row.pk)) for row in rows]
    decided = [point for point in told if point.facts is not None]
    made = decision_record(
        organisation=held.organisation,
        by=by,
        minutes=minutes,
        items=[point.facts for point in decided if point.facts is not None],
        paper=paper,
    )
    items = dict(zip([p.row.pk for p in decided], made.items.all(), strict=True))
    for point in told:
        _settle(point, items.get(point.row.pk))
    held.state, held.decision = MeetingState.MINUTED, made
    held.version += 1
    held.full_clean()
    held.save()
    data = {
        "decision": made.number,
        "points": {str(p.row.order): p.outcome.value for p in told},
    }
    audit.record(by=by, action="office.meeting.minute", target=held, data=data)
    return held


@transaction.atomic
def meeting_cancel(*, meeting: Meeting, by: User, reason: str) -> Meeting:
    """Call a meeting off; who was told is told again, its points are free again.

    Raises
    ------
    BadInputError
        ``meeting.over``; ``meeting.reason``: no reason is given.
    """
    held = meeting_held_for(meeting, by, states=AHEAD)
    if not reason.strip():
        msg = "Say why the meeting is cancelled."
        raise BadInputError(msg, code="meeting.reason")
    was_told = held.state == MeetingState.INVITED
    held.state, held.reason = MeetingState.CANCELLED, reason.strip()
    held.version += 1
    held.full_clean()
    held.save()
    data = {"reason": held.reason}
    audit.record(by=by, action="office.meeting.cancel", target=held, data=data)
    if was_told:
        _tell(held)
    return held


def facts_of(meeting: Meeting) -> MeetingFacts:
    """What is planned now."""
    return MeetingFacts(
        title=meeting.title,
        planned_on=meeting.planned_on,
        starts_at=meeting.starts_at,
        place=meeting.place,
        chair=meeting.chair,
        participants=meeting.participants,
        units=list(meeting.units.all()),
    )


def meeting_held_for(
    meeting: Meeting,
    by: User | None,
    *,
    states: Sequence[MeetingState],
    code: str = "meeting.over",
) -> Meeting:
    """Lock a meeting for an act that some states allow.

    Raises
    ------
    BadInputError
        ``code``: it is in another state.
    """
    rows = Meeting.objects.select_for_update(of=("self",))
    held = rows.select_related("organisation").get(pk=meeting.pk)
    if by is not None:
        require(by, PREPARE, held.organisation)
    if held.state not in states:
        msg = f"{held} is {held.state}."
        raise BadInputError(
            msg, code=code, meeting=str(held), state=str(held.get_state_display())
        )
    return held


def _see_day(day: date) -> None:
    if day < timezone.localdate():
        msg = f"{day} is over; plan a day to come."
        raise BadInputError(msg, code="meeting.past", day=day)


def _write(meeting: Meeting, facts: MeetingFacts) -> None:
    plain = attrs.asdict(facts, recurse=False)
    units = plain.pop("units")
    for name, value in plain.items():
        setattr(meeting, name, value.strip() if isinstance(value, str) else value)
    meeting.full_clean()
    meeting.save()
    meeting.units.set(units)


def _told(facts: MeetingFacts) -> dict[str, object]:
    plain = attrs.asdict(facts, recurse=False)
    return plain | {"units": sorted(unit.code for unit in facts.units)}


def _complete(row: AgendaRow, point: PointOutcome | None) -> PointOutcome:
    """See that a point says what became of it."""
    if point is None or point.outcome == Outcome.OPEN:
        msg = f"Say what became of point {row.order}, {row.title!r}."
        raise BadInputError(msg, code="meeting.point_open", order=row.order)
    decided = point.outcome == Outcome.DECIDED
    if decided and (point.facts is None or not point.facts.text.strip()):
        msg = f"Say what was decided on point {row.order}, {row.title!r}."
        raise BadInputError(msg, code="meeting.point_empty", order=row.order)
    return attrs.evolve(point, row=row, facts=point.facts if decided else None)


def _settle(point: PointOutcome, item: DecisionItem | None) -> None:
    row = point.row
    row.outcome, row.decided = point.outcome, item
    row.full_clean()
    row.save(update_fields=["outcome", "decided"])


def _tell(meeting: Meeting) -> None:
    """Tell the units that take part: of the agenda, of a change, of the end."""
    events = [
        Event(
            kind=NoticeKind.INVITED,
            object=f"office.meeting/{meeting.pk}",
            mark=str(meeting.version),
            label=f"{meeting.title}（{meeting.planned_on:%Y-%m-%d}）",
            address=meeting.get_absolute_url(),
            unit=unit.code,
            asks=meeting.organisation.code,
            turn=Post.HEAD,
            note=meeting.reason,
            due_on=meeting.planned_on,
        )
        for unit in meeting.units.all()
    ]
    events_told(events, on=timezone.localdate())
