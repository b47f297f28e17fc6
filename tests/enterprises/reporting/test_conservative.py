"""Conservative values: the guide's three cases, and pieces by time."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

from dafeng.accounts import flows
from dafeng.enterprises.reporting import (
    Accuracy,
    Calibrated,
    Calibration,
    Counts,
    Piece,
    Purpose,
    ReportError,
    ReportLine,
    conservative_pieces,
    conservative_value,
    counts_of,
    recompute,
    with_corrections,
)

A0 = Decimal("0.005")
YEAR = [
    Piece(
        first=date(2025, month, 1),
        last=date(2025 + month // 12, month % 12 + 1, 1) - timedelta(days=1),
        value=Decimal(month * 1000),
    )
    for month in range(1, 13)
]


@pytest.mark.parametrize(
    ("a1", "purpose", "after", "case"),
    [
        ("0.005", Counts.EMISSION, "10000", Calibrated.IN_TOLERANCE),
        ("0.012", Counts.EMISSION, "10070", Calibrated.BEYOND),
        (None, Counts.EMISSION, "10050", Calibrated.NOT_CALIBRATED),
        ("0.001", Counts.PRODUCTION, "10000", Calibrated.IN_TOLERANCE),
        ("0.012", Counts.PRODUCTION, "9930", Calibrated.BEYOND),
        (None, Counts.PRODUCTION, "9950", Calibrated.NOT_CALIBRATED),
    ],
)
def test_the_three_cases_of_the_guide_are_exact_and_name_their_clause(
    a1: str | None, purpose: Counts, after: str, case: Calibrated
) -> None:
    found = None if a1 is None else Decimal(a1)
    accuracy = Accuracy(required=A0, calibrated=found)
    made = conservative_value(Decimal(10000), accuracy, purpose)
    assert made.after == Decimal(after)
    assert made.parts[0].rule.case is case
    assert made.parts[0].rule.source.startswith("CETS-VG")
    assert made.changed is (case is not Calibrated.IN_TOLERANCE)


@pytest.mark.parametrize("purpose", list(Counts))
def test_a_late_calibration_is_treated_day_by_day(purpose: Counts) -> None:
    calibrations = [
        Calibration(
            on=date(2024, 4, 10),
            valid_until=date(2025, 4, 9),
            accuracy=Decimal("0.003"),
        ),
        Calibration(
            on=date(2025, 6, 20),
            valid_until=date(2026, 6, 19),
            accuracy=Decimal("0.02"),
        ),
    ]
    made = conservative_pieces(YEAR, calibrations, A0, purpose)
    sign = 1 if purpose is Counts.EMISSION else -1
    exact = Fraction()
    for piece in YEAR:
        days = (piece.last - piece.first).days + 1
        for number in range(days):
            day = piece.first + timedelta(days=number)
            late = date(2025, 4, 9) < day < date(2025, 6, 20)
            more = Fraction("0.005") if late else Fraction(0)
            if day >= date(2025, 6, 20):
                more = Fraction("0.015")
            exact += Fraction(piece.value) / days * (1 + sign * more)
    assert abs(Fraction(made.after) - exact) <= Fraction(1, 2 * 10**6)
    assert sum(part.value for part in made.parts) == made.before == 78000
    assert [part.rule.case.value for part in made.parts].count("not-calibrated") == 3


def test_pieces_under_one_valid_calibration_stay_as_they_are() -> None:
    good = Calibration(on=date(2024, 12, 1), valid_until=date(2026, 1, 31), accuracy=A0)
    made = conservative_pieces(YEAR, [good], A0)
    assert made.before == made.after
    assert not made.changed


@pytest.mark.parametrize(
    ("value", "required", "code"),
    [
        ("-1", "0.005", "conservative.negative"),
        ("NaN", "0.005", "conservative.negative"),
        ("1", "0.5E1", "conservative.accuracy"),
        ("1", "-0.1", "conservative.accuracy"),
    ],
)
def test_what_is_no_activity_or_no_share_is_refused(
    value: str, required: str, code: str
) -> None:
    with pytest.raises(ReportError) as caught:
        conservative_value(Decimal(value), Accuracy(required=Decimal(required)))
    assert caught.value.code == code


def test_pieces_that_overlap_or_are_none_are_refused() -> None:
    for pieces in ([], [YEAR[0], YEAR[0]]):
        with pytest.raises(ReportError) as caught:
            conservative_pieces(pieces, [], A0)
        assert caught.value.code == "conservative.pieces"


@pytest.mark.parametrize("found", ["0.012", None])
def test_no_flow_is_lowered_by_a_conservative_value(found: str | None) -> None:
    accuracy = Accuracy(
        required=A0, calibrated=None if found is None else Decimal(found)
    )
    for code, flow in flows().items():
        line = ReportLine(code="x", flow=code, quantity=Decimal(1000), unit="t")
        made = conservative_value(line.quantity, accuracy, counts_of(line))
        assert flow.sign * made.after > flow.sign * made.before, code
    earns = attrs.evolve(line, purpose=Purpose.PRODUCTION)
    assert counts_of(earns) is Counts.PRODUCTION


def test_a_verified_steel_report_is_not_below_the_reported_one() -> None:
    lines = [
        ReportLine(code=code, flow=flow, item=item, quantity=Decimal(90_000), unit=unit)
        for code, flow, item, unit in (
            ("gas", "fuel.stationary", "NATURAL_GAS", "万m3"),
            ("out", "process.carbon-out", "C_STEEL", "t"),
        )
    ]
    on = date(2026, 5, 1)
    before = recompute("steel", 2025, lines, on=on)
    assert before.lines[1].computed_t < 0  # type: ignore[operator]
    for line in lines:
        value = conservative_value(
            line.quantity, Accuracy(required=A0), counts_of(line)
        )
        corrected = with_corrections(lines, [(line.code, value)])
        after = recompute("steel", 2025, corrected, on=on)
        assert after.compliance_t > before.compliance_t  # type: ignore[operator]
