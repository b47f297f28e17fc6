"""Meters of the sample's key energy users: points, prices, needs; all invented.

Sizes come from what each enterprise reported; every choice is a draw by name, so that
a new point elsewhere moves no other. Readings are drawn in ``meter_series``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

import attrs

from dafeng.base.tables import packaged_rows
from dafeng.sample.meter_reactive import POWER_FACTORS, REACTIVE, reactive_part
from dafeng.sample.synthetic.chance import Chance
from dafeng.sample.synthetic.district_years import DISTRICT_SEED, sample_enterprises
from dafeng.sample.synthetic.part_uses import enterprise_uses

if TYPE_CHECKING:
    from dafeng.sample.synthetic.records import SampleEnterprise

YEAR = 2025
"""What the enterprises reported of it is what their meters show in a year."""
DETAILED = 10
"""So many enterprises, the largest, have meters down to the equipment."""
BROKEN_GATEWAY, REPLACED, OFF_STATEMENTS, LONG_GAP, STANDING = 3, 12, 18, 7, 44
"""Places of enterprises, from 1, to which something happened."""

Place = tuple[int, ...]
"""Workshop, process and equipment from 1; () is the entry of the works."""

_ROOM = "dafeng.sample"
_PLAIN: tuple[Place, ...] = ((), (1,), (2,))
_SMALL: tuple[Place, ...] = ((), (1,), (2,), (3,), (1, 1), (1, 2), (1, 1, 1), (1, 1, 2))
_FULL: tuple[Place, ...] = (
    (),
    *((w,) for w in (1, 2, 3)),
    *((w, p) for w in (1, 2, 3) for p in (1, 2)),
    *((w, p, e) for w in (1, 2) for p in (1, 2) for e in (1, 2)),
    *((3, 1, e) for e in (1, 2)),
)
_WORKSHOPS = (
    ("一车间", "workshop 1"),
    ("二车间", "workshop 2"),
    ("公用工程", "utilities"),
)
_NUMERALS = "一二三"
_RATIOS = (1, 20, 100, 600, 1000, 3000, 6000, 12000, 30000)
_WITH_GAS, _WITH_HEAT, _WITH_WATER, _WITH_DIESEL = 60, 12, 12, 6
_WITH_SUBS, _WITH_VIRTUAL = 70, 4
_PARTS_SINCE = 180
_QUARTER, _HOUR, _DAY = 900, 3600, 86400
_HOURS = 8760


class SampleSize(StrEnum):
    """How much the sample house measures."""

    SMALL = "small"
    """About 430 meters, hourly; the entry of ten works every quarter of an hour."""
    FULL = "full"
    """About 3,000 meters over two years."""


@attrs.frozen(kw_only=True)
class SampleCalibration:
    """A certificate."""

    on: date
    valid_until: date
    certificate: str


@attrs.frozen(kw_only=True)
class SamplePoint:
    """One meter that does not exist.

    Attributes
    ----------
    code : str
        For example ``S012-E01``: the enterprise's place, carrier and number.
    number : int
        Place of the enterprise among the sample's, from 1.
    enterprise : str
        Code of its unit.
    place : Place
    parent : str
        Code of the meter above; empty is none.
    parts_whole : bool
        Whether what stands behind it measures all but a small rest.
    yearly : int
        What passes in a year, in thousandths of the carrier's unit; 0 is drawn from
        its parent.
    rhythm : str
        Which hours it runs.
    valid_from : date or None
        First day of its life; None is before anything here.
    calibrations : tuple of SampleCalibration
    """

    code: str
    number: int
    enterprise: str
    place: Place
    name_zh: str
    name_en: str
    carrier: str
    unit: str
    kind: str
    role: str
    parent: str
    parts_whole: bool
    formula: str
    multiplier: int
    digits: int | None
    step_s: int
    most_per_hour: Decimal | None
    workshop: str
    process: str
    equipment: str
    yearly: int
    rhythm: str
    valid_from: date | None
    calibrations: tuple[SampleCalibration, ...]


def sample_points(
    size: SampleSize, *, on: date, seed: int = DISTRICT_SEED
) -> tuple[SamplePoint, ...]:
    """Return all meters by enterprise and code.

    Parameters
    ----------
    size : SampleSize
    on : date
        Today: some certificates ran out before it, some do soon after.
    seed : int
    """
    found: list[SamplePoint] = []
    for number, firm in enumerate(sample_enterprises(), start=1):
        if not firm.closed:
            found += _Works(number, firm, size, on, Chance(seed)).points()
    return tuple(found)


@cache
def weights_of(rhythm: str, what: str) -> tuple[int, ...]:
    """Return the weights of hours, weekdays or months of a rhythm."""
    for row in packaged_rows(_ROOM, "meter_rhythms.csv"):
        if (row["rhythm"], row["what"]) == (rhythm, what):
            return tuple(map(int, row["weights"].split()))
    raise KeyError(rhythm)


@cache
def _works_of(sector: str) -> Mapping[str, str]:
    rows = packaged_rows(_ROOM, "meter_works.csv")
    return next(row for row in rows if row["sector"] == sector)


@cache
def ranks_of(item: str) -> Mapping[str, int]:
    """Return the place of each enterprise by its use of a carrier, from 0."""
    uses = enterprise_uses(DISTRICT_SEED, YEAR)
    open_ = {one.code for one in sample_enterprises() if not one.closed}
    mine = [
        (-quantity, firm)
        for (firm, name), quantity in uses.items()
        if name == item and firm in open_
    ]
    return {firm: rank for rank, (_quantity, firm) in enumerate(sorted(mine))}


class _Works:
    """The meters of one enterprise."""

    def __init__(
        self,
        number: int,
        firm: SampleEnterprise,
        size: SampleSize,
        on: date,
        chance: Chance,
    ) -> None:
        self.number, self.firm, self.on, self.chance = number, firm, on, chance
        self.row = _works_of(firm.sector)
        self.rank = rank = ranks_of("ELECTRICITY").get(firm.code, _HOURS)
        self.full = size is SampleSize.FULL
        self.detailed = rank < DETAILED
        if self.full:
            self.places = _FULL
        elif self.detailed:
            self.places = _SMALL
        else:
            self.places = _PLAIN if rank < _WITH_SUBS else ((),)

    def points(self) -> Iterator[SamplePoint]:
        """Electricity, then the other carriers."""
        yearly = self._used("ELECTRICITY") or self._drawn("electricity", 3, 9) * 10**9
        codes = {
            place: f"S{self.number:03d}-E{n:02d}"
            for n, place in enumerate(self.places, start=1)
        }
        for place, code in codes.items():
            share = (2, 1, 1)[: len(place)]
            size = yearly // max(1, 2 * len(share))
            yield self._point(
                code,
                "electricity",
                "kWh",
                place=place,
                parent=codes[place[:-1]] if place else "",
                yearly=0 if place else yearly,
                size=size,
            )
        if self.rank < _WITH_VIRTUAL:
            below = [codes[p] for p in self.places if len(p) == 1]
            formula = " - ".join((codes[()], *below))
            yield self._virtual(formula)
        yield from self._others()
        if self.number in POWER_FACTORS:
            size = reactive_part(self.number, yearly)
            code = f"S{self.number:03d}-R01"
            made = self._point(code, REACTIVE, "kvarh", yearly=size, size=size)
            step_s = self._step_s("electricity", ())
            yield attrs.evolve(made, kind="interval", digits=None, step_s=step_s)

    def _others(self) -> Iterator[SamplePoint]:
        for item, carrier, unit, letter, most in (
            ("NATURAL_GAS", "natural_gas", "m3", "G", _WITH_GAS),
            ("HEAT", "heat", "GJ", "H", _WITH_HEAT),
        ):
            if ranks_of(item).get(self.firm.code, _HOURS) < most:
                code = f"S{self.number:03d}-{letter}01"
                used = self._used(item)
                yield self._point(code, carrier, unit, yearly=used, size=used)
        if self.rank < _WITH_WATER:
            used = self._drawn("water", 60, 600) * 10**6
            code = f"S{self.number:03d}-W01"
            made = self._point(code, "water", "m3", yearly=used, size=used)
            yield attrs.evolve(made, kind="interval", digits=None)
        if self.number % (150 // _WITH_DIESEL) == 1:
            used = self._drawn("diesel", 40, 400) * 10**3
            code = f"S{self.number:03d}-D01"
            made = self._point(code, "diesel", "t", yearly=used, size=used)
            yield attrs.evolve(
                made,
                kind="interval",
                role="manual",
                digits=None,
                step_s=_DAY,
                rhythm="steady",
                calibrations=(),
            )

    def _point(
        self,
        code: str,
        carrier: str,
        unit: str,
        *,
        place: Place = (),
        parent: str = "",
        yearly: int,
        size: int,
    ) -> SamplePoint:
        hourly = max(1, size * 4 // _HOURS)
        ratio = 1
        if carrier == "electricity":
            fits = (r for r in _RATIOS if hourly // r < 5000)
            ratio = next(fits, _RATIOS[-1])
        most = Decimal(max(2, -(-hourly * 2 // ratio // 1000)))
        names = self._names(place)
        what_zh, what_en = _CARRIER_WORDS[carrier]
        return SamplePoint(
            code=code,
            number=self.number,
            enterprise=self.firm.code.lower(),
            place=place,
            name_zh=f"{names[-1][0]}{what_zh}" if names else f"进线总{what_zh}",
            name_en=f"{names[-1][1]}, {what_en}" if names else f"entry, {what_en}",
            carrier=carrier,
            unit=unit,
            kind="register",
            role="sub" if place else "main",
            parent=parent,
            parts_whole=self.detailed or self.full,
            formula="",
            multiplier=ratio,
            digits=6 if carrier == "electricity" else 9,
            step_s=self._step_s(carrier, place),
            most_per_hour=most,
            workshop=names[0][0] if names else "",
            process=names[1][0] if len(names) > 1 else "",
            equipment=names[2][0] if len(names) > 2 else "",
            yearly=yearly,
            rhythm=self.row["rhythm"],
            valid_from=self._valid_from(place),
            calibrations=self._calibrations(code),
        )

    def _step_s(self, carrier: str, place: Place) -> int:
        """The largest are read four times an hour; in a small house at the entry."""
        often = self.detailed and (self.full or not place)
        return _QUARTER if often and carrier == "electricity" else _HOUR

    def _valid_from(self, place: Place) -> date | None:
        """In a small house most works began half a year ago to meter their parts."""
        if not place or self.detailed or self.full:
            return None
        return self.on - timedelta(days=_PARTS_SINCE)

    def _virtual(self, formula: str) -> SamplePoint:
        code = f"S{self.number:03d}-V01"
        made = self._point(code, "electricity", "kWh", yearly=0, size=0)
        return attrs.evolve(
            made,
            name_zh="其他用电",
            name_en="other electricity",
            role="virtual",
            kind="interval",
            formula=formula,
            multiplier=1,
            digits=None,
            most_per_hour=None,
            calibrations=(),
        )

    def _names(self, place: Place) -> list[tuple[str, str]]:
        """Names in Chinese and English from the workshop down to the place."""
        found, row = [], self.row
        if place:
            found.append(_WORKSHOPS[place[0] - 1])
        if place[1:]:
            n = place[1]
            found.append((row[f"process{n}_zh"], row[f"process{n}_en"]))
        if place[2:]:
            zh, en = row[f"equipment{place[1]}_zh"], row[f"equipment{place[1]}_en"]
            found.append((f"{_NUMERALS[place[2] - 1]}号{zh}", f"{en} {place[2]}"))
        return found

    def _calibrations(self, code: str) -> tuple[SampleCalibration, ...]:
        """One certificate; of 25 meters one ran out, and one runs out soon."""
        fate = self.chance.between(0, 24, "calibration", code)
        days = self.chance.between(150, 900, "days left", code)
        if fate == 0:
            days = -self.chance.between(5, 120, "days over", code)
        elif fate == 1:
            days = self.chance.between(5, 85, "days to go", code)
        elif fate == 2:
            return ()
        until = self.on + timedelta(days=days)
        on = until - timedelta(days=3 * 365)
        return (
            SampleCalibration(
                on=on, valid_until=until, certificate=f"示例检字{on:%Y}第{code}号"
            ),
        )

    def _used(self, item: str) -> int:
        return enterprise_uses(DISTRICT_SEED, YEAR).get((self.firm.code, item), 0)

    def _drawn(self, what: str, low: int, high: int) -> int:
        return self.chance.between(low, high, what, self.firm.code)


_CARRIER_WORDS = {
    "electricity": ("电表", "electricity"),
    "natural_gas": ("气表", "natural gas"),
    "heat": ("热量表", "heat"),
    "water": ("水表", "water"),
    "diesel": ("柴油台账", "diesel"),
    "reactive": ("无功电表", "reactive energy"),
}
