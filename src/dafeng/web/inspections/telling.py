"""What people are told: cases shared with them or withdrawn, terms, re-checks due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from dafeng.web.core.models import User
from dafeng.web.inspections.models import (
    FindingState,
    InspectionFinding,
    SharedCase,
)
from dafeng.web.notices.services.reminding import events_told
from dafeng.web.notices.sources import register_source
from dafeng.work import Duty, Event, NoticeKind, Post, reminder_rules


def tell_opened(case: SharedCase, *, by: User | None) -> None:
    """Tell every office that it was asked for its part."""
    events_told(_events(case, NoticeKind.ASSIGNED, by), on=timezone.localdate())


def tell_withdrawn(case: SharedCase, *, by: User | None) -> None:
    """Tell every office, whatever it has done, that the case was withdrawn."""
    events_told(_events(case, NoticeKind.SUSPENDED, by), on=timezone.localdate())


def duties(on: date) -> Iterator[Duty]:
    """Terms of units and re-checks of offices that are due by now or soon."""
    ahead = max(-(rule.offset or 0) for rule in reminder_rules())
    horizon = on + timedelta(days=ahead)
    rows = InspectionFinding.objects.filter(
        state=FindingState.OPEN, notice__issued_at__isnull=False
    ).select_related(
        "inspection__subject",
        "inspection__plan__lead",
        "inspection__plan__organisation",
    )
    for row in rows:
        plan = row.inspection.plan
        if row.due_on <= horizon and row.recheck_on > on:
            yield _duty(row, "term", row.inspection.subject.code, row.due_on)
        if row.recheck_on <= horizon:
            yield _duty(row, "recheck", plan.lead.code, row.recheck_on)


def _duty(row: InspectionFinding, what: str, unit: str, due_on: date) -> Duty:
    return Duty(
        object=f"inspections.{what}/{row.pk}",
        label=str(row),
        address=row.get_absolute_url(),
        unit=unit,
        asks=row.inspection.plan.organisation.code,
        due_on=due_on,
    )


def _events(case: SharedCase, kind: NoticeKind, by: User | None) -> list[Event]:
    return [
        Event(
            kind=kind,
            object=f"inspections.part/{part.pk}",
            mark=str(part.version),
            label=str(case),
            address=case.get_absolute_url(),
            unit=part.office.code,
            asks=case.organisation.code,
            turn=Post.OFFICER,
            note=case.reason,
            by="" if by is None else by.username,
        )
        for part in case.parts.select_related("office")
    ]


register_source("inspections", duties)
