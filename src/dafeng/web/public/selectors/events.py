"""Courses and campaigns that a person may see, and whom they reached."""

from __future__ import annotations

from django.db.models import QuerySet

from dafeng.public import Audience, AudienceSize, Coverage, coverage_of
from dafeng.public import Event as EventRecord
from dafeng.web.core.inside import district_of
from dafeng.web.core.models import Organisation
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, organisations_where, within
from dafeng.web.public.models import AudienceYear, Event

VIEW, CHANGE = "public.event.view", "public.event.change"


def events_for(user: Person, *, year: int | None = None) -> QuerySet[Event]:
    """Courses and campaigns of the units of a person, the newest first."""
    rows = Event.objects.filter(within("organisation__path", paths_where(user, VIEW)))
    if year is not None:
        rows = rows.filter(held_on__year=year)
    return rows.select_related("organisation", "recorded_by")


def event_years(user: Person) -> list[int]:
    """Years in which there is any, the newest first."""
    days = events_for(user).values_list("held_on__year", flat=True)
    return sorted(set(days.order_by()), reverse=True)


def coverage_for(user: Person, *, year: int | None = None) -> tuple[Coverage, ...]:
    """Whom the events that a person may see reached.

    Those of the whole district stand beside the size of its audiences; a unit's own are
    its part of them.
    """
    events = events_for(user, year=year).exclude(state="cancelled").order_by()
    rows = [
        EventRecord(
            audience=Audience(audience),
            year=day.year,
            held=state == "held",
            reached=reached,
            new_people=new_people,
        )
        for audience, day, state, reached, new_people in events.values_list(
            "audience", "held_on", "state", "reached", "new_people"
        )
    ]
    district = district_of(user, VIEW)
    sizes = AudienceYear.objects.filter(organisation=district)
    if year is not None:
        sizes = sizes.filter(year=year)
    return coverage_of(
        rows,
        [
            AudienceSize(
                audience=Audience(one.audience),
                year=one.year,
                people=one.people,
                source=one.source,
            )
            for one in sizes
        ],
    )


def units_to_record_for(user: Person) -> QuerySet[Organisation]:
    """Units whose courses a person may record."""
    return organisations_where(user, CHANGE)
