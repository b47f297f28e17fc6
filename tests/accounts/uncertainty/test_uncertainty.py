"""Spreads: a printed range first, else the default that fits best, with its source."""

from __future__ import annotations

import attrs
import pytest

from dafeng.accounts.catalogue import flows
from dafeng.accounts.records import Grade, Stream
from dafeng.accounts.uncertainty.spreads import (
    PUBLISHED,
    activity_spread,
    defaults,
    factor_spread,
)
from dafeng.factors import factor_book
from dafeng.factors.records import Level
from tests.accounts.uncertainty.small_accounts import factor, line


def half_widths(spread) -> tuple[float, float]:
    return spread.below, spread.above


def test_a_printed_range_is_taken_before_any_default() -> None:
    spread = factor_spread(factor("EF.1", "0.9", "1.3"), "fuel.stationary")
    assert half_widths(spread) == pytest.approx((0.1, 0.3))
    assert spread.source == PUBLISHED


def test_ends_of_a_range_may_stand_in_any_order() -> None:
    spread = factor_spread(factor("EF.1", "1.3", "0.9"), "fuel.stationary")
    assert half_widths(spread) == pytest.approx((0.1, 0.3))


def test_a_value_at_the_end_of_its_range_has_no_width_on_that_side() -> None:
    spread = factor_spread(factor("EF.1", "1", "1.2"), "fuel.stationary")
    assert half_widths(spread) == pytest.approx((0, 0.2))


def test_a_measured_factor_is_narrower_than_a_default() -> None:
    measured = attrs.evolve(factor("NCV.1"), level=Level.MEASURED)
    published = factor("NCV.1")
    flow = "fuel.stationary"
    assert factor_spread(measured, flow).above < factor_spread(published, flow).above


def test_a_share_does_not_exceed_one() -> None:
    share = attrs.evolve(factor("CC.1"), parameter="oxidation_rate")
    rate = attrs.evolve(share, value=share.value * 2 - share.value / 50)  # 0.99
    spread = factor_spread(rate, "fuel.stationary")
    assert spread.below == pytest.approx(0.02)
    assert spread.above == pytest.approx(1 / 0.99 - 1)


@pytest.mark.parametrize(
    ("flow", "grade", "stream", "half"),
    [
        ("fuel.stationary", Grade.A, Stream.METER, 0.02),
        ("fuel.stationary", Grade.C, Stream.STATISTICS, 0.05),
        ("fuel.stationary", Grade.D, Stream.ENTERPRISE, 0.15),
        ("power.bought", Grade.A, Stream.SUPPLIER, 0.01),
        ("farming.enteric", Grade.C, Stream.STATISTICS, 0.2),
        ("waste.incineration", Grade.C, Stream.STATISTICS, 0.05),
        ("process.clinker", Grade.A, Stream.METER, 0.02),
    ],
)
def test_an_activity_is_as_wide_as_its_flow_stream_and_grade(
    flow, grade, stream, half
) -> None:
    told = attrs.evolve(line("a", "ready", []), flow=flow, grade=grade, stream=stream)
    spread = activity_spread(told)
    assert half_widths(spread) == pytest.approx((half, half))
    assert spread.source


def test_every_flow_grade_and_stream_has_a_default() -> None:
    for flow in flows():
        for grade in Grade:
            for stream in Stream:
                told = attrs.evolve(
                    line("a", "ready", []),
                    flow=flow,
                    grade=grade,
                    stream=stream,
                )
                assert activity_spread(told).above > 0


def test_every_row_of_the_book_has_a_spread_around_its_value() -> None:
    for row in factor_book().rows:
        spread = factor_spread(row, "fuel.stationary")
        assert spread.below >= 0
        assert spread.above >= 0
        assert spread.source


def test_defaults_name_their_document_and_whether_it_was_read() -> None:
    for row in defaults():
        assert row.kind in {"activity", "factor"}
        assert row.source
        assert row.low_pct >= 0
        assert row.high_pct >= 0
        assert row.notes
    assert {row.verified for row in defaults()} == {True, False}
