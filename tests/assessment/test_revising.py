"""Mid-term revision: stronger, weaker, dropped targets and what they do to scores."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dafeng.assessment import Decree, Exemption, assess
from dafeng.assessment.records import State
from dafeng.assessment.revising import (
    Revision,
    Strength,
    effect_of_revision,
    goal_changes,
    revised,
    strength_of,
)
from dafeng.base.errors import BadInputError, NotFoundError
from tests.assessment.building import case, goal, green

HELD = case(
    goal(), goal(id="T002", year=2030), observations=green({2020: 50, 2025: 70})
)


def revision(**changed: Any) -> Revision:
    plain: dict[str, Any] = {
        "document": "区政府2025年第9次常务会议纪要",
        "reason": "中期评估",
        "decided_on": date(2025, 6, 1),
        "effective_from": date(2025, 7, 1),
        "goals": (goal(value=Decimal(70)),),
    }
    return Revision(**(plain | changed))


@pytest.mark.parametrize(
    ("before", "after", "strength"),
    [
        ({}, {}, Strength.SAME),
        ({}, {"value": Decimal(81)}, Strength.STRONGER),
        ({}, {"value": Decimal(79)}, Strength.WEAKER),
        ({}, {"comparator": ">"}, Strength.STRONGER),
        ({"comparator": ">"}, {"comparator": ">="}, Strength.WEAKER),
        (
            {"comparator": "<="},
            {"comparator": "<=", "value": Decimal(79)},
            Strength.STRONGER,
        ),
        (
            {"comparator": "<="},
            {"comparator": "<", "value": Decimal(81)},
            Strength.WEAKER,
        ),
        ({}, {"year": 2026}, Strength.WEAKER),
        ({}, {"year": 2024}, Strength.STRONGER),
        ({}, {"year": None}, Strength.WEAKER),
        ({"year": None}, {}, Strength.STRONGER),
        ({}, {"softness": "expected"}, Strength.WEAKER),
        ({"softness": "strive"}, {}, Strength.STRONGER),
        ({}, {"value": Decimal(90), "year": 2026}, Strength.MIXED),
        ({"value": None}, {}, Strength.STRONGER),
        ({}, {"value": None}, Strength.WEAKER),
        ({"value": None}, {"value": None}, Strength.SAME),
        ({}, {"comparator": "<="}, Strength.UNKNOWN),
        ({}, {"unit": "万t"}, Strength.UNKNOWN),
        ({}, {"base_year": 2020}, Strength.UNKNOWN),
        (
            {"comparator": "~"},
            {"comparator": "~", "value": Decimal(90)},
            Strength.UNKNOWN,
        ),
        ({}, {"duties": ()}, Strength.SAME),
    ],
)
def test_a_target_asks_for_more_or_less_by_figure_year_and_firmness(
    before: dict[str, Any], after: dict[str, Any], strength: Strength
) -> None:
    assert strength_of(goal(**before), goal(**after)) is strength


def test_a_revision_replaces_adds_and_drops_targets() -> None:
    new = goal(id="T003")
    after = revised(
        HELD, revision(goals=(goal(value=Decimal(70)), new), dropped=("T002",))
    )
    assert [(one.id, one.value) for one in after.goals] == [("T001", 70), ("T003", 80)]
    changes = goal_changes(HELD.goals, after.goals)
    assert [(one.id, one.strength) for one in changes] == [
        ("T001", Strength.WEAKER),
        ("T003", Strength.ADDED),
        ("T002", Strength.DROPPED),
    ]
    assert changes[0].fields == ("value",)


def test_letters_and_exemptions_go_with_a_dropped_target() -> None:
    letters = tuple(
        Decree(
            goal=name,
            number="市发改3号",
            issued_on=date(2024, 3, 1),
            value=Decimal(82),
            unit="%",
        )
        for name in ("T001", "T002")
    )
    spared = Exemption(subject="T002", ground="无", approved_by="区政府")
    held = case(*HELD.goals, decrees=letters, exemptions=(spared,))
    after = revised(held, revision(goals=(), dropped=("T002",)))
    assert after.decrees == letters[:1]
    assert after.exemptions == ()


def test_an_eased_target_shows_its_effect_on_state_score_and_proposals() -> None:
    found = effect_of_revision(HELD, revision(), assess)
    (target,) = (one for one in found.comparison.targets if one.id == "T001")
    assert target.before is not None
    assert target.after is not None
    assert (target.before.state, target.after.state) == (State.MISSED, State.MET)
    (unit,) = found.comparison.units
    assert unit.change is not None
    assert unit.change > 0
    assert sum(row.change for row in unit.points) == unit.change
    (weaker,) = found.findings
    assert (weaker.code, weaker.place) == ("revision.weaker", "T001")
    assert "目标放宽" in weaker.hint


def test_a_dropped_target_is_shown_and_not_hidden() -> None:
    found = effect_of_revision(HELD, revision(goals=(), dropped=("T002",)), assess)
    assert [one.code for one in found.findings] == ["revision.dropped"]


def test_a_letter_of_the_city_goes_on_holding() -> None:
    letter = Decree(
        goal="T001",
        number="市发改3号",
        issued_on=date(2024, 3, 1),
        value=Decimal(82),
        unit="%",
    )
    held = case(*HELD.goals, decrees=(letter,), observations=HELD.observations)
    found = effect_of_revision(held, revision(), assess)
    assert [one.code for one in found.findings] == [
        "revision.weaker",
        "revision.letter_holds",
    ]
    assert [one.id for one in found.comparison.targets] == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"document": ""}, "revision.no_ground"),
        ({"reason": " "}, "revision.no_ground"),
        ({"effective_from": date(2026, 1, 1)}, "revision.closed"),
        ({"goals": (goal(),)}, "revision.empty"),
    ],
)
def test_a_revision_that_cannot_hold_is_refused(
    changed: dict[str, Any], code: str
) -> None:
    with pytest.raises(BadInputError) as error:
        revised(HELD, revision(**changed))
    assert error.value.code == code


def test_a_revision_holds_for_the_period_that_ends_on_its_first_day() -> None:
    last_day = revision(effective_from=date(2025, 12, 31))
    assert revised(HELD, last_day).goals[0].value == 70


def test_dropping_what_is_not_there_says_what_is_near() -> None:
    with pytest.raises(NotFoundError, match=r"'T02'.*Near to it: T002"):
        revised(HELD, revision(dropped=("T02",)))
