"""The synthetic district's account: both approaches, on real formulas and factors."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dafeng.accounts import (
    Boundary,
    districts,
    read_evidence,
    read_settings,
    run_account,
    within,
    years_with_activity,
)
from dafeng.accounts.uncertainty.monte_carlo import draw_account
from dafeng.accounts.uncertainty.propagation import intervals
from dafeng.factors import factor_book
from dafeng.lake import Lake
from dafeng.sample import fill_lake

DRAWS = 20_000


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """Lines of a year, and the book with what was measured in it."""
    lake = Lake(tmp_path_factory.mktemp("lake"))
    fill_lake(lake, learned_at=datetime(2026, 1, 1, tzinfo=UTC))
    (place,) = districts(lake)
    year = years_with_activity(lake, place)[-1]
    settings = read_settings(lake, place, year)
    evidence = read_evidence(lake, settings)
    account = run_account(evidence, factor_book(), settings)
    return account.lines, factor_book().with_rows(evidence.measured)


def test_every_line_lies_within_its_interval(known) -> None:
    lines, book = known
    found = intervals(lines, book)
    for line in lines:
        low, high = found.line(line.id)
        assert low <= line.co2e_g <= high
        assert (low, high) == (line.low_g, line.high_g)


@pytest.mark.parametrize("boundary", [Boundary.TERRITORIAL, Boundary.CONTROL])
def test_both_approaches_give_the_total_nearly_one_interval(known, boundary) -> None:
    lines, book = known
    counted = within(lines, boundary)
    low, high = intervals(counted, book).total(counted)
    drawn = draw_account(counted, book, draws=DRAWS, seed=1).total
    assert drawn.mean_g == pytest.approx(drawn.value_g, rel=2e-3)
    width = drawn.interval[1] - drawn.interval[0]
    # Some ranges of waste are wide and skewed: the first order is near, not the same.
    assert width == pytest.approx(high - low, rel=0.05)


def test_a_total_is_surer_than_its_lines_are_together(known) -> None:
    lines, book = known
    counted = [line for line in within(lines, Boundary.CONTROL) if line.co2e_g > 0]
    found = intervals(counted, book)
    low, high = found.total(counted)
    parts = [found.line(line.id) for line in counted]
    assert high - low < sum(high - low for low, high in parts)
    assert sum(low for low, _ in parts) < low < high < sum(high for _, high in parts)
