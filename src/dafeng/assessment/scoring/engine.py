"""The score of every unit of a case under a scheme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from dafeng.assessment.records import UnitScore
from dafeng.assessment.schemes.records import Assesses
from dafeng.assessment.schemes.rules import (
    AnyRule,
    ItemsRule,
    QualityRule,
    TargetsRule,
    TasksRule,
    TimelinessRule,
)
from dafeng.assessment.scoring.docket import DISTRICT, Docket, docket_of, unit_kinds
from dafeng.assessment.scoring.findings import scoring_findings
from dafeng.assessment.scoring.grading import grades_of
from dafeng.assessment.scoring.items import item_marks
from dafeng.assessment.scoring.points import tally
from dafeng.assessment.scoring.quality import quality_marks
from dafeng.assessment.scoring.targets import target_marks
from dafeng.assessment.scoring.tasks import task_marks
from dafeng.assessment.scoring.timeliness import timeliness_marks
from dafeng.assessment.scoring.vetoes import cuts_of, is_falsified

if TYPE_CHECKING:
    from dafeng.assessment.records import Case, Standing, WorkStanding
    from dafeng.assessment.schemes.records import Scheme
    from dafeng.assessment.scoring.marks import Mark
    from dafeng.base.findings import Finding

__all__ = ["DISTRICT", "Scores", "score"]

_KIND = "district"
_ENGINES: Mapping[type[AnyRule], Callable[[Any, Docket], Iterator[Mark]]]
_ENGINES = MappingProxyType(
    {
        TargetsRule: target_marks,
        TasksRule: task_marks,
        TimelinessRule: timeliness_marks,
        QualityRule: quality_marks,
        ItemsRule: item_marks,
    }
)


@attrs.frozen(kw_only=True)
class Scores:
    """The result of scoring.

    Attributes
    ----------
    units : tuple of UnitScore
        The best first; units without a score last; equal ones by name.
    findings : tuple of Finding
    """

    units: tuple[UnitScore, ...]
    findings: tuple[Finding, ...]


def score(
    case: Case,
    scheme: Scheme,
    standings: Sequence[Standing],
    works: Sequence[WorkStanding],
) -> Scores:
    """Score the units of a case; the order of any input changes nothing.

    Parameters
    ----------
    case : Case
        Of a year. Groups are taken apart by the roster of its last day.
    scheme : Scheme
        One that assesses the district has a single unit, ``全区`` of kind ``district``.
    standings : sequence of Standing
        Of targets of the case; one without counts as unknown.
    works : sequence of WorkStanding
        Of tasks of the case.

    Returns
    -------
    Scores
        Per unit a score of two decimals to which its points add up, the name of its
        grade and why that was cut. Who falsified keeps points and score and has no
        rank.

    Raises
    ------
    BadInputError
        ``assessment.no_roster``: a group answers and nobody stands in its roster.
        ``assessment.period``, ``assessment.duplicate``,
        ``assessment.unknown_subject``, ``assessment.roster_circle``,
        ``assessment.falsification``: see :func:`docket_of`.

    Source
    ------
    ``docs/methods/schemes.md``.
    """
    docket = docket_of(case, scheme, standings, works)
    marks: dict[str, list[Mark]] = defaultdict(list)
    for rule in scheme.rules:
        for mark in _ENGINES[type(rule)](rule, docket):
            marks[mark.unit].append(mark)
    kinds = {DISTRICT: _KIND}
    if scheme.assesses is Assesses.UNITS:
        kinds = unit_kinds(docket)
    units = [_unit(name, kind, marks[name], docket) for name, kind in kinds.items()]
    return Scores(units=_ranked(units, docket), findings=scoring_findings(docket))


def _unit(name: str, kind: str, marks: Sequence[Mark], docket: Docket) -> UnitScore:
    grading = docket.scheme.grading
    found = tally(marks, docket.scheme)
    cuts = tuple(cuts_of(name, marks, docket))
    graded = grades_of(docket.scheme, found, marks, cuts)
    return UnitScore(
        name=name,
        kind=kind,
        score=found.score,
        grade="" if graded is None else grading.grade(graded.formal).name_zh,
        best="" if graded is None else grading.grade(graded.best).name_zh,
        points=found.points,
        vetoes=tuple(cut.reason for cut in cuts),
    )


def _ranked(units: Iterable[UnitScore], docket: Docket) -> tuple[UnitScore, ...]:
    """Sort and rank: 1, 2, 2, 4."""
    ordered = sorted(
        units, key=lambda u: (u.score is None, -(u.score or Decimal(0)), u.name)
    )
    if docket.scheme.assesses is Assesses.DISTRICT:
        return tuple(ordered)
    scores = [
        u.score
        for u in ordered
        if u.score is not None and not is_falsified(u.name, docket)
    ]
    return tuple(
        unit
        if unit.score is None or is_falsified(unit.name, docket)
        else attrs.evolve(unit, rank=1 + sum(s > unit.score for s in scores))
        for unit in ordered
    )
