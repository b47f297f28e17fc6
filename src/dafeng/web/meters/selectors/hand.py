"""Meters that a person reads: what they showed, and what was entered for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import numpy as np
from django.utils import timezone

from dafeng.meters import Flag, MeterKind, MeterTree, Readings, roll_up
from dafeng.meters.flags import UNUSED
from dafeng.meters.records import SCALE
from dafeng.web.core.models import Organisation
from dafeng.web.meters.convert import in_full, tree_of
from dafeng.web.meters.models import Kind, MeterPoint
from dafeng.web.meters.stores import house_meters
from dafeng.web.meters.windows import open_window

if TYPE_CHECKING:
    from dafeng.meters.readings import Int64

LOOK_BACK = timedelta(days=400)
RECENT = 12
_MICRO = 10**6


@attrs.frozen(kw_only=True, eq=False)
class HandPoint:
    """A meter, and what it showed in the last year; of a moment the last word.

    Attributes
    ----------
    at : array of int64
        Microseconds of UTC, rising.
    value : array of int64
        Thousandths of the meter's unit.
    """

    point: MeterPoint
    at: Int64
    value: Int64

    @property
    def last(self) -> Shown | None:
        """What it showed last."""
        return self._shown(len(self.at) - 1)

    def before(self, moment: datetime) -> Shown | None:
        """What it showed before a moment."""
        return self._shown(int(np.searchsorted(self.at, _us(moment))) - 1)

    def after(self, moment: datetime) -> Shown | None:
        """What it showed after a moment."""
        return self._shown(int(np.searchsorted(self.at, _us(moment), "right")))

    def shown_at(self, moment: datetime) -> Shown | None:
        """What it showed in a moment."""
        found = self.after(moment - timedelta(microseconds=1))
        return found if found is not None and found.at == moment else None

    def months(self) -> Mapping[date, Decimal]:
        """Sums of its intervals by month; of a register there is none."""
        found: dict[date, Decimal] = {}
        if self.point.kind != Kind.INTERVAL:
            return found
        for at, value in zip(self.at.tolist(), self.value.tolist(), strict=True):
            # The amount ends at its moment: a midnight belongs to the day before.
            month = timezone.localdate(_moment(at - 1)).replace(day=1)
            found[month] = found.get(month, Decimal(0)) + Decimal(value) / SCALE
        return found

    def _shown(self, row: int) -> Shown | None:
        if not 0 <= row < len(self.at):
            return None
        return Shown(
            point=self.point,
            at=_moment(int(self.at[row])),
            value=Decimal(int(self.value[row])) / SCALE,
        )


@attrs.frozen(kw_only=True)
class Shown:
    """What a meter showed in a moment."""

    point: MeterPoint
    at: datetime
    value: Decimal


def hand_points(
    enterprise: Organisation, points: Sequence[MeterPoint], *, now: datetime
) -> list[HandPoint]:
    """What meters showed, of the readings that are in and that energy is taken from."""
    tree = tree_of(in_full(MeterPoint.objects.filter(enterprise=enterprise)))
    codes = [one.code for one in points]
    kept = house_meters().readings(tree, codes, now - LOOK_BACK, now)
    found = _used(tree, kept)
    made = []
    for point in points:
        place = tree.places[point.code]
        rows = slice(*np.searchsorted(found.meter, [place, place + 1]).tolist())
        at, value = found.at[rows], found.value[rows]
        newest = np.append(at[1:] != at[:-1], True)[: len(at)]
        made.append(HandPoint(point=point, at=at[newest], value=value[newest]))
    return made


def _used(tree: MeterTree, readings: Readings) -> Readings:
    """Return those that energy is taken from; a refused value is no state of a dial."""
    if not len(readings):
        return readings
    flags = roll_up(tree, readings, open_window()).flags
    unused = np.array(
        [
            int(UNUSED | Flag.SPIKE if one.kind is MeterKind.REGISTER else UNUSED)
            for one in tree
        ]
    )
    return readings[np.flatnonzero((flags & unused[readings.meter]) == 0)]


def recent_shown(points: Sequence[HandPoint]) -> list[Shown]:
    """The newest values of all of them, newest first."""
    found = [
        shown
        for one in points
        for row in range(max(len(one.at) - RECENT, 0), len(one.at))
        if (shown := one._shown(row)) is not None
    ]
    found.sort(key=lambda one: (one.at, one.point.code), reverse=True)
    return found[:RECENT]


def _us(moment: datetime) -> int:
    return int(moment.timestamp()) * _MICRO + moment.microsecond


def _moment(micro: int) -> datetime:
    return datetime.fromtimestamp(micro / _MICRO, timezone.get_default_timezone())
