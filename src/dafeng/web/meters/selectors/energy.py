"""Enterprises and their energy, as somebody may see them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

import attrs
from django.db.models import Max, QuerySet
from django.utils import timezone

from dafeng.meters import quality_rules_on
from dafeng.web.core.models import Organisation, OrganisationKind
from dafeng.web.core.selectors import Person, seen, the_house
from dafeng.web.meters.models import EnergyDigest, MonthQuality
from dafeng.web.meters.panels import Colour, lights
from dafeng.web.meters.permissions import VIEW
from dafeng.web.meters.selectors.energy_lights import (
    WORST,
    Judged,
    completeness_of,
    judged_by,
    worst,
)

HUNDRED = 100
SORTS = ("name", "month", "change", "share", "light")
UNJUDGED = Colour.GREY
COMPARED = timedelta(days=92)
"""So far back a statement still says something of how days and months agree."""


@attrs.frozen(kw_only=True)
class EnergyFilter:
    """What the list is narrowed to and sorted by; empty fields do not narrow.

    Attributes
    ----------
    town : str
        Code of the town or park.
    light : str
        A colour.
    sort : str
        One of ``SORTS``, with ``-`` in front from the highest down.
    """

    q: str = ""
    town: str = ""
    light: str = ""
    sort: str = ""


@attrs.frozen(kw_only=True)
class EnergyRow:
    """One enterprise of the list.

    Attributes
    ----------
    judged : tuple of Judged
        What each rule says; empty without meters.
    share : Decimal or None
        Completeness.
    """

    enterprise: Organisation
    digest: EnergyDigest | None
    judged: tuple[Judged, ...]
    share: Decimal | None

    @property
    def worst(self) -> Judged | None:
        """The rule that says the worst."""
        return worst(self.judged)

    @property
    def colour(self) -> Colour:
        """The light of the row."""
        found = self.worst
        return UNJUDGED if found is None else found.lit.colour

    @property
    def change(self) -> Decimal | None:
        """Percent by which the month differs from the same days a year ago."""
        if self.digest is None:
            return None
        return change_of(self.digest.compared_g, self.digest.last_year_g)


def change_of(now: int | None, before: int | None) -> Decimal | None:
    """Percent from one amount to another; None where one is unknown or zero."""
    if now is None or not before:
        return None
    return (Decimal(now) / before - 1) * HUNDRED


def enterprises_for(user: Person) -> QuerySet[Organisation]:
    """Enterprises whose readings the person may see."""
    return (
        Organisation.objects.filter(seen(user, VIEW), kind=OrganisationKind.ENTERPRISE)
        .select_related("parent", "energy_digest")
        .order_by("path")
    )


def energy_rows(user: Person, wanted: EnergyFilter) -> list[EnergyRow]:
    """The list, judged, narrowed and sorted."""
    found = list(enterprises_for(user).defer("energy_digest__hours"))
    qualities, compared = month_qualities()
    now = reference_moment([digest_of(one) for one in found])
    rules = quality_rules_on(timezone.localdate(now))
    rows = []
    more = [(light, light.of(user, found)) for light in lights()]
    for one in found:
        digest, quality = digest_of(one), qualities.get(one.pk)
        judged = judged_by(digest, quality, rules, now, compared=compared.get(one.pk))
        judged += tuple(
            Judged(name=str(light.label), lit=lit[one.pk])
            for light, lit in more
            if one.pk in lit
        )
        share = completeness_of(digest, quality)
        rows.append(
            EnergyRow(enterprise=one, digest=digest, judged=judged, share=share)
        )
    return _sorted([row for row in rows if _fits(row, wanted)], wanted.sort)


def judged_one(
    user: Person,
    enterprise: Organisation,
    quality: MonthQuality | None,
    compared: MonthQuality | None,
) -> tuple[Judged, ...]:
    """What each rule says of one enterprise."""
    digest = digest_of(enterprise)
    newest = EnergyDigest.objects.aggregate(at=Max("heard_until"))["at"]
    house = the_house()
    still = house is not None and house.synthetic and newest is not None
    now = newest if still else timezone.now()
    rules = quality_rules_on(timezone.localdate(now))
    judged = judged_by(digest, quality, rules, now, compared=compared)
    return judged + tuple(
        Judged(name=str(light.label), lit=lit[enterprise.pk])
        for light in lights()
        for lit in (light.of(user, [enterprise]),)
        if enterprise.pk in lit
    )


def neighbours(
    user: Person, enterprise: Organisation
) -> tuple[Organisation | None, Organisation | None]:
    """The enterprises before and after one in the list; None at its ends."""
    rows = enterprises_for(user).select_related(None).only("pk")
    keys = list(rows.values_list("pk", flat=True))
    place = keys.index(enterprise.pk)
    near = [keys[at] if 0 <= at < len(keys) else 0 for at in (place - 1, place + 1)]
    found = Organisation.objects.in_bulk([key for key in near if key])
    return found.get(near[0]), found.get(near[1])


def digest_of(enterprise: Organisation) -> EnergyDigest | None:
    """Its digest, fetched with it; None without meters."""
    return getattr(enterprise, "energy_digest", None)


def month_qualities() -> tuple[dict[int, MonthQuality], dict[int, MonthQuality]]:
    """Quality by enterprise: of the newest month; of the newest with a statement."""
    rows = MonthQuality.objects.exclude(enterprise=None)
    newest = rows.aggregate(month=Max("month"))["month"]
    if newest is None:
        return {}, {}
    held: dict[int, MonthQuality] = {}
    compared: dict[int, MonthQuality] = {}
    for row in rows.filter(month__gte=newest - COMPARED).order_by("month"):
        if row.enterprise_id is None:
            continue
        if row.month == newest:
            held[row.enterprise_id] = row
        if row.day_month_gap is not None:
            compared[row.enterprise_id] = row
    return held, compared


def compared_quality(quality: MonthQuality | None) -> MonthQuality | None:
    """Of the enterprise of a quality, that of the newest month with a statement."""
    if quality is None or quality.day_month_gap is not None:
        return quality
    rows = MonthQuality.objects.filter(enterprise=quality.enterprise_id)
    near = rows.filter(month__range=(quality.month - COMPARED, quality.month))
    return near.exclude(day_month_gap=None).first()


def reference_moment(digests: Sequence[EnergyDigest | None]) -> datetime:
    """What the age of readings is counted to.

    Now; in a house of made-up data, which stands still, up to when there is any.
    """
    house = the_house()
    if house is not None and house.synthetic:
        heard = [one.heard_until for one in digests if one and one.heard_until]
        if heard:
            return max(heard)
    return timezone.now()


def data_day(rows: Sequence[EnergyRow]) -> date | None:
    """The last day of which anything is known."""
    return max((row.digest.day for row in rows if row.digest), default=None)


def towns_of(user: Person) -> list[Organisation]:
    """Towns and parks in which there are enterprises that the person may see."""
    parents = enterprises_for(user).exclude(parent=None).values("parent")
    return list(Organisation.objects.filter(pk__in=parents).order_by("path"))


def colour_counts(rows: Sequence[EnergyRow]) -> dict[str, int]:
    """How many enterprises have which light."""
    found = {colour.value: 0 for colour in Colour}
    for row in rows:
        found[row.colour.value] += 1
    return found


def _fits(row: EnergyRow, wanted: EnergyFilter) -> bool:
    one = row.enterprise
    text = wanted.q.strip().casefold()
    named = (one.name_zh, one.name_en, one.short_zh, one.code, one.uscc or "")
    parent = one.parent
    return (
        (not text or any(text in name.casefold() for name in named))
        and (not wanted.town or (parent is not None and parent.code == wanted.town))
        and (not wanted.light or row.colour.value == wanted.light)
    )


def _month(row: EnergyRow) -> int | None:
    return None if row.digest is None else row.digest.month_g


_KEYS: dict[str, Callable[[EnergyRow], Decimal | int | None]] = {
    "month": _month,
    "change": lambda row: row.change,
    "share": lambda row: row.share,
    "light": lambda row: WORST.index(row.colour),
}


def _sorted(rows: list[EnergyRow], sort: str) -> list[EnergyRow]:
    """By the column; what is unknown stands last either way."""
    name = sort.removeprefix("-")
    down = sort.startswith("-")
    if name == "name":
        return sorted(rows, key=lambda row: str(row.enterprise), reverse=down)
    key = _KEYS.get(name)
    if key is None:
        return rows
    known = [row for row in rows if key(row) is not None]
    rest = [row for row in rows if key(row) is None]
    return sorted(known, key=lambda row: key(row) or 0, reverse=down) + rest
