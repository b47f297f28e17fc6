"""A worker with a house of its own, whose one job is slow when it first arrives.

Run as a program: ``slow_house.py FOLDER``.  The job writes the number of its process to
``begun`` and, when it comes through, to ``done``.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

FOLDER = Path(sys.argv[1])
LEASE = 1
"""Seconds after which a job is delivered again whose worker died."""


def slow() -> str:
    begun, done = FOLDER / "begun", FOLDER / "done"
    if done.exists():
        return "was done"
    first = not begun.exists()
    with begun.open("a", encoding="ascii") as lines:
        lines.write(f"{os.getpid()}\n")
    if first:
        time.sleep(60)
    with done.open("a", encoding="ascii") as lines:
        lines.write(f"{os.getpid()}\n")
    return "through"


def main() -> None:
    os.environ["DAFENG_HOME"] = str(FOLDER)
    os.environ["DJANGO_SETTINGS_MODULE"] = "dafeng.web.settings"
    from django.conf import settings

    settings.Q_CLUSTER.update(timeout=30, retry=LEASE, poll=0.1, workers=1)
    import django

    django.setup()
    from django.core.management import call_command

    from dafeng.web.core.job_queue import job_enqueue
    from dafeng.web.core.jobs import all_jobs, forget_job, register_job
    from dafeng.web.worker import work

    for job in all_jobs():
        forget_job(job.name)
    register_job("demo.slow", slow)
    call_command("migrate", "django_q", verbosity=0)
    job_enqueue("demo.slow")
    work()


if __name__ == "__main__":
    main()
