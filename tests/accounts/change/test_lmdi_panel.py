"""The panel gives, for many places at once, what ``lmdi`` gives for each alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from dafeng.accounts.change import panel as module
from dafeng.accounts.change.checks import DecompositionError
from dafeng.accounts.change.lmdi import lmdi, products
from dafeng.accounts.change.panel import lmdi_panel

EXACT = 1e-12
SHAPES = st.tuples(
    st.integers(1, 4), st.integers(2, 4), st.integers(1, 4), st.integers(1, 4)
)
NUMBERS = st.one_of(st.just(0.0), st.floats(1e-3, 1e3))
PANELS = SHAPES.flatmap(
    lambda shape: arrays.arrays(np.float64, shape, elements=NUMBERS)
)


def one_by_one(panel):
    return np.array(
        [
            [
                lmdi(products(a), products(b), a, b).whole.effects
                for a, b in zip(unit, unit[1:], strict=False)
            ]
            for unit in panel
        ]
    )


@given(PANELS)
def test_the_panel_agrees_with_one_change_at_a_time(panel) -> None:
    scale = max(products(panel).sum(axis=2).max(), 1e-30)
    assert lmdi_panel(panel) == pytest.approx(one_by_one(panel), abs=1e-11 * scale)


@given(PANELS)
def test_effects_of_the_panel_add_up_to_the_change(panel) -> None:
    totals = products(panel).sum(axis=2)
    rest = np.abs(lmdi_panel(panel).sum(axis=2) - np.diff(totals, axis=1))
    assert rest.max() <= EXACT * max(totals.max(), 1e-30)


@pytest.mark.parametrize("numbers", [1, 500, 10**6])
def test_the_size_of_a_block_changes_nothing(monkeypatch, numbers: int) -> None:
    panel = np.random.default_rng(5).uniform(0, 2, (7, 3, 4, 5))
    panel[panel < 0.1] = 0
    wanted = lmdi_panel(panel)
    monkeypatch.setattr(module, "BLOCK_NUMBERS", numbers)
    assert lmdi_panel(panel).tobytes() == wanted.tobytes()


def test_years_that_do_not_change_have_no_effects() -> None:
    panel = np.repeat(np.random.default_rng(5).uniform(1, 2, (2, 1, 3, 4)), 3, axis=1)
    assert not lmdi_panel(panel).any()


def test_the_input_is_left_as_it_was() -> None:
    panel = np.random.default_rng(5).uniform(0, 2, (3, 3, 3, 3))
    panel[0, 0] = 0
    before = panel.copy()
    lmdi_panel(panel)
    assert (panel == before).all()


@pytest.mark.parametrize(
    ("number", "code"),
    [(-1.0, "lmdi.negative"), (np.nan, "lmdi.not_finite"), (np.inf, "lmdi.not_finite")],
)
def test_a_bad_number_is_named_by_its_place(number: float, code: str) -> None:
    panel = np.ones((5, 3, 2, 2))
    panel[4, 2, 1, 0] = number
    with pytest.raises(DecompositionError) as caught:
        lmdi_panel(panel)
    (finding,) = caught.value.findings
    assert finding.code == code
    assert finding.place == "unit 4, year 2, cell 1, factor 0"


@pytest.mark.parametrize("shape", [(2, 3, 4), (2, 1, 3, 4), (2, 2, 0, 4)])
def test_another_shape_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(DecompositionError, match="at least two years"):
        lmdi_panel(np.ones(shape))
