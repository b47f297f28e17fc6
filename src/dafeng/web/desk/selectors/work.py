"""Tasks and reports as the desk counts them: those that a person may see, or owes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

import attrs
from django.db.models import QuerySet

from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.work.models import Report, Task
from dafeng.web.work.selectors.reports import TO_FILL, reports_to_fill
from dafeng.web.work.selectors.tasks import RUNNING_VALUES
from dafeng.work import ReportState, TaskState

SOON = timedelta(days=7)
AT_UNIT = (*TO_FILL, ReportState.SUBMITTED.value)
"""States in which the unit has not sent the report."""


def _carried(user: Person) -> QuerySet[Task]:
    mine = within("lead__path", paths_where(user, "work.task.carry"))
    return Task.objects.filter(mine)


def tasks_owed(user: Person, on: date) -> QuerySet[Task]:
    """Tasks that the person's units lead and that are due within a week, or over."""
    rows = _carried(user).filter(state__in=RUNNING_VALUES, due_on__lte=on + SOON)
    return rows.select_related("lead").order_by("due_on", "number")


def tasks_to_accept(user: Person) -> QuerySet[Task]:
    """Tasks that the person's units were given and have not accepted."""
    return _carried(user).filter(state=TaskState.ASSIGNED.value)


def reports_owed(user: Person, on: date) -> QuerySet[Report]:
    """Reports that the person has to write within a week, the oldest first."""
    return reports_to_fill(user).filter(due_on__lte=on + SOON)


@attrs.frozen(kw_only=True)
class UnitWork:
    """What a unit has open.

    Attributes
    ----------
    tasks, overdue : int
        Tasks that it leads and that are not over; how many of them are overdue.
    reports, late : int
        Reports that it has not sent; how many of them are late.
    next_due : date or None
        Next deadline of either, today or later.
    """

    tasks: int = 0
    overdue: int = 0
    reports: int = 0
    late: int = 0
    next_due: date | None = None


NO_WORK = UnitWork()


def work_by_unit(
    tasks: QuerySet[Task], reports: QuerySet[Report], on: date
) -> dict[int, UnitWork]:
    """Open tasks and reports by organisation, in two queries."""
    led = tasks.filter(state__in=RUNNING_VALUES).values_list("lead_id", "due_on")
    asked = reports.filter(state__in=AT_UNIT).values_list("unit_id", "due_on")
    open_tasks, overdue, late = Counter[int](), Counter[int](), Counter[int]()
    open_reports, ahead = Counter[int](), dict[int, date]()
    for unit, due in led.order_by():
        open_tasks[unit] += 1
        overdue[unit] += due < on
        _earlier(ahead, unit, due, on)
    for unit, due in asked.order_by():
        open_reports[unit] += 1
        late[unit] += due < on
        _earlier(ahead, unit, due, on)
    return {
        unit: UnitWork(
            tasks=open_tasks[unit],
            overdue=overdue[unit],
            reports=open_reports[unit],
            late=late[unit],
            next_due=ahead.get(unit),
        )
        for unit in {*open_tasks, *open_reports}
    }


def _earlier(ahead: dict[int, date], unit: int, due: date, on: date) -> None:
    if due >= on:
        ahead[unit] = min(due, ahead.get(unit, due))


def whole_of(works: Iterable[UnitWork]) -> UnitWork:
    """The sum over units."""
    rows = list(works)
    return UnitWork(
        tasks=sum(one.tasks for one in rows),
        overdue=sum(one.overdue for one in rows),
        reports=sum(one.reports for one in rows),
        late=sum(one.late for one in rows),
        next_due=min((o.next_due for o in rows if o.next_due), default=None),
    )
