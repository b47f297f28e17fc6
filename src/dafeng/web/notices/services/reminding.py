"""Reminders: of deadlines once a day, of what happened in the act's own transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from dafeng.web.core import audit
from dafeng.web.core.selectors import the_house
from dafeng.web.notices.models import Notice
from dafeng.web.notices.selectors.holders import holders_of
from dafeng.web.notices.selectors.notices import keys_about, split_object
from dafeng.web.notices.services.writing import notices_write
from dafeng.web.notices.sources import duties_on
from dafeng.work import (
    DUE_KINDS,
    Event,
    Reminders,
    event_notices,
    reminder_rules,
    reminders_due,
)


def reminders_foreseen(*, on: date) -> Reminders:
    """What the deadlines call for on a day; nothing is written."""
    duties = duties_on(on)
    return reminders_due(
        duties,
        rules=reminder_rules(),
        holders=holders_of(
            units={duty.unit for duty in duties},
            asking={duty.asks for duty in duties},
            on=on,
        ),
        on=on,
        sent=keys_about(duties),
    )


@transaction.atomic
def reminders_send(*, on: date) -> Reminders:
    """Write the notices of a day; a second call on that day writes none."""
    reminders = reminders_foreseen(on=on)
    written = notices_write(reminders.notices, on=on)
    house = the_house()
    if house is not None and (written or reminders.findings):
        audit.record(
            by=None,
            action="notices.remind",
            target=house,
            data={
                "on": on,
                "notices": written,
                "nobody": [finding.place for finding in reminders.findings],
            },
        )
    return reminders


@transaction.atomic
def events_told(events: Sequence[Event], *, on: date) -> Reminders:
    """Tell people what happened; what deadlines said of it before is settled.

    Call it in the transaction of the act: who is told stands or falls with it.
    """
    for event in events:
        _settle(event)
    holders = holders_of(
        units={event.unit for event in events},
        asking={event.asks for event in events},
        on=on,
    )
    told = [
        event_notices(event, rules=reminder_rules(), holders=holders, on=on)
        for event in events
    ]
    notices = {one.key: one for each in told for one in each.notices}
    notices_write(list(notices.values()), on=on)
    return Reminders(
        notices=tuple(notices.values()),
        findings=tuple(finding for each in told for finding in each.findings),
    )


def _settle(event: Event) -> None:
    """Nobody needs to read any more that something is due which has moved on."""
    kind, number = split_object(event.object)
    Notice.objects.filter(
        object_type=kind,
        object_id=number,
        kind__in=DUE_KINDS,
        read_at__isnull=True,
    ).update(read_at=timezone.now())
