"""Energy of towns, parks and the district by day, month and year."""

from __future__ import annotations

from datetime import date

import attrs
from django.db.models import Count, Max, QuerySet, Sum

from dafeng.web.core.models import Organisation, OrganisationParent
from dafeng.web.core.selectors import Person
from dafeng.web.meters.models import EnergyDigest, MeterPoint
from dafeng.web.meters.selectors.energy import enterprises_for
from dafeng.web.meters.selectors.energy_factors import regions_here
from dafeng.web.meters.selectors.totals_records import PlaceTotals, TotalsAsked
from dafeng.web.meters.selectors.totals_sums import Stay, TotalsKey, totals_of
from dafeng.web.meters.stores import house_meters


@attrs.frozen(kw_only=True)
class PlaceRow:
    """The totals of a place with its unit; None is all."""

    unit: Organisation | None
    totals: PlaceTotals


@attrs.frozen(kw_only=True)
class EnergyTotals:
    """The page: steps, each place, and all of them together."""

    asked: TotalsAsked
    steps: tuple[tuple[date, date], ...]
    places: tuple[PlaceRow, ...]
    district: PlaceRow
    unmetered: int


def newest_day() -> date | None:
    """The last day of which anything is known in the house."""
    found: date | None = EnergyDigest.objects.aggregate(day=Max("day"))["day"]
    return found


def energy_totals(user: Person, asked: TotalsAsked) -> EnergyTotals:
    """Add up what the enterprises used that the person may see."""
    firms = stays_of(enterprises_for(user))
    made_at = EnergyDigest.objects.aggregate(at=Max("made_at"))["at"]
    register = MeterPoint.objects.aggregate(count=Count("pk"), versions=Sum("version"))
    key = TotalsKey(
        store=house_meters(),
        firms=firms,
        made_at=made_at,
        register=(register["count"], register["versions"] or 0),
        regions=regions_here(),
        asked=asked,
    )
    rows = totals_of(key)
    units = Organisation.objects.in_bulk([one.place for one in rows if one.place])
    told = [PlaceRow(unit=units.get(one.place or 0), totals=one) for one in rows]
    return EnergyTotals(
        asked=asked,
        steps=asked.steps,
        places=tuple(sorted(told[:-1], key=lambda row: -(row.totals.whole.tce_g or 0))),
        district=told[-1],
        unmetered=len(firms) - told[-1].totals.firms,
    )


def stays_of(firms: QuerySet[Organisation]) -> tuple[tuple[int, tuple[Stay, ...]], ...]:
    """Under which town each enterprise stood until when, and stands now."""
    plain = firms.select_related(None).order_by()
    now = dict(plain.values_list("pk", "parent_id"))
    stays: dict[int, list[Stay]] = {pk: [] for pk in now}
    moves = OrganisationParent.objects.filter(organisation__in=plain.values("pk"))
    rows = moves.order_by("until", "pk")
    for pk, place, until in rows.values_list("organisation", "parent", "until"):
        stays[pk].append(Stay(place=place, until=until))
    return tuple(
        (pk, (*stays[pk], Stay(place=now[pk], until=None))) for pk in sorted(now)
    )
