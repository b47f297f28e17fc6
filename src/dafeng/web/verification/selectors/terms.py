"""Last days of a report: which one it waits for, which were kept, how late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import attrs
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from dafeng.enterprises.reporting import (
    Machine,
    ReportDay,
    ReportState,
    ToldBy,
    VerificationState,
    branch_of,
    day_for,
    review_by,
    told_by,
)
from dafeng.web.verification.models import (
    EmissionReport,
    MarketMembership,
    ReportStep,
    Surrender,
)

EVENTS = ("report", "verification", "surrender")
"""What has a last day, in the order in which it comes."""
CONCLUDED = frozenset(
    {
        VerificationState.CONCLUSION.value,
        VerificationState.TOLD.value,
        VerificationState.OBJECTION.value,
        VerificationState.REVIEWED.value,
        VerificationState.CONFIRMED.value,
        VerificationState.ARCHIVED.value,
    }
)
"""States of a verification that has its conclusion."""


@attrs.frozen(kw_only=True)
class Term:
    """A last day of a report.

    Attributes
    ----------
    done_on : date or None
        When it was done; None: not yet.
    late : int
        Days over the last day: up to the day it was done, else up to the day of asking.
    """

    day: ReportDay
    done_on: date | None
    late: int


def with_terms(rows: QuerySet[EmissionReport]) -> QuerySet[EmissionReport]:
    """Reports with what :func:`terms_of` asks for, in the same question."""
    return rows.annotate(
        submitted_at=_step("submit", "pk"),
        cleared_at=_step("clear", "-pk"),
        objected_at=_step("object", "-pk"),
        surrendered_on=Subquery(
            Surrender.objects.filter(report=OuterRef("pk"), withdrawn_at=None)
            .order_by("-on")
            .values("on")[:1]
        ),
        in_market=Exists(
            MarketMembership.objects.filter(
                enterprise=OuterRef("enterprise"),
                year=OuterRef("year"),
                withdrawn_at=None,
            )
        ),
    )


def _step(act: str, order: str) -> Subquery:
    machines = (Machine.REPORT.value, Machine.VERIFICATION.value)
    steps = ReportStep.objects.filter(
        report=OuterRef("pk"), act=act, machine__in=machines
    )
    return Subquery(steps.order_by(order).values("made_at")[:1])


def terms_of(report: EmissionReport, on: date) -> tuple[Term, ...]:
    """Last days of a report that came :func:`with_terms`, as they stand on a day.

    What the calendar says nothing about has none; a unit of no market surrenders
    nothing.
    """
    if report.state == ReportState.VOID.value:
        return ()
    done = _done(report)
    branch = branch_of(report.branch)
    told = []
    for event in EVENTS:
        day = day_for(branch, report.year, event)
        if day is None or (event == "surrender" and not _given(report, "in_market")):
            continue
        at = done[event]
        late = max(((at or on) - day.due_on).days, 0)
        told.append(Term(day=day, done_on=at, late=late))
    return tuple(told)


def waiting(terms: tuple[Term, ...]) -> Term | None:
    """The first last day that is still waited for."""
    return next((one for one in terms if one.done_on is None), None)


def _done(report: EmissionReport) -> Mapping[str, date | None]:
    verification = getattr(report, "verification", None)
    concluded = verification is not None and verification.state in CONCLUDED
    cleared = report.state == ReportState.CLEARED.value
    return {
        "report": _local(_given(report, "submitted_at")),
        "verification": verification.concluded_on if concluded else None,  # type: ignore[union-attr]
        "surrender": (
            _given(report, "surrendered_on") or _local(_given(report, "cleared_at"))
            if cleared
            else None
        ),
    }


def _given(report: EmissionReport, name: str) -> Any:
    """What :func:`with_terms` brought along."""
    return getattr(report, name)


def _local(at: datetime | None) -> date | None:
    return None if at is None else timezone.localdate(at)


def told_due(report: EmissionReport) -> date | None:
    """Last day to tell the result of its verification."""
    verification = getattr(report, "verification", None)
    if verification is None or verification.state not in CONCLUDED:
        return None
    ended = verification.concluded_on
    return None if ended is None else told_by(ended).due_on


def review_due(report: EmissionReport) -> ToldBy | None:
    """Last day to decide on an objection; None: there is none to decide on."""
    verification = getattr(report, "verification", None)
    if verification is None or verification.state != VerificationState.OBJECTION.value:
        return None
    objected = _local(_given(report, "objected_at"))
    return None if objected is None else review_by(objected)
