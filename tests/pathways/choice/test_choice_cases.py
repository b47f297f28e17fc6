from __future__ import annotations

import pytest

from dafeng.base.errors import BadInputError
from dafeng.pathways.choice.choice_cases import evaluate_choice, problem_of_case
from tests.pathways.choice.problems import SHARED

OWN = {
    "years": [2025, 2026, 2027],
    "options": [
        {
            "measure": "a",
            "size": 10,
            "abatement": 1,
            "investment": 100,
            "running": [1, 1, 1],
            "per_year": 4,
            "contributions": {"re": 2},
            "owner": "u",
        },
        {
            "measure": "b",
            "size": 10,
            "abatement": [1, 1, 1],
            "investment": 90,
            "build": "whole",
            "prerequisites": ["a"],
        },
    ],
    "goals": [{"name": "co2", "amount": 8, "penalty": 500}],
    "limits": {
        "capital": 1000,
        "discount_rate": 0.05,
        "owners": [{"owner": "u", "capital": 400, "starts": 1}],
    },
}


def test_our_own_form_is_read_with_all_its_fields() -> None:
    asked = problem_of_case(OWN)
    assert asked.options[0].effect("re").tolist() == [2, 2, 2]
    assert asked.goals[0].year == 2027
    assert asked.limits.owners[0].starts == 1
    told = evaluate_choice({"inputs": OWN})
    assert told["status"] == "optimal"
    assert told["goals"][0]["shortfall"] == 0.0
    assert sum(told["built"]["a"].values()) == pytest.approx(8.0)


def test_exclusions_may_be_lists_by_index() -> None:
    told = evaluate_choice({**SHARED, "excludes": {"6": ["2", "4"]}})
    begins = told["start_index_1based_0_never"]
    assert not (begins[6] and (begins[2] or begins[4]))
    assert told["objective"] > 674.23875


def test_a_target_out_of_reach_is_answered() -> None:
    told = evaluate_choice({**SHARED, "abatement_target": 1000})
    by_name = {one["name"]: one for one in told["goals"]}
    assert by_name["abatement_target"]["shortfall"] > 0
    assert "choice.shortfall" in {one["code"] for one in told["findings"]}


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"years": None}, "inputs"),
        ({"capital": [1]}, "abatement"),
        ({"nonfossil": [1]}, "nonfossil"),
        ({"discount": "x"}, "inputs"),
        ({"requires": {"0": "99"}}, "inputs"),
    ],
)
def test_a_case_that_cannot_be_read_says_where(
    changes: dict[str, object], place: str
) -> None:
    with pytest.raises(BadInputError) as caught:
        problem_of_case({**SHARED, **changes})
    assert str(caught.value).startswith(f"{place}:")


def test_what_is_missing_is_named_with_what_is_there() -> None:
    with pytest.raises(BadInputError, match="capital: is missing; there is: years"):
        problem_of_case({"years": [2025]})
