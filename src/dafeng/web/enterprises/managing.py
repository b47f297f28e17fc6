"""Who manages an enterprise that has to disclose: the keeper of the register."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from dafeng.web.core.selectors import within
from dafeng.web.core.stewards import register_stewards
from dafeng.web.enterprises.models import DutyClass


def obliged_of(paths: tuple[str, ...], on: date) -> QuerySet[Any, Any]:
    """Enterprises of a class that holds on a day, in registers that some units keep."""
    rows = DutyClass.objects.filter(
        Q(until=None) | Q(until__gte=on),
        within("enterprise__register__keeper__path", paths),
        since__lte=on,
        withdrawn_at=None,
    ).exclude(enterprise__unit=None)
    return rows.order_by().values_list("enterprise__unit", flat=True)


register_stewards("enterprises.obliged", obliged_of)
