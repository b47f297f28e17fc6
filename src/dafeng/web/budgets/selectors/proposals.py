"""Proposals that wait for a signature."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q

from dafeng.enterprises.budgets import BudgetState
from dafeng.web.budgets.models import BudgetYear, KeyUser

_WAITS = {"state": BudgetState.PROPOSED.value}
_RELATED = ("unit", "ledger__organisation", "ledger__keeper", "checked_by")


def proposals_waiting(ledger: BudgetYear, what: str) -> list[KeyUser]:
    """Proposals of a year that wait for an act: ``check``, or ``approve``."""
    rows = KeyUser.objects.filter(
        ledger=ledger, checked_by__isnull=what == "check", **_WAITS
    )
    return list(rows.select_related(*_RELATED).order_by("unit__path", "pk"))


def proposals_named(ledger: BudgetYear, pks: Iterable[int]) -> list[KeyUser]:
    """Units of a year by their keys, whether they still wait or not."""
    rows = KeyUser.objects.filter(ledger=ledger, pk__in=list(pks))
    return list(rows.select_related(*_RELATED).order_by("unit__path", "pk"))


def waiting_counts(ledger: BudgetYear) -> dict[str, int]:
    """How many wait to be checked, and how many to be approved."""
    return KeyUser.objects.filter(ledger=ledger, **_WAITS).aggregate(
        check=Count("pk", filter=Q(checked_by__isnull=True)),
        approve=Count("pk", filter=Q(checked_by__isnull=False)),
    )
