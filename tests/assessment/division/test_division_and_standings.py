"""A year asks for one value, on a unit's sheet and where a target's state is judged."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.assessment import Decree, Goal, PathPoint
from dafeng.assessment.cases import evidence_of
from dafeng.assessment.division import DivisionInputs, TargetRow, divide
from dafeng.assessment.division.targets import Line, asked_in
from dafeng.assessment.division.words import asked_text
from dafeng.assessment.standings.rules import PathShape, state_rules
from dafeng.assessment.standings.views import expected_in, view_of
from tests.assessment.building import AS_OF, case, goal
from tests.assessment.division.small_plans import plan, target, task

RULES = state_rules(AS_OF)
CUT: dict[str, Any] = {
    "definition": "A02",
    "kind": "relative_change",
    "value": Decimal(20),
    "base_year": 2020,
}
OWN_STEPS = (
    PathPoint(year=2022, value=Decimal(9)),
    PathPoint(year=2024, value=Decimal(14)),
)


def row_of(held: Goal, year: int, *letters: Decree) -> TargetRow:
    """The target's row on the sheet of its year."""
    said = {"kind": held.kind, "base_year": held.base_year}
    figure = None if held.value is None else str(held.value)
    promised = target(held.id, figure, held.year, **said)
    given = DivisionInputs(goals=(held,), decrees=letters)
    made = divide(
        plan(
            date="2020-01-01",
            tasks=[task("一", "甲局", targets=(held.id,))],
            targets=[promised],
        ),
        year,
        given,
    )
    (row,) = made.sheet("甲局").lead[0].targets
    return row


def expected(held: Goal, year: int, *letters: Decree) -> Decimal | None:
    """What the state of the target is judged by."""
    told = case(held, decrees=letters)
    return expected_in(view_of(held, told, evidence_of(told)), year, RULES)


@pytest.mark.parametrize(
    ("path", "values", "proposed"),
    [
        # 20 % in five years: 4 a year.
        ((), [4, 8, 12, 16, 20], [True, True, True, True, False]),
        # Own steps 9 in 2022 and 14 in 2024; half way to the first and between.
        (
            OWN_STEPS,
            [Decimal("4.5"), 9, Decimal("11.5"), 14, 20],
            [True, False, True, False, False],
        ),
    ],
)
def test_sheet_and_state_agree_with_and_without_own_steps(
    path: tuple[PathPoint, ...], values: list[Decimal], proposed: list[bool]
) -> None:
    held = goal(**CUT, path=path)
    rows = [row_of(held, year) for year in range(2021, 2026)]
    assert [row.asked for row in rows] == values
    assert [expected(held, year) for year in range(2021, 2026)] == values
    assert [row.asked_proposed for row in rows] == proposed


def test_a_cut_without_a_base_year_counts_from_the_five_year_plan_before() -> None:
    held = goal(**(CUT | {"base_year": None}))
    assert row_of(held, 2024).asked == expected(held, 2024) == 16
    # In 2021 the way begins at 0: 1, 2, 3 and 4 at the ends of the quarters.
    assert [step.value for step in row_of(held, 2021).steps] == [1, 2, 3, 4]


def test_a_way_of_equal_rate_is_the_same_for_both() -> None:
    # 1 - (1 - 0.19)^(1/2) = 10 % in the middle of two years.
    held = goal(**(CUT | {"value": Decimal(19), "year": 2022}))
    told = case(held)
    rules = attrs.evolve(RULES, path=PathShape.EQUAL_RATE)
    promised = target("T", "19", 2022, kind="relative_change", base_year=2020)
    line = Line.of(promised, (), PathShape.EQUAL_RATE)
    assert asked_in(line, 2021).value == 10
    assert expected_in(view_of(held, told, evidence_of(told)), 2021, rules) == 10


def test_a_kind_that_holds_in_every_period_asks_for_its_value_each_year() -> None:
    held = goal(kind="threshold", definition="F04", year=None)
    row = row_of(held, 2023)
    assert (row.asked, row.asked_proposed, row.steps) == (80, False, ())
    assert expected(held, 2023) == 80


def test_a_reckoned_value_is_exact_to_six_digits_and_shown_short() -> None:
    # From 9 in 2022 to 20 in 2025 a third of 11 a year: 12.666667.
    held = goal(**CUT, path=OWN_STEPS[:1])
    row = row_of(held, 2023)
    assert row.asked == expected(held, 2023) == Decimal("12.666667")
    assert asked_text(row) == "≥12.67 %(建议)"


VALUES = st.decimals(0, 60, places=2)


@settings(max_examples=60, deadline=None)
@given(
    VALUES,
    st.dictionaries(st.integers(2021, 2024), VALUES, max_size=3),
    st.integers(2021, 2025),
    st.booleans(),
)
def test_sheet_and_state_agree_on_any_path(
    value: Decimal,
    steps: dict[int, Decimal],
    year: int,
    handed: bool,  # noqa: FBT001
) -> None:
    path = tuple(PathPoint(year=y, value=v) for y, v in steps.items())
    held = goal(**(CUT | {"value": Decimal(20) if handed else value}))
    letter = Decree(
        goal=held.id,
        number="示函1号",
        issued_on=date(2021, 6, 1),
        value=value,
        unit="%",
        year=2025,
        path=path,
    )
    letters = (letter,) if handed else ()
    held = held if handed else attrs.evolve(held, path=path)
    assert row_of(held, year, *letters).asked == expected(held, year, *letters)
