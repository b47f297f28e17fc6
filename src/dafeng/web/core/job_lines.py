"""One line in the log for each job that a worker ended."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django_q.signals import post_execute_in_worker

from dafeng.web.logging import FIELDS, JOBS

_log = logging.getLogger(JOBS)


def write_job_lines() -> None:
    """Let every worker of this process write them; call it from ``AppConfig.ready``."""
    post_execute_in_worker.connect(_tell, dispatch_uid="dafeng.job_lines")


def _tell(task: dict[str, Any], **_signal: Any) -> None:
    went_well = bool(task.get("success"))
    fields: dict[str, object] = {
        "job": task["name"],
        "run": task["id"],
        "ms": _milliseconds(task.get("started"), task.get("stopped")),
    }
    if went_well:
        _log.info("done", extra={FIELDS: fields})
        return
    # The first line says what was wrong; the whole trace is kept with the run.
    fields["reason"] = str(task.get("result", "")).partition(" : Traceback")[0][:300]
    _log.error("failed", extra={FIELDS: fields})


def _milliseconds(started: datetime | None, stopped: datetime | None) -> float | None:
    if started is None or stopped is None:
        return None
    return round((stopped - started).total_seconds() * 1000, 1)
