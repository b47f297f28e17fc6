"""How the house runs: version, database, disk, jobs, mails, the last backup."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dafeng.web.core.access import signed_in
from dafeng.web.core.job_queue import jobs_failed, jobs_queued
from dafeng.web.core.permissions import require
from dafeng.web.core.readiness import look_around
from dafeng.web.desk.selectors.house import (
    backed_up_lately,
    database_bytes,
    last_backup,
)
from dafeng.web.notices.selectors.mails import mails_failed, mails_waiting


@never_cache
@require_http_methods(["GET", "HEAD"])
def house(request: HttpRequest) -> HttpResponse:
    """Everything that the system administrator looks after, at a glance."""
    require(signed_in(request), "desk.house.view")
    looks = look_around()
    context = {
        "looks": looks,
        "ill": sum(not look.is_well for look in looks),
        "backup": last_backup(),
        "backed_up_lately": backed_up_lately(),
        "jobs_queued": len(jobs_queued()),
        "jobs_failed": len(jobs_failed()),
        "mails_waiting": mails_waiting(),
        "mails_failed": len(mails_failed()),
        "database": connection.display_name,
        "database_bytes": database_bytes(),
        "disk": shutil.disk_usage(Path(settings.HOME)),
    }
    return render(request, "desk/house.html", context)
