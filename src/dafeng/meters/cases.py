"""Self-contained cases as JSON: meters, readings, factors in; what they say out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

import attrs
import numpy as np

from dafeng.base.days import CHINA
from dafeng.base.errors import DafengError
from dafeng.base.findings import Finding, Severity
from dafeng.base.units import convert
from dafeng.meters.amounts import Conversion
from dafeng.meters.carriers import carriers_by_code
from dafeng.meters.errors import MeterError
from dafeng.meters.limits import limits_on
from dafeng.meters.quality import MonthlyReport
from dafeng.meters.readings import Readings
from dafeng.meters.records import SCALE, Correction, Exchange, Meter, MeterKind, Window
from dafeng.meters.tariffs import (
    TariffCalendar,
    TariffHours,
    TariffPeriod,
    tariff_calendar,
)
from dafeng.meters.tree import MeterTree, meter_tree

if TYPE_CHECKING:
    from dafeng.meters.readings import Int64

T = TypeVar("T")
_MICRO = 10**6
_MOST_VALUE = 2**62


@attrs.frozen(kw_only=True, eq=False)
class MeterCase:
    """All that a computation needs.

    Attributes
    ----------
    tree : MeterTree
    window : Window
    readings : Readings
        Sorted.
    places : array of int64
        Where each reading stands in the case.
    conversions : tuple of Conversion
        Factors and prices.
    calendar : TariffCalendar
    reports : tuple of MonthlyReport
    """

    tree: MeterTree
    window: Window
    readings: Readings
    places: Int64
    conversions: tuple[Conversion, ...]
    calendar: TariffCalendar
    reports: tuple[MonthlyReport, ...]


def read_meter_case(text: str) -> MeterCase:
    """Read a case; its shape stands in the room's README.

    Raises
    ------
    MeterError
        ``meter.bad``: every place that cannot be read, with the reason.
    """
    try:
        told = json.loads(text, parse_float=Decimal)
    except ValueError as error:
        raise MeterError([_finding("case", str(error), "A case is JSON.")]) from error
    if not isinstance(told, dict):
        raise MeterError([_finding("case", text[:40], "A case is an object.")])
    reader = _Reader()
    window = reader.one("from, until", told, _window)
    if window is None:
        raise MeterError(reader.found)
    meters = reader.every("meters", told, lambda one: _meter(one, window))
    factors = reader.every("factors", told, _conversion)
    factors += reader.every("tariffs", told, _price)
    reports = reader.every("monthly", told, _report)
    hours = reader.every("calendar_hours", told, _tariff_hours)
    reader.close()
    tree = meter_tree(meters)
    rows = reader.every("readings", told, lambda one: _row(one, tree))
    calendar = TariffCalendar(tuple(hours)) if hours else None
    reader.close()
    columns = np.array(rows, np.int64).reshape(-1, 5)
    order = np.lexsort((columns[:, 3], columns[:, 1], columns[:, 0]))
    columns = columns[order]
    return MeterCase(
        tree=tree,
        window=window,
        readings=Readings(
            meter=columns[:, 0].astype(np.int32),
            at=columns[:, 1].copy(),
            value=columns[:, 2].copy(),
            learned_at=columns[:, 3].copy(),
            manual=columns[:, 4].astype(np.uint8),
        ),
        places=order.astype(np.int64),
        conversions=tuple(factors),
        calendar=calendar or tariff_calendar(str(told.get("calendar", "flat"))),
        reports=tuple(reports),
    )


class _Reader:
    """Reads part after part and gathers what is wrong."""

    def __init__(self) -> None:
        self.found: list[Finding] = []

    def one(self, place: str, told: Any, read: Callable[[Any], T]) -> T | None:
        """Read one thing; note why it cannot be read."""
        try:
            return read(told)
        except MeterError as error:
            self.found += [
                attrs.evolve(each, place=f"{place}: {each.place}")
                for each in error.findings
            ]
        except KeyError as error:
            rule = f"It has the field {error.args[0]!r}."
            self.found.append(_finding(place, str(sorted(told)), rule))
        except DafengError as error:
            self.found.append(_finding(place, "", str(error)))
        except (ValueError, TypeError, AttributeError, ArithmeticError) as error:
            self.found.append(_finding(place, _short(told), f"It can be read. {error}"))
        return None

    def every(
        self, name: str, told: Mapping[str, Any], read: Callable[[Any], T]
    ) -> list[T]:
        """Read the things of a list."""
        rows = told.get(name, [])
        if not isinstance(rows, list):
            self.found.append(_finding(name, _short(rows), "It is a list."))
            return []
        made = []
        for place, one in enumerate(rows):
            row = self.one(f"{name}[{place}]", one, read)
            if row is not None:
                made.append(row)
        return made

    def close(self) -> None:
        """Raise when something is wrong."""
        if self.found:
            raise MeterError(self.found)


def _window(told: Mapping[str, Any]) -> Window:
    begin, end = _moment(told["from"]), _moment(told["until"])
    if not begin < end:
        raise MeterError(
            [_finding("until", str(told["until"]), "It is later than from.")]
        )
    return Window(begin=begin, end=end)


def _meter(told: Mapping[str, Any], window: Window) -> Meter:
    fields = dict(told)
    kind = MeterKind(fields.pop("kind", "register"))
    limits = dict(fields.pop("limits", {}))
    most = _exact(limits.pop("most_per_hour"))
    day = window.begin.astimezone(CHINA).date()
    made = limits_on(day, kind, most_per_hour=most, step_s=limits.pop("step_s", None))
    for name in ("valid_from", "valid_to", "calibrated_from", "calibrated_to"):
        fields[name] = _day(fields.get(name))
    fields["multiplier"] = _exact(fields.get("multiplier", 1))
    fields["exchanges"] = tuple(_exchange(one) for one in fields.get("exchanges", ()))
    fields["corrections"] = tuple(
        _correction(one) for one in fields.get("corrections", ())
    )
    return Meter(kind=kind, limits=attrs.evolve(made, **limits), **fields)


def _correction(told: Mapping[str, Any]) -> Correction:
    first, last = _day(told["first"]), _day(told["last"])
    if first is None or last is None:
        rule = "A correction has a first and a last day."
        raise MeterError([_finding("corrections", _short(told), rule)])
    return Correction(
        first=first,
        last=last,
        factor=_exact(told["factor"]),
        evidence=str(told.get("evidence", "")),
    )


def _exchange(told: Mapping[str, Any]) -> Exchange:
    return Exchange(
        at=_moment(told["at"]),
        final=_exact(told["final"]),
        initial=_exact(told["initial"]),
        evidence=str(told.get("evidence", "")),
    )


def _row(told: Mapping[str, Any], tree: MeterTree) -> tuple[int, ...]:
    meter = tree.index(str(told["meter"]))
    if tree.meters[meter].formula:
        rule = "A virtual meter has no readings: its formula says what it shows."
        raise MeterError([_finding("meter", str(told["meter"]), rule)])
    value = _exact(told["value"])
    if "unit" in told:
        value = convert(value, str(told["unit"]), tree.meters[meter].unit)
    thousandths = value * SCALE
    if thousandths.denominator != 1 or abs(thousandths) >= _MOST_VALUE:
        rule = "A reading has at most three decimals and fifteen digits before them."
        raise MeterError([_finding("value", str(told["value"]), rule)])
    at = _micro(_moment(told["at"]))
    learned = _micro(_moment(told["learned_at"])) if "learned_at" in told else at
    return meter, at, int(thousandths), learned, int(bool(told.get("manual")))


def _conversion(told: Mapping[str, Any]) -> Conversion:
    carrier = str(told["carrier"])
    per_unit = _exact(told["value"])
    if "unit" in told:
        top, _, bottom = str(told["unit"]).partition("/")
        wanted = (
            carriers_by_code()[carrier].unit
            if carrier in carriers_by_code()
            else bottom
        )
        per_unit = _tonnes(per_unit, top) / convert(1, bottom, wanted)
    return Conversion(
        amount=told["amount"],
        carrier=carrier,
        per_unit=per_unit,
        valid_from=_day(told.get("valid_from")),
        valid_to=_day(told.get("valid_to")),
        source=str(told.get("source", "")),
    )


def _tonnes(value: Fraction, unit: str) -> Fraction:
    """Read kgce, tCO2 and the like as tonnes of what the amount names."""
    for tail in ("ce当量", "ce等价", "ce", "CO2"):
        if unit.endswith(tail):
            return convert(value, unit.removesuffix(tail), "t")
    return convert(value, unit, "t")


def _price(told: Mapping[str, Any]) -> Conversion:
    period = told.get("period")
    return Conversion(
        amount="cost",
        carrier=str(told["carrier"]),
        per_unit=_exact(told["price"]),
        period=None if period is None else TariffPeriod[str(period).upper()],
        valid_from=_day(told.get("valid_from")),
        valid_to=_day(told.get("valid_to")),
        source=str(told.get("source", "")),
    )


def _tariff_hours(told: Mapping[str, Any]) -> TariffHours:
    fields = dict(told)
    fields["period"] = TariffPeriod[str(fields["period"]).upper()]
    for name in ("valid_from", "valid_to"):
        fields[name] = _day(fields.get(name))
    return TariffHours(**fields)


def _report(told: Mapping[str, Any]) -> MonthlyReport:
    carrier = str(told["carrier"])
    if carrier not in carriers_by_code():
        rule = f"The carrier is one of {', '.join(carriers_by_code())}."
        raise MeterError([_finding("carrier", carrier, rule)])
    amount = _exact(told["amount"])
    if amount < 0:
        rule = "A reported amount is not below zero."
        raise MeterError([_finding("amount", str(told["amount"]), rule)])
    unit = str(told.get("unit", carriers_by_code()[carrier].unit))
    return MonthlyReport(
        enterprise=str(told["enterprise"]),
        carrier=carrier,
        amount=convert(amount, unit, carriers_by_code()[carrier].unit),
    )


def _exact(value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        msg = f"{value!r} is no number."
        raise TypeError(msg)
    return Fraction(value)


def _moment(text: object) -> datetime:
    """Read a moment; one without a zone is in China."""
    moment = datetime.fromisoformat(str(text))
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


def _micro(moment: datetime) -> int:
    return int(moment.timestamp()) * _MICRO + moment.microsecond


def _day(text: object) -> date | None:
    return None if text in (None, "") else date.fromisoformat(str(text))


def _short(told: object) -> str:
    text = str(told)
    return text if len(text) < 80 else text[:77] + "..."


def _finding(place: str, value: str, rule: str) -> Finding:
    return Finding(
        code="meter.bad", severity=Severity.ERROR, place=place, value=value, rule=rule
    )
