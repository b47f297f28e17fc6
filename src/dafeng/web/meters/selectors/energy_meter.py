"""One meter: its readings with their marks, its hours, and the shape of its load."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

import attrs
import numpy as np
from django.utils import timezone

from dafeng.meters import (
    SCALE,
    Carrier,
    Flag,
    Hours,
    MeterTree,
    Profile,
    Readings,
    Role,
    State,
    carriers_by_code,
    day_grid,
    profile_of,
    roll_up,
)
from dafeng.meters.flags import UNUSED
from dafeng.web.core.selectors import Person, seen
from dafeng.web.meters.convert import in_full, tree_of
from dafeng.web.meters.models import Kind, MeterPoint
from dafeng.web.meters.permissions import VIEW
from dafeng.web.meters.selectors.energy import digest_of
from dafeng.web.meters.selectors.energy_days import (
    day_number,
    first_hour,
    midnight,
    same_day_last_year,
)
from dafeng.web.meters.stores import house_meters
from dafeng.web.meters.windows import open_window

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.meters.readings import Int64
    from dafeng.meters.store import MeterStore

MICRO = 10**6
MARGIN = timedelta(days=2)
"""Readings around a span that decide how those inside are marked."""
KEPT_YEARS = 16
"""Years of meters that a process keeps; one of quarter hours takes 2 MB."""


def point_for(user: Person, code: str) -> MeterPoint | None:
    """A meter, fetched in full, that the person may see."""
    rows = MeterPoint.objects.filter(seen(user, VIEW, "enterprise"), code=code)
    return in_full(rows).first()


def point_neighbours(
    point: MeterPoint,
) -> tuple[MeterPoint | None, MeterPoint | None]:
    """The meters of the same enterprise before and after one, by code."""
    rows = MeterPoint.objects.filter(enterprise=point.enterprise_id)
    before = rows.filter(code__lt=point.code).order_by("-code").first()
    after = rows.filter(code__gt=point.code).order_by("code").first()
    return before, after


@attrs.frozen(kw_only=True)
class Stretch:
    """Local days, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    def holds(self, other: Stretch) -> bool:
        """Whether all days of the other one are in it."""
        return self.first <= other.first and other.last <= self.last


def year_up_to(day: date) -> Stretch:
    """The year that ends with a day."""
    return Stretch(first=same_day_last_year(day) + timedelta(days=1), last=day)


@attrs.frozen(kw_only=True, eq=False)
class MeterSeries:
    """What is known of a meter in a stretch.

    Attributes
    ----------
    readings : Readings
    flags : array of uint16
        Marks of each reading, as the pass sets them.
    sequence : array of int64
        The entry of the journal that each came with.
    hours : Hours
        As they stand in the lake.
    """

    point: MeterPoint
    tree: MeterTree
    stretch: Stretch
    readings: Readings
    flags: NDArray[np.uint16]
    sequence: Int64
    hours: Hours

    @property
    def carrier(self) -> Carrier:
        """What flows through it."""
        return carriers_by_code()[self.point.carrier]

    @property
    def in_unit(self) -> float:
        """What a quantum is in the unit of the carrier."""
        return float(self.carrier.quantum)

    @property
    def first_hour(self) -> int:
        """First hour of the stretch."""
        return first_hour(self.stretch.first)

    @property
    def end_hour(self) -> int:
        """The hour after the last one; what is still to come is not unknown."""
        now = int(timezone.now().timestamp()) // 3600
        return max(min(self.first_hour + self.stretch.days * 24, now), self.first_hour)

    @property
    def profile(self) -> Profile:
        """The shape of the load."""
        return profile_of(self.hours, self.first_hour, self.end_hour)

    @property
    def grid(self) -> NDArray[np.int64]:
        """Hours by day and hour of the day."""
        return day_grid(self.hours, day_number(self.stretch.first), self.stretch.days)

    @property
    def used(self) -> NDArray[np.bool_]:
        """Which readings energy is taken from."""
        unused = int(UNUSED)
        if self.point.kind == Kind.REGISTER:
            unused |= int(Flag.SPIKE)
        used: NDArray[np.bool_] = (self.flags & unused) == 0
        return used

    def states(self) -> dict[State, int]:
        """How many hours of the stretch are known how well."""
        count = np.bincount(self.hours.state, minlength=len(State))
        found = {state: int(count[state]) for state in State}
        due = self.end_hour - self.first_hour
        found[State.MISSING] += max(due - len(self.hours), 0)
        return found


def series_of(point: MeterPoint, stretch: Stretch) -> MeterSeries:
    """Read a stretch of a meter from the lake and mark its readings anew.

    Who zooms asks for parts of one year again and again: a process keeps the last
    years that were looked at, until the readings are rolled up again.
    """
    digest = digest_of(point.enterprise)
    if digest is None:
        return _read(house_meters(), point, stretch)
    whole = year_up_to(digest.day)
    store = house_meters()
    if not whole.holds(stretch):
        return _read(store, point, stretch)
    kept = _kept(store, point, point.version, digest.made_at, whole)
    return _part(kept, stretch)


@lru_cache(maxsize=KEPT_YEARS)
def _kept(
    store: MeterStore,
    point: MeterPoint,
    version: int,  # noqa: ARG001 - another version is another year
    made_at: datetime,  # noqa: ARG001 - so is another roll-up
    stretch: Stretch,
) -> MeterSeries:
    return _read(store, point, stretch)


def _part(series: MeterSeries, stretch: Stretch) -> MeterSeries:
    """The same, of some of its days; arrays are views where nothing lies between."""
    if stretch == series.stretch:
        return series
    first, last = _ends(stretch)
    rows = slice(*np.searchsorted(series.readings.at, [first, last + 1]).tolist())
    begin = first_hour(stretch.first)
    ends = [begin, begin + stretch.days * 24]
    hours = slice(*np.searchsorted(series.hours.hour, ends).tolist())
    return attrs.evolve(
        series,
        stretch=stretch,
        readings=series.readings[rows],
        flags=series.flags[rows],
        sequence=series.sequence[rows],
        hours=series.hours[hours],
    )


def _ends(stretch: Stretch) -> tuple[int, int]:
    """Both midnights in microseconds of UTC."""
    end = stretch.last + timedelta(days=1)
    begin, close = (int(midnight(day).timestamp()) for day in (stretch.first, end))
    return begin * MICRO, close * MICRO


def _read(store: MeterStore, point: MeterPoint, stretch: Stretch) -> MeterSeries:
    tree = _alone(tree_of([point]))
    end = midnight(stretch.last + timedelta(days=1))
    begin = midnight(stretch.first)
    hours = store.hours(tree, [point.code], begin, end)
    if point.role == Role.VIRTUAL:
        readings, sequence = _no_readings(), np.zeros(0, np.int64)
        flags = np.zeros(0, np.uint16)
    else:
        around = (begin - MARGIN, end + MARGIN)
        readings, sequence = store.readings_with_entries(tree, [point.code], *around)
        flags = roll_up(tree, readings, open_window()).flags
        first, last = _ends(stretch)
        rows = slice(*np.searchsorted(readings.at, [first, last + 1]).tolist())
        readings, sequence, flags = readings[rows], sequence[rows], flags[rows]
    return MeterSeries(
        point=point,
        tree=tree,
        stretch=stretch,
        readings=readings,
        flags=flags,
        sequence=sequence,
        hours=hours,
    )


def _alone(tree: MeterTree) -> MeterTree:
    """The meter without those around it, which are not fetched."""
    return MeterTree(
        tuple(attrs.evolve(one, parent="", replaces="") for one in tree.meters)
    )


def _no_readings() -> Readings:
    none = np.zeros(0, np.int64)
    return Readings(
        meter=np.zeros(0, np.int32),
        at=none,
        value=none,
        learned_at=none,
        manual=np.zeros(0, np.uint8),
    )


@attrs.frozen(kw_only=True)
class MarkedReading:
    """A reading with marks, for the table.

    Attributes
    ----------
    value : Fraction
        In the meter's unit.
    used : bool
        Whether energy is taken from it.
    entry : int
        Of the journal.
    """

    at: int
    value: Fraction
    flags: int
    used: bool
    learned_at: int
    entry: int


def marked_rows(series: MeterSeries, flag: Flag | None) -> NDArray[np.intp]:
    """Rows of readings that have a mark, or this one, the newest first."""
    wanted = ~Flag(0) if flag is None else flag
    return np.flatnonzero(series.flags & int(wanted))[::-1]


def marked_readings(series: MeterSeries, rows: NDArray[np.intp]) -> list[MarkedReading]:
    """Those rows as records."""
    readings, used = series.readings, series.used
    return [
        MarkedReading(
            at=int(readings.at[row]),
            value=Fraction(int(readings.value[row]), SCALE),
            flags=int(series.flags[row]),
            used=bool(used[row]),
            learned_at=int(readings.learned_at[row]),
            entry=int(series.sequence[row]),
        )
        for row in rows.tolist()
    ]
