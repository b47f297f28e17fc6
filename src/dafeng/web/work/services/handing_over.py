"""What a unit that goes into another one leaves behind: tasks and what it reports."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.work.models import Report, ReportingDuty, RoundStatus, Task
from dafeng.web.work.services.duties import duty_end
from dafeng.web.work.services.tasks import locked
from dafeng.work import ENDED, ReportState

_ENDED = tuple(state.value for state in ENDED)


def open_tasks(unit: Organisation) -> QuerySet[Task]:
    """Tasks that the unit leads or helps with and that have not ended."""
    mine = Q(lead=unit) | Q(units__organisation=unit)
    return Task.objects.filter(mine).exclude(state__in=_ENDED).distinct()


def standing_duties(unit: Organisation) -> QuerySet[ReportingDuty]:
    """What the unit has to report from round to round."""
    return ReportingDuty.objects.filter(unit=unit, valid_to__isnull=True)


def open_reports(unit: Organisation) -> QuerySet[Report]:
    """Reports of the unit in open rounds that nobody verified yet."""
    rows = Report.objects.filter(unit=unit, round__status=RoundStatus.OPEN)
    return rows.exclude(state=ReportState.VERIFIED.value)


def tasks_hand_over(by: User | None, unit: Organisation, into: Organisation) -> int:
    """Let another unit lead, and help with, what this one has not ended."""
    tasks = list(open_tasks(unit))
    for task in tasks:
        held = locked(task)
        if held.lead_id == unit.pk:
            held.lead = into
        held.version += 1
        held.full_clean()
        held.save(update_fields=["lead", "version"])
        taken = set(
            held.units.filter(organisation=into).values_list("group", flat=True)
        )
        for part in held.units.filter(organisation=unit):
            if part.group in taken:
                part.delete()
            else:
                part.organisation = into
                part.save(update_fields=["organisation"])
        data = {"before": unit.code, "after": into.code}
        audit.record(by=by, action="task.hand-over", target=held, data=data)
    return len(tasks)


def duties_hand_over(by: User | None, unit: Organisation, into: Organisation) -> int:
    """Ask the other unit for the same reports from now on."""
    today, duties = timezone.localdate(), list(standing_duties(unit))
    for duty in duties:
        duty_end(duty=duty, by=None, on=max(today, duty.valid_from))
        if _asked_already(duty, into):
            continue
        fresh = ReportingDuty(
            organisation=duty.organisation,
            unit=into,
            form=duty.form,
            frequency=duty.frequency,
            task=duty.task,
            series=duty.series,
            scope=duty.scope,
            evidence_asked=duty.evidence_asked,
            valid_from=today,
        )
        fresh.full_clean()
        fresh.save()
        data = {"before": unit.code, "after": into.code}
        audit.record(by=by, action="duty.hand-over", target=fresh, data=data)
    return len(duties)


def _asked_already(duty: ReportingDuty, into: Organisation) -> bool:
    same = standing_duties(into).filter(
        form=duty.form, frequency=duty.frequency, task=duty.task, scope=duty.scope
    )
    return same.exists()
