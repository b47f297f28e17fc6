"""The nightly tidying of sign-in: ended sessions, yesterday's counts."""

from __future__ import annotations

from datetime import time

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dafeng.web.core import rates
from dafeng.web.core.jobs import DailyAt, register_job


def tidy_sign_in() -> str:
    """Drop what has no more use; a second run finds nothing."""
    now = timezone.now()
    sessions = Session.objects.filter(expire_date__lt=now).delete()[0]
    listed = UserSession.objects.filter(
        created_at__lt=now - settings.SESSION_LONGEST
    ).delete()[0]
    attempts = AccessAttempt.objects.filter(
        attempt_time__lt=now - settings.AXES_COOLOFF_TIME
    ).delete()[0]
    counts = rates.tidy()
    return f"{sessions + listed} sessions, {attempts} attempts, {counts} counts"


register_job(
    "core.sign-in-tidy", tidy_sign_in, DailyAt(at=time(3, 30)), label=_("清理登录记录")
)
