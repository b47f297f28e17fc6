"""Sums of main meters by place and step, reckoned once for all who ask alike.

A meter counts where its enterprise stood on each day: a move changes no year before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.meters import (
    Amount,
    Conversion,
    Meter,
    MeterKind,
    MeterTree,
    Sums,
    TariffPeriod,
    carriers_by_code,
    limits_on,
)
from dafeng.web.meters.models import MeterPoint, Role
from dafeng.web.meters.selectors.energy_amounts import Grid, by_group
from dafeng.web.meters.selectors.energy_days import day_number, midnight
from dafeng.web.meters.selectors.energy_factors import conversions_of_years
from dafeng.web.meters.selectors.totals_records import (
    PlaceTotals,
    TotalCell,
    TotalsAsked,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.meters.store import MeterStore

    Ints = NDArray[np.int64]

KEPT = 32
"""Answers that a process keeps, until readings are rolled up again."""
DAY_S = 86400
LIMITS_ON = date(2026, 1, 1)
"""Any day: what a reading may be is not asked here."""
COLUMNS = (
    *("code", "carrier", "unit", "role", "parent_id", "enterprise_id"),
    *("valid_from", "valid_to"),
)
_DAY = timedelta(days=1)


@attrs.frozen(kw_only=True)
class Stay:
    """Under which unit an enterprise stood until a day; None is until now."""

    place: int | None
    until: date | None


@attrs.frozen(kw_only=True)
class TotalsKey:
    """What an answer hangs on: the same as long as nothing of it changed."""

    store: MeterStore
    firms: tuple[tuple[int, tuple[Stay, ...]], ...]
    made_at: datetime | None
    register: tuple[int, int]
    regions: tuple[str, ...]
    asked: TotalsAsked


@lru_cache(maxsize=KEPT)
def totals_of(key: TotalsKey) -> tuple[PlaceTotals, ...]:
    """Each place that has meters, and all of them as the last."""
    firms, asked = dict(key.firms), key.asked
    points = _points(firms)
    if not points:
        return (_place(None, (), (), _unknown()),)
    rows = [
        row
        for point in points
        for row in _stayed(point, firms[point.enterprise_id], asked)
    ]
    places = list(dict.fromkeys(one.place for one in rows))
    group = np.array([places.index(one.place) for one in rows], np.int64)
    tree = _bare_tree(points, (one.code for one in points))
    begin, end = midnight(asked.first), midnight(asked.last + _DAY)
    days = _by_stay(
        key.store.days(tree, [one.id for one in tree], begin, end), points, rows
    )
    factors = conversions_of_years(key.regions, asked.first.year, asked.last.year)
    by_row = _bare_tree((one.point for one in rows), map(str, range(len(rows))))
    made = _Made.of(rows, group, days, asked.steps, by_row, factors)
    cells, wholes = made.told(group, len(places))
    all_cells, all_whole = made.told(np.zeros(len(rows), np.int64), 1)
    parts = [
        _place(
            place,
            [one for one in rows if one.place == place],
            tuple(cells[at]),
            wholes[at],
        )
        for at, place in enumerate(places)
    ]
    return (*parts, _place(None, rows, tuple(all_cells[0]), all_whole[0]))


@attrs.frozen(kw_only=True)
class _Row:
    """A meter in one stay of its enterprise: days from a first to a last."""

    point: MeterPoint
    place: int | None
    first: date
    last: date


def _stayed(
    point: MeterPoint, stays: Sequence[Stay], asked: TotalsAsked
) -> Iterator[_Row]:
    """The stays that meet the days that are asked for, one after the other."""
    first = asked.first
    for stay in stays:
        last = asked.last if stay.until is None else stay.until - _DAY
        last = min(last, asked.last)
        if first <= last:
            yield _Row(point=point, place=stay.place, first=first, last=last)
            first = last + _DAY


def _by_stay(days: Sums, points: Sequence[MeterPoint], rows: Sequence[_Row]) -> Sums:
    """Days of meters as days of their rows; rows of a meter follow each other."""
    order = {point.pk: at for at, point in enumerate(points)}
    starts = np.array(
        [(order[one.point.pk] << 32) + day_number(one.first) for one in rows], np.int64
    )
    at = (days.meter.astype(np.int64) << 32) + days.number
    row = np.searchsorted(starts, at, side="right") - 1
    return attrs.evolve(days, meter=row.astype(np.int32))


@attrs.frozen(kw_only=True, eq=False)
class _Made:
    """Days of meters added up, and what is known and due of each meter and step."""

    tree: MeterTree
    factors: tuple[Conversion, ...]
    sums: Sums
    at_step: Ints
    seconds: Ints
    due: Ints

    @classmethod
    def of(
        cls,
        rows: Sequence[_Row],
        group: Ints,
        days: Sums,
        steps: Sequence[tuple[date, date]],
        tree: MeterTree,
        factors: tuple[Conversion, ...],
    ) -> _Made:
        """Put days into steps."""
        starts = np.array([day_number(first) for first, _last in steps], np.int64)
        column = np.searchsorted(starts, days.number, side="right") - 1
        seconds = np.zeros((len(rows), len(steps)), np.int64)
        np.add.at(seconds, (days.meter, column), days.seconds)
        sums, at_step = _gathered(days, _alike(rows, group), column)
        return cls(
            tree=tree,
            factors=factors,
            sums=sums,
            at_step=at_step,
            seconds=seconds,
            due=np.array([_due(one, steps) for one in rows], np.int64),
        )

    def told(
        self, groups: Ints, count: int
    ) -> tuple[list[list[TotalCell]], list[TotalCell]]:
        """Each group by step, and over all steps."""
        seconds = _added(self.seconds, groups, count)
        due = _added(self.due, groups, count)
        shape = (count, seconds.shape[1])
        told = (self.tree, self.sums, self.factors, groups)
        by_step = by_group(*told, self.at_step, shape)
        whole = by_group(*told, np.zeros_like(self.at_step), (count, 1))
        both = (one.sum(axis=1, keepdims=True) for one in (seconds, due))
        return (
            _cells(by_step, seconds, due),
            [row[0] for row in _cells(whole, *both)],
        )


def _points(firms: Iterable[int]) -> list[MeterPoint]:
    """Meters through which energy comes in, of some enterprises."""
    energy = [one.code for one in carriers_by_code().values() if one.is_energy]
    rows = MeterPoint.objects.filter(carrier__in=energy).only(*COLUMNS).order_by("code")
    wanted = set(firms)
    return [one for one in rows if one.enterprise_id in wanted and _counts(one)]


def _bare_tree(points: Iterable[MeterPoint], names: Iterable[str]) -> MeterTree:
    """Only what sums of days ask of a meter: its name and its carrier."""
    limits = limits_on(
        LIMITS_ON, MeterKind.INTERVAL, most_per_hour=Fraction(1), step_s=3600
    )
    return MeterTree(
        tuple(
            Meter(
                id=name,
                enterprise=str(one.enterprise_id),
                carrier=one.carrier,
                unit=one.unit,
                kind=MeterKind.INTERVAL,
                limits=limits,
            )
            for one, name in zip(points, names, strict=True)
        )
    )


def _counts(point: MeterPoint) -> bool:
    alone = point.role == Role.MANUAL and point.parent_id is None
    return alone or point.role == Role.MAIN


def _due(row: _Row, steps: Sequence[tuple[date, date]]) -> list[int]:
    """Seconds of each step in which a meter lived, and its enterprise stood there."""
    found, point = [], row.point
    for first, last in steps:
        begin = max(point.valid_from or first, row.first, first)
        end = min(point.valid_to or last, row.last, last)
        found.append(max((end - begin).days + 1, 0) * DAY_S)
    return found


def _alike(rows: Sequence[_Row], group: Ints) -> Ints:
    """For each meter the first one of its place and carrier: it stands for them all."""
    first: dict[tuple[int, str], int] = {}
    return np.array(
        [
            first.setdefault((int(group[at]), one.point.carrier), at)
            for at, one in enumerate(rows)
        ],
        np.int64,
    )


def _gathered(days: Sums, alike: Ints, column: Ints) -> tuple[Sums, Ints]:
    """Days added up by place, carrier, step and year: factors hold for a year.

    So few rows are multiplied exactly, however many meters there are.
    """
    there = days.seconds > 0
    year = days.number.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64)
    cell = np.stack([alike[days.meter], column, year], axis=1)[there]
    found, where = np.unique(cell, axis=0, return_inverse=True)
    count = len(found)

    def added(values: Ints) -> Ints:
        total = np.zeros(count, np.int64)
        np.add.at(total, where.ravel(), values[there])
        return total

    energy = added(days.energy)
    by_period = np.zeros((count, len(TariffPeriod)), np.int64)
    by_period[:, TariffPeriod.FLAT] = energy
    first_days = found[:, 2].astype("datetime64[Y]").astype("datetime64[D]")
    sums = Sums(
        span=days.span,
        meter=found[:, 0].astype(np.int32),
        number=first_days.astype(np.int32),
        energy=energy,
        estimated=added(days.estimated),
        seconds=added(days.seconds),
        estimated_s=added(days.estimated_s),
        by_period=by_period,
    )
    return sums, found[:, 1]


def _added(values: Ints, groups: Ints, count: int) -> Ints:
    total = np.zeros((count, values.shape[1]), np.int64)
    np.add.at(total, groups, values)
    return total


def _cells(grid: Grid, seconds: Ints, due: Ints) -> list[list[TotalCell]]:
    return [
        [
            TotalCell(
                tce_g=grid.cell(Amount.TCE, row, at),
                equal_g=grid.cell(Amount.TCE_EQUAL, row, at),
                co2_g=grid.cell(Amount.CO2, row, at),
                known=_share(int(seconds[row, at]), int(due[row, at])),
            )
            for at in range(seconds.shape[1])
        ]
        for row in range(seconds.shape[0])
    ]


def _share(seconds: int, due: int) -> Decimal | None:
    return min(Decimal(seconds) / due, Decimal(1)) if due else None


def _unknown() -> TotalCell:
    return TotalCell(tce_g=None, equal_g=None, co2_g=None, known=None)


def _place(
    place: int | None,
    rows: Sequence[_Row],
    cells: tuple[TotalCell, ...],
    whole: TotalCell,
) -> PlaceTotals:
    return PlaceTotals(
        place=place,
        firms=len({one.point.enterprise_id for one in rows}),
        meters=len({one.point.pk for one in rows}),
        cells=cells,
        whole=whole,
    )
