"""Entropy weights against a second formulation with numpy, and their odd cases."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from dafeng.assessment.allocation import (
    Index,
    NamedFigure,
    Parameters,
    Party,
    Spread,
    allocate,
)
from dafeng.assessment.allocation.rules.entropy import weighted_columns
from dafeng.base.errors import BadInputError
from tests.assessment.allocation.allocating_cases import energy_case, stake, values


def numpy_weights(table: np.ndarray, spread: Spread) -> np.ndarray:
    """Entropy weights of a table of indices by parties, in floating point."""
    scores = table.astype(float)
    if spread is Spread.TILT:
        low, high = scores.min(axis=1), scores.max(axis=1)
        span = np.where(high > low, high - low, 1)
        scores = (scores - low[:, None]) / span[:, None]
    sums = scores.sum(axis=1, keepdims=True)
    parts = scores / np.where(sums > 0, sums, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(parts > 0, parts * np.log(parts), 0)
    entropy = -logs.sum(axis=1) / np.log(table.shape[1])
    same = np.ptp(scores, axis=1) == 0
    diversity = np.where(same, 0, 1 - entropy)
    total = diversity.sum()
    return diversity / total if total > 0 else np.full(len(table), 1 / len(table))


@given(
    arrays.arrays(
        np.int64,
        st.tuples(st.integers(1, 4), st.integers(2, 8)),
        elements=st.integers(0, 1000),
    ),
    st.sampled_from(Spread),
)
def test_weights_are_those_of_a_second_formulation(
    table: np.ndarray, spread: Spread
) -> None:
    indices = [Index(name=str(at)) for at in range(len(table))]
    rows = [[Fraction(int(value)) for value in row] for row in table]
    columns = weighted_columns(indices, rows, spread)
    diversities = [float(column.diversity) for column in columns]
    if 0 < sum(diversities) < 1e-6:
        return  # nearly the same for all: doubles have no digits left
    expected = numpy_weights(table, spread)
    ours = [float(column.weight) for column in columns]
    assert ours == pytest.approx(expected, abs=1e-5)
    assert sum(column.weight for column in columns) == 1


def figures(**given: object) -> tuple[NamedFigure, ...]:
    return tuple(
        NamedFigure(name=name, value=Decimal(str(value)))
        for name, value in given.items()
    )


def entropy_case(parties: list[Party], *indices: Index, **settings: object) -> object:
    parameters = Parameters(indices=indices, **settings)
    return energy_case(100, parties, rule="entropy", parameters=parameters)


def test_an_index_that_is_the_same_for_all_has_no_weight_and_a_finding() -> None:
    parties = [
        Party(unit="A", figures=figures(x=1, same=7)),
        Party(unit="B", figures=figures(x=4, same=7)),
    ]
    done = allocate(entropy_case(parties, Index(name="x"), Index(name="same")))
    assert values(done) == {"A": 20, "B": 80}
    assert [(f.code, f.place) for f in done.findings] == [
        ("allocation.index_same", "parameters.indices same")
    ]


def test_an_index_of_zeros_has_no_weight() -> None:
    parties = [
        Party(unit="A", figures=figures(x=1, none=0)),
        Party(unit="B", figures=figures(x=4, none=0)),
    ]
    done = allocate(entropy_case(parties, Index(name="x"), Index(name="none")))
    assert values(done) == {"A": 20, "B": 80}


def test_where_all_are_the_same_everybody_gets_the_same() -> None:
    parties = [Party(unit=name, figures=figures(x=3, y=9)) for name in "AB"]
    done = allocate(entropy_case(parties, Index(name="x"), Index(name="y")))
    assert values(done) == {"A": 50, "B": 50}
    assert len(done.findings) == 2


def test_a_zero_is_a_part_of_nothing_and_counts_as_such() -> None:
    # p = 0, 1: entropy 0 (0 ln 0 = 0), all weight on the index.
    parties = [
        Party(unit="A", figures=figures(x=0)),
        Party(unit="B", figures=figures(x=5)),
    ]
    assert values(allocate(entropy_case(parties, Index(name="x")))) == {
        "A": 0,
        "B": 100,
    }


def test_a_size_that_counts_downwards_is_shared_by_its_reciprocal() -> None:
    # 1/1 : 1/4 = 4 : 1.
    parties = [
        Party(unit="A", figures=figures(x=1)),
        Party(unit="B", figures=figures(x=4)),
    ]
    down = Index(name="x", direction="down")
    assert values(allocate(entropy_case(parties, down))) == {"A": 80, "B": 20}


@pytest.mark.parametrize(
    ("low", "direction", "told"),
    [(-1, "up", "a figure below 0"), (0, "down", "of 0 or below 0")],
)
def test_a_size_that_cannot_be_shared_is_refused(
    low: int, direction: str, told: str
) -> None:
    parties = [
        Party(unit="A", figures=figures(x=low)),
        Party(unit="B", figures=figures(x=4)),
    ]
    with pytest.raises(BadInputError, match=told) as caught:
        allocate(entropy_case(parties, Index(name="x", direction=direction)))
    assert caught.value.code == "allocation.index"


def test_no_index_at_all_is_refused() -> None:
    with pytest.raises(BadInputError, match=r"parameters\.indices is empty"):
        allocate(entropy_case([Party(unit="A")]))


def test_ratios_are_made_of_the_figures_that_are_there() -> None:
    # Value per amount: 2 and 8; amount per head: 10 and 5. By share, one at a time.
    parties = [
        Party(
            unit="A", energy=stake(10), value_added=Decimal(20), population=Decimal(1)
        ),
        Party(
            unit="B", energy=stake(10), value_added=Decimal(80), population=Decimal(2)
        ),
    ]
    by_value = allocate(entropy_case(parties, Index(name="value_per_amount")))
    assert values(by_value) == {"A": 20, "B": 80}
    by_head = allocate(entropy_case(parties, Index(name="amount_per_head")))
    assert values(by_head) == {"A": 67, "B": 33}


def test_a_ratio_over_nothing_is_unknown() -> None:
    parties = [
        Party(unit="A", energy=stake(0), value_added=Decimal(20)),
        Party(unit="B", energy=stake(10), value_added=Decimal(80)),
    ]
    done = allocate(entropy_case(parties, Index(name="value_per_amount")))
    assert [(f.place, f.value) for f in done.findings] == [("A", "a divisor above 0")]
    assert not done.lines


def test_every_missing_figure_is_named_once() -> None:
    parties = [Party(unit="A"), Party(unit="B", figures=figures(x=1))]
    done = allocate(
        entropy_case(parties, Index(name="x"), Index(name="base"), spread=Spread.TILT)
    )
    assert [(f.place, f.value) for f in done.findings] == [
        ("A", "x"),
        ("A", "energy.2025"),
        ("B", "energy.2025"),
    ]
