"""How units are judged: schemes as data, with source and validity.

::

    scheme = load_scheme("district-2023")
    own = scheme_from_toml(Path("scheme.toml").read_bytes())
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.assessment.schemes.reading import scheme_from_toml
    from dafeng.assessment.schemes.records import (
        AnyVeto,
        Assesses,
        BandGrading,
        Grade,
        MetGrading,
        MissedTargetVeto,
        Policy,
        Scheme,
    )
    from dafeng.assessment.schemes.rules import (
        AnyRule,
        ItemsRule,
        Measure,
        Pay,
        QualityRule,
        Rule,
        SchemeItem,
        TargetsRule,
        TasksRule,
        TimelinessRule,
    )
    from dafeng.assessment.schemes.shelf import (
        load_scheme,
        scheme_in_force,
        scheme_toml,
        schemes,
    )

__all__ = [
    "AnyRule",
    "AnyVeto",
    "Assesses",
    "BandGrading",
    "Grade",
    "ItemsRule",
    "Measure",
    "MetGrading",
    "MissedTargetVeto",
    "Pay",
    "Policy",
    "QualityRule",
    "Rule",
    "Scheme",
    "SchemeItem",
    "TargetsRule",
    "TasksRule",
    "TimelinessRule",
    "load_scheme",
    "scheme_from_toml",
    "scheme_in_force",
    "scheme_toml",
    "schemes",
]

__getattr__ = lazy_door(
    __name__,
    {
        "reading": ["scheme_from_toml"],
        "records": [
            "AnyVeto",
            "Assesses",
            "BandGrading",
            "Grade",
            "MetGrading",
            "MissedTargetVeto",
            "Policy",
            "Scheme",
        ],
        "rules": [
            "AnyRule",
            "ItemsRule",
            "Measure",
            "Pay",
            "QualityRule",
            "Rule",
            "SchemeItem",
            "TargetsRule",
            "TasksRule",
            "TimelinessRule",
        ],
        "shelf": ["load_scheme", "scheme_in_force", "scheme_toml", "schemes"],
    },
)
