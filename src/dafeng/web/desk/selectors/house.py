"""The state of the house itself: sign-in, audit, backups, database."""

from __future__ import annotations

from datetime import datetime, timedelta

import attrs
from axes.models import AccessAttempt
from django.conf import settings
from django.db import connection
from django.utils import timezone

from dafeng.web.core.models import AuditRow

CHECK_DAYS = 31
"""A chain that nobody checked for longer is worth a word."""

BACKUP_DAYS = 7
"""A house without a backup for longer is worth a word."""


@attrs.frozen
class Backup:
    """The newest backup that this house knows of."""

    at: datetime
    file: str
    files: int


def accounts_locked() -> int:
    """How many names are locked out now, after too many wrong passwords."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    rows = AccessAttempt.objects.filter(
        attempt_time__gte=since, failures_since_start__gte=settings.AXES_FAILURE_LIMIT
    )
    return int(rows.count())


def audit_checked_at() -> datetime | None:
    """When somebody last checked the chain of the audit; None for never."""
    checks = AuditRow.objects.filter(action="audit.verify").order_by("-number")
    return checks.values_list("time", flat=True).first()


def audit_checked_before() -> bool:
    """Whether the last check is recent enough."""
    when = audit_checked_at()
    limit = timezone.now() - timedelta(days=CHECK_DAYS)
    return when is not None and when >= limit


def last_backup() -> Backup | None:
    """The newest backup; None when this house knows of none."""
    rows = AuditRow.objects.filter(action="house.backup").order_by("-number")
    row = rows.values("time", "data").first()
    if row is None:
        return None
    data = row["data"]
    return Backup(row["time"], str(data.get("file", "")), int(data.get("files", 0)))


def backed_up_lately() -> bool:
    """Whether the newest backup is recent enough."""
    found = last_backup()
    limit = timezone.now() - timedelta(days=BACKUP_DAYS)
    return found is not None and found.at >= limit


def database_bytes() -> int:
    """How much room the database takes."""
    question = (
        "SELECT pg_database_size(current_database())"
        if connection.vendor == "postgresql"
        else "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        return int(cursor.fetchone()[0])
