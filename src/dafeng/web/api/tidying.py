"""The nightly tidying of the interface: answers that no program asks for again."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dafeng.web.api.models import Reply
from dafeng.web.core.jobs import DailyAt, register_job

KEPT = timedelta(days=7)
"""How long a write that is sent again gets its first answer back."""


def replies_tidy() -> str:
    """Drop old answers; a second run finds nothing."""
    old = Reply.objects.filter(created_at__lt=timezone.now() - KEPT)
    return f"{old.delete()[0]} answers"


register_job(
    "api.replies-tidy",
    replies_tidy,
    DailyAt(at=time(3, 40)),
    label=_("清理接口答复"),
)
