"""What if, and what was: comparing, replacing and replaying allocations."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import attrs
import pytest

from dafeng.assessment.allocation import (
    AllocationError,
    Ground,
    Party,
    Quantity,
    allocate,
    compare_allocations,
    entry_of,
    reallocate,
    replay_allocations,
    with_party,
    with_total,
    without_party,
)
from dafeng.base.plain import record_from_json, record_to_json
from tests.assessment.allocation.allocating_cases import energy_case, stake, values

PARTIES = [
    Party(unit="A", energy=stake(100), value_added=Decimal(30)),
    Party(unit="B", energy=stake(300), value_added=Decimal(10)),
]
CASE = energy_case(400, PARTIES)


def test_another_rule_shows_who_gains_and_who_loses() -> None:
    # Equal rate: 100, 300; output: 300, 100.
    other = allocate(attrs.evolve(CASE, rule="output"))
    told = compare_allocations(allocate(CASE), other)
    assert (told.rule_before, told.rule_after) == ("equal-rate", "output")
    assert [(one.unit, one.before, one.after, one.change) for one in told.lines] == [
        ("A", 100, 300, 200),
        ("B", 300, 100, -200),
    ]
    assert told.changed == told.lines
    assert record_from_json(record_to_json(told), type(told)) == told


def test_another_total_shows_in_the_totals() -> None:
    told = compare_allocations(
        allocate(CASE), allocate(with_total(CASE, Quantity.ENERGY, Decimal(360)))
    )
    assert [one.change for one in told.lines] == [-10, -30]
    assert [(one.total_before, one.total_after) for one in told.totals] == [(400, 360)]


def test_a_party_that_changes_moves_the_others() -> None:
    limited = attrs.evolve(PARTIES[1], energy=stake(300, upper=250))
    told = compare_allocations(allocate(CASE), allocate(with_party(CASE, limited)))
    assert [one.change for one in told.lines] == [50, -50]
    assert told.lines[1].set_by_after is Ground.UPPER


def test_a_party_that_comes_or_goes_is_unknown_on_the_other_side() -> None:
    newcomer = Party(unit="C", energy=stake(400))
    told = compare_allocations(allocate(CASE), allocate(with_party(CASE, newcomer)))
    assert [(one.unit, one.before, one.after) for one in told.lines] == [
        ("A", 100, 50),
        ("B", 300, 150),
        ("C", None, 200),
    ]
    assert told.lines[2].change is None
    gone = allocate(without_party(CASE, "B"))
    assert values(gone) == {"A": 400}


def test_nothing_changes_between_an_allocation_and_itself() -> None:
    told = compare_allocations(allocate(CASE), allocate(CASE))
    assert told.changed == ()
    assert told.before == told.after


def test_two_units_of_measurement_are_not_compared() -> None:
    other = attrs.evolve(CASE, energy=attrs.evolve(CASE.energy, unit="万tce当量"))
    with pytest.raises(AllocationError, match="tce当量 before and 万tce当量 after"):
        compare_allocations(allocate(CASE), allocate(other))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda: without_party(CASE, "Z"), "no party 'Z'; there are: A, B"),
        (lambda: with_total(CASE, Quantity.CARBON, Decimal(1)), "carbon: the case has"),
    ],
)
def test_what_is_not_there_cannot_be_changed(change: object, told: str) -> None:
    with pytest.raises(AllocationError, match=told):
        change()


def test_an_allocation_that_replaces_another_says_so_and_why() -> None:
    first = allocate(CASE)
    second = reallocate(
        with_total(CASE, Quantity.ENERGY, Decimal(380)), before=first, reason="市里调整"
    )
    assert (second.replaces, second.reason) == (first.digest, "市里调整")
    assert second.digest != first.digest
    with pytest.raises(AllocationError, match="say why") as caught:
        reallocate(CASE, before=first, reason=" ")
    assert caught.value.code == "allocation.no_reason"


def test_a_sequence_of_allocations_is_replayed_to_the_same_digests() -> None:
    smaller = with_total(CASE, Quantity.ENERGY, Decimal(380))
    first = allocate(CASE)
    second = reallocate(smaller, before=first, reason="市里调整")
    third = reallocate(
        attrs.evolve(smaller, rule="output"), before=second, reason="改按产出"
    )
    entries = [
        entry_of(CASE, first),
        entry_of(smaller, second),
        entry_of(attrs.evolve(smaller, rule="output"), third),
    ]
    kept = [record_from_json(record_to_json(one), type(one)) for one in entries]
    replayed = replay_allocations(kept)
    assert [one.same for one in replayed] == [True, True, True]
    assert [one.allocation for one in replayed] == [first, second, third]


def test_a_replay_tells_where_another_result_comes_out() -> None:
    first = allocate(CASE)
    forged = attrs.evolve(entry_of(CASE, first), digest="0" * 64)
    (replayed,) = replay_allocations([forged])
    assert not replayed.same


def test_a_sequence_with_a_gap_is_refused() -> None:
    first = allocate(CASE)
    second = reallocate(CASE, before=first, reason="重算")
    with pytest.raises(AllocationError, match="oldest first") as caught:
        replay_allocations([entry_of(CASE, second)])
    assert caught.value.code == "allocation.history"


def test_the_same_case_has_the_same_digest_in_another_process() -> None:
    code = (
        "from tests.assessment.allocation.test_allocation_changes import CASE\n"
        "from dafeng.assessment.allocation import allocate\n"
        "print(allocate(CASE).digest)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == allocate(CASE).digest


def test_the_door_loads_nothing_heavy() -> None:
    code = (
        "import sys, dafeng.assessment.allocation\n"
        "heavy = {'numpy', 'scipy', 'pandas', 'pyarrow', 'duckdb'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
