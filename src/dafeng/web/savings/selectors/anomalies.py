"""Anomalies as somebody may see them."""

from __future__ import annotations

import attrs
from django.db.models import Count, Q, QuerySet

from dafeng.web.core.models import AuditRow
from dafeng.web.core.selectors import Person
from dafeng.web.savings.models import EnergyAnomaly
from dafeng.web.savings.selectors.visible import anomalies_for

FOUND = "savings.anomaly.find"


@attrs.frozen(kw_only=True)
class AnomalyFilter:
    """What the list is narrowed to; empty fields do not narrow."""

    q: str = ""
    state: str = ""
    kind: str = ""


def anomaly_rows(user: Person, wanted: AnomalyFilter) -> QuerySet[EnergyAnomaly]:
    """The list, the last first."""
    rows = anomalies_for(user)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.q:
        rows = rows.filter(
            Q(enterprise__name_zh__icontains=wanted.q)
            | Q(enterprise__name_en__icontains=wanted.q)
            | Q(point__code__icontains=wanted.q)
        )
    return rows.order_by("-last", "pk")


def state_counts(user: Person) -> dict[str, int]:
    """How many stand where."""
    rows = anomalies_for(user).order_by().values_list("state").annotate(Count("pk"))
    return dict.fromkeys(EnergyAnomaly.State.values, 0) | dict(rows)


def last_look() -> AuditRow | None:
    """When the program looked last."""
    return AuditRow.objects.filter(action=FOUND).order_by("-number").first()
