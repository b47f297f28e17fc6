"""Sketches keep quantiles to within a share, and add up exactly."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.pathways.sketches import NEAR, Sketch, merged, sketch_of

YEARS = (2024, 2025, 2026)
HISTORY = ((2023, 10**9),)


def sketched(found: Any, **changes: str) -> Sketch:
    named = {"place": "990000", "scenario": "plan", "convention": "average"} | changes
    return sketch_of(np.asarray(found, dtype=float), YEARS, HISTORY, seed=1, **named)


levels = st.floats(-1e13, 1e13, allow_nan=False).filter(lambda x: not 0 < abs(x) < 2)
paths = st.lists(st.tuples(levels, levels, levels), min_size=1, max_size=60)


@given(paths, st.floats(0, 1))
def test_a_quantile_is_near_to_that_of_all_draws(rows: Any, share: float) -> None:
    sketch = sketched(rows)
    wanted = np.quantile(np.array(rows), share, axis=0, method="inverted_cdf")
    for one, exact in zip(sketch.years, wanted, strict=True):
        # A share may fall between two draws by rounding alone.
        near = sorted(np.array(rows)[:, YEARS.index(one.year)])
        at = near.index(exact)
        around = near[max(at - 1, 0) : at + 2]
        found = one.quantile(share)
        assert any(abs(found - x) <= 1.001 * NEAR * abs(x) + 1e-9 for x in around)


@given(paths, paths)
def test_sketches_of_two_halves_add_up_to_that_of_all(first: Any, second: Any) -> None:
    whole = sketched([*first, *second])
    assert merged(sketched(first), sketched(second)) == whole
    assert whole.draws == sum(n for _, n in whole.peaks)


def test_peaks_are_counted_by_year_and_none_is_year_zero() -> None:
    sketch = sketched([[2e9, 3e9, 2e9], [2e9, 3e9, 4e9], [5e8, 4e8, 3e8]])
    assert sketch.peaks == ((0, 1), (2023, 1), (2025, 1))
    assert sketch.peaked_by(2024) == pytest.approx(1 / 3)
    assert sketch.peaked_by(2060) == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    "change", [{"place": "1"}, {"scenario": "half"}, {"convention": "fixed"}]
)
def test_sketches_of_different_things_do_not_add_up(change: Any) -> None:
    one = [[1e9, 1e9, 1e9]]
    with pytest.raises(BadInputError, match=next(iter(change))):
        merged(sketched(one), sketched(one, **change))


def test_a_share_above_one_is_refused() -> None:
    with pytest.raises(BadInputError, match="no share"):
        sketched([[1e9, 1e9, 1e9]]).years[0].quantile(2)
