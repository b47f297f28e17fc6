"""The official measures of a month, reckoned beforehand and kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
from dafeng.web.core import audit
from dafeng.web.core.job_queue import job_enqueue
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.core.selectors import the_house
from dafeng.web.meters.convert import the_tree
from dafeng.web.meters.models import MonthlyStatement, MonthQuality
from dafeng.web.meters.permissions import PREPARE
from dafeng.web.meters.stores import house_meters

if TYPE_CHECKING:
    from dafeng.meters.store import MeterStore

JOB = "meters.prepare-quality"
_BEFORE = timedelta(days=2)
"""So much is read before a month, for what its first readings follow."""
_PLACES = 6


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


def quality_prepare(*, now: datetime | None = None, months: int = 2) -> int:
    """Reckon this month and those before it, and keep what came out.

    Months that are over change with late readings and new statements, so the newest are
    reckoned again each time.

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
    return count


def _month(tree: MeterTree, store: MeterStore, month: date, now: datetime) -> int:
    found = quality_of_month(tree, store, month, now)
    if found is None:
        return 0
    quality, window = found
    return _keep(quality, month, window.end, now)


def quality_of_month(
    tree: MeterTree, store: MeterStore, month: date, now: datetime
) -> tuple[Quality, Window] | None:
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
    return quality, window


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
def _keep(quality: Quality, month: date, until: datetime, now: datetime) -> int:
    codes = [one.name for one in quality.enterprises]
    firms = {one.code: one for one in Organisation.objects.filter(code__in=codes)}
    rows = [
        MonthQuality(
            enterprise=firms[one.name],
            day_month_gap=_share(one.day_month_gap),
            main_sub_gap=_share(one.main_sub_gap),
            **_counts(one),
        )
        for one in quality.enterprises
        if one.name in firms and one.due
    ]
    rows.append(_whole(quality.enterprises))
    for row in rows:
        row.month, row.until, row.prepared_at = month, until, now
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
