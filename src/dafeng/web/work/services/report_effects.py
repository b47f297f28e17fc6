"""What a verified report does to its task."""

from __future__ import annotations

from datetime import date

from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.work.models import Report, Task
from dafeng.web.work.services.tasks_moving import task_move
from dafeng.work import TaskAct, TaskState


def task_take(report: Report, *, by: User | None, on: date) -> None:
    """Let the task stand where its newest verified report says.

    A correction of an older report changes nothing of what a later one said.  A task
    that was accepted and has moved is under way; whether it is finished is for its
    lead to say, not for a figure.
    """
    if report.task_id is None:
        return
    task = Task.objects.select_for_update(of=("self",)).get(pk=report.task_id)
    received = report.first_received_on or on
    if task.reported_on is not None and task.reported_on > received:
        return
    before = {"percent": task.percent, "reported_on": task.reported_on}
    task.percent, task.reported_on, task.verified = report.percent, received, True
    task.version += 1
    task.save(update_fields=["percent", "reported_on", "verified", "version"])
    audit.record(
        by=by,
        action="task.progress",
        target=task,
        data={
            "before": before,
            "after": {"percent": task.percent, "reported_on": task.reported_on},
            "report": report.pk,
        },
    )
    if task.state == TaskState.ACCEPTED.value and report.percent:
        task_move(task=task, act=TaskAct.START, by=None)
