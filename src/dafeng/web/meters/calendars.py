"""The kinds of hours of a house: its own editions, and before them the usual split."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from dafeng.meters import TariffCalendar, TariffHours, TariffPeriod, tariff_calendar
from dafeng.web.meters.models import HoursEdition

if TYPE_CHECKING:
    from django.db.models import QuerySet

USUAL = "typical"
"""Packaged calendar of days for which no edition is entered."""


def house_calendar() -> TariffCalendar:
    """Return the calendar by which hours are told apart in this house."""
    return calendar_with(HoursEdition.objects.filter(withdrawn_at=None))


def calendar_with(editions: QuerySet[HoursEdition]) -> TariffCalendar:
    """Return the usual split of the day, and over it the hours of some editions."""
    rows = [*tariff_calendar(USUAL).rows]
    for edition in editions.order_by("valid_from").prefetch_related("rows"):
        rows += _hours_of(edition)
    return TariffCalendar(tuple(rows))


def _hours_of(edition: HoursEdition) -> Iterator[TariffHours]:
    """The hours of an edition, all of them first as flat: nothing shines through."""
    flat = TariffHours(
        period=TariffPeriod.FLAT,
        valid_from=edition.valid_from,
        valid_to=edition.valid_to,
        source=edition.document,
    )
    yield flat
    for row in edition.rows.all():
        yield attrs.evolve(
            flat,
            first_month=row.first_month,
            last_month=row.last_month,
            from_hour=row.from_hour,
            to_hour=row.to_hour,
            period=TariffPeriod[row.period.upper()],
        )
