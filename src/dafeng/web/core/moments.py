"""When an act is done."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone


def moment(at: datetime | None) -> datetime:
    """Now, unless a sample says otherwise."""
    return timezone.now() if at is None else at
