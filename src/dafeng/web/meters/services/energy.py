"""The digests of the enterprises: reckoned after readings were rolled up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import attrs
import numpy as np
from django.db import transaction
from django.utils import timezone

from dafeng.meters import (
    Amount,
    Conversion,
    Hours,
    MeterTree,
    Role,
    State,
    Sums,
)
from dafeng.web.core.models import Organisation, OrganisationKind
from dafeng.web.meters.convert import the_tree
from dafeng.web.meters.models import EnergyDigest
from dafeng.web.meters.models.energy import SPARK_DAYS
from dafeng.web.meters.selectors.energy_amounts import (
    CHINA_HOURS,
    DAY,
    Grid,
    Steps,
    as_sums,
    by_group,
    enterprise_groups,
)
from dafeng.web.meters.selectors.energy_days import (
    day_number,
    midnight,
    number_day,
    same_day_last_year,
)
from dafeng.web.meters.selectors.energy_factors import (
    conversions_of_years,
    regions_here,
)
from dafeng.web.meters.stores import house_meters

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.meters.store import MeterStore

LOOK_BACK = (45, 450)
"""Days in which the last day with readings is looked for, first near, then far."""
COMPARED = {"today": 0, "yesterday": 1, "week": 7}
"""Days before the last one whose hours the wall draws."""
_BATCH = 500
_HOUR_S = 3600


@attrs.frozen(kw_only=True, eq=False)
class _Near:
    """What the store knows of the last days."""

    day: date
    days: Sums
    hours: Hours
    before: Sums


def digests_renew(*, now: datetime | None = None) -> int:
    """Reckon the digest of every enterprise that has meters, and keep it.

    It is no act of a person and changes nothing that was entered, so the audit has no
    row of it.

    Returns
    -------
    int
        How many digests there are now; 0 while nothing was ever measured.
    """
    at = now or timezone.now()
    tree = the_tree()
    near = _near(house_meters(), tree, at)
    if near is None:
        return 0
    codes = [code for code in tree.enterprises if code]
    regions = regions_here()
    factors = conversions_of_years(regions, near.day.year - 1, near.day.year)
    made = _Reckoned(tree, near, factors, codes)
    found = Organisation.objects.filter(
        code__in=codes, kind=OrganisationKind.ENTERPRISE
    ).in_bulk(field_name="code")
    rows = [
        made.digest(number, found[code], at)
        for number, code in enumerate(codes)
        if code in found
    ]
    fields = [one.name for one in EnergyDigest._meta.fields if not one.primary_key]
    with transaction.atomic():
        EnergyDigest.objects.exclude(enterprise__in=list(found.values())).delete()
        EnergyDigest.objects.bulk_create(
            rows,
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=["enterprise"],
            update_fields=fields,
        )
    return len(rows)


def _near(store: MeterStore, tree: MeterTree, now: datetime) -> _Near | None:
    ids = [one.id for one in tree if one.counts]
    today = timezone.localdate(now)
    for back in LOOK_BACK:
        begin = midnight(today - timedelta(days=back))
        days = store.days(tree, ids, begin, midnight(today + timedelta(days=1)))
        heard = days.number[days.seconds > 0]
        if len(heard):
            break
    else:
        return None
    day = number_day(int(heard.max()))
    end = midnight(day + timedelta(days=1))
    last_year = same_day_last_year(day)
    return _Near(
        day=day,
        days=days,
        hours=store.hours(tree, ids, midnight(day - timedelta(days=7)), end),
        before=store.days(
            tree,
            ids,
            midnight(last_year.replace(day=1)),
            midnight(last_year + timedelta(days=1)),
        ),
    )


class _Reckoned:
    """Grids over all enterprises; one digest is a row of each."""

    def __init__(
        self,
        tree: MeterTree,
        near: _Near,
        factors: Sequence[Conversion],
        codes: Sequence[str],
    ) -> None:
        self.near = near
        self.group = enterprise_groups(tree, codes)
        count, last = len(codes), day_number(near.day)

        def grid(sums: Sums, steps: Steps) -> Grid:
            place = steps.place(sums.number)
            shape = (count, steps.count)
            return by_group(tree, sums, factors, self.group, place, shape)

        # A day that is not over would end every line with a fall.
        full = last - (not _over(near))
        days = Steps(first=full - SPARK_DAYS + 1, count=SPARK_DAYS)
        self.spark = grid(near.days, days)
        month = Steps(first=last - near.day.day + 1, count=near.day.day)
        self.month = _whole(near.days, month, tree, factors, self.group, count)
        ended = near.day.day - (not _over(near))
        whole = Steps(first=month.first, count=ended)
        self.compared = _whole(near.days, whole, tree, factors, self.group, count)
        before = day_number(same_day_last_year(near.day).replace(day=1))
        year_ago = Steps(first=before, count=ended)
        self.before = _whole(near.before, year_ago, tree, factors, self.group, count)
        self.hours = hours_grid(tree, near.hours, factors, self.group, count, near.day)
        self._coverage(tree, month, count)

    def _coverage(self, tree: MeterTree, month: Steps, count: int) -> None:
        """Seconds known and due since the month began; when each was heard last."""
        near = self.near
        self.meters = np.bincount(self.group[self.group >= 0], minlength=count)
        inside = month.place(near.days.number) >= 0
        known = np.zeros(count, np.int64)
        np.add.at(known, self.group[near.days.meter[inside]], near.days.seconds[inside])
        end = near.hours.hour[near.hours.state != State.MISSING]
        last_hour = int(end.max()) + 1 if len(end) else 0
        passed_s = (last_hour - month.first * DAY + CHINA_HOURS) * _HOUR_S
        self.due = self.meters * max(passed_s, 0)
        self.known = np.minimum(known, self.due)
        heard = np.full(len(tree), -1, np.int64)
        there = near.hours.state != State.MISSING
        np.maximum.at(heard, near.hours.meter[there], near.hours.hour[there] + 1)
        late = (self.group >= 0) & (heard < last_hour - DAY)
        self.silent = np.bincount(self.group[late], minlength=count)
        self.heard = np.full(count, -1, np.int64)
        mine = self.group >= 0
        np.maximum.at(self.heard, self.group[mine], heard[mine])

    def digest(
        self, number: int, enterprise: Organisation, at: datetime
    ) -> EnergyDigest:
        """One enterprise."""
        hours = self.hours.row(Amount.TCE, number)
        heard = int(self.heard[number])
        top = max(COMPARED.values())
        return EnergyDigest(
            enterprise=enterprise,
            made_at=at,
            day=self.near.day,
            heard_until=(
                datetime.fromtimestamp(heard * _HOUR_S, UTC) if heard >= 0 else None
            ),
            meters=int(self.meters[number]),
            silent=int(self.silent[number]),
            due_s=int(self.due[number]),
            known_s=int(self.known[number]),
            spark=self.spark.row(Amount.TCE, number),
            hours={
                name: hours[(top - back) * DAY : (top - back + 1) * DAY]
                for name, back in COMPARED.items()
            },
            month_g=self.month.cell(Amount.TCE, number, 0),
            compared_g=self.compared.cell(Amount.TCE, number, 0),
            last_year_g=self.before.cell(Amount.TCE, number, 0),
        )


def hours_grid(
    tree: MeterTree,
    hours: Hours,
    factors: Sequence[Conversion],
    group: NDArray[np.int64],
    count: int,
    day: date,
) -> Grid:
    """Amounts of enterprises by hour of the last eight days.

    An hour of an enterprise is known when it is wholly known of each of its meters that
    spoke on that day.  Meters that a person reads are left out: what they say of an
    hour is spread over weeks.
    """
    top = max(COMPARED.values())
    span = Steps(
        first=(day_number(day) - top) * DAY - CHINA_HOURS, count=(top + 1) * DAY
    )
    manual = np.array([one.role is Role.MANUAL for one in tree], np.bool_)
    whole = (hours.state == State.MEASURED) | (hours.state == State.ESTIMATED)
    kept = hours[whole & ~manual[hours.meter]]
    place = span.place(kept.hour)
    made = by_group(tree, as_sums(kept), factors, group, place, (count, span.count))
    firm, inside = group[kept.meter], (place >= 0) & (group[kept.meter] >= 0)
    came = np.zeros((count, span.count), np.int64)
    np.add.at(came, (firm[inside], place[inside]), 1)
    spoke = np.zeros((len(tree), top + 1), np.bool_)
    spoke[kept.meter[inside], place[inside] // DAY] = True
    due = np.zeros((count, top + 1), np.int64)
    np.add.at(due, group[group >= 0], spoke[group >= 0])
    full = came == np.repeat(due, DAY, axis=1)
    return Grid(
        values=made.values, known={name: one & full for name, one in made.known.items()}
    )


def _over(near: _Near) -> bool:
    """Whether the last hour of the last day is there."""
    last = (day_number(near.day) + 1) * DAY - CHINA_HOURS - 1
    there = near.hours.state != State.MISSING
    return bool((near.hours.hour[there] == last).any())


def _whole(
    sums: Sums,
    steps: Steps,
    tree: MeterTree,
    factors: Sequence[Conversion],
    group: NDArray[np.int64],
    count: int,
) -> Grid:
    """All steps as one, rounded once."""
    place = np.minimum(steps.place(sums.number), 0)
    return by_group(tree, sums, factors, group, place, (count, 1))
