"""What enterprises have not entered for a month, though its data are due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

import attrs
from django.db.models import Count, Max, Sum
from django.utils import timezone

from dafeng.meters.cutoff import cutoff_day
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.selectors import seen
from dafeng.web.meters.closing import months_between, next_month
from dafeng.web.meters.models import (
    MeterCorrection,
    MeterPoint,
    MonthlyStatement,
    MonthQuality,
    Role,
)
from dafeng.web.meters.permissions import VIEW
from dafeng.web.meters.selectors.energy_days import midnight
from dafeng.web.meters.selectors.kept_tree import kept_tree
from dafeng.web.meters.selectors.points import in_use
from dafeng.web.meters.stores import house_meters

_DAY, _YEAR = timedelta(days=1), timedelta(days=366)
MOST_MONTHS = 24
"""Months that the list of late ones goes back."""


@attrs.frozen(kw_only=True)
class Missing:
    """What an enterprise owes for a month.

    Attributes
    ----------
    due_on : date
        Last day on which it is in time.
    points : tuple of MeterPoint
        Meters that a person reads, without a reading of the month.
    carriers : tuple of str
        Carriers that had a statement in the year before, and have none of the month.
    """

    month: date
    due_on: date
    points: tuple[MeterPoint, ...]
    carriers: tuple[str, ...]


def missing_of(
    month: date, *, firms: Collection[Organisation] | None = None
) -> Mapping[int, Missing]:
    """Enterprises that owe something for a month, by their key.

    A register is read at the end of its month: a reading of the first day alone is of
    the month before.

    Parameters
    ----------
    month : date
        Its first day.
    firms : collection of Organisation, optional
        Of these only; default all.
    """
    points, papers = _unread(month, firms), _unpapered(month, firms)
    return {
        firm: Missing(
            month=month,
            due_on=cutoff_day(month),
            points=tuple(points[firm]),
            carriers=tuple(papers[firm]),
        )
        for firm in {*points, *papers}
    }


def _unread(
    month: date, firms: Collection[Organisation] | None
) -> defaultdict[int, list[MeterPoint]]:
    after = next_month(month)
    rows = MeterPoint.objects.filter(in_use(after - _DAY), role=Role.MANUAL)
    if firms is not None:
        rows = rows.filter(enterprise__in=firms)
    points = list(rows.order_by("code"))
    found: defaultdict[int, list[MeterPoint]] = defaultdict(list)
    if not points:
        return found
    tree = kept_tree()
    known = [one.code for one in points if one.code in tree.places]
    read = house_meters().readings(
        tree,
        known,
        midnight(month + _DAY) + timedelta(seconds=1),
        midnight(after + _DAY),
    )
    came = {tree.meters[place].id for place in set(read.meter.tolist())}
    for one in points:
        if one.code not in came:
            found[one.enterprise_id].append(one)
    return found


def _unpapered(
    month: date, firms: Collection[Organisation] | None
) -> defaultdict[int, list[str]]:
    rows = MonthlyStatement.objects.filter(
        withdrawn_at=None, month__lte=month, month__gte=month - _YEAR
    )
    if firms is not None:
        rows = rows.filter(enterprise__in=firms)
    newest = rows.order_by().values_list("enterprise", "carrier")
    found: defaultdict[int, list[str]] = defaultdict(list)
    for firm, carrier, last in newest.annotate(last=Max("month")).order_by("carrier"):
        if last < month:
            found[firm].append(carrier)
    return found


@attrs.frozen(kw_only=True)
class LateMonth:
    """A month that was reckoned again after its data were due.

    Attributes
    ----------
    readings, enterprises : int
        Readings that came later, and of how many enterprises; 0 for a correction.
    is_corrected : bool
        A confirmed correction reaches into it.
    """

    month: date
    due_on: date
    readings: int
    enterprises: int
    is_corrected: bool
    prepared_at: datetime


def late_months(user: User) -> tuple[LateMonth, ...]:
    """Months with readings after the cut-off, or corrected after it, newest first."""
    rows = MonthQuality.objects.filter(seen(user, VIEW, "enterprise"))
    told = dict(rows.order_by().values_list("month").annotate(Max("prepared_at")))
    counted = {
        month: (readings, enterprises)
        for month, readings, enterprises in rows.filter(late__gt=0)
        .order_by()
        .values_list("month")
        .annotate(readings=Sum("late"), enterprises=Count("enterprise"))
    }
    corrected = _corrected(user, told)
    found = [
        LateMonth(
            month=month,
            due_on=cutoff_day(month),
            readings=counted.get(month, (0, 0))[0],
            enterprises=counted.get(month, (0, 0))[1],
            is_corrected=month in corrected,
            prepared_at=prepared_at,
        )
        for month, prepared_at in told.items()
        if month in counted or month in corrected
    ]
    return tuple(sorted(found, key=lambda one: one.month, reverse=True)[:MOST_MONTHS])


def _corrected(user: User, counted: Collection[date]) -> set[date]:
    """Counted months that a correction reaches, confirmed after they were due."""
    rows = MeterCorrection.objects.filter(
        seen(user, VIEW, "point__enterprise"), withdrawn_at=None
    ).exclude(confirmed_at=None)
    return {
        month
        for first, last, at in rows.values_list("first", "last", "confirmed_at")
        for month in months_between(first, last)
        if month in counted and timezone.localdate(at) > cutoff_day(month)
    }
