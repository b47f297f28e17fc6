"""Consequences: rules propose, a person decides, a corrected result takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.assessment.consequences.deciding import decide, stand_of_proposals
    from dafeng.assessment.consequences.proposing import (
        Book,
        awaiting,
        propose,
        unsure_dates,
    )
    from dafeng.assessment.consequences.records import (
        ConsequenceRule,
        Decision,
        ProposalStand,
        Ruling,
        Stand,
    )
    from dafeng.assessment.consequences.rules import (
        ConsequenceRules,
        consequence_rules,
    )

__all__ = [
    "Book",
    "ConsequenceRule",
    "ConsequenceRules",
    "Decision",
    "ProposalStand",
    "Ruling",
    "Stand",
    "awaiting",
    "consequence_rules",
    "decide",
    "propose",
    "stand_of_proposals",
    "unsure_dates",
]

__getattr__ = lazy_door(
    __name__,
    {
        "deciding": ["decide", "stand_of_proposals"],
        "proposing": ["Book", "awaiting", "propose", "unsure_dates"],
        "records": [
            "ConsequenceRule",
            "Decision",
            "ProposalStand",
            "Ruling",
            "Stand",
        ],
        "rules": ["ConsequenceRules", "consequence_rules"],
    },
)
