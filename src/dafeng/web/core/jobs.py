"""Work that nobody waits for: each room registers its jobs, the queue runs them.

A job may be delivered twice (its worker died before it said that it was through), so a
job does nothing the second time.  Its schedule is data: the clock asks the table of
schedules, which :func:`dafeng.web.core.job_queue.schedules_lay` keeps like this list.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import TypeAlias

import attrs
from django.utils.functional import Promise

from dafeng.base.errors import NotFoundError

Work: TypeAlias = Callable[[], str]
"""Does the job and says in one line what it did."""


@attrs.frozen(kw_only=True)
class EveryMinutes:
    """Every so many minutes."""

    minutes: int = attrs.field(validator=attrs.validators.ge(1))


@attrs.frozen(kw_only=True)
class DailyAt:
    """Every day at a time of the house's zone."""

    at: time


Schedule: TypeAlias = EveryMinutes | DailyAt


@attrs.frozen(kw_only=True)
class Job:
    """A piece of work with a name; without a schedule it runs when it is asked for."""

    name: str
    label: str | Promise
    work: Work
    schedule: Schedule | None = None


_jobs: dict[str, Job] = {}


def register_job(
    name: str,
    work: Work,
    schedule: Schedule | None = None,
    *,
    label: str | Promise = "",
) -> Job:
    """Add a job; call it from ``AppConfig.ready``.

    Parameters
    ----------
    name : str
        Stable, ``room.noun-verb``: ``notices.mails-send``.
    work : callable
        Takes nothing; what it returns is kept as what the run did.
    schedule : EveryMinutes or DailyAt, optional
        When it runs by itself.
    label : str, optional
        Its name for people; default ``name``.
    """
    job = Job(name=name, label=label or name, work=work, schedule=schedule)
    _jobs[name] = job
    return job


def forget_job(name: str) -> None:
    """Take a job off the list; one that is not there is no fault."""
    _jobs.pop(name, None)


def all_jobs() -> tuple[Job, ...]:
    """Every job, by name."""
    return tuple(_jobs[name] for name in sorted(_jobs))


def job_of(name: str) -> Job:
    """Return the job with this name.

    Raises
    ------
    NotFoundError
        No room registered it.
    """
    try:
        return _jobs[name]
    except KeyError:
        msg = f"No job {name!r}. Registered: {', '.join(sorted(_jobs))}."
        raise NotFoundError(msg, code="job.unknown", job=name) from None


def run_job(name: str) -> str:
    """Do a job now; the queue calls this by its path."""
    return job_of(name).work()
