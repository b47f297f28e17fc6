"""Which measures, how much of each and when, at least cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.pathways.choice.alternatives import alternatives_of
    from dafeng.pathways.choice.checks import ChoiceError
    from dafeng.pathways.choice.choice_cases import (
        answer_of,
        evaluate_choice,
        problem_of_case,
    )
    from dafeng.pathways.choice.from_model import options_alone, options_of
    from dafeng.pathways.choice.highs import Settings
    from dafeng.pathways.choice.prices import (
        Price,
        Relaxation,
        relaxations,
        shadow_prices,
    )
    from dafeng.pathways.choice.records import (
        ABATEMENT,
        Build,
        Choice,
        ChoiceProblem,
        Goal,
        Limits,
        Option,
        OwnerLimit,
        Status,
        discounting,
    )
    from dafeng.pathways.choice.robust import GoalDraws, Robust, choose_robust
    from dafeng.pathways.choice.solving import choose
    from dafeng.pathways.choice.verifying import Verified, below, verify

__all__ = [
    "ABATEMENT",
    "Build",
    "Choice",
    "ChoiceError",
    "ChoiceProblem",
    "Goal",
    "GoalDraws",
    "Limits",
    "Option",
    "OwnerLimit",
    "Price",
    "Relaxation",
    "Robust",
    "Settings",
    "Status",
    "Verified",
    "alternatives_of",
    "answer_of",
    "below",
    "choose",
    "choose_robust",
    "discounting",
    "evaluate_choice",
    "options_alone",
    "options_of",
    "problem_of_case",
    "relaxations",
    "shadow_prices",
    "verify",
]

__getattr__ = lazy_door(
    __name__,
    {
        "alternatives": ["alternatives_of"],
        "checks": ["ChoiceError"],
        "choice_cases": ["answer_of", "evaluate_choice", "problem_of_case"],
        "from_model": ["options_alone", "options_of"],
        "highs": ["Settings"],
        "prices": ["Price", "Relaxation", "relaxations", "shadow_prices"],
        "records": [
            "ABATEMENT",
            "Build",
            "Choice",
            "ChoiceProblem",
            "Goal",
            "Limits",
            "Option",
            "OwnerLimit",
            "Status",
            "discounting",
        ],
        "robust": ["GoalDraws", "Robust", "choose_robust"],
        "solving": ["choose"],
        "verifying": ["Verified", "below", "verify"],
    },
)
