"""Grades: by bands of points, or by the number of missed items; then what caps them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.schemes.records import BandGrading, Grading, MetGrading
from dafeng.assessment.schemes.rules import ItemsRule
from dafeng.assessment.scoring.items import Verdict

if TYPE_CHECKING:
    from dafeng.assessment.schemes.records import Scheme
    from dafeng.assessment.scoring.marks import Mark
    from dafeng.assessment.scoring.points import Tally
    from dafeng.assessment.scoring.vetoes import Cut


@attrs.frozen(kw_only=True)
class Graded:
    """Ids of two grades: the formal one, and the one if all unknown turned out well."""

    formal: str
    best: str


def grades_of(
    scheme: Scheme, found: Tally, marks: Sequence[Mark], cuts: Sequence[Cut]
) -> Graded | None:
    """Return the grades of a unit; None where nothing was asked of it.

    The formal grade takes what is not known as not met.
    """
    grading = scheme.grading
    if found.score is None or found.best is None:
        return None
    if isinstance(grading, MetGrading):
        formal = _by_missed(scheme, grading, marks, (Verdict.MISSED, Verdict.UNKNOWN))
        best = _by_missed(scheme, grading, marks, (Verdict.MISSED,))
    else:
        formal = grade_of_score(grading, found.score)
        best = grade_of_score(grading, found.best)
    return Graded(
        formal=_capped(grading, formal, (cut.cap for cut in cuts)),
        best=_capped(grading, best, (cut.cap for cut in cuts if cut.certain)),
    )


def grade_of_score(grading: BandGrading, score: Decimal) -> str:
    """Return the id of the best grade whose points a published score has."""
    fits = (g.id for g in grading.grades if g.at_least is None or score >= g.at_least)
    return next(fits)


def _by_missed(
    scheme: Scheme,
    grading: MetGrading,
    marks: Sequence[Mark],
    missed: tuple[Verdict, ...],
) -> str:
    """All met is best; a rule's number of missed items fails; anything between."""
    gone = [mark for mark in marks if mark.weight and mark.state in missed]
    if not gone:
        return grading.all_met
    for rule in scheme.rules:
        if isinstance(rule, ItemsRule) and rule.fails_at is not None:
            count = sum(mark.rule == rule.id for mark in gone)
            if count >= rule.fails_at:
                return grading.failed
    return grading.otherwise


def _capped(grading: Grading, grade: str, caps: Iterable[str]) -> str:
    for cap in caps:
        grade = grading.worse(grade, cap)
    return grade
