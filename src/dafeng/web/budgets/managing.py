"""Who manages a key energy user: the bureau that keeps the budgets of its year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from dafeng.enterprises import KeyUserManager
from dafeng.enterprises.budgets import BudgetState
from dafeng.web.budgets.models import BudgetYear, KeyUser
from dafeng.web.core.selectors import within
from dafeng.web.core.stewards import register_stewards


def key_users_of(paths: tuple[str, ...], on: date) -> QuerySet[Any, Any]:
    """Enterprises on the list in force that the district manages through some units.

    A list holds until the one of the next year is there; what was withdrawn from it,
    and what the city manages, is not theirs.
    """
    newest = BudgetYear.objects.filter(
        organisation=OuterRef("ledger__organisation"), year__lte=on.year
    ).order_by("-year")
    rows = KeyUser.objects.filter(
        within("ledger__keeper__path", paths),
        ledger=Subquery(newest.values("pk")[:1]),
        manager=KeyUserManager.DISTRICT.value,
    ).exclude(state=BudgetState.WITHDRAWN.value)
    return rows.order_by().values_list("unit", flat=True)


register_stewards("budgets.key-users", key_users_of)
