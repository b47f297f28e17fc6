"""The last act that may have changed what a page shows."""

from __future__ import annotations

from dafeng.web.core.models import AuditRow

COMING_AND_GOING = ("session.", "acting.", "sign-in.", "second-factor.")


def last_mark() -> str:
    """Seal of the last act that may have changed what is shown; empty without any.

    Each act leaves a row in the audit; what was laid out since the last one that is
    not about coming and going can be shown again.
    """
    rows = AuditRow.objects.order_by("-number")
    for begin in COMING_AND_GOING:
        rows = rows.exclude(action__startswith=begin)
    return rows.values_list("hash", flat=True).first() or ""
