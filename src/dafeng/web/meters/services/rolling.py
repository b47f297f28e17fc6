"""What arrived becomes readings, and readings become hours and days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import attrs
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from dafeng.meters.store.compacting import UNKNOWN, known_digests
from dafeng.web.core.models import Organisation
from dafeng.web.meters.calendars import house_calendar
from dafeng.web.meters.convert import the_tree
from dafeng.web.meters.models import RefusedCount, Settled
from dafeng.web.meters.services.energy import digests_renew
from dafeng.web.meters.stores import house_meters

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from dafeng.meters import MeterTree
    from dafeng.meters.store import MeterStore, RefusedRows, RolledUp
    from dafeng.meters.store.records import Tidied

REFUSALS, SHOWN, TIDIED = "refusals", "digests", "tidied"


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
    tree = the_tree()
    compacted = store.compact(tree, now=at)
    refused = refusals_take(store)
    late_meters_take(store, tree, now=at)
    rolled = store.roll_up(tree, house_calendar(), until=at)
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


def tables_tidy() -> Tidied:
    """Put the tables in order; what is still to be counted stays in their logs.

    So does what was counted since the last time: a backup copies the counts first and
    the tables after them, and has to find there what it has not counted.
    """
    counted = _counted(Settled.objects.all())
    before, _fresh = Settled.objects.get_or_create(name=TIDIED)
    done = house_meters().tidy(told=min(before.version, counted))
    before.version = counted
    before.save()
    return done


def late_meters_take(store: MeterStore, tree: MeterTree, *, now: datetime) -> None:
    """Bring in what came for meters that were entered after it.

    Rows of an unknown meter were refused; the batch that held them is in the journal.
    For each enterprise it is kept with which meters all of its refused rows have been
    looked at; where those are not its meters of today, they are looked at again.

    Parameters
    ----------
    store : MeterStore
    tree : MeterTree
        A meter that was entered after it was read is taken the next time.
    now : datetime
    """
    counted = _counted(Settled.objects.all())
    firms = Organisation.objects.filter(refused_counts__trouble=UNKNOWN).distinct()
    names = {firm.code: _looked_at(firm) for firm in firms}
    known = known_digests(tree, names)
    had = dict(
        Settled.objects.filter(name__in=names.values()).values_list("name", "version")
    )
    late = {code for code in names if had.get(names[code]) != known[code]}
    if not late:
        return
    store.replay(tree, senders=late, now=now)
    with transaction.atomic():
        if _counted(Settled.objects.select_for_update()) != counted:
            return  # more was refused meanwhile, maybe by an older register
        for code in late:
            Settled.objects.update_or_create(
                name=names[code], defaults={"version": known[code]}
            )


def _counted(rows: QuerySet[Settled]) -> int:
    """Version up to which refusals were counted."""
    mark = rows.filter(name=REFUSALS).first()
    return 0 if mark is None else mark.version


def _looked_at(firm: Organisation) -> str:
    """Under which name it is kept with which meters refused rows were looked at."""
    return f"known-{firm.pk}"


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
        firm = firms.get(one.sender)
        if firm is not None and one.trouble == UNKNOWN:
            _keep_known(firm, one.known)
        row, _fresh = RefusedCount.objects.get_or_create(
            day=one.day,
            enterprise=firm,
            channel=one.channel[:40],
            trouble=one.trouble,
        )
        RefusedCount.objects.filter(pk=row.pk).update(count=F("count") + one.count)
    return sum(one.count for one in rows)


def _keep_known(firm: Organisation, known: int) -> None:
    """Keep with which meters a refused row was looked at; 0 where with others each."""
    others = RefusedCount.objects.filter(enterprise=firm, trouble=UNKNOWN).exists()
    mark, _fresh = Settled.objects.get_or_create(
        name=_looked_at(firm), defaults={"version": 0 if others else known}
    )
    if mark.version not in {0, known}:
        mark.version = 0
        mark.save()
