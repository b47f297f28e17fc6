"""The official measures of a month, reckoned beforehand and kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.days import CHINA
from dafeng.base.rounding import round_half_even
from dafeng.meters import (
    EnterpriseQuality,
    MeterTree,
    MonthlyReport,
    Quality,
    Rolled,
    Window,
    quality_of,
    quality_rules_on,
    roll_up,
)
from dafeng.meters.cutoff import late_readings
from dafeng.web.core import audit
from dafeng.web.core.job_queue import job_enqueue
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.core.selectors import the_house
from dafeng.web.meters.closing import (
    COUNTED_MONTHS,
    first_open_month,
    months_between,
    next_month,
)
from dafeng.web.meters.convert import the_tree
from dafeng.web.meters.models import (
    MeterCorrection,
    MonthlyStatement,
    MonthQuality,
)
from dafeng.web.meters.permissions import PREPARE
from dafeng.web.meters.stores import house_meters

if TYPE_CHECKING:
    from dafeng.meters.store import MeterStore

JOB = "meters.prepare-quality"
_BEFORE = timedelta(days=2)
"""So much is read before a month, for what its first readings follow."""
_PLACES = 6
_YEAR = timedelta(days=366)
"""So far back months are looked at for readings that came late."""


@attrs.frozen(kw_only=True)
class Reckoned:
    """A month as it was reckoned.

    Attributes
    ----------
    late : mapping of str to int
        Readings that came after the data of the month were due, by enterprise.
    """

    quality: Quality
    window: Window
    late: Mapping[str, int]


@transaction.atomic
def quality_ask(*, by: User) -> str:
    """Ask that the measures are reckoned now; return the number of the run.

    Raises
    ------
    RightMissingError
    """
    require(by, PREPARE)
    house = the_house()
    if house is not None:
        audit.record(by=by, action="meters.quality.prepare", target=house)
    return job_enqueue(JOB)


def quality_prepare(
    *, now: datetime | None = None, months: int = COUNTED_MONTHS
) -> int:
    """Reckon this month and those before it, and keep what came out.

    Months that are over change with late readings and new statements, so the newest are
    reckoned again each time; and older ones, when a correction or a late reading has
    touched them since.

    Parameters
    ----------
    now : datetime, optional
    months : int
        How many, this one included.

    Returns
    -------
    int
        Rows that are kept.
    """
    at = now or timezone.now()
    tree, store = the_tree(), house_meters()
    if not len(tree):
        return 0
    day = timezone.localdate(at).replace(day=1)
    count = 0
    for _number in range(months):
        count += _month(tree, store, day, at)
        day = (day - timedelta(days=1)).replace(day=1)
    closed = first_open_month(timezone.localdate(at))
    touched = {*_corrected_since(closed), *_come_late(tree, store, closed)}
    for month in sorted(touched):
        count += _month(tree, store, month, at)
    return count


def _come_late(tree: MeterTree, store: MeterStore, until: date) -> list[date]:
    """Months before one that got readings after they were reckoned."""
    kept = MonthQuality.objects.filter(
        enterprise=None, month__lt=until, month__gte=until - _YEAR
    )
    ids = [meter.id for meter in tree]
    found = []
    for month, at in kept.order_by("month").values_list("month", "prepared_at"):
        span = (_midnight(month), _midnight(next_month(month)))
        then = store.marks(tree, ids, *span, learned_by=at).came.sum()
        if store.marks(tree, ids, *span).came.sum() != then:
            found.append(month)
    return found


def _corrected_since(until: date) -> list[date]:
    """Months before one that a correction has touched after they were reckoned."""
    changed: dict[date, datetime] = {}
    for row in MeterCorrection.objects.exclude(confirmed_at=None):
        for month in months_between(row.first, row.last):
            at = row.withdrawn_at or row.confirmed_at
            if month < until and at is not None:
                changed[month] = max(at, changed.get(month, at))
    kept = MonthQuality.objects.filter(enterprise=None, month__in=changed)
    made = dict(kept.values_list("month", "prepared_at"))
    return sorted(
        month for month, at in changed.items() if month in made and made[month] < at
    )


def _month(tree: MeterTree, store: MeterStore, month: date, now: datetime) -> int:
    found = quality_of_month(tree, store, month, now)
    if found is None:
        return 0
    return _keep(found, month, now)


def quality_of_month(
    tree: MeterTree, store: MeterStore, month: date, now: datetime
) -> Reckoned | None:
    """Reckon the measures of a month up to now; None without a reading in it."""
    after = (month + timedelta(days=32)).replace(day=1)
    begin = datetime.combine(month, datetime.min.time(), CHINA)
    end = min(datetime.combine(after, datetime.min.time(), CHINA), now)
    if end <= begin:
        return None
    ids = [meter.id for meter in tree]
    readings = store.readings(tree, ids, begin - _BEFORE, end)
    if not len(readings):
        return None
    flags = roll_up(tree, readings, Window(begin=begin - _BEFORE, end=end)).flags
    mine = readings.at >= int(begin.timestamp()) * 10**6
    rows = mine.nonzero()[0]
    rolled = Rolled(flags=flags[rows], hours=store.hours(tree, ids, begin, end))
    window = Window(begin=begin, end=end)
    quality = quality_of(
        tree,
        readings[rows],
        rolled,
        window,
        quality_rules_on(month),
        reports=_reports(month) if end >= _midnight(after) else (),
    )
    late = late_readings(tree, readings[rows], month)
    return Reckoned(quality=quality, window=window, late=late)


def with_names(quality: Quality) -> Quality:
    """The same measures, with the enterprises' names in place of their codes."""
    codes = [one.name for one in quality.enterprises]
    rows = Organisation.objects.filter(code__in=codes)
    names = dict(rows.values_list("code", "name_zh"))
    return attrs.evolve(
        quality,
        enterprises=tuple(
            attrs.evolve(one, name=names[one.name]) for one in quality.enterprises
        ),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), CHINA)


def _reports(month: date) -> Sequence[MonthlyReport]:
    rows = MonthlyStatement.objects.filter(month=month, withdrawn_at=None)
    return [
        MonthlyReport(
            enterprise=row.enterprise.code,
            carrier=row.carrier,
            amount=Fraction(row.amount),
        )
        for row in rows.select_related("enterprise")
    ]


@transaction.atomic
def _keep(found: Reckoned, month: date, now: datetime) -> int:
    quality = found.quality
    codes = [one.name for one in quality.enterprises]
    firms = {one.code: one for one in Organisation.objects.filter(code__in=codes)}
    rows = [
        MonthQuality(
            enterprise=firms[one.name],
            day_month_gap=_share(one.day_month_gap),
            main_sub_gap=_share(one.main_sub_gap),
            late=found.late.get(one.name, 0),
            **_counts(one),
        )
        for one in quality.enterprises
        if one.name in firms and one.due
    ]
    rows.append(_whole(quality.enterprises))
    rows[-1].late = sum(found.late.values())
    for row in rows:
        row.month, row.until, row.prepared_at = month, found.window.end, now
    MonthQuality.objects.filter(month=month).delete()
    MonthQuality.objects.bulk_create(rows)
    return len(rows)


def _whole(enterprises: Iterable[EnterpriseQuality]) -> MonthQuality:
    """The row of the house: counts add up, gaps are of no meaning for all together."""
    firms = tuple(enterprises)
    flags: dict[str, int] = {}
    for one in firms:
        for name, count in one.flags.items():
            flags[name] = flags.get(name, 0) + count
    whole = attrs.evolve(
        firms[0],
        name="",
        due=sum(one.due for one in firms),
        received=sum(one.received for one in firms),
        borders=sum(one.borders for one in firms),
        borders_met=sum(one.borders_met for one in firms),
        flags=flags,
    )
    return MonthQuality(enterprise=None, **_counts(whole))


def _counts(one: EnterpriseQuality) -> dict[str, object]:
    return {
        "expected": one.due,
        "received": one.received,
        "completeness": _share(one.completeness),
        "borders": one.borders,
        "borders_met": min(one.borders_met, one.borders),
        "flags": one.flags,
    }


def _share(value: Fraction | None) -> Decimal | None:
    """A share with six decimals; beyond what the column holds it is cut to that."""
    if value is None:
        return None
    return min(round_half_even(value, _PLACES), Decimal("999999.999999"))
