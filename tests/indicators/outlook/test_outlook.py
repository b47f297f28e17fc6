"""What the outlook of one series says."""

from __future__ import annotations

from decimal import Decimal
from math import sqrt
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import stdtr

from dafeng.base.errors import BadInputError
from dafeng.indicators.outlook import (
    Band,
    Demand,
    Outlook,
    outlook_path,
    series_outlook,
)

RISING = tuple(
    (2021 + i, Decimal(v)) for i, v in enumerate(["8.1", "8.9", "9.4", "10.3", "11.0"])
)


def history(*values: str | None, first: int = 2021) -> list[tuple[int, Decimal]]:
    return [
        (first + number, Decimal(value))
        for number, value in enumerate(values)
        if value is not None
    ]


def at_least(value: str) -> Demand:
    return Demand(comparator=">=", value=Decimal(value))


def look(
    pairs: list[tuple[int, Decimal]],
    demand: Demand,
    *,
    year: int = 2030,
    bounded: bool = False,
) -> Outlook:
    found = series_outlook(pairs, year=year, demand=demand, bounded=bounded)
    assert found is not None
    return found


@pytest.mark.parametrize("count", [0, 1, 2])
def test_of_fewer_than_three_values_nobody_can_tell(count: int) -> None:
    short = RISING[:count]
    assert series_outlook(short, year=2030, demand=at_least("9"), bounded=True) is None
    assert outlook_path(short, years=[2030], bounded=True) == ()


def test_a_year_before_the_first_value_is_not_told() -> None:
    early = series_outlook(RISING, year=2020, demand=at_least("5"), bounded=True)
    assert early is None


def test_a_year_with_a_value_is_settled_by_it() -> None:
    met = look(list(RISING), at_least("10.3"), year=2024)
    assert (met.median, met.low, met.high) == (Decimal("10.3"),) * 3
    assert met.probability == Decimal("0.999")
    missed = look(list(RISING), at_least("10.4"), year=2024)
    assert missed.probability == Decimal("0.001")
    assert (met.values, met.method) == (5, "shapes-1")


def test_a_lacking_year_lies_between_its_neighbours() -> None:
    found = look(history("10", "11", None, "13", "14"), at_least("12"), year=2023)
    assert Decimal("11.5") < found.median < Decimal("12.5")
    wider = look(history("10", "11", None, "13", "14"), at_least("12"), year=2027)
    assert found.high - found.low < wider.high - wider.low


def test_a_share_that_has_stood_at_its_end_will_likely_stand_there() -> None:
    standing = look(history(*["100"] * 5), at_least("100"), bounded=True)
    # Four moves, all none; with half a year added to either side the chance of five
    # more is 4.5/5 · 5.5/6 · 6.5/7 · 7.5/8 · 8.5/9 = 0.678; else it is at least as
    # probably above 100 (held at 100) as below.
    still = 4.5 / 5 * 5.5 / 6 * 6.5 / 7 * 7.5 / 8 * 8.5 / 9
    assert still + (1 - still) / 2 <= float(standing.probability) < 0.95
    assert standing.median == standing.high == 100


def test_a_share_can_reach_and_never_pass_a_hundred() -> None:
    nearing = history("95.2", "97.1", "99.0")
    assert look(nearing, at_least("100"), bounded=True).probability > Decimal("0.5")
    above = Demand(comparator=">", value=Decimal(100))
    assert look(nearing, above, bounded=True).probability == Decimal("0.001")
    assert look(nearing, at_least("100"), bounded=True).high == 100


def test_a_share_never_falls_below_zero() -> None:
    falling = history("6", "4", "2.5", "1.2")
    found = look(falling, at_least("0"), bounded=True)
    assert (found.low, found.probability) == (0, Decimal("0.999"))
    gone = Demand(comparator="<=", value=Decimal(0))
    assert look(falling, gone, bounded=True).probability > Decimal("0.4")


def test_a_quantity_that_has_stood_at_zero_will_likely_stand_there() -> None:
    gone = Demand(comparator="<=", value=Decimal(0))
    assert look(history(*["0"] * 5), gone).probability > Decimal("0.8")


def test_a_count_is_reached_by_what_rounds_to_it() -> None:
    counts = history("12", "15", "14", "18", "19")
    least = look(counts, at_least("22"), year=2026)
    more = look(counts, Demand(comparator=">", value=Decimal(21)), year=2026)
    half = look(counts, at_least("21.5"), year=2026)
    assert least.probability == more.probability == half.probability
    exactly = look(counts, Demand(comparator="=", value=Decimal(22)), year=2026)
    beyond = look(counts, at_least("23"), year=2026)
    assert abs(
        exactly.probability - (least.probability - beyond.probability)
    ) <= Decimal("0.002")


def test_a_steady_march_is_carried_on() -> None:
    found = look(history("5.0", "6.1", "6.9", "8.0", "9.0"), at_least("14"), year=2030)
    # One more each year: about 9 + 5 in five years.
    assert abs(found.median - 14) < Decimal("0.7")


def test_growth_by_a_rate_is_carried_on_for_a_quantity() -> None:
    doubling = history("100", "203", "398", "805", first=2020)
    found = look(doubling, at_least("1000"), year=2024)
    assert Decimal(1200) < found.median < Decimal(1700)


def test_wild_growth_gives_plain_numbers() -> None:
    wild = look(history("1", "1000", "2000000"), at_least("1"), year=2033)
    assert wild.low <= wild.median <= wild.high
    assert wild.high.as_tuple().exponent == 0
    assert wild.high > Decimal("1e28")


def test_of_the_standing_shape_the_forecast_is_the_textbook_one() -> None:
    """A forecast of the shape `standing` alone, against its textbook form.

    The mean of n values with normal noise and a further one differ by a Student
    variable: (x - mean) / (s·√(1 + 1/n)) with n - 1 degrees of freedom.
    """
    from dafeng.indicators.forecasting.shapes import design, shapes

    standing = next(shape for shape in shapes() if shape.id == "standing")
    made = design((standing,), (-3, -2, -1), 2)
    values = [4.0, 7.0, 6.0, 9.0]
    differences = [value - values[-1] for value in values[:-1]]
    mean = sum(values) / 4
    squares = sum((value - mean) ** 2 for value in values)
    assert values[-1] + made.weights[0] @ differences == pytest.approx(mean)
    assert differences @ made.precision[0] @ differences == pytest.approx(squares)
    assert made.variance[0] == pytest.approx(1 + 1 / 4)


def test_of_the_walking_shape_the_forecast_is_the_textbook_one() -> None:
    """Walk with a normal prior of its drift: drift = sum of moves / (m + 1/κ²)."""
    import attrs

    from dafeng.indicators.forecasting.shapes import design, shapes

    going = next(shape for shape in shapes() if shape.id == "going")
    walk = attrs.evolve(going, bend=0.0)
    made = design((walk,), (-3, -2, -1), 2)
    differences = [4.0 - 9, 7.0 - 9, 6.0 - 9]
    drift = (9 - 4) / (3 + 1 / walk.slope**2)
    assert made.weights[0] @ differences == pytest.approx(2 * drift)
    # Variance of two further moves, and of the drift twice.
    assert made.variance[0] == pytest.approx(2 + 4 / (3 + 1 / walk.slope**2))


def test_the_probability_of_a_plain_series_can_be_reckoned_by_hand() -> None:
    """The whole method again, written line by line for a share of three values."""
    import numpy as np

    from dafeng.indicators.forecasting.shapes import shapes

    values, year, asked = [40.0, 41.5, 44.0], 2, 46.0
    z = np.array(values[:-1]) - values[-1]
    u = np.array([-2.0, -1.0, float(year)])
    weights, tails = [], []
    # Written with one decimal, 46 or more is 45.95 or more.
    edge = asked - 0.1 / 2
    for shape in shapes():
        if shape.logarithmic:
            continue
        full = np.zeros((3, 3))
        for i in range(3):
            for j in range(3):
                noise = (1 - shape.walk) * (1 + (i == j))
                trend = shape.slope**2 * u[i] * u[j]
                near, far = sorted((abs(u[i]), abs(u[j])))
                path = (
                    shape.walk * near + shape.bend**2 * near**2 * (3 * far - near) / 6
                )
                full[i, j] = noise + trend + (path if u[i] * u[j] > 0 else 0)
        seen, across = full[:2, :2], full[:2, 2]
        squares = z @ np.linalg.solve(seen, z) + 0.1**2 / 12
        centre = values[-1] + across @ np.linalg.solve(seen, z)
        variance = full[2, 2] - across @ np.linalg.solve(seen, across)
        scale = sqrt(variance * squares / 2)
        weights.append(shape.prior / sqrt(np.linalg.det(seen)) / squares)
        tails.append(1 - float(stdtr(2, (edge - centre) / scale)))
    by_hand = float(np.dot(weights, tails) / np.sum(weights))
    found = look(
        history("40.0", "41.5", "44.0"), at_least("46"), year=2025, bounded=True
    )
    assert float(found.probability) == pytest.approx(by_hand, abs=5.1e-4)


NUMBERS = st.decimals(min_value=0, max_value=100, places=1)
SERIES = st.lists(NUMBERS, min_size=3, max_size=11)


@given(
    values=SERIES,
    one=NUMBERS,
    other=NUMBERS,
    ahead=st.integers(1, 10),
    bounded=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_a_higher_demand_is_never_more_probable(
    *, values: list[Decimal], one: Decimal, other: Decimal, ahead: int, bounded: bool
) -> None:
    pairs = [(2015 + number, value) for number, value in enumerate(values)]
    year = pairs[-1][0] + ahead
    low, high = sorted((one, other))
    easy = look(pairs, Demand(comparator=">=", value=low), year=year, bounded=bounded)
    hard = look(pairs, Demand(comparator=">=", value=high), year=year, bounded=bounded)
    assert easy.probability >= hard.probability


@given(values=SERIES, asked=NUMBERS, ahead=st.integers(1, 10), bounded=st.booleans())
@settings(max_examples=60, deadline=None)
def test_either_at_least_or_below(
    *, values: list[Decimal], asked: Decimal, ahead: int, bounded: bool
) -> None:
    pairs = [(2015 + number, value) for number, value in enumerate(values)]
    year = pairs[-1][0] + ahead
    sides = [
        look(pairs, Demand(comparator=sign, value=asked), year=year, bounded=bounded)
        for sign in (">=", "<")
    ]
    # Both ends are held at 0.001 and 0.999, and rounded.
    assert abs(sum(side.probability for side in sides) - 1) <= Decimal("0.001")


@given(
    values=SERIES,
    ahead=st.integers(1, 10),
    bounded=st.booleans(),
    random=st.randoms(use_true_random=False),
)
@settings(max_examples=60, deadline=None)
def test_points_are_in_order_and_the_order_of_the_values_is_not_asked(
    *, values: list[Decimal], ahead: int, bounded: bool, random: Random
) -> None:
    pairs = [(2015 + number, value) for number, value in enumerate(values)]
    year = pairs[-1][0] + ahead
    found = look(pairs, at_least("50"), year=year, bounded=bounded)
    assert found.low <= found.median <= found.high
    if bounded:
        assert 0 <= found.low <= found.high <= 100
    assert Decimal("0.001") <= found.probability <= Decimal("0.999")
    shuffled = list(pairs)
    random.shuffle(shuffled)
    assert look(shuffled, at_least("50"), year=year, bounded=bounded) == found


def tenths(values: list[Decimal]) -> bool:
    """Whether the series is written in tenths, and moves."""
    return any(value % 1 for value in values) and len(set(values)) > 1


@given(SERIES.filter(tenths), st.integers(1, 10))
@settings(max_examples=60, deadline=None)
def test_the_median_is_as_often_missed_as_not(
    values: list[Decimal], ahead: int
) -> None:
    pairs = [(2015 + number, value) for number, value in enumerate(values)]
    year = pairs[-1][0] + ahead
    middle = look(pairs, at_least("50"), year=year).median
    # A figure is written in tenths here, and the median in six digits.
    near, far = (
        look(pairs, at_least(str(middle + side)), year=year).probability
        for side in (Decimal("-0.1"), Decimal("0.1"))
    )
    assert near >= Decimal("0.499")
    assert far <= Decimal("0.501")


@given(SERIES.filter(tenths), st.integers(1, 8))
@settings(max_examples=40, deadline=None)
def test_another_unit_changes_no_probability(values: list[Decimal], power: int) -> None:
    pairs = [(2015 + number, value) for number, value in enumerate(values)]
    scaled = [(year, value.scaleb(-power)) for year, value in pairs]
    year = pairs[-1][0] + 4
    plain = look(pairs, at_least("50"), year=year)
    other = Demand(comparator=">=", value=Decimal(50).scaleb(-power))
    assert look(scaled, other, year=year).probability == plain.probability


@pytest.mark.parametrize(
    ("comparator", "value", "inside", "outside"),
    [
        (">=", "15", ["15", "15.1"], ["14.999"]),
        (">", "15", ["15.001"], ["15"]),
        ("<=", "0", ["0", "-1"], ["0.1"]),
        ("<", "3", ["2.9"], ["3"]),
        # Half of the last digit is more than 1 % of 2.
        ("=", "2", ["1.5", "2", "2.5"], ["2.6"]),
        # 1 % of 280 is 2.8.
        ("=", "280", ["277.2", "282.8"], ["277.1", "283"]),
        # 5 % of 40 is 2.
        ("~", "40", ["38", "42"], ["37.9", "42.1"]),
    ],
)
def test_a_demand_is_met_by_figures(
    comparator: str, value: str, inside: list[str], outside: list[str]
) -> None:
    demand = Demand(comparator=comparator, value=Decimal(value))
    assert all(demand.met_by(Decimal(each)) for each in inside)
    assert not any(demand.met_by(Decimal(each)) for each in outside)


def test_a_range_includes_both_ends() -> None:
    demand = Demand(comparator="", value=Decimal(45), value_max=Decimal(50))
    assert demand.met_by(Decimal(45))
    assert demand.met_by(Decimal(50))
    assert not demand.met_by(Decimal("50.1"))
    near = look(history("46", "48", "47", "47.5"), demand, year=2025)
    far = look(history("26", "28", "27", "27.5"), demand, year=2025)
    assert far.probability < Decimal("0.05") < Decimal("0.8") < near.probability


def test_an_unknown_comparator_is_refused() -> None:
    with pytest.raises(BadInputError, match="There are >=, >, <=") as caught:
        Demand(comparator="≥", value=Decimal(1))
    assert caught.value.code == "outlook.comparator"


def test_an_empty_range_is_refused() -> None:
    with pytest.raises(BadInputError, match="from 5 to 4 is empty") as caught:
        Demand(comparator=">=", value=Decimal(5), value_max=Decimal(4))
    assert caught.value.code == "outlook.range"


def test_two_values_for_a_year_are_refused() -> None:
    with pytest.raises(BadInputError, match="two values for 2021") as caught:
        look([*RISING, (2021, Decimal(8))], at_least("9"))
    assert caught.value.code == "outlook.year_twice"


def test_a_value_that_is_no_number_is_refused() -> None:
    with pytest.raises(BadInputError, match="2026 is no number") as caught:
        look([*RISING, (2026, Decimal("NaN"))], at_least("9"))
    assert caught.value.code == "outlook.not_a_number"


def test_the_path_of_a_picture_joins_known_years_and_widens() -> None:
    path = outlook_path(RISING, years=range(2020, 2031), bounded=True)
    assert [band.year for band in path] == list(range(2021, 2031))
    assert path[0] == Band(
        year=2021, median=Decimal("8.1"), low=Decimal("8.1"), high=Decimal("8.1")
    )
    widths = [band.high - band.low for band in path[4:]]
    assert widths == sorted(widths)
    last = look(list(RISING), at_least("14"), bounded=True)
    assert (path[-1].low, path[-1].median) == (last.low, last.median)


def test_loading_the_room_loads_no_numbers_library() -> None:
    import subprocess
    import sys

    code = (
        "import sys, dafeng.indicators, dafeng.indicators.outlook\n"
        "print([m for m in ('numpy', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
