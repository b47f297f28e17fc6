"""Conservative values: what an instrument out of tolerance costs whoever reports.

Source: CETS-VG-01.01-V02-2026 (guide of the power sector). With the activity x, the
required accuracy a0 and the calibrated accuracy a1: in tolerance x; beyond tolerance
``x*(1+(a1-a0))``; not calibrated ``x*(1+a0)``; a late calibration divides the year into
pieces by time. For production data, which earn allowances, the sign is minus; and so it
is for a flow that is taken off the emissions (carbon in products, power sold): the
verified emission is never below the reported one.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts import flows
from dafeng.base.rounding import round_half_even, without_zeros
from dafeng.base.tables import packaged_rows
from dafeng.enterprises.reporting.errors import ReportError
from dafeng.enterprises.reporting.records import Purpose
from dafeng.enterprises.reporting.rules import ROOM

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dafeng.enterprises.reporting.records import ReportLine

PLACES = 6
"""Places to which a corrected value is rounded, once, half to even."""


class Calibrated(StrEnum):
    """How an instrument stands to the accuracy that is required."""

    IN_TOLERANCE = "in-tolerance"
    BEYOND = "beyond"
    NOT_CALIBRATED = "not-calibrated"


class Counts(StrEnum):
    """What a datum does to what the unit answers for; decides the sign."""

    EMISSION = "emission"
    """More of it is more emission: it goes up."""
    DEDUCTION = "deduction"
    """It is taken off the emissions: it goes down."""
    PRODUCTION = "production"
    """It earns allowances: it goes down."""


@attrs.frozen(kw_only=True)
class ConservativeRule:
    """A formula of the guide with its clause."""

    case: Calibrated
    counts: Counts
    formula: str
    text_zh: str
    text_en: str
    source: str
    mark: str


@attrs.frozen(kw_only=True)
class Accuracy:
    """What is required of an instrument, and what its calibration found.

    Attributes
    ----------
    required : Decimal
        a0 as a share: 0.005 is 0.5 %.
    calibrated : Decimal or None
        a1 as a share; None: not calibrated.
    """

    required: Decimal
    calibrated: Decimal | None = None


@attrs.frozen(kw_only=True)
class Calibration:
    """A calibration: from its day on the instrument is known, until it runs out."""

    on: date
    valid_until: date
    accuracy: Decimal


@attrs.frozen(kw_only=True)
class Piece:
    """A value of a span of days, both days included."""

    first: date
    last: date
    value: Decimal


@attrs.frozen(kw_only=True)
class CorrectedPart:
    """A stretch of time with its rule; ``factor`` multiplies the value."""

    first: date | None
    last: date | None
    value: Fraction
    factor: Fraction
    rule: ConservativeRule


@attrs.frozen(kw_only=True)
class Corrected:
    """A conservative value, with the parts that it is the sum of.

    Attributes
    ----------
    before, after : Decimal
        ``after`` is rounded to :data:`PLACES` places, once.
    """

    before: Decimal
    after: Decimal
    parts: tuple[CorrectedPart, ...]

    @property
    def changed(self) -> bool:
        """Whether the value is another one."""
        return self.before != self.after


@cache
def conservative_rules() -> dict[tuple[Calibrated, Counts], ConservativeRule]:
    """Return the formulas of the guide."""
    made = (
        ConservativeRule(
            case=Calibrated(row["case"]),
            counts=Counts(row["counts"]),
            formula=row["formula"],
            text_zh=row["text_zh"],
            text_en=row["text_en"],
            source=row["source"],
            mark=row["mark"],
        )
        for row in packaged_rows(ROOM, "conservative_rules.csv")
    )
    return {(one.case, one.counts): one for one in made}


def counts_of(line: ReportLine) -> Counts:
    """Return what a line of a report does: its purpose, and the sign of its flow."""
    if line.purpose is Purpose.PRODUCTION:
        return Counts.PRODUCTION
    flow = flows().get(line.flow)
    taken_off = flow is not None and flow.sign < 0
    return Counts.DEDUCTION if taken_off else Counts.EMISSION


def case_of(accuracy: Accuracy) -> Calibrated:
    """Return which case of the guide an instrument is.

    Raises
    ------
    ReportError
        ``conservative.accuracy``: an accuracy is no share between 0 and 1.
    """
    for one in (accuracy.required, accuracy.calibrated):
        if one is not None and not 0 <= one < 1:
            msg = f"An accuracy is a share from 0 up to 1, not {one}: 0.005 is 0.5 %."
            raise ReportError(msg, code="conservative.accuracy", accuracy=str(one))
    if accuracy.calibrated is None:
        return Calibrated.NOT_CALIBRATED
    if accuracy.calibrated > accuracy.required:
        return Calibrated.BEYOND
    return Calibrated.IN_TOLERANCE


def conservative_value(
    value: Decimal, accuracy: Accuracy, counts: Counts = Counts.EMISSION
) -> Corrected:
    """Return the conservative value of a datum.

    Parameters
    ----------
    value : Decimal
        x, not below 0.
    accuracy : Accuracy
    counts : Counts
        Emissions go up; what is taken off them, and production, goes down
        (:func:`counts_of`).

    Raises
    ------
    ReportError
        ``conservative.negative``; ``conservative.accuracy``.

    Examples
    --------
    >>> beyond = Accuracy(required=Decimal("0.005"), calibrated=Decimal("0.012"))
    >>> conservative_value(Decimal(1000), beyond).after
    Decimal('1007')
    >>> conservative_value(Decimal(1000), beyond, Counts.PRODUCTION).after
    Decimal('993')
    """
    _see_value(value)
    part = _part(Fraction(value), accuracy, counts)
    return _corrected(value, [part])


def conservative_pieces(
    pieces: Iterable[Piece],
    calibrations: Sequence[Calibration],
    required: Decimal,
    counts: Counts = Counts.EMISSION,
) -> Corrected:
    """Return the conservative value of a year whose calibration came late.

    Each day is treated by the calibration that held on it, a day that none covers as
    not calibrated. The value of a piece is spread evenly over its days.

    Parameters
    ----------
    pieces : iterable of Piece
        Months, usually; they do not overlap.
    calibrations : sequence of Calibration
    required : Decimal
        a0.

    Raises
    ------
    ReportError
        ``conservative.pieces``: none, one runs backwards, or two overlap;
        ``conservative.negative``; ``conservative.accuracy``.
    """
    kept = sorted(pieces, key=lambda one: one.first)
    _see_pieces(kept)
    parts: list[CorrectedPart] = []
    for piece in kept:
        days = (piece.last - piece.first).days + 1
        for first, last, found in _stretches(piece, calibrations):
            share = Fraction((last - first).days + 1, days)
            accuracy = Accuracy(required=required, calibrated=found)
            made = _part(Fraction(piece.value) * share, accuracy, counts)
            parts.append(attrs.evolve(made, first=first, last=last))
    return _corrected(sum((one.value for one in kept), Decimal()), parts)


def _part(value: Fraction, accuracy: Accuracy, counts: Counts) -> CorrectedPart:
    case = case_of(accuracy)
    required = Fraction(accuracy.required)
    if case is Calibrated.BEYOND:
        by = Fraction(accuracy.calibrated or 0) - required
    else:
        by = required if case is Calibrated.NOT_CALIBRATED else Fraction(0)
    sign = 1 if counts is Counts.EMISSION else -1
    return CorrectedPart(
        first=None,
        last=None,
        value=value,
        factor=1 + sign * by,
        rule=conservative_rules()[case, counts],
    )


def _corrected(before: Decimal, parts: list[CorrectedPart]) -> Corrected:
    exact = sum((one.value * one.factor for one in parts), Fraction(0))
    whole = Fraction(before) == exact
    return Corrected(
        before=before,
        after=before if whole else without_zeros(round_half_even(exact, PLACES)),
        parts=tuple(parts),
    )


def _stretches(
    piece: Piece, calibrations: Sequence[Calibration]
) -> list[tuple[date, date, Decimal | None]]:
    """Stretches of a piece on which one calibration, or none, held."""
    edges = {piece.first, piece.last + timedelta(days=1)}
    for one in calibrations:
        edges |= {one.on, one.valid_until + timedelta(days=1)}
    inside = sorted(
        day for day in edges if piece.first <= day <= piece.last + timedelta(days=1)
    )
    return [
        (first, after - timedelta(days=1), _held(calibrations, first))
        for first, after in zip(inside, inside[1:], strict=False)
    ]


def _held(calibrations: Sequence[Calibration], day: date) -> Decimal | None:
    """The accuracy that the newest calibration covering a day found."""
    covering = [one for one in calibrations if one.on <= day <= one.valid_until]
    return max(covering, key=lambda one: one.on).accuracy if covering else None


def _see_value(value: Decimal) -> None:
    if not value.is_finite() or value < 0:
        msg = f"An activity is not below 0, but {value}."
        raise ReportError(msg, code="conservative.negative", value=str(value))


def _see_pieces(pieces: Sequence[Piece]) -> None:
    for one in pieces:
        _see_value(one.value)
    backwards = any(one.last < one.first for one in pieces)
    pairs = zip(pieces, pieces[1:], strict=False)
    if not pieces or backwards or any(b.first <= a.last for a, b in pairs):
        msg = "Pieces follow each other, each from its first to its last day."
        raise ReportError(msg, code="conservative.pieces")
