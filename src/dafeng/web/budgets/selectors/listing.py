"""Which enterprises can be put on the list of a year."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from dafeng.web.budgets.models import BudgetYear, KeyUser
from dafeng.web.core.models import Organisation, OrganisationKind


def unit_lives(unit: Organisation, year: int) -> bool:
    """Whether an enterprise is there in a year, and was not closed until today."""
    first, last = _span(year)
    begun = unit.valid_from is None or unit.valid_from <= date(year, 12, 31)
    return begun and (unit.valid_to is None or unit.valid_to >= max(first, last))


def enterprises_to_list(ledger: BudgetYear) -> QuerySet[Organisation]:
    """Enterprises of the district that live and are not on the list of the year."""
    first, last = _span(ledger.year)
    rows = Organisation.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=date(ledger.year, 12, 31)),
        Q(valid_to=None) | Q(valid_to__gte=max(first, last)),
        path__startswith=ledger.organisation.path,
        kind=OrganisationKind.ENTERPRISE,
    )
    listed = KeyUser.objects.filter(ledger=ledger).values("unit")
    return rows.exclude(pk__in=listed).order_by("name_zh")


def _span(year: int) -> tuple[date, date]:
    """The first day of a year, and today or its last day."""
    return date(year, 1, 1), min(timezone.localdate(), date(year, 12, 31))
