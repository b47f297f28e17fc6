"""Points of a picture, and the shape of a load."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.meters import Hours, State
from dafeng.meters.downsampling import PER_COLUMN, drawn_rows, gaps_before
from dafeng.meters.profiles import UNKNOWN, day_grid, month_means, profile_of

H = 460_000
"""Some hour since 1970 of UTC; 16:00 of a day, midnight in China when divided by 24."""
MIDNIGHT = H // 24 * 24 + 16


def hours(energy: list[int | None], *, first: int = MIDNIGHT) -> Hours:
    """Hours of one meter; None is missing."""
    count = len(energy)
    known = np.array([one is not None for one in energy])
    return Hours(
        meter=np.zeros(count, np.int32),
        hour=np.arange(first, first + count, dtype=np.int32),
        energy=np.array([one or 0 for one in energy], np.int64),
        estimated=np.zeros(count, np.int64),
        seconds=np.where(known, 3600, 0).astype(np.int32),
        estimated_s=np.zeros(count, np.int32),
        state=np.where(known, State.MEASURED, State.MISSING).astype(np.uint8),
    )


@given(
    steps=st.lists(st.integers(1, 50), min_size=1, max_size=300),
    columns=st.integers(1, 40),
    seed=st.integers(0, 99),
)
def test_what_is_drawn_was_there_with_ends_extremes_and_gaps(
    steps: list[int], columns: int, seed: int
) -> None:
    at = np.cumsum(np.array(steps, np.int64))
    value = np.random.Generator(np.random.PCG64(seed)).integers(-5, 6, len(at))
    rows = drawn_rows(at, value, columns)
    assert (np.diff(rows) > 0).all()
    assert (rows[0], rows[-1]) == (0, len(at) - 1)
    assert len(rows) <= PER_COLUMN * columns
    # Every column shows its whole height, and ends where the readings end.
    width = (int(at[-1]) - int(at[0])) // columns + 1
    column = (at - at[0]) // width
    for one in np.unique(column):
        mine, drawn = value[column == one], value[rows[column[rows] == one]]
        assert (mine.min(), mine.max()) == (drawn.min(), drawn.max())
        assert (mine[0], mine[-1]) == (drawn[0], drawn[-1])
    longest = 20
    broken = gaps_before(at, rows, longest)
    for place in range(1, len(rows)):
        between = np.diff(at[rows[place - 1] : rows[place] + 1])
        assert broken[place] == (between > longest).any()


def test_nothing_to_draw_is_nothing() -> None:
    none = np.zeros(0, np.int64)
    assert len(drawn_rows(none, none, 10)) == 0
    assert len(gaps_before(none, drawn_rows(none, none, 10), 5)) == 0


def test_unknown_hours_are_left_out_of_a_profile_and_counted() -> None:
    made = hours([10, None, 40, 30, 20, None])
    shape = profile_of(made, MIDNIGHT, MIDNIGHT + 8)
    assert shape.load.tolist() == [40, 30, 20, 10]
    assert (shape.known, shape.unknown, shape.peak) == (4, 4, 40)
    assert shape.peak_hour == MIDNIGHT + 2
    assert (shape.mean, shape.load_factor) == (Fraction(25), Fraction(25, 40))
    shares = [
        Fraction(0),
        Fraction(1, 4),
        Fraction(26, 100),
        Fraction(1, 2),
        Fraction(1),
    ]
    assert shape.exceeded(shares) == (40, 40, 30, 30, 10)


def test_a_profile_of_nothing_is_unknown_and_of_zeros_has_no_factor() -> None:
    nothing = profile_of(hours([None, None]), MIDNIGHT, MIDNIGHT + 2)
    assert (nothing.peak, nothing.mean, nothing.load_factor) == (None, None, None)
    assert nothing.exceeded([Fraction(1, 2)]) == (None,)
    still = profile_of(hours([0, 0]), MIDNIGHT, MIDNIGHT + 2)
    assert (still.peak, still.load_factor) == (0, None)


@pytest.mark.parametrize("early", [0, 5])
def test_a_grid_has_local_days_and_says_what_is_unknown(early: int) -> None:
    day = (MIDNIGHT + 8) // 24
    made = hours([1, None, 3], first=MIDNIGHT + early)
    grid = day_grid(made, day, 2)
    assert grid.shape == (2, 24)
    assert grid[0, early : early + 3].tolist() == [1, UNKNOWN, 3]
    assert (grid != UNKNOWN).sum() == 2
    means = month_means(np.vstack([grid, grid]), day)
    assert means.mean(0, early) == 1
    assert means.mean(0, early + 1) is None
    assert means.count.sum() == 4
