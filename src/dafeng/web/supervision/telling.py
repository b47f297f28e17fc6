"""What people are told of cases: what happened, and what is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from dafeng.supervision import AT_UNIT, CaseState
from dafeng.web.core.models import User
from dafeng.web.notices.services.reminding import events_told
from dafeng.web.notices.sources import register_source
from dafeng.web.supervision.models import Case, RectificationItem, Reply
from dafeng.work import Duty, Event, NoticeKind, Post, reminder_rules

_AT_UNIT = tuple(state.value for state in AT_UNIT)


def units_told(
    case: Case,
    kind: NoticeKind,
    *,
    by: User | None,
    on: date,
    turn: Post = Post.OFFICER,
    note: str = "",
    mark: str = "",
) -> None:
    """Tell every unit of a case; call it in the transaction of the act.

    ``mark`` sets two notices of one kind apart; empty is the number of acts so far.
    """
    mark = mark or f"{case.moves.count()}"
    events = [
        Event(
            kind=kind,
            object=_name(case),
            mark=f"{mark}-{unit.organisation.code}",
            label=str(case),
            address=case.get_absolute_url(),
            unit=unit.organisation.code,
            asks=case.organisation.code,
            turn=turn,
            note=note,
            by="" if by is None else by.username,
            due_on=case.reply_by,
        )
        for unit in case.units.select_related("organisation")
    ]
    events_told(events, on=on)


def duties(day: date) -> Iterator[Duty]:
    """What is owed to cases: answers of units, reviews of the office, rectification."""
    before = -min(rule.offset or 0 for rule in reminder_rules())
    horizon = day + timedelta(days=before)
    yield from _replies(horizon)
    yield from _reviews(horizon)
    yield from _items(horizon)


def _replies(horizon: date) -> Iterator[Duty]:
    rows = Case.objects.filter(state__in=_AT_UNIT, reply_by__lte=horizon)
    handed = set(
        Reply.objects.filter(
            case__in=rows, handed_at__isnull=False, confirmed_at__isnull=True
        ).values_list("case_id", flat=True)
    )
    rows = rows.select_related("organisation")
    for case in rows.prefetch_related("units__organisation"):
        for unit in case.units.all():
            yield Duty(
                object=_name(case),
                label=str(case),
                address=case.get_absolute_url(),
                unit=unit.organisation.code,
                asks=case.organisation.code,
                due_on=case.reply_by or horizon,
                turn=Post.HEAD if case.pk in handed else Post.OFFICER,
            )


def _reviews(horizon: date) -> Iterator[Duty]:
    rows = Case.objects.filter(state=CaseState.REPLIED.value, review_by__lte=horizon)
    for case in rows.select_related("organisation"):
        yield Duty(
            object=_name(case),
            label=str(case),
            address=case.get_absolute_url(),
            unit=case.organisation.code,
            asks=case.organisation.code,
            due_on=case.review_by or horizon,
            turn=Post.OFFICE,
        )


def _items(horizon: date) -> Iterator[Duty]:
    rows = RectificationItem.objects.filter(
        reply__case__state=CaseState.ACCEPTED.value, done_on__isnull=True
    ).filter(due_on__lte=horizon)
    for item in rows.select_related("reply__case__organisation", "reply__unit"):
        case = item.reply.case
        if case.accepted_reply_id != item.reply_id:
            continue
        yield Duty(
            object=f"supervision.item/{item.pk}",
            label=f"{case.number} {item.what}",
            address=case.get_absolute_url(),
            unit=item.reply.unit.code,
            asks=case.organisation.code,
            due_on=item.due_on,
        )


def _name(case: Case) -> str:
    return f"supervision.case/{case.pk}"


register_source("supervision", duties)
