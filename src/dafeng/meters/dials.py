"""Meters as the rows of numbers that the pass reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.base.days import end_of_day
from dafeng.base.findings import Finding, Severity
from dafeng.base.units import convert
from dafeng.meters import kernel
from dafeng.meters.carriers import carriers_by_code
from dafeng.meters.errors import MeterError
from dafeng.meters.records import (
    DIGITS_MOST,
    SCALE,
    VALUE_SCALE,
    Meter,
    MeterKind,
    Window,
)

if TYPE_CHECKING:
    from dafeng.meters.readings import Int64

_ROOM = 2**62
_SHORT_S = 7200
"""A span up to two hours is taken as measured; a longer one is spread, so estimated."""
_FAR = 2**61


@attrs.frozen(kw_only=True, eq=False)
class Dials:
    """Meters as arrays.

    Attributes
    ----------
    rows : array of int64, shape (n, DIAL_WIDTH)
    exchange_s, exchange_sum : array of int64
    """

    rows: Int64
    exchange_s: Int64
    exchange_sum: Int64


def dials_of(meters: Sequence[Meter], window: Window) -> Dials:
    """Turn meters into the numbers of the pass.

    Raises
    ------
    MeterError
        ``meter.bad``: a dial with its multiplier does not fit into 64 bits, or does not
        begin again at a whole quantum.
    """
    rows = np.zeros((len(meters), kernel.DIAL_WIDTH), np.int64)
    moments: list[int] = []
    sums: list[int] = []
    found: list[Finding] = []
    for place, meter in enumerate(meters):
        rows[place, kernel.EXCHANGES_FROM] = len(moments)
        passed = reach = 0
        for exchange in meter.exchanges:
            passed += round((exchange.final - exchange.initial) * SCALE)
            moments.append(_second(exchange.at))
            sums.append(passed)
            reach = max(reach, abs(passed))
        rows[place, kernel.EXCHANGES_UNTIL] = len(moments)
        found += _fill(rows[place], meter, window, reach)
    if found:
        raise MeterError(found)
    return Dials(
        rows=rows,
        exchange_s=np.array(moments, np.int64),
        exchange_sum=np.array(sums, np.int64),
    )


def ratio_of(meter: Meter) -> Fraction:
    """Quanta of the carrier behind one thousandth of the meter's unit, exact."""
    carrier = carriers_by_code()[meter.carrier]
    amount = convert(meter.multiplier, meter.unit, carrier.unit)
    return amount / carrier.quantum / SCALE


def _fill(row: Int64, meter: Meter, window: Window, reach: int) -> Sequence[Finding]:
    limits, ratio = meter.limits, ratio_of(meter)
    register = meter.kind is MeterKind.REGISTER
    rate = int(limits.most_per_hour * SCALE)
    modulus = 10 ** (meter.digits + VALUE_SCALE) if meter.digits and register else 0
    most = (modulus or 10 ** (DIGITS_MOST + VALUE_SCALE)) - 1
    if not register:
        most = rate * limits.step_s // 3600
    calibrated = _days(meter.calibrated_from, meter.calibrated_to)
    lived = _days(meter.valid_from, meter.valid_to)
    values = {
        kernel.KIND: 0 if register else kernel.IS_INTERVAL,
        kernel.FROM: max(lived[0], _second(window.begin)),
        kernel.UNTIL: min(lived[1], _second(window.end) + 1),
        kernel.MOST: most,
        kernel.MODULUS: modulus,
        kernel.NUMERATOR: ratio.numerator,
        kernel.DENOMINATOR: ratio.denominator,
        kernel.RATE: rate,
        kernel.STEP: limits.step_s,
        kernel.GAP_S: limits.gap_s,
        kernel.MEASURED_S: min(limits.gap_s, _SHORT_S),
        kernel.STUCK_S: limits.stuck_s,
        kernel.LATE_S: limits.late_s,
        kernel.RATIO: limits.spike_ratio,
        kernel.CALIBRATED_FROM: calibrated[0],
        kernel.CALIBRATED_UNTIL: calibrated[1],
    }
    largest = most + reach + modulus + rate * 24
    found = []
    if (
        largest * max(ratio, Fraction(1)) >= _ROOM
        or ratio.numerator * ratio.denominator >= _ROOM
    ):
        rule = "Dial times multiplier stays below 2**62 quanta: give fewer digits."
        found.append(_wrong(meter, rule))
    if modulus * ratio % 1:
        rule = (
            "A dial that begins again holds whole quanta: state its digits otherwise."
        )
        found.append(_wrong(meter, rule))
    if not found:
        for column, value in values.items():
            row[column] = value
    return found


def _days(first: date | None, last: date | None) -> tuple[int, int]:
    """First second of a span of days in China, and the second after its end."""
    day = timedelta(days=1)
    begin = -_FAR if first is None else _second(end_of_day(first - day)) + 1
    # The reading at midnight closes the last day and so belongs to it.
    end = _FAR if last is None else _second(end_of_day(last)) + 2
    return begin, end


def _second(moment: datetime) -> int:
    return int(moment.timestamp() // 1)


def _wrong(meter: Meter, rule: str) -> Finding:
    return Finding(
        code="meter.bad",
        severity=Severity.ERROR,
        place=f"meter {meter.id}, digits and multiplier",
        value=f"{meter.digits} × {meter.multiplier}",
        rule=rule,
    )
