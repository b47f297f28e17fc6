"""The register of courses and campaigns: recorded, counted, changed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
from django.db import transaction

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.public.models import AudienceYear, Event
from dafeng.web.public.services.seeing import see_revision

CHANGE = "public.event.change"


@attrs.frozen(kw_only=True)
class EventFacts:
    """What the register says of one course or campaign."""

    kind: str
    title: str
    audience: str
    held_on: date
    state: str = "planned"
    hours: Decimal | None = None
    reached: int | None = None
    new_people: int | None = None
    source: str = ""
    note: str = ""


@transaction.atomic
def event_record(
    *, organisation: Organisation, by: User | None, facts: EventFacts
) -> Event:
    """Enter a course or campaign of a unit.

    Raises
    ------
    BadInputError
        ``event.no_people``: people who came first, but nobody counted who came.
    """
    if by is not None:
        require(by, CHANGE, organisation)
    _require_counted(facts)
    made = Event(organisation=organisation, recorded_by=by, **attrs.asdict(facts))
    made.full_clean()
    made.save()
    audit.record(by=by, action="public.event.record", target=made, data=_told(facts))
    return made


@transaction.atomic
def event_change(
    *,
    event: Event,
    by: User | None,
    facts: EventFacts,
    revision: int | None = None,
) -> Event:
    """Change what the register says.

    Raises
    ------
    BadInputError
        ``event.no_people``; ``public.stale``.
    """
    if by is not None:
        require(by, CHANGE, event.organisation)
    _require_counted(facts)
    held = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    see_revision(held, revision)
    before = EventFacts(
        **{field.name: getattr(held, field.name) for field in attrs.fields(EventFacts)}
    )
    for name, value in attrs.asdict(facts).items():
        setattr(held, name, value)
    held.revision += 1
    held.full_clean()
    held.save()
    data = {"before": _told(before), "after": _told(facts)}
    audit.record(by=by, action="public.event.change", target=held, data=data)
    return held


@transaction.atomic
def audience_set(
    *,
    organisation: Organisation,
    by: User | None,
    audience: str,
    year: int,
    people: int,
    source: str,
) -> AudienceYear:
    """Say how many people an audience has in a year; what was said is replaced."""
    if by is not None:
        require(by, "public.audience.change", organisation)
    rows = AudienceYear.objects.select_for_update()
    held = rows.filter(organisation=organisation, audience=audience, year=year).first()
    before = None if held is None else held.people
    row = held or AudienceYear(organisation=organisation, audience=audience, year=year)
    row.people, row.source = people, source
    row.full_clean()
    row.save()
    data = {"before": before, "after": people, "source": source}
    audit.record(by=by, action="public.audience.set", target=row, data=data)
    return row


def _require_counted(facts: EventFacts) -> None:
    if facts.new_people is not None and facts.reached is None:
        msg = "People who came for the first time are part of those who came."
        raise BadInputError(msg, code="event.no_people")


def _told(facts: EventFacts) -> dict[str, object]:
    told = attrs.asdict(facts)
    hours = facts.hours
    return told | {
        "held_on": facts.held_on.isoformat(),
        "hours": None if hours is None else str(hours),
    }
