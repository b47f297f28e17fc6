"""The state of the house itself: who is locked out, when the audit was checked."""

from __future__ import annotations

from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.utils import timezone

from dafeng.web.core.models import AuditRow

CHECK_DAYS = 31
"""A chain that nobody checked for longer is worth a word."""


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
