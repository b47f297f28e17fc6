"""Impossible cases: the smallest relaxations, by hand, by brute force and by scipy."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import attrs
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import linprog

from dafeng.assessment.allocation import (
    AllocationCase,
    Field,
    Means,
    Party,
    Relaxation,
    allocate,
    with_relaxation,
)
from dafeng.base.findings import Severity
from tests.assessment.allocation.allocating_cases import (
    energy_case,
    limited_parties,
    stake,
    values,
)


def way(case: AllocationCase, means: Means) -> Relaxation | None:
    found = [one for one in allocate(case).relaxations if one.means is means]
    return found[0] if found else None


LOW = [
    # Minima 60 + 80 + 20 (exempt) = 160.
    Party(unit="A", energy=stake(100, lower=60)),
    Party(unit="B", energy=stake(100, lower=80)),
    Party(unit="C", energy=stake(100, exempt=20)),
]


def test_minima_above_the_total_are_told_with_every_smallest_way_out() -> None:
    # 150 in total, 30 in reserve: 120 to allot, 160 asked for: 40 too little.
    case = energy_case(150, LOW, reserve=30)
    done = allocate(case)
    assert not done.lines
    assert [(f.code, f.severity) for f in done.findings] == [
        ("allocation.minima", Severity.ERROR)
    ]
    assert done.findings[0].value == "160 tce当量; there is 120 tce当量"
    total = way(case, Means.TOTAL)
    assert (total.change, total.after) == (40, 190)
    # The reserve of 30 does not cover 40.
    assert way(case, Means.RESERVE) is None
    # Keep k of 60 and 80 beside 20 firm: 140 k = 100, k = 5/7: 42.86 and 57.14, in
    # whole steps 43 and 58: one too many. B falls to 57 at k = 57/80 = 0.7125, and
    # then 60 k = 42.75 is still 43: 43 + 57 + 20 = 120.
    limits = way(case, Means.LIMITS)
    assert limits.loosening == 1 - Fraction(57, 80)
    assert limits.change == -40
    assert [(one.unit, one.field, one.before, one.after) for one in limits.limits] == [
        ("A", Field.LOWER, 60, 43),
        ("B", Field.LOWER, 80, 57),
    ]


def test_a_reserve_that_is_large_enough_can_fall() -> None:
    # 150 to allot, 160 asked for.
    relaxation = way(energy_case(200, LOW, reserve=50), Means.RESERVE)
    assert (relaxation.change, relaxation.after) == (-10, 40)


def test_a_reserve_that_is_a_share_grows_with_the_total() -> None:
    # T - round(T / 10) >= 160: 177 - 18 = 159 is too little, 178 - 18 = 160 does.
    relaxation = way(energy_case(150, LOW, reserve_share="0.1"), Means.TOTAL)
    assert relaxation.after == 178


def test_firm_amounts_alone_above_the_total_leave_no_loosening() -> None:
    parties = [
        Party(unit="A", energy=stake(100, fixed=70)),
        Party(unit="B", energy=stake(100, exempt=50, lower=60)),
    ]
    case = energy_case(110, parties)
    assert way(case, Means.LIMITS) is None
    assert way(case, Means.TOTAL).change == 20


HIGH = [
    Party(unit="A", energy=stake(100, upper=60)),
    Party(unit="B", energy=stake(100, upper=30)),
    Party(unit="C", energy=stake(100, fixed=10)),
]


def test_maxima_below_the_total_are_told_with_every_smallest_way_out() -> None:
    # 150 less 10 in reserve: 140 to allot, 60 + 30 + 10 = 100 fit: 40 too much.
    case = energy_case(150, HIGH, reserve=10)
    done = allocate(case)
    assert [finding.code for finding in done.findings] == ["allocation.maxima"]
    assert way(case, Means.TOTAL).change == -40
    assert way(case, Means.RESERVE).after == 50
    # Put k on 60 and 30 beside 10 fixed: 90 k = 130, k = 13/9: 86.67 and 43.33, in
    # whole steps 86 and 43: one too few. A reaches 87 at k = 87/60 = 1.45; then
    # 30 k = 43.5 is still 43: 87 + 43 + 10 = 140.
    limits = way(case, Means.LIMITS)
    assert limits.loosening == Fraction(45, 100)
    assert [(one.unit, one.after) for one in limits.limits] == [("A", 87), ("B", 43)]


def test_who_has_no_weight_does_not_take_up_what_is_left() -> None:
    # The rule gives B nothing, and A stops at 60: 40 of 100 stay.
    parties = [
        Party(unit="A", energy=stake(100, upper=60)),
        Party(unit="B", energy=stake(0)),
    ]
    case = energy_case(100, parties)
    assert way(case, Means.RESERVE).after == 40
    assert way(case, Means.LIMITS).limits[0].after == 100


def test_nothing_to_share_by_is_impossible_too() -> None:
    parties = [Party(unit=name, energy=stake(0)) for name in "AB"]
    done = allocate(energy_case(100, parties))
    assert [finding.code for finding in done.findings] == ["allocation.maxima"]
    assert {one.means for one in done.relaxations} == {Means.TOTAL, Means.RESERVE}


@given(
    limited_parties(),
    st.integers(0, 2500),
    st.integers(0, 200),
    st.sampled_from(["reserve", "reserve_share"]),
)
def test_each_way_out_is_enough_and_a_step_less_is_not(
    parties: list[Party], total: int, reserve: int, how: str
) -> None:
    assume(how == "reserve_share" or reserve <= total)
    kept = {how: reserve if how == "reserve" else Decimal(reserve) / 250}
    case = energy_case(total, parties, **kept)
    done = allocate(case)
    for relaxation in done.relaxations:
        assert allocate(with_relaxation(case, done, relaxation)).lines
        if relaxation.means in {Means.TOTAL, Means.RESERVE}:
            back = -1 if relaxation.change > 0 else 1
            less = attrs.evolve(relaxation, after=relaxation.after + back)
            if less.after >= 0:
                tried = with_relaxation(case, done, less)
                assert not allocate(tried).lines


def kept_minima(lows: list[tuple[int, int]], kept: Fraction) -> int:
    """What limits come to when a part of each is kept, in whole steps."""
    return sum(max(firm, ceil(kept * low)) for firm, low in lows)


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(10, 60)), min_size=1, max_size=5),
    st.integers(0, 120),
)
def test_the_common_loosening_is_the_smallest_of_all(
    lows: list[tuple[int, int]], total: int
) -> None:
    # Exempt parts are firm. The sum changes only where a part of some limit is whole:
    # every such part is tried.
    assume(kept_minima(lows, Fraction(1)) > total)
    parties = [
        Party(unit=str(at), energy=stake(50, lower=low, exempt=firm))
        for at, (firm, low) in enumerate(lows)
    ]
    candidates = {Fraction(at, low) for _, low in lows for at in range(low + 1)}
    fitting = [kept for kept in candidates if kept_minima(lows, kept) <= total]
    limits = way(energy_case(total, parties), Means.LIMITS)
    if not fitting:
        assert limits is None
    else:
        assert limits.loosening == 1 - max(fitting)


@given(
    st.lists(st.integers(1, 60), min_size=1, max_size=5),
    st.integers(0, 20),
    st.integers(1, 200),
)
def test_the_common_raise_of_maxima_is_the_smallest_of_all(
    highs: list[int], fixed: int, more: int
) -> None:
    total = sum(highs) + fixed + more
    parties = [
        Party(unit=str(at), energy=stake(50, upper=high))
        for at, high in enumerate(highs)
    ]
    parties.append(Party(unit="fixed", energy=stake(fixed=fixed)))
    factor = 1 + way(energy_case(total, parties), Means.LIMITS).loosening
    # Enough; and just below it every floor that is reached exactly falls by one.
    assert sum(floor(factor * high) for high in highs) + fixed >= total
    assert sum(ceil(factor * high) - 1 for high in highs) + fixed < total


@given(limited_parties(), st.integers(0, 2500))
def test_scipy_agrees_on_what_is_possible_and_on_the_smallest_change(
    parties: list[Party], total: int
) -> None:
    # Variables: every party's amount, what the total lacks and what it has too much.
    bounds = []
    for party in parties:
        one = party.energy
        if one.fixed is not None:
            bounds.append((one.fixed, one.fixed))
            continue
        low = max(ceil(one.lower or 0), ceil(one.exempt))
        idle = one.history[0].value <= one.exempt
        bounds.append((low, low if idle else one.upper))
    count = len(parties)
    solved = linprog(
        c=np.array([0] * count + [1, 1]),
        A_eq=np.array([[1] * count + [-1, 1]]),
        b_eq=np.array([total]),
        bounds=[*bounds, (0, None), (0, None)],
    )
    change = way(energy_case(total, parties), Means.TOTAL)
    assert solved.fun == pytest.approx(0 if change is None else abs(change.change))
    assert bool(allocate(energy_case(total, parties)).lines) == (change is None)


def test_brute_force_finds_no_allocation_where_none_is_told() -> None:
    # Limits 3 to 4 and 5 to 6: sums from 8 to 10 are possible and no others.
    parties = [
        Party(unit="A", energy=stake(1, lower=3, upper=4)),
        Party(unit="B", energy=stake(1, lower=5, upper=6)),
    ]
    possible = {a + b for a in range(3, 5) for b in range(5, 7)}
    for total in range(14):
        assert bool(values(allocate(energy_case(total, parties)))) == (
            total in possible
        )
