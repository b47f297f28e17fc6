"""To whom parts of a task can be given."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from dafeng.web.core.models import Organisation
from dafeng.web.work.models import Task


def units_for_parts(task: Task, issuer: Organisation) -> QuerySet[Organisation]:
    """Units below the issuer of the parts, and those that help with the task."""
    helping = task.units.values("organisation")
    rows = Organisation.objects.filter(
        Q(path__startswith=issuer.path) | Q(pk__in=helping)
    )
    return rows.exclude(pk__in=(issuer.pk, task.lead_id)).order_by("path")
