"""Reports and tasks that wait for somebody to confirm, verify, accept or close."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.desk.cards import Need
from dafeng.web.desk.selectors.work import tasks_to_accept
from dafeng.web.work.models import Report, Task
from dafeng.web.work.selectors.reports import reports_to_confirm, reports_to_verify
from dafeng.web.work.selectors.tasks import Window, overdue_by
from dafeng.work import TaskState


@attrs.frozen(kw_only=True)
class _List:
    """Rows that wait, what is to be done with them, and the page that lists them."""

    code: str
    label: str
    icon: str
    rows: QuerySet[Task] | QuerySet[Report]
    route: str
    query: dict[str, str]


def work_needs(user: Person, on: date) -> Iterable[Need]:
    """What waits among reports and tasks, by the person's rights."""
    for one in (*_reports(user), *_tasks(user, on)):
        days = list(one.rows.order_by().values_list("due_on", flat=True))
        if days:
            yield Need(
                code=one.code,
                label=one.label,
                icon=one.icon,
                count=len(days),
                late=sum(day < on for day in days),
                url=f"{reverse(one.route)}?{urlencode(one.query)}",
            )


def _reports(user: Person) -> Iterable[_List]:
    yield _List(
        code="report.confirm",
        label=_("确认本单位的报送"),
        icon="user-check",
        rows=reports_to_confirm(user),
        route="work:reports-mine",
        query={"show": "confirm"},
    )
    yield _List(
        code="report.verify",
        label=_("核实上报的数据"),
        icon="clipboard-check",
        rows=reports_to_verify(user),
        route="work:reports-mine",
        query={"show": "verify"},
    )


def _tasks(user: Person, on: date) -> Iterable[_List]:
    yield _of_state(
        TaskState.ASSIGNED, _("签收任务"), "inbox", tasks_to_accept(user), "task.accept"
    )
    verifying = within("organisation__path", paths_where(user, "work.task.verify"))
    whole = Task.objects.filter(verifying, parent=None)
    for state, label, icon, code in (
        (TaskState.SUBMITTED, _("核实报送完成的任务"), "checklist", "task.verify"),
        (TaskState.VERIFIED, _("销号已核实的任务"), "circle-check", "task.close"),
    ):
        yield _of_state(state, label, icon, whole.filter(state=state.value), code)
    issuing = within("organisation__path", paths_where(user, "work.task.issue"))
    yield _List(
        code="task.overdue",
        label=_("处理逾期的任务"),
        icon="clock-exclamation",
        rows=Task.objects.filter(issuing, overdue_by(on)),
        route="work:tasks",
        query={"due": Window.OVERDUE.value},
    )


def _of_state(
    state: TaskState, label: str, icon: str, rows: QuerySet[Task], code: str
) -> _List:
    return _List(
        code=code,
        label=label,
        icon=icon,
        rows=rows,
        route="work:tasks",
        query={"state": state.value},
    )
