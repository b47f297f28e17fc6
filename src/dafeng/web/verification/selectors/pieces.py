"""A year in pieces: months as they were deposited, calibrations of the instrument."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dafeng.base.errors import BadInputError
from dafeng.base.periods import Period, PeriodKind
from dafeng.base.rounding import round_half_even
from dafeng.base.units import convert
from dafeng.enterprises.reporting import Calibration, Piece, units_fit
from dafeng.web.meters.models import Calibration as MeterCalibration
from dafeng.web.verification.convert import without_zeros_of
from dafeng.web.verification.models import Deposit, EmissionReport, ReportLineRow

_PLACES = 6
_PERCENT = 100


def pieces_of(report: EmissionReport, line: ReportLineRow) -> list[Piece]:
    """The amount of a line by month, as the twelve deposits divide the year.

    The months add up to the line exactly: what they are apart from it is spread over
    them, and the cross-check of the two says how far apart they are.

    Raises
    ------
    BadInputError
        ``pieces.months``: a month has no deposit, or one in another kind of unit.
    """
    months = Period.year(report.year).children(PeriodKind.MONTH)
    newest: dict[date, Deposit] = {}
    rows = Deposit.objects.filter(
        report=report, parameter=line.code, facility=line.facility
    )
    for one in rows.order_by("made_at", "pk"):
        newest[one.month] = one
    missing = [
        one.code
        for one in months
        if one.start not in newest or not units_fit(newest[one.start].unit, line.unit)
    ]
    if missing:
        msg = f"{line.code} has no deposit for {', '.join(missing)}."
        raise BadInputError(msg, code="pieces.months", line=line.code, n=len(missing))
    shares = [
        convert(newest[one.start].value, newest[one.start].unit, line.unit)
        for one in months
    ]
    return [
        Piece(first=month.start, last=month.end, value=value)
        for month, value in zip(months, _parts(line.quantity, shares), strict=True)
    ]


def _parts(quantity: Decimal, shares: list[Fraction]) -> list[Decimal]:
    """Divide an amount by shares; the rounded parts add up to it."""
    whole, done = sum(shares, Fraction(0)), Decimal()
    made: list[Decimal] = []
    reached = Fraction(0)
    for share in shares:
        reached += share / whole if whole else Fraction(1, len(shares))
        upto = round_half_even(Fraction(quantity) * reached, _PLACES)
        made.append(upto - done)
        done = upto
    return made


def calibration_record(told: Mapping[str, Any]) -> Calibration:
    """A calibration as it was kept."""
    return Calibration(
        on=date.fromisoformat(told["on"]),
        valid_until=date.fromisoformat(told["valid_until"]),
        accuracy=Decimal(told["accuracy"]),
    )


def calibration_told(one: Calibration) -> dict[str, str]:
    """A calibration, to be kept."""
    return {
        "on": one.on.isoformat(),
        "valid_until": one.valid_until.isoformat(),
        "accuracy": str(without_zeros_of(one.accuracy)),
    }


def calibrations_known(
    report: EmissionReport, line: ReportLineRow
) -> list[Mapping[str, Any]]:
    """Calibrations of the meter that the deposits of a line name, to begin a form with.

    Where a certificate states no error there is none: the verifier writes it.
    """
    begin, end = date(report.year, 1, 1), date(report.year, 12, 31)
    deposits = Deposit.objects.filter(
        report=report, parameter=line.code, facility=line.facility
    )
    names = {one for one in deposits.values_list("instrument", flat=True) if one}
    rows = MeterCalibration.objects.filter(
        point__enterprise=report.enterprise,
        point__code__in=names,
        withdrawn_at=None,
        on__lte=end,
        valid_until__gte=begin,
    )
    return [
        {
            "on": one.on,
            "valid_until": one.valid_until,
            "accuracy": None
            if one.error_percent is None
            else without_zeros_of(abs(one.error_percent) / _PERCENT),
        }
        for one in rows.order_by("on")
    ]
