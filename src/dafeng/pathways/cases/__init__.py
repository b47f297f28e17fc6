"""Self-contained cases of the outlook: JSON in, figures out, compared where it can be.

===============  ====================================================================
trend            ``series`` (a list, or an object by year); ``n``: what the exact law
                 can say at most of so many values
peak             ``E0 a b years``: ``ln E = ln E0 + a t - b t^2 / 2``
choose           measures as lists or as ``options``; see ``choice.choice_cases``
sensitivity      ``f``: a function of which the indices are known; ``x``: its unknowns
===============  ====================================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.pathways.cases.answering import Answer, answer_case
    from dafeng.pathways.cases.comparing import Check
    from dafeng.pathways.cases.files import cases_of_file, is_outlook_case
    from dafeng.pathways.cases.kinds import Kind, chosen_cases, way_of

__all__ = [
    "Answer",
    "Check",
    "Kind",
    "answer_case",
    "cases_of_file",
    "chosen_cases",
    "is_outlook_case",
    "way_of",
]

__getattr__ = lazy_door(
    __name__,
    {
        "answering": ["Answer", "answer_case"],
        "comparing": ["Check"],
        "files": ["cases_of_file", "is_outlook_case"],
        "kinds": ["Kind", "chosen_cases", "way_of"],
    },
)
