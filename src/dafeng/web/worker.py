"""The worker: jobs and their clock in one tree of processes.

:func:`work` runs until it is told to stop (SIGTERM, Ctrl+C): it takes no new job then
and ends those that are under way.  :func:`work_once` runs what is due and returns, for
a clock of one's own.  The house stands before this is imported.
"""

from __future__ import annotations

from datetime import date

from django.db import connections
from django_q.cluster import Cluster

from dafeng.web.core.job_queue import due_put_in, schedules_lay, work_off
from dafeng.web.notices.services.reminding import reminders_foreseen
from dafeng.work import Reminders


class WorkerBrokenError(RuntimeError):
    """The process that keeps the workers ended by itself."""


def work() -> None:
    """Work until told to stop.

    Raises
    ------
    WorkerBrokenError
        Its processes ended without being told to.
    """
    schedules_lay()
    due_put_in()
    connections.close_all()  # each process opens its own
    cluster = Cluster()
    cluster.start()
    cluster.sentinel.join()
    if cluster.sentinel.exitcode:
        msg = f"The worker's processes ended with code {cluster.sentinel.exitcode}."
        raise WorkerBrokenError(msg)


def work_once() -> int:
    """Run what is due now, in this process; return how many jobs ran."""
    schedules_lay()
    due_put_in()
    return work_off()


def foreseen(on: date) -> Reminders:
    """Return what the deadlines of a day call for; nothing is written or sent."""
    return reminders_foreseen(on=on)
