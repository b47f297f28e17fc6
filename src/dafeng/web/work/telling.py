"""What people are told of tasks and reports: moves, and what is due.

A listener turns what happened into events of the room of notices, in the transaction of
the act; a source tells that room every day what is due.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from django.urls import reverse

from dafeng.web.notices.services.reminding import events_told
from dafeng.web.notices.sources import register_source
from dafeng.web.work.heard import Happening, register_listener
from dafeng.web.work.models import Report, Round, RoundStatus, Task, TaskStep
from dafeng.work import (
    RUNNING,
    Duty,
    Event,
    NoticeKind,
    Post,
    ReportState,
    reminder_rules,
)

_RUNNING = tuple(state.value for state in RUNNING)
TURN_OF: Mapping[str, Post] = MappingProxyType(
    {
        ReportState.OPEN.value: Post.OFFICER,
        ReportState.DRAFT.value: Post.OFFICER,
        ReportState.RETURNED.value: Post.OFFICER,
        ReportState.SUBMITTED.value: Post.HEAD,
    }
)
"""Who has to act on a report in a state; in the others nobody of the unit has to."""

KINDS: Mapping[str, tuple[NoticeKind, Post]] = MappingProxyType(
    {
        "task.assign": (NoticeKind.ASSIGNED, Post.OFFICER),
        "task.submit": (NoticeKind.RECEIVED, Post.OFFICE),
        "task.return": (NoticeKind.RETURNED, Post.OFFICER),
        "task.verify": (NoticeKind.VERIFIED, Post.OFFICER),
        "task.extend": (NoticeKind.EXTENDED, Post.OFFICER),
        "task.suspend": (NoticeKind.SUSPENDED, Post.OFFICER),
        "task.resume": (NoticeKind.SUSPENDED, Post.OFFICER),
        "task.cancel": (NoticeKind.SUSPENDED, Post.OFFICER),
        "report.submit": (NoticeKind.SUBMITTED, Post.HEAD),
        "report.confirm": (NoticeKind.RECEIVED, Post.OFFICE),
        "report.return": (NoticeKind.RETURNED, Post.OFFICER),
        "report.verify": (NoticeKind.VERIFIED, Post.OFFICER),
    }
)
"""Which notice an act calls for, and to whom; of the others nobody is told."""


def heard(happening: Happening) -> None:
    """Tell the people whom an act concerns."""
    events_told(list(events_of(happening)), on=happening.on)


def events_of(happening: Happening) -> Iterator[Event]:
    """Translate one happening: an event for each unit that it concerns."""
    obj = happening.obj
    if isinstance(obj, Round):
        if happening.what == "round.open":
            yield from _opened(obj, happening)
        return
    if happening.what not in KINDS:
        return
    if isinstance(obj, Report):
        yield _of_report(obj, happening)
    else:
        yield from _of_task(obj, happening)


def duties(on: date) -> Iterator[Duty]:
    """Tasks, their milestones and reports that are due by now or soon."""
    ahead = max(-(rule.offset or 0) for rule in reminder_rules())
    horizon = on + timedelta(days=ahead)
    yield from _task_duties(horizon)
    yield from _step_duties(horizon)
    yield from _report_duties(horizon)


def _of_task(task: Task, happening: Happening) -> Iterator[Event]:
    """Give an event for the lead; of a new task the units that help hear as well."""
    kind, turn = KINDS[happening.what]
    units = [task.lead.code]
    if kind is NoticeKind.ASSIGNED:
        helpers = task.units.select_related("organisation")
        units += [helper.organisation.code for helper in helpers]
    for unit in units:
        yield Event(
            kind=kind,
            object=f"work.task/{task.pk}",
            mark=f"{task.version}",
            label=str(task),
            address=task.get_absolute_url(),
            unit=unit,
            asks=task.organisation.code,
            turn=turn,
            note=happening.reason,
            by=_by(happening),
            due_on=task.due_on,
        )


def _of_report(report: Report, happening: Happening) -> Event:
    kind, turn = KINDS[happening.what]
    return Event(
        kind=kind,
        object=f"work.report/{report.pk}",
        mark=f"{report.version}",
        label=_report_label(report),
        address=report.get_absolute_url(),
        unit=report.unit.code,
        asks=report.round.organisation.code,
        turn=turn,
        note=happening.reason,
        by=_by(happening),
        due_on=report.due_on,
    )


def _opened(opened: Round, happening: Happening) -> Iterator[Event]:
    """Give an event for each unit; more reports for a unit are told of again."""
    asked = Counter(opened.reports.values_list("unit__code", flat=True))
    for unit, reports in sorted(asked.items()):
        yield Event(
            kind=NoticeKind.ROUND_OPENED,
            object=f"work.round/{opened.pk}",
            mark=f"{unit}-{reports}",
            label=str(opened),
            address=reverse("work:reports-mine"),
            unit=unit,
            asks=opened.organisation.code,
            by=_by(happening),
            due_on=opened.due_on,
        )


def _task_duties(horizon: date) -> Iterator[Duty]:
    rows = Task.objects.filter(state__in=_RUNNING, due_on__lte=horizon)
    for task in rows.select_related("lead", "organisation"):
        yield Duty(
            object=f"work.task/{task.pk}",
            label=str(task),
            address=task.get_absolute_url(),
            unit=task.lead.code,
            asks=task.organisation.code,
            due_on=task.due_on,
        )


def _step_duties(horizon: date) -> Iterator[Duty]:
    rows = TaskStep.objects.filter(
        task__state__in=_RUNNING, done_on__isnull=True, due_on__lte=horizon
    )
    for step in rows.select_related("task__lead", "task__organisation"):
        yield Duty(
            object=f"work.step/{step.pk}",
            label=f"{step.task.number} {step.title}",
            address=step.task.get_absolute_url(),
            unit=step.task.lead.code,
            asks=step.task.organisation.code,
            due_on=step.due_on,
        )


def _report_duties(horizon: date) -> Iterator[Duty]:
    """Give the reports of open rounds, and returned ones of any round."""
    rows = Report.objects.filter(state__in=TURN_OF, due_on__lte=horizon)
    for report in rows.select_related("unit", "duty", "task", "round__organisation"):
        closed = report.round.status == RoundStatus.CLOSED
        if closed and report.state != ReportState.RETURNED.value:
            continue
        yield Duty(
            object=f"work.report/{report.pk}",
            label=_report_label(report),
            address=report.get_absolute_url(),
            unit=report.unit.code,
            asks=report.round.organisation.code,
            due_on=report.due_on,
            turn=TURN_OF[report.state],
        )


def _report_label(report: Report) -> str:
    """Form and round; of a task too, for a unit may report several on one form."""
    label = f"{report.duty.form} {report.round}"
    return label if report.task is None else f"{label} {report.task}"


def _by(happening: Happening) -> str:
    return "" if happening.by is None else happening.by.username


register_listener(heard)
register_source("work", duties)
