"""What arrived becomes readings, and readings become hours and days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import attrs
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from dafeng.meters import tariff_calendar
from dafeng.meters.arrivals.records import Trouble
from dafeng.web.core.models import Organisation
from dafeng.web.meters.convert import the_tree
from dafeng.web.meters.models import MeterPoint, RefusedCount, Settled
from dafeng.web.meters.services.energy import digests_renew
from dafeng.web.meters.stores import house_meters

if TYPE_CHECKING:
    from dafeng.meters import MeterTree
    from dafeng.meters.store import MeterStore, RefusedRows, RolledUp

CALENDAR = "typical"
"""Packaged calendar of the kinds of hours, until a house enters another."""

REFUSALS, NEWEST, SHOWN = "refusals", "newest-point", "digests"
UNKNOWN = Trouble.METER.value


@attrs.frozen(kw_only=True)
class Settlement:
    """What one run did.

    Attributes
    ----------
    batches, readings, refused : int
    hours, days : int
        Rows that are new or have other numbers.
    meters : int
        That were looked at.
    """

    batches: int
    readings: int
    refused: int
    hours: int
    days: int
    meters: int


def readings_settle(*, now: datetime | None = None) -> Settlement:
    """Bring the journal into the readings, and hours, days and digests up to them.

    It is no act of a person; done twice it changes nothing the second time, and killed
    anywhere it goes on where it was.
    """
    at, store = now or timezone.now(), house_meters()
    newest = newest_point()
    tree = the_tree()
    compacted = store.compact(tree, now=at)
    refused = refusals_take(store)
    late_meters_take(store, tree, newest, now=at)
    rolled = store.roll_up(tree, tariff_calendar(CALENDAR), until=at)
    digests_follow(store, rolled, now=at)
    return Settlement(
        batches=compacted.batches,
        readings=compacted.readings,
        refused=refused,
        hours=rolled.hours,
        days=rolled.days,
        meters=len(rolled.meters),
    )


@transaction.atomic
def refusals_take(store: MeterStore) -> int:
    """Count what compactions refused since the last time, each row once."""
    Settled.objects.get_or_create(name=REFUSALS)
    mark = Settled.objects.select_for_update().get(name=REFUSALS)
    count = 0
    for version, rows in store.refusals(mark.version):
        count += _count(rows)
        mark.version = version
    mark.save()
    return count


def newest_point() -> int:
    """The meter that was entered last, 0 without any; asked before the tree is read.

    A meter that is entered between the two is looked at once more, and never missed.
    """
    return MeterPoint.objects.aggregate(last=Max("pk"))["last"] or 0


def late_meters_take(
    store: MeterStore, tree: MeterTree, newest: int, *, now: datetime
) -> None:
    """Bring in what came for meters that were entered after it.

    Rows of an unknown meter were refused; the batch that held them is in the journal.

    Parameters
    ----------
    store : MeterStore
    tree : MeterTree
    newest : int
        As :func:`newest_point` said before the tree was read.
    now : datetime
    """
    mark, _fresh = Settled.objects.get_or_create(name=NEWEST)
    if newest == mark.version:
        return
    firms = MeterPoint.objects.filter(pk__gt=mark.version).values("enterprise")
    refused = RefusedCount.objects.filter(enterprise__in=firms, trouble=UNKNOWN)
    senders = frozenset(refused.values_list("enterprise__code", flat=True))
    if senders:
        store.replay(tree, senders=senders, now=now)
    mark.version = newest
    mark.save()


def digests_follow(store: MeterStore, rolled: RolledUp, *, now: datetime) -> None:
    """Renew the digests when days were rolled up, also by a run that was killed."""
    version = store.days_version()
    mark, _fresh = Settled.objects.get_or_create(name=SHOWN)
    if not rolled.meters and mark.version == version + 1:
        return
    digests_renew(now=now)
    mark.version = version + 1  # the first version of a table is 0, and none is -1
    mark.save()


def _count(rows: Iterable[RefusedRows]) -> int:
    rows = list(rows)
    senders = {one.sender for one in rows}
    firms = {one.code: one for one in Organisation.objects.filter(code__in=senders)}
    for one in rows:
        row, _fresh = RefusedCount.objects.get_or_create(
            day=one.day,
            enterprise=firms.get(one.sender),
            channel=one.channel[:40],
            trouble=one.trouble,
        )
        RefusedCount.objects.filter(pk=row.pk).update(count=F("count") + one.count)
    return sum(one.count for one in rows)
