"""Meetings of the leading group as a person sees them, and what waits for the next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import attrs
from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise

from dafeng.web.core.models import Organisation, OrganisationKind
from dafeng.web.core.models.people import Language
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.office.agenda import AgendaItem, agenda_sources
from dafeng.web.office.models import (
    AHEAD,
    TOLD,
    AgendaRow,
    Decision,
    Meeting,
    MeetingState,
    Outcome,
)

VIEW, PREPARE = "office.meeting.view", "office.meeting.prepare"
SOON = timedelta(days=30)
PRESSING, WRITTEN_WITHIN = timedelta(days=2), timedelta(days=7)
"""So long before a meeting its agenda should be under way."""


@attrs.frozen(kw_only=True)
class Proposed:
    """What one source proposes for an agenda."""

    label: str | Promise
    items: tuple[AgendaItem, ...]


@attrs.frozen(kw_only=True)
class MeetingTurns:
    """What the office has to do about meetings.

    Attributes
    ----------
    agendas : int
        Meetings within a month whose agenda is empty or was not sent out.
    agendas_late : int
        Those whose day has come.
    minutes : int
        Meetings that were held, or whose day is over, without minutes.
    minutes_late : int
        Those held more than a week ago.
    """

    agendas: int
    agendas_late: int
    minutes: int
    minutes_late: int


def meetings_for(user: Person) -> QuerySet[Meeting]:
    """Meetings of the person's leading group, and those that a unit is invited to."""
    paths = paths_where(user, VIEW)
    invited = Meeting.units.through.objects.filter(within("organisation__path", paths))
    mine = within("organisation__path", paths)
    told = Q(pk__in=invited.values("meeting_id"), state__in=TOLD)
    rows = Meeting.objects.filter(mine | told)
    return rows.select_related("organisation", "decision", "planned_by")


def meeting_log(user: Person) -> QuerySet[Meeting]:
    """What the list shows, the next first, with the number of points."""
    rows = meetings_for(user).annotate(
        point_count=Count("agenda", distinct=True),
        decided_count=Count(
            "agenda", distinct=True, filter=Q(agenda__outcome=Outcome.DECIDED)
        ),
        deferred_count=Count(
            "agenda", distinct=True, filter=Q(agenda__outcome=Outcome.DEFERRED)
        ),
    )
    return rows.order_by("-planned_on", "-pk")


def meeting_in_full(user: Person, pk: int) -> Meeting | None:
    """One meeting with its agenda; None where the person may see none."""
    points = AgendaRow.objects.select_related(
        "presenter", "carried_from__meeting", "decided__decision"
    ).order_by("order", "pk")
    rows = meetings_for(user).prefetch_related(
        Prefetch("agenda", queryset=points), "units"
    )
    return rows.filter(pk=pk).first()


def meeting_of(user: Person, decision: Decision) -> Meeting | None:
    """The meeting whose minutes a decision holds, if the person may see it."""
    return meetings_for(user).filter(decision=decision).first()


def office_of_meetings(user: Person) -> Organisation | None:
    """The district whose meetings the person prepares; the first by path."""
    paths = sorted(paths_where(user, PREPARE))
    if not paths:
        return None
    return Organisation.objects.filter(path=paths[0]).first()


def next_meeting(organisation: Organisation) -> Meeting | None:
    """The meeting that is ahead and comes first."""
    rows = Meeting.objects.filter(organisation=organisation, state__in=AHEAD)
    return rows.order_by("planned_on", "pk").first()


def units_to_invite(organisation: Organisation) -> QuerySet[Organisation]:
    """Units of the district, and the district's own office."""
    rows = Organisation.objects.filter(path__startswith=organisation.path)
    return rows.exclude(kind=OrganisationKind.GROUP).order_by("path")


# What is proposed ---------------------------------------------------------------------


def proposed_for(meeting: Meeting, *, on: date) -> list[Proposed]:
    """What every source proposes and no meeting ahead has on its agenda yet."""
    taken = set(
        AgendaRow.objects.filter(
            meeting__organisation=meeting.organisation, meeting__state__in=AHEAD
        )
        .exclude(key="")
        .values_list("key", flat=True)
    )
    found = []
    for source in agenda_sources():
        items = tuple(
            one
            for one in source.items(meeting.organisation, on)
            if not one.key or one.key not in taken
        )
        if items:
            found.append(Proposed(label=source.label, items=items))
    return found


def proposal_named(
    meeting: Meeting, keys: Iterable[str], *, on: date
) -> list[AgendaItem]:
    """Proposals by their keys, in the order in which they are proposed.

    An agenda is an official paper: whoever picks, it is worded in Chinese.
    """
    wanted = set(keys)
    with translation.override(Language.ZH):
        return [
            item
            for group in proposed_for(meeting, on=on)
            for item in group.items
            if item.key in wanted
        ]


def left_open(organisation: Organisation) -> list[AgendaRow]:
    """Points that a meeting did not decide and no later one took up."""
    rows = AgendaRow.objects.filter(
        meeting__organisation=organisation,
        meeting__state=MeetingState.MINUTED,
        outcome=Outcome.DEFERRED,
    )
    taken_up = AgendaRow.objects.exclude(meeting__state=MeetingState.CANCELLED)
    rows = rows.exclude(
        pk__in=taken_up.filter(carried_from__isnull=False).values("carried_from")
    )
    return list(
        rows.select_related("meeting", "presenter").order_by(
            "meeting__held_on", "order", "pk"
        )
    )


def carried_key(row: AgendaRow) -> str:
    """Key of a point that is carried over."""
    return f"office.carried:{row.pk}"


# What the office has to do ------------------------------------------------------------


def meeting_turns(user: Person, *, on: date) -> MeetingTurns:
    """Count agendas to prepare and minutes to record."""
    rows = Meeting.objects.filter(
        within("organisation__path", paths_where(user, PREPARE))
    )
    near = Q(state=MeetingState.PLANNED, planned_on__gte=on, planned_on__lte=on + SOON)
    over = Q(state=MeetingState.HELD) | Q(state__in=AHEAD, planned_on__lt=on)
    counted = rows.aggregate(
        agendas=Count("pk", filter=near),
        agendas_late=Count("pk", filter=near & Q(planned_on__lte=on + PRESSING)),
        minutes=Count("pk", filter=over),
        minutes_late=Count("pk", filter=over & Q(planned_on__lt=on - WRITTEN_WITHIN)),
    )
    return MeetingTurns(**counted)


def meetings_url(state: str) -> str:
    """Address of the list, narrowed to a state."""
    return f"{reverse('office:meetings')}?state={state}"
