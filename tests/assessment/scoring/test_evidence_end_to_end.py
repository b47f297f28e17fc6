"""From observations to scores: taking one away never helps."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.assessment import assess
from dafeng.assessment.records import Case, Duty, Goal, Role, UnitScore
from tests.assessment.building import GREEN, NEW, case, goal, seen

if TYPE_CHECKING:
    from dafeng.indicators import Observation

GRADES = ("不合格", "合格", "良好", "优秀")
YEARS = (2020, 2022, 2024, 2025)


@st.composite
def observations(draw: st.DrawFn) -> tuple[Observation, ...]:
    """Green buildings of some years, and states of two targets of their own."""
    made = []
    for year in draw(st.sets(st.sampled_from(YEARS))):
        made += [seen(GREEN, year, draw(st.integers(0, 100))), seen(NEW, year, 100)]
    for key in ("T005", "T006"):
        for year in draw(st.sets(st.sampled_from((2024, 2025)))):
            done = draw(st.integers(0, 1))
            made.append(seen("target.state", year, done, scope=key))
    return tuple(made)


def goals() -> tuple[Goal, ...]:
    """A target of each way to be judged, with one lead and one that supports."""
    both = (Duty(unit="住建委", role=Role.LEAD), Duty(unit="发改委"))
    told = {"kind": "status", "definition": "plan.state", "value": None, "unit": ""}
    return (
        goal(id="T001", duties=both),
        goal(id="T002", year=2030, base_year=2020, value=Decimal(90)),
        goal(id="T003", kind="directional", value=None, comparator="", duties=both),
        goal(id="T004", comparator="<=", value=Decimal(30), softness="expected"),
        goal(id="T005", scope="T005", **told),
        goal(id="T006", scope="T006", year=2030, base_year=2020, **told),
    )


def grades(held: Case) -> dict[str, UnitScore]:
    return {unit.name: unit for unit in assess(held).units}


@settings(max_examples=40, deadline=None)
@given(observations(), st.integers(0, 20))
def test_an_observation_that_is_taken_away_never_raises_a_score_or_grade(
    seen_so: tuple[Observation, ...], at: int
) -> None:
    if not seen_so:
        return
    at %= len(seen_so)
    whole = case(*goals(), observations=seen_so)
    less = attrs.evolve(whole, observations=seen_so[:at] + seen_so[at + 1 :])
    before = grades(whole)
    for name, unit in grades(less).items():
        assert unit.score <= before[name].score
        assert GRADES.index(unit.grade) <= GRADES.index(before[name].grade)
