"""The queue behind the jobs: django-q2, with the database as its broker.

A job waits as a row.  The worker that takes it locks the row for a while; the row goes
when the job is done, and is delivered again when its worker died or the job failed, up
to three times.  Nothing is lost while no worker runs: rows wait.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from multiprocessing import Value
from queue import Queue
from threading import Event

import attrs
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django_q.brokers import get_broker
from django_q.models import Failure, OrmQ, Schedule, Task
from django_q.monitor import monitor
from django_q.pusher import pusher
from django_q.scheduler import scheduler
from django_q.tasks import async_task
from django_q.worker import worker

from dafeng.web.core import audit
from dafeng.web.core.jobs import DailyAt, EveryMinutes, Job, all_jobs, job_of
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require

RUN = "dafeng.web.core.jobs.run_job"
SILENT_AFTER = timedelta(minutes=5)
"""A worker runs something every minute; who was not seen for so long is not there."""
_TRACE = " : Traceback"
_REASON_LENGTH = 300


@attrs.frozen(kw_only=True)
class JobStands:
    """How one job stands: when it runs, and what its last run came to.

    Attributes
    ----------
    next_at : datetime or None
        None: it runs when it is asked for, or no worker has laid its schedule yet.
    ran_at : datetime or None
        None: it never ran, or so long ago that nobody knows.
    went_well : bool or None
        Of the last run; None without one.
    told : str
        What the last run did, or why it failed.
    """

    job: Job
    next_at: datetime | None
    ran_at: datetime | None
    went_well: bool | None
    told: str


class Turn(StrEnum):
    """Where a job of the queue is."""

    WAITING = "waiting"
    RUNNING = "running"
    """A worker took it; one that died keeps it until its time is over."""
    FAILED = "failed"
    """It failed, and is tried again when its time is over."""


@attrs.frozen(kw_only=True)
class Queued:
    """A job that waits or runs; ``again_at`` is when it is delivered again."""

    name: str
    asked_at: datetime | None
    turn: Turn
    again_at: datetime | None


@attrs.frozen(kw_only=True)
class Failed:
    """A run that failed for good, or waits to be tried again."""

    id: str
    name: str
    at: datetime
    attempts: int
    reason: str


def job_enqueue(name: str) -> str:
    """Let a job run as soon as a worker is free; return the number of the run.

    Inside a transaction the job waits for its end, and goes with it.

    Raises
    ------
    NotFoundError
        No room registered it.
    """
    job = job_of(name)
    return str(async_task(RUN, job.name, group=job.name, task_name=job.name))


@transaction.atomic
def job_run_again(*, by: User, name: str, failure: Failure | None = None) -> str:
    """Ask for a job by hand; the failure that is answered by it goes from the list."""
    require(by, "core.jobs.manage")
    number = job_enqueue(name)
    row = Task(id=number, name=name, func=RUN)
    data: dict[str, object] = {"job": name}
    if failure is not None:
        data |= {"failed": failure.id, "reason": _reason(failure)}
        failure.delete()
    audit.record(by=by, action="job.run", target=row, data=data)
    return number


@transaction.atomic
def schedules_lay(*, now: datetime | None = None) -> None:
    """Make the table of schedules say what the rooms registered.

    A schedule that stands keeps its next run, unless that lies further away than its
    period: then the clock was wrong when it was written.
    """
    now = now or timezone.now()
    laid = Schedule.objects.select_for_update().filter(func=RUN)
    standing = {row.name: row for row in laid}
    for job in all_jobs():
        if job.schedule is None:
            continue
        row = standing.pop(job.name, None) or Schedule(
            name=job.name, func=RUN, args=repr((job.name,)), next_run=None
        )
        _lay(row, job.schedule, now)
    Schedule.objects.filter(pk__in=[row.pk for row in standing.values()]).delete()


def due_put_in() -> None:
    """Put every job into the queue whose time has come."""
    scheduler()


def work_off() -> int:
    """Run what waits in this very process, one after the other; return how much."""
    done, broker, stop = 0, get_broker(), Event()
    stop.set()
    while broker.queue_size():
        tasks, results = Queue[object](), Queue[object]()
        pusher(tasks, stop, broker)
        if tasks.empty():  # another worker was faster
            break
        tasks.put("STOP")
        worker(tasks, results, Value("f", -1))
        results.put("STOP")
        monitor(results, broker)
        done += 1
    return done


def worker_seen_at() -> datetime | None:
    """When a worker last ended a job; None: none was ever seen."""
    seen: datetime | None = Task.objects.aggregate(at=Max("stopped"))["at"]
    return seen


def worker_is_there(*, now: datetime | None = None) -> bool:
    """Whether a worker was seen in the last minutes."""
    seen = worker_seen_at()
    return seen is not None and seen > (now or timezone.now()) - SILENT_AFTER


def jobs_standing() -> list[JobStands]:
    """Every job, by name, with its next and its last run."""
    next_runs = dict(Schedule.objects.filter(func=RUN).values_list("name", "next_run"))
    newest = Task.objects.filter(func=RUN).values("group").annotate(at=Max("stopped"))
    ends = {row["group"]: row["at"] for row in newest}
    last = {
        task.group: task
        for task in Task.objects.filter(func=RUN, stopped__in=list(ends.values()))
        if ends.get(task.group) == task.stopped
    }
    return [
        _stands(job, next_runs.get(job.name), last.get(job.name)) for job in all_jobs()
    ]


def jobs_queued() -> list[Queued]:
    """What waits in the queue or runs, oldest first."""
    now, rows = timezone.now(), list(OrmQ.objects.order_by("pk"))
    failed = set(
        Failure.objects.filter(id__in=[row.task["id"] for row in rows]).values_list(
            "id", flat=True
        )
    )
    return [_queued(row, now, failed) for row in rows]


def jobs_failed() -> list[Failed]:
    """Runs that failed, newest first."""
    return [
        Failed(
            id=row.id,
            name=row.group or row.name,
            at=row.stopped,
            attempts=row.attempt_count,
            reason=_reason(row),
        )
        for row in Failure.objects.order_by("-stopped")
    ]


def first_run(schedule: EveryMinutes | DailyAt, now: datetime) -> datetime:
    """When a schedule that begins now runs first.

    Examples
    --------
    >>> from datetime import UTC, time
    >>> first_run(DailyAt(at=time(8)), datetime(2026, 3, 1, 0, 30, tzinfo=UTC))
    datetime.datetime(2026, 3, 2, 0, 0, tzinfo=datetime.timezone.utc)
    """
    if isinstance(schedule, EveryMinutes):
        return now
    here = timezone.localtime(now)
    at = here.replace(
        hour=schedule.at.hour, minute=schedule.at.minute, second=0, microsecond=0
    )
    return (at if at > here else at + timedelta(days=1)).astimezone(now.tzinfo)


def _lay(row: Schedule, schedule: EveryMinutes | DailyAt, now: datetime) -> None:
    if isinstance(schedule, EveryMinutes):
        kind, minutes = Schedule.MINUTES, schedule.minutes
        period = timedelta(minutes=minutes)
    else:
        kind, minutes, period = Schedule.DAILY, None, timedelta(days=1)
    moved = _time_of_day_moved(row, schedule)
    far = row.next_run is not None and row.next_run > now + period
    changed = (row.schedule_type, row.minutes) != (kind, minutes)
    if row.next_run is None or moved or far or changed:
        row.next_run = first_run(schedule, now)
    row.schedule_type, row.minutes, row.repeats = kind, minutes, -1
    row.save()


def _time_of_day_moved(row: Schedule, schedule: EveryMinutes | DailyAt) -> bool:
    if row.next_run is None or isinstance(schedule, EveryMinutes):
        return False
    at = timezone.localtime(row.next_run).time()
    return (at.hour, at.minute) != (schedule.at.hour, schedule.at.minute)


def _stands(job: Job, next_at: datetime | None, last: Task | None) -> JobStands:
    if last is None:
        return JobStands(job=job, next_at=next_at, ran_at=None, went_well=None, told="")
    return JobStands(
        job=job,
        next_at=next_at,
        ran_at=last.stopped,
        went_well=last.success,
        told=str(last.result or "") if last.success else _reason(last),
    )


def _queued(row: OrmQ, now: datetime, failed: set[str]) -> Queued:
    name = row.task.get("group") or row.task["id"]
    asked_at = row.task.get("started")
    if row.lock is None or row.lock <= now:
        return Queued(name=name, asked_at=asked_at, turn=Turn.WAITING, again_at=None)
    turn = Turn.FAILED if row.task["id"] in failed else Turn.RUNNING
    return Queued(name=name, asked_at=asked_at, turn=turn, again_at=row.lock)


def _reason(row: Task) -> str:
    """First line of what went wrong, without the trace of the program."""
    told, _trace, _rest = str(row.result or "").partition(_TRACE)
    return " ".join(told.split())[:_REASON_LENGTH]
