"""From standings to scores: every point with its rule, evidence and reason.

::

    found = score(case, load_scheme("district-2023"), targets, tasks)
    found.units[0].score, found.units[0].grade
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.assessment.scoring.engine import DISTRICT, Scores, score

__all__ = ["DISTRICT", "Scores", "score"]

__getattr__ = lazy_door(__name__, {"engine": ["DISTRICT", "Scores", "score"]})
