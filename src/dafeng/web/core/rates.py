"""How often somebody may do something: counted in the database, for all workers."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dafeng.web.core.models import RateWindow

KEEP = timedelta(days=1)


@transaction.atomic
def spend(name: str, who: str) -> int:
    """Count one act.

    Parameters
    ----------
    name : str
        Which limit: a key of ``settings.RATES``.
    who : str
        Whose act: an address, the key of a person, the digest of a token.

    Returns
    -------
    int
        0 when the act is within the limit; otherwise how many seconds until the next.
    """
    rate = settings.RATES[name]
    now = timezone.now()
    row, fresh = RateWindow.objects.select_for_update().get_or_create(
        key=f"{name}:{who}"[:120], defaults={"since": now, "count": 1}
    )
    ends = row.since + timedelta(seconds=rate.seconds)
    if not fresh:
        over = now >= ends
        row.since, row.count = (now, 1) if over else (row.since, row.count + 1)
        row.save(update_fields=["since", "count"])
    if row.count <= rate.acts:
        return 0
    return max(1, ceil((ends - now).total_seconds()))


def clear(name: str, who: str) -> None:
    """Begin to count anew."""
    RateWindow.objects.filter(key=f"{name}:{who}"[:120]).delete()


def tidy() -> int:
    """Drop the counts of yesterday; return how many."""
    old = RateWindow.objects.filter(since__lt=timezone.now() - KEEP)
    return old.delete()[0]
