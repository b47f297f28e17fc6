"""What is built or committed of a measure makes its delivery surer, or later."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.measures import Commissioned, Potential, delivered_potential
from dafeng.measures.delivery import COMMITTED

WIND = Potential(
    measure="wind",
    place="120118",
    size=100.0,
    per_year=50.0,
    planned=((2026, 50.0), (2027, 100.0)),
    probability=0.6,
    delay=((0, 0.7), (1, 0.3)),
)


def part(amount: float, year: int | None, stands: str = "built") -> Commissioned:
    return Commissioned(amount=amount, year=year, stands=stands == "built")


def now(*parts: Commissioned, potential: Potential = WIND) -> Potential:
    return delivered_potential(potential, parts, base_year=2024)


def test_what_stands_is_certain_and_the_rest_as_sure_as_before() -> None:
    half = now(part(50, 2026))
    assert half.probability == pytest.approx(0.5 + 0.5 * 0.6)
    assert dict(half.delay)[1] == pytest.approx(0.5 * 0.6 * 0.3 / 0.8)
    assert now(part(100, 2026)).probability == 1.0
    assert now(part(100, 2026)).delay == ((0, 1.0),)


def test_what_is_committed_is_nearly_sure_and_as_late_as_its_year() -> None:
    later = now(part(50, 2026), part(50, 2030, "committed"))
    assert later.probability == pytest.approx(0.5 + 0.5 * COMMITTED)
    assert [delay for delay, _chance in later.delay] == [0, 3]
    undated = now(part(100, None, "committed"))
    assert undated.probability == pytest.approx(COMMITTED)
    assert undated.delay == WIND.delay


def test_capacity_of_the_base_year_does_not_count_again() -> None:
    assert now(part(50, 2024)) == WIND
    assert now() == WIND
    unplanned = attrs.evolve(WIND, planned=())
    assert now(part(50, 2026), potential=unplanned) == unplanned


def test_more_than_the_whole_is_the_whole() -> None:
    assert now(part(900, 2026), part(50, 2030, "committed")).delay == ((0, 1.0),)


parts_drawn = st.lists(
    st.builds(
        part,
        st.floats(0, 200),
        st.one_of(st.none(), st.integers(2020, 2040)),
        st.sampled_from(["built", "committed"]),
    ),
    max_size=5,
)


@given(parts_drawn)
def test_probabilities_stay_probabilities(parts: list[Commissioned]) -> None:
    found = now(*parts)
    assert WIND.probability - 1e-6 <= found.probability <= 1
    assert sum(chance for _delay, chance in found.delay) == pytest.approx(1)
    assert all(chance > 0 for _delay, chance in found.delay)
    assert found == now(*parts)
