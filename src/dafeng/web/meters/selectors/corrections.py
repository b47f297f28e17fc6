"""What corrections change, by month: as it was known before, and with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import numpy as np
from django.db.models import QuerySet
from django.utils import timezone

from dafeng.meters import (
    Amount,
    MeterTree,
    Window,
    carriers_by_code,
    corrected_hours,
    roll_up,
    roll_up_again,
)
from dafeng.meters.store.rounds import BEGINNING
from dafeng.web.core.selectors import Person
from dafeng.web.meters.calendars import house_calendar
from dafeng.web.meters.closing import months_between, next_month
from dafeng.web.meters.convert import correction_of, exchange_of, in_full, tree_of
from dafeng.web.meters.models import Exchange, MeterCorrection, MeterPoint
from dafeng.web.meters.selectors.energy import digest_of
from dafeng.web.meters.selectors.energy_amounts import as_sums, by_group
from dafeng.web.meters.selectors.energy_days import midnight
from dafeng.web.meters.selectors.energy_factors import (
    conversions_of_years,
    regions_here,
)
from dafeng.web.meters.selectors.points import points_for
from dafeng.web.meters.stores import house_meters

if TYPE_CHECKING:
    from dafeng.meters import Hours, Meter, Readings


_EPOCH = date(1970, 1, 1)
_HOUR_S = 3600


@attrs.frozen(kw_only=True)
class MonthFigures:
    """A month of a meter; None is unknown.

    Attributes
    ----------
    used : Fraction or None
        In the unit of the carrier.
    tce_g : int or None
        Standard coal by calorific value, grams; None for water.
    """

    used: Fraction | None
    tce_g: int | None


@attrs.frozen(kw_only=True)
class MonthChange:
    """A month before and after."""

    month: date
    before: MonthFigures
    after: MonthFigures

    @property
    def used_more(self) -> Fraction | None:
        """By how much the use changes."""
        if self.before.used is None or self.after.used is None:
            return None
        return self.after.used - self.before.used

    @property
    def tce_more(self) -> int | None:
        """By how much the standard coal changes, grams."""
        if self.before.tce_g is None or self.after.tce_g is None:
            return None
        return self.after.tce_g - self.before.tce_g


def corrections_for(user: Person) -> QuerySet[MeterCorrection]:
    """Corrections of meters that the person may see."""
    rows = MeterCorrection.objects.filter(point__in=points_for(user))
    return rows.select_related(
        *("point__enterprise", "calibration", "exchange"),
        *("entered_by", "confirmed_by"),
    )


def corrections_waiting(user: Person) -> QuerySet[MeterCorrection]:
    """Those that wait for somebody, the oldest first."""
    rows = corrections_for(user).filter(confirmed_at=None, withdrawn_at=None)
    return rows.order_by("entered_at", "pk")


def waits_for_settling(row: MeterCorrection) -> bool:
    """Whether what it changes is not reckoned yet."""
    moved = row.confirmed_at and (row.withdrawn_at or row.confirmed_at)
    if moved is None:
        return False
    digest = digest_of(row.point.enterprise)
    return digest is None or digest.made_at < moved


def other_that_waits(row: MeterCorrection) -> MeterCorrection | None:
    """Another correction of the meter that was moved and is not reckoned yet."""
    others = MeterCorrection.objects.filter(point=row.point_id).exclude(pk=row.pk)
    rows = others.exclude(confirmed_at=None).select_related("point__enterprise")
    return next(filter(waits_for_settling, rows), None)


def changes_ahead(row: MeterCorrection) -> tuple[MonthChange, ...]:
    """What a correction would change; nothing is written."""
    tree = _alone(row.point)
    before = _hours(tree, row, None)
    if row.exchange is not None:
        after = _by_exchange(tree, row, row.exchange)
    else:
        only = attrs.evolve(tree.meters[0], corrections=(correction_of(row),))
        after = corrected_hours(MeterTree((only,)), before)
    return _changes(tree, row, before, after)


def days_changed(exchange: Exchange) -> tuple[date, date]:
    """First and last day that an exchange changes; its own day is one of them.

    A reading acts on those beside it, across gaps, so that the meter is reckoned
    without the exchange and with it.
    """
    meter = _alone(exchange.point).meters[0]
    others = tuple(one for one in meter.exchanges if one.at != exchange.at)
    without = MeterTree((attrs.evolve(meter, exchanges=others),))
    readings, window = _all_readings(without)
    again = roll_up_again(
        _with_exchange(meter, exchange),
        readings,
        window,
        before=roll_up(without, readings, window).hours,
        calendar=house_calendar(),
    )
    days = [_EPOCH + timedelta(days=int(one)) for one in again.day]
    days.append(timezone.localdate(exchange.at))
    return min(days), max(days)


def _by_exchange(tree: MeterTree, row: MeterCorrection, exchange: Exchange) -> Hours:
    """Hours of the months of a correction, reckoned from the readings."""
    readings, window = _all_readings(tree)
    made = roll_up(_with_exchange(tree.meters[0], exchange), readings, window).hours
    begin, end = (int(one.timestamp()) // _HOUR_S for one in _span(row))
    return made[np.flatnonzero((made.hour >= begin) & (made.hour < end))]


def _with_exchange(meter: Meter, exchange: Exchange) -> MeterTree:
    """The meter alone with an exchange, whether that counts already or not."""
    others = (one for one in meter.exchanges if one.at != exchange.at)
    exchanges = sorted((*others, exchange_of(exchange)), key=lambda one: one.at)
    return MeterTree((attrs.evolve(meter, exchanges=tuple(exchanges)),))


def _all_readings(tree: MeterTree) -> tuple[Readings, Window]:
    window = Window(begin=BEGINNING, end=timezone.now())
    names = [meter.id for meter in tree]
    return house_meters().readings(tree, names, window.begin, window.end), window


def changes_made(row: MeterCorrection) -> tuple[MonthChange, ...]:
    """What was known before a correction was confirmed, and while it held or now."""
    tree = _alone(row.point)
    before = _hours(tree, row, row.confirmed_at)
    return _changes(tree, row, before, _hours(tree, row, row.withdrawn_at))


def told(changes: Sequence[MonthChange]) -> list[dict[str, object]]:
    """Changes as they are kept with a correction."""
    return [
        {
            "month": f"{one.month:%Y-%m}",
            "before": _text(one.before.used),
            "after": _text(one.after.used),
            "before_tce_g": one.before.tce_g,
            "after_tce_g": one.after.tce_g,
        }
        for one in changes
    ]


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _alone(point: MeterPoint) -> MeterTree:
    found = in_full(MeterPoint.objects.filter(pk=point.pk))
    meters = tree_of(found).meters
    return MeterTree(tuple(attrs.evolve(one, parent="", replaces="") for one in meters))


def _hours(tree: MeterTree, row: MeterCorrection, known_at: datetime | None) -> Hours:
    begin, end = _span(row)
    names = [meter.id for meter in tree]
    return house_meters().hours(tree, names, begin, end, learned_by=known_at)


def _span(row: MeterCorrection) -> tuple[datetime, datetime]:
    """From the first midnight of the months of a correction to the last."""
    begin = midnight(row.first.replace(day=1))
    return begin, midnight(next_month(row.last.replace(day=1)))


def _changes(
    tree: MeterTree, row: MeterCorrection, before: Hours, after: Hours
) -> tuple[MonthChange, ...]:
    months = months_between(row.first, row.last)
    told_before = _figures(tree, before, months)
    told_after = _figures(tree, after, months)
    return tuple(
        MonthChange(month=month, before=one, after=other)
        for month, one, other in zip(months, told_before, told_after, strict=True)
    )


def _figures(
    tree: MeterTree, hours: Hours, months: Sequence[date]
) -> list[MonthFigures]:
    sums = as_sums(hours)
    first = np.datetime64(months[0], "M")
    place = (
        sums.number.astype("datetime64[D]").astype("datetime64[M]") - first
    ).astype(np.int64)
    count = len(months)
    energy = np.zeros(count, np.int64)
    seconds = np.zeros(count, np.int64)
    np.add.at(energy, place, hours.energy)
    np.add.at(seconds, place, sums.seconds)
    carrier = carriers_by_code()[tree.meters[0].carrier]
    years = (months[0].year, months[-1].year)
    grid = by_group(
        tree,
        sums,
        conversions_of_years(regions_here(), *years),
        np.zeros(1, np.int64),
        place,
        (1, count),
    )
    return [
        MonthFigures(
            used=int(energy[step]) * carrier.quantum if seconds[step] else None,
            tce_g=grid.cell(Amount.TCE, 0, step) if carrier.is_energy else None,
        )
        for step in range(count)
    ]
