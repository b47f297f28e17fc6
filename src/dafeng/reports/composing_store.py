"""Which document the facts are for; facts as bytes and back, to compose them again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from dafeng.base.plain import record_from_json, record_to_json
from dafeng.reports.composing import FreeText, PaperKind
from dafeng.reports.congress import CongressFacts, congress_report
from dafeng.reports.dispatch import DispatchFacts, dispatch_sheet
from dafeng.reports.division import DivisionFacts, division_sheet
from dafeng.reports.periodic import QuarterFacts, quarterly_report
from dafeng.reports.ranking import RankingFacts, ranking_circular
from dafeng.reports.self_assessment import SelfAssessmentFacts, self_assessment_report

if TYPE_CHECKING:
    from dafeng.reports.records import Paper

Facts: TypeAlias = (
    CongressFacts
    | DispatchFacts
    | DivisionFacts
    | QuarterFacts
    | RankingFacts
    | SelfAssessmentFacts
)
_COMPOSERS: dict[PaperKind, tuple[type, Callable[[Any], Paper]]] = {
    PaperKind.DISPATCH: (DispatchFacts, dispatch_sheet),
    PaperKind.QUARTER: (QuarterFacts, quarterly_report),
    PaperKind.SELF: (SelfAssessmentFacts, self_assessment_report),
    PaperKind.CONGRESS: (CongressFacts, congress_report),
    PaperKind.DIVISION: (DivisionFacts, division_sheet),
    PaperKind.CIRCULAR: (RankingFacts, ranking_circular),
}
_KINDS = {facts: kind for kind, (facts, _composer) in _COMPOSERS.items()}


def kind_of(facts: Facts) -> PaperKind:
    """Which document the facts are for."""
    return _KINDS[type(facts)]


def composed(facts: Facts) -> Paper:
    """The document of the facts; the same facts give the same document."""
    _facts, composer = _COMPOSERS[kind_of(facts)]
    return composer(facts)


def with_texts(facts: Facts, texts: Iterable[FreeText]) -> Facts:
    """The same facts with other words of people; figures stay as they are."""
    return attrs.evolve(facts, texts=tuple(texts))


def facts_to_json(facts: Facts) -> bytes:
    """Write facts as canonical JSON."""
    return record_to_json(facts)


def facts_from_json(kind: PaperKind, data: bytes) -> Facts:
    """Read facts back.

    Raises
    ------
    BadInputError
        ``record.bad``: another version of the program wrote them.
    """
    cls, _composer = _COMPOSERS[kind]
    found: Facts = record_from_json(data, cls)
    return found
