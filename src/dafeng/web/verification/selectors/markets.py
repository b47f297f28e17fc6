"""Who is on the list of a market in a year, and how its report stands."""

from __future__ import annotations

import attrs
from django.db.models import Exists, OuterRef, QuerySet

from dafeng.enterprises.reporting import ReportState
from dafeng.web.core.models import Organisation
from dafeng.web.core.selectors import Person, seen
from dafeng.web.verification.models import EmissionReport, MarketMembership
from dafeng.web.verification.permissions import VIEW


@attrs.frozen(kw_only=True)
class Member:
    """An entry of a list with the report of its year; None: there is none."""

    entry: MarketMembership
    report: EmissionReport | None


def entries_for(user: Person) -> QuerySet[MarketMembership]:
    """Entries of enterprises that the person may see, withdrawn ones too."""
    rows = MarketMembership.objects.filter(seen(user, VIEW, "enterprise"))
    return rows.select_related("enterprise", "made_by", "withdrawn_by")


def market_years(user: Person) -> list[int]:
    """Years that have entries, the newest first."""
    years = entries_for(user).order_by("-year").values_list("year", flat=True)
    return list(years.distinct())


def members(user: Person, year: int) -> list[Member]:
    """Entries of a year; those that were withdrawn at the end."""
    rows = list(entries_for(user).filter(year=year))
    reports = {
        one.enterprise_id: one
        for one in EmissionReport.objects.filter(
            year=year, enterprise__in=[one.enterprise_id for one in rows]
        ).exclude(state=ReportState.VOID.value)
    }
    return [
        Member(entry=one, report=reports.get(one.enterprise_id))
        for one in sorted(rows, key=lambda one: one.withdrawn_at is not None)
    ]


def members_without_report(user: Person, year: int) -> list[Organisation]:
    """Enterprises on a list of a year of which no report was opened."""
    reports = EmissionReport.objects.filter(
        enterprise=OuterRef("enterprise"), year=OuterRef("year")
    ).exclude(state=ReportState.VOID.value)
    rows = entries_for(user).filter(~Exists(reports), year=year, withdrawn_at=None)
    return [one.enterprise for one in rows]
