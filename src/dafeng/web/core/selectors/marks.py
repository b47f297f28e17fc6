"""The last act that may have changed what a page shows."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db.models import QuerySet

from dafeng.web.core.models import AuditRow
from dafeng.web.core.questions import Question

COMING_AND_GOING = ("session.", "acting.", "sign-in.", "second-factor.")


def last_mark() -> str:
    """Seal of the last act that may have changed what is shown; empty without any.

    Each act leaves a row in the audit; what was laid out since the last one that is
    not about coming and going can be shown again.
    """
    rows = _LAST.rows()
    return str(rows[0][0]) if rows else ""


def _acts() -> QuerySet[AuditRow, tuple[Any, ...]]:
    rows = AuditRow.objects.order_by("-number")
    for begin in COMING_AND_GOING:
        rows = rows.exclude(action__startswith=begin)
    return rows.values_list("hash")[:1]


_LAST = Question(_acts)


def mark_to_draw_by() -> str:
    """The same for what a template keeps; where there is none yet, one never seen."""
    return last_mark() or uuid4().hex
