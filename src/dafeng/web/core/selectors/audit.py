"""Rows of the audit that somebody may see."""

from __future__ import annotations

from datetime import date

import attrs
from django.db.models import Q, QuerySet

from dafeng.web.core.models import AuditRow
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors.scope import Person, within

_ROOT = 2
"""Slashes in the path of a root."""


@attrs.frozen(kw_only=True)
class AuditFilter:
    """What the audit page is narrowed to; empty fields do not narrow."""

    action: str = ""
    actor: str = ""
    target: str = ""
    since: date | None = None
    until: date | None = None


def audit_rows_visible_to(user: Person, wanted: AuditFilter) -> QuerySet[AuditRow]:
    """Rows of the audit, newest first, of the units whose audit the person may see.

    A row belongs to the unit that was acted for.  What the program did, and who was not
    let in, belongs to no unit: it is seen by those who see the audit of a root.
    """
    rows = AuditRow.objects.filter(_seen(user)).select_related("actor", "unit")
    if wanted.action:
        rows = rows.filter(action=wanted.action)
    if wanted.actor:
        rows = rows.filter(actor_label__icontains=wanted.actor)
    if wanted.target:
        rows = rows.filter(target_label__icontains=wanted.target)
    if wanted.since:
        rows = rows.filter(time__date__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(time__date__lte=wanted.until)
    return rows


def audit_actions(user: Person) -> list[str]:
    """Every action code that occurs in the rows that the person may see."""
    rows = AuditRow.objects.filter(_seen(user)).order_by("action")
    return list(rows.values_list("action", flat=True).distinct())


def sees_whole_audit(user: Person) -> bool:
    """Whether the person sees the audit of a root, and so of the whole house."""
    return any(
        path.count("/") <= _ROOT for path in paths_where(user, "core.audit.view")
    )


def _seen(user: Person) -> Q:
    condition = within("unit__path", paths_where(user, "core.audit.view"))
    return condition | Q(unit=None) if sees_whole_audit(user) else condition
