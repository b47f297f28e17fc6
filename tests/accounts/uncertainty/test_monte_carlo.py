"""Monte Carlo: shared draws, the same bytes for one seed, and Approach 1 beside it.

The second way is a plain simulation of the same account, line by line, with draws of
its own; the third is error propagation, where uncertainties are small.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.accounts.records import Grade
from dafeng.accounts.uncertainty.monte_carlo import draw_account
from dafeng.accounts.uncertainty.propagation import intervals
from dafeng.base.errors import BadInputError, NotFoundError
from tests.accounts.uncertainty.small_accounts import Shelf, factor, formula_of, line

BOOK = Shelf(
    (
        factor("NCV.1", "0.95", "1.05"),
        factor("CC.1", "0.96", "1.04"),
        factor("EF.1", "0.9", "1.1"),
        factor("EF.2", "0.9", "1.1"),
        factor("EF.3", "0.5", "2"),
    )
)
LINES = (
    line("a", "fuel", ["NCV.1", "CC.1"], grams=4 * 10**9),
    line("b", "fuel", ["NCV.1", "CC.1"], grams=2 * 10**9),
    line("c", "ready", ["EF.1"], grams=3 * 10**9),
    line("d", "ready", ["EF.1"], grams=-(10**9)),
    line("e", "sum", ["EF.3", "CC.1"], grams=10**9, evidence="c"),
)


def draw(lines=LINES, draws=50_000, seed=1, **more):
    return draw_account(
        lines, BOOK, draws=draws, seed=seed, formula_of=formula_of, **more
    )


def half_width(interval: tuple[int, int]) -> float:
    return (interval[1] - interval[0]) / 2


def test_the_mean_stays_at_the_account() -> None:
    found = draw()
    assert found.total.value_g == 9 * 10**9
    error = 4 * found.total.grams.std() / math.sqrt(found.draws)
    assert found.total.mean_g == pytest.approx(found.total.value_g, abs=error)


def test_a_plain_simulation_gives_the_same_interval() -> None:
    generator = np.random.default_rng(99)
    z = 1.959963984540054
    names = ("NCV.1", "CC.1", "EF.1", "a", "b", "c", "d")
    halves = (0.05, 0.04, 0.1, 0.03, 0.03, 0.03, 0.03)
    r = {
        name: 1 + half / z * generator.standard_normal(400_000)
        for name, half in zip(names, halves, strict=True)
    }
    plain = (
        4e9 * r["a"] * r["NCV.1"] * r["CC.1"]
        + 2e9 * r["b"] * r["NCV.1"] * r["CC.1"]
        + 3e9 * r["c"] * r["EF.1"]
        - 1e9 * r["d"] * r["EF.1"]
    )
    found = draw(LINES[:4], draws=400_000).total.interval
    assert found == pytest.approx(np.quantile(plain, (0.025, 0.975)), rel=2e-3)


def test_lines_that_share_a_factor_move_together() -> None:
    shared = [line("a", "ready", ["EF.1"]), line("b", "ready", ["EF.1"])]
    apart = [line("a", "ready", ["EF.1"]), line("b", "ready", ["EF.2"])]
    ratio = half_width(draw(shared).total.interval) / half_width(
        draw(apart).total.interval
    )
    wanted = math.sqrt((0.1**2 + 2 * 0.015**2) / (2 * 0.05**2 + 2 * 0.015**2))
    assert ratio == pytest.approx(wanted, rel=0.02)


@pytest.mark.parametrize("chunk", [1, 777, 8192, 10**6])
def test_the_size_of_a_chunk_changes_no_byte(chunk: int) -> None:
    draws = 300 if chunk == 1 else 20_000
    wanted = draw(draws=draws, chunk=4096).total.grams.tobytes()
    assert draw(draws=draws, chunk=chunk).total.grams.tobytes() == wanted


def test_the_order_of_lines_changes_no_byte() -> None:
    assert draw(LINES[::-1]).total.grams.tobytes() == draw().total.grams.tobytes()


def test_another_line_leaves_the_draws_of_the_others() -> None:
    alone = draw(LINES[:2]).total.grams
    cut = draw(cuts={"first": ["a", "b"]}).cuts["first"].grams
    assert cut == pytest.approx(alone, rel=1e-12)


def test_another_seed_draws_otherwise() -> None:
    assert draw(seed=2).total.grams.tobytes() != draw(seed=1).total.grams.tobytes()


def test_cuts_add_up_draw_by_draw() -> None:
    cuts = {"fuel": ["a", "b"], "rest": ["c", "d", "e"]}
    found = draw(cuts=cuts)
    total = found.cuts["fuel"].grams + found.cuts["rest"].grams
    assert total == pytest.approx(found.total.grams, rel=1e-12)
    assert found.cuts["fuel"].value_g == 6 * 10**9


def test_a_line_of_a_formula_that_is_zero_adds_nothing() -> None:
    nothing = line("z", "ready", ["EF.1"], grams=0)
    assert draw([nothing]).total.interval == (0, 0)


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.integers(10**6, 10**12),
            st.sampled_from(["EF.1", "EF.2", "fuel"]),
            st.sampled_from(["x", "y", "z"]),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_both_approaches_agree_where_uncertainties_are_small(cells) -> None:
    lines = [
        line(
            str(n),
            "fuel" if used == "fuel" else "ready",
            ["NCV.1", "CC.1"] if used == "fuel" else [used],
            grams=grams,
            evidence=evidence,
            grade=Grade.A,
        )
        for n, (grams, used, evidence) in enumerate(cells)
    ]
    first = intervals(lines, BOOK, formula_of=formula_of).total(lines)
    second = draw(lines, draws=100_000).total.interval
    assert half_width(second) == pytest.approx(half_width(first), rel=0.02)


@pytest.mark.parametrize("bad", [{"draws": 0}, {"seed": -1}, {"chunk": 0}])
def test_sizes_that_make_no_sense_are_refused(bad: dict[str, int]) -> None:
    with pytest.raises(BadInputError, match="Give at least"):
        draw(**bad)


def test_a_cut_of_a_line_that_is_not_there_is_an_error() -> None:
    with pytest.raises(NotFoundError, match="'x'"):
        draw(cuts={"fuel": ["a", "x"]})
