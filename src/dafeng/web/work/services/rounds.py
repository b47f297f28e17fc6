"""Open a round of reports, close it, take it up again."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.base.periods import Period
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.core.selectors import the_house
from dafeng.web.work.heard import Happening, tell
from dafeng.web.work.models import (
    Report,
    ReportFigure,
    ReportingDuty,
    Round,
    RoundStatus,
)
from dafeng.web.work.selectors.reports import duties_in_force
from dafeng.web.work.services.duties import ACTIVE
from dafeng.web.work.services.figures import Knowledge, figures_make
from dafeng.work import Recurrence, RoundDays, round_days

FIGURES_AT_ONCE = 500


@transaction.atomic
def round_open(
    *,
    organisation: Organisation,
    frequency: Recurrence,
    period: Period,
    by: User | None,
    on: date | None = None,
    days: RoundDays | None = None,
) -> Round:
    """Ask for the reports of a period: one for each duty in force on that day.

    Opened a second time, a round takes in duties that came since, and nothing else.
    Figures are filled with what the lake knows, read once for the whole round.

    Parameters
    ----------
    organisation : Organisation
        Who asks.
    frequency : Recurrence
    period : Period
        As long as the frequency says.
    by : User or None
    on : date, optional
        Day of the act; default today.
    days : RoundDays, optional
        From when until when, where the rule of the house does not hold.

    Raises
    ------
    BadInputError
        ``round.period``: the period does not fit the frequency; ``round.early``: it is
        not over yet.
    """
    if by is not None:
        require(by, "work.round.open", organisation)
    day = on or timezone.localdate()
    when = days or round_days(frequency, period)
    if period.end >= day:
        msg = f"{period.code} is not over on {day}; nobody can report on it yet."
        raise BadInputError(msg, code="round.early", period=period.code)
    opened, is_new = Round.objects.get_or_create(
        organisation=organisation,
        frequency=frequency.value,
        period=period.code,
        defaults={"opens_on": when.opens_on, "due_on": when.due_on},
    )
    if is_new:
        opened.full_clean()
    made = _reports_make(opened, day) if opened.status == RoundStatus.OPEN else 0
    if is_new or made:
        audit.record(
            by=by,
            action="round.open",
            target=opened,
            data={
                "period": period.code,
                "frequency": frequency.value,
                "due_on": opened.due_on,
                "reports": made,
            },
        )
        tell(Happening(what="round.open", obj=opened, by=by, on=day))
    return opened


def _reports_make(opened: Round, day: date) -> int:
    """Lay out a report for each duty that has none in this round."""
    duties = duties_in_force(
        ReportingDuty.objects.filter(
            Q(task__isnull=True) | Q(task__state__in=ACTIVE),
            organisation=opened.organisation,
            frequency=opened.frequency,
        ),
        day,
    )
    waiting = duties.exclude(reports__round=opened).select_related("unit", "task__plan")
    house = the_house()
    reports = [
        Report(
            round=opened,
            duty=duty,
            unit=duty.unit,
            task=duty.task,
            due_on=opened.due_on,
            percent_before=duty.task.percent if duty.task is not None else None,
            synthetic=bool(house and house.synthetic),
        )
        for duty in waiting
    ]
    Report.objects.bulk_create(reports)
    knowledge = Knowledge(day)
    figures = [row for report in reports for row in figures_make(report, knowledge)]
    ReportFigure.objects.bulk_create(figures, batch_size=FIGURES_AT_ONCE)
    return len(reports)


@transaction.atomic
def round_close(*, round_: Round, by: User | None) -> Round:
    """Take no more reports; what was never filled in stays a silence.

    Closed twice, it is closed once: the second call changes and records nothing.
    What has been handed in can still be verified or returned, and refilled.
    """
    held = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    if by is not None:
        require(by, "work.round.open", held.organisation)
    if held.status == RoundStatus.CLOSED:
        return held
    held.status, held.closed_at = RoundStatus.CLOSED, timezone.now()
    held.save(update_fields=["status", "closed_at"])
    _record(held, by, "round.close")
    return held


@transaction.atomic
def round_reopen(*, round_: Round, by: User | None, reason: str) -> Round:
    """Take reports again, for a reason that the audit keeps."""
    held = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    if by is not None:
        require(by, "work.round.open", held.organisation)
    if held.status == RoundStatus.OPEN:
        return held
    held.status, held.closed_at = RoundStatus.OPEN, None
    held.save(update_fields=["status", "closed_at"])
    _record(held, by, "round.reopen", reason)
    return held


def _record(held: Round, by: User | None, action: str, reason: str = "") -> None:
    audit.record(
        by=by,
        action=action,
        target=held,
        data={"period": held.period, "reason": reason},
    )
    day = timezone.localdate()
    tell(Happening(what=action, obj=held, by=by, on=day, reason=reason))
