"""Quality of a period as the official rules count it, per enterprise and district."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.errors import NotFoundError
from dafeng.base.tables import packaged_rows
from dafeng.meters.dials import dials_of
from dafeng.meters.flags import FLAG_NAMES, UNUSED, Flag
from dafeng.meters.hours import CHINA_S, Rolled
from dafeng.meters.kernel import FROM, UNTIL
from dafeng.meters.records import MeterKind, Role, State, Window

if TYPE_CHECKING:
    from dafeng.meters.readings import Int32, Int64, Readings
    from dafeng.meters.tree import MeterTree

_MICRO = 10**6
_DAY_S = 86400


@attrs.frozen(kw_only=True)
class QualityRules:
    """What the official rules ask for on a day.

    Attributes
    ----------
    completeness : Fraction
        Least share of the readings that were due.
    day_month_gap : Fraction
        Largest gap of daily sums to a monthly report, as a share of the report.
    day_boundary_s : int
        How far from midnight the reading of a day's border may stand.
    main_sub_gap : Fraction
        Largest gap of child meters to their main meter, as a share of the main.
    """

    completeness: Fraction
    day_month_gap: Fraction
    day_boundary_s: int
    main_sub_gap: Fraction


@attrs.frozen(kw_only=True)
class EnterpriseQuality:
    """Quality of the data of one enterprise; None is unknown.

    Attributes
    ----------
    name : str
    due, received : int
        Readings that were due, and those that came and can be used, each once.
    day_month_gap : Fraction or None
        Largest over its monthly reports; None without a report or without data.
    main_sub_gap : Fraction or None
        Largest over its meters with children, over hours known of all of them. Where
        children are not meant to measure all, only what they show beyond it counts.
    borders, borders_met : int
        Midnights of its meters, and those with a reading close enough.
    flags : dict of str to int
        Readings by flag.
    """

    name: str
    due: int
    received: int
    day_month_gap: Fraction | None
    main_sub_gap: Fraction | None
    borders: int
    borders_met: int
    flags: dict[str, int]

    @property
    def completeness(self) -> Fraction | None:
        """Share of the readings that were due; None where none was."""
        return Fraction(self.received, self.due) if self.due else None


@attrs.frozen(kw_only=True)
class Quality:
    """Quality of a period.

    Attributes
    ----------
    enterprises : tuple of EnterpriseQuality
        In the order of the meters.
    """

    enterprises: tuple[EnterpriseQuality, ...]

    @property
    def completeness(self) -> Fraction | None:
        """Share of all readings that were due in the district."""
        due = sum(one.due for one in self.enterprises)
        received = sum(one.received for one in self.enterprises)
        return Fraction(received, due) if due else None


@attrs.frozen(kw_only=True)
class MonthlyReport:
    """What an enterprise reported of one carrier, in the carrier's unit."""

    enterprise: str
    carrier: str
    amount: Fraction


@lru_cache(maxsize=32)
def quality_rules_on(day: date) -> QualityRules:
    """Return the packaged rules of a day.

    Raises
    ------
    NotFoundError
        ``quality.none``: a rule has no row for the day.
    """
    held: dict[str, Fraction] = {}
    for row in packaged_rows("dafeng.meters", "quality.csv"):
        first, last = (
            day_or_none(row["effective_from"]),
            day_or_none(row["effective_to"]),
        )
        if holds_on(first, last, day):
            share = Fraction(1, 100) if row["unit"] == "%" else Fraction(1)
            held[row["rule"]] = Fraction(row["value"]) * share
    for name in ("completeness", "day-month-gap", "day-boundary", "main-sub-gap"):
        if name not in held:
            msg = f"quality.csv has no row {name!r} for {day}. Add one with its source."
            raise NotFoundError(msg, code="quality.none", rule=name, day=day)
    return QualityRules(
        completeness=held["completeness"],
        day_month_gap=held["day-month-gap"],
        day_boundary_s=int(held["day-boundary"]),
        main_sub_gap=held["main-sub-gap"],
    )


def quality_of(
    tree: MeterTree,
    readings: Readings,
    rolled: Rolled,
    window: Window,
    rules: QualityRules,
    *,
    reports: Sequence[MonthlyReport] = (),
) -> Quality:
    """Count the quality of the window.

    Parameters
    ----------
    tree, readings, window
        As they were rolled up.
    rolled : Rolled
    rules : QualityRules
    reports : sequence of MonthlyReport
        Of the same period; without one the gap of days to months is unknown.
    """
    counts = _Counts(tree, readings, rolled, window, rules)
    energy, heard = np.zeros(len(tree), np.int64), np.zeros(len(tree), np.bool_)
    np.add.at(energy, rolled.hours.meter, rolled.hours.energy)
    heard[rolled.hours.meter[rolled.hours.seconds > 0]] = True
    found = []
    below = _behind(tree)
    of_firm = _by_enterprise(tree)
    told: dict[str, list[MonthlyReport]] = defaultdict(list)
    for report in reports:
        told[report.enterprise].append(report)
    for name in tree.enterprises:
        mine = of_firm[name]
        marks = counts.flags[mine].sum(axis=0)
        found.append(
            EnterpriseQuality(
                name=name,
                due=int(counts.due[mine].sum()),
                received=int(counts.received[mine].sum()),
                day_month_gap=_report_gap(tree, (energy, heard), told[name], mine),
                main_sub_gap=_tree_gap(tree, rolled, [below[p] for p in mine]),
                borders=int(counts.borders[mine].sum()),
                borders_met=int(counts.borders_met[mine].sum()),
                flags={flag: int(n) for flag, n in zip(FLAG_NAMES, marks, strict=True)},
            )
        )
    return Quality(enterprises=tuple(found))


class _Counts:
    """What is counted per meter."""

    def __init__(
        self,
        tree: MeterTree,
        readings: Readings,
        rolled: Rolled,
        window: Window,
        rules: QualityRules,
    ) -> None:
        dials = dials_of(tree.meters, window).rows
        begin, end = dials[:, FROM], dials[:, UNTIL] - 1
        life = np.maximum(end - begin, 0)
        real = np.array([meter.role is not Role.VIRTUAL for meter in tree])
        step = np.array([meter.limits.step_s for meter in tree])
        self.due = np.where(real, life // step, 0)
        register = np.array([meter.kind is MeterKind.REGISTER for meter in tree])
        spike = (rolled.flags & np.uint16(Flag.SPIKE)) > 0
        used = (rolled.flags & np.uint16(UNUSED)) == 0
        used &= ~(spike & register[readings.meter])
        came = np.bincount(readings.meter[used], minlength=len(tree))
        self.received = np.minimum(came, self.due)
        self.flags = np.stack(
            [
                np.bincount(
                    readings.meter[rolled.flags & flag > 0], minlength=len(tree)
                )
                for flag in Flag
            ],
            axis=1,
        )
        first = -(-(begin + CHINA_S) // _DAY_S)
        last = (end + CHINA_S) // _DAY_S
        self.borders = np.where(real, np.maximum(last - first + 1, 0), 0)
        self.borders_met = self._met(readings, used, rules, (first, last), len(tree))

    @staticmethod
    def _met(
        readings: Readings,
        used: np.ndarray[tuple[int], np.dtype[np.bool_]],
        rules: QualityRules,
        days: tuple[Int64, Int64],
        count: int,
    ) -> Int64:
        """Midnights of each meter that have a reading close by."""
        local = readings.at[used] // _MICRO + CHINA_S
        day = (local + _DAY_S // 2) // _DAY_S
        meter = readings.meter[used].astype(np.int64)
        close = np.abs(local - day * _DAY_S) <= rules.day_boundary_s
        close &= (day >= days[0][meter]) & (day <= days[1][meter])
        pairs = np.unique((meter[close] << 32) + day[close])
        return np.bincount(pairs >> 32, minlength=count).astype(np.int64)


def _by_enterprise(tree: MeterTree) -> dict[str, list[int]]:
    """Places of the meters of each enterprise."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, meter in enumerate(tree):
        found[meter.enterprise].append(place)
    return found


def _behind(tree: MeterTree) -> list[list[int]]:
    """Of each meter its own place and those directly behind it."""
    found = [[place] for place in range(len(tree))]
    for place, meter in enumerate(tree):
        if meter.parent:
            found[tree.index(meter.parent)].append(place)
    return found


def _report_gap(
    tree: MeterTree,
    told: tuple[Int64, np.ndarray[tuple[int], np.dtype[np.bool_]]],
    reports: Sequence[MonthlyReport],
    mine: Sequence[int],
) -> Fraction | None:
    from dafeng.meters.carriers import carriers_by_code

    (energy, heard), gaps = told, []
    for report in reports:
        if report.amount == 0:
            continue
        places = [
            place
            for place in mine
            if tree.meters[place].carrier == report.carrier
            and tree.meters[place].counts
        ]
        if not any(heard[place] for place in places):
            continue
        quanta = sum(int(energy[place]) for place in places)
        days = quanta * carriers_by_code()[report.carrier].quantum
        gaps.append(abs(days - report.amount) / report.amount)
    return max(gaps, default=None)


def _tree_gap(
    tree: MeterTree, rolled: Rolled, behind: Sequence[Sequence[int]]
) -> Fraction | None:
    """Largest gap of a meter to those behind it, over hours known of all of them."""
    gaps = []
    for places in behind:
        if len(places) == 1:
            continue
        known = [_known(rolled, place) for place in places]
        hours = known[0][0]
        for more, _energy in known[1:]:
            hours = np.intersect1d(hours, more, assume_unique=True)
        main, *rest = (
            int(energy[np.searchsorted(all_hours, hours)].sum())
            for all_hours, energy in known
        )
        if main > 0:
            beyond = sum(rest) - main
            whole = tree.meters[places[0]].parts_whole
            gaps.append(Fraction(abs(beyond) if whole else max(beyond, 0), main))
    return max(gaps, default=None)


def _known(rolled: Rolled, place: int) -> tuple[Int32, Int64]:
    """The whole hours of a meter, and the energy of each."""
    first, last = np.searchsorted(rolled.hours.meter, [place, place + 1])
    mine = rolled.hours[int(first) : int(last)]
    whole = (mine.state == State.MEASURED) | (mine.state == State.ESTIMATED)
    return mine.hour[whole], mine.energy[whole]
