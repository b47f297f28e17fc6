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
        Assesses,
        BandGrading,
        Grade,
        MetGrading,
        Scheme,
    )
    from dafeng.assessment.schemes.rules import Rule
    from dafeng.assessment.schemes.shelf import (
        load_scheme,
        scheme_in_force,
        scheme_toml,
        schemes,
    )

__all__ = [
    "Assesses",
    "BandGrading",
    "Grade",
    "MetGrading",
    "Rule",
    "Scheme",
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
            "Assesses",
            "BandGrading",
            "Grade",
            "MetGrading",
            "Scheme",
        ],
        "rules": ["Rule"],
        "shelf": ["load_scheme", "scheme_in_force", "scheme_toml", "schemes"],
    },
)
