"""The kinds of rules of a scheme: what earns points."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

import attrs

if TYPE_CHECKING:
    from dafeng.assessment.records import Progress
    from dafeng.indicators.records import Quality


class Pay(StrEnum):
    """How an item of a scheme earns its points."""

    MET = "met"
    """All of them when it is met, otherwise none."""
    PROPORTIONAL = "proportional"
    """Completion times the full points, at most the full points."""


class Measure(StrEnum):
    """By what an item is met where no department judged it."""

    FINAL = "final"
    """By the final figure of the target of that year."""
    MILESTONE = "milestone"
    """By what the path to the target asks for in that year."""
    JUDGED = "judged"
    """By nothing: only the department's word counts."""


class Span(StrEnum):
    """Which targets of an indicator an item speaks of."""

    ANY = "any"
    YEAR = "year"
    """Those counted from the year before: this year's own goal."""
    LONGER = "longer"
    """Those counted from an earlier year, or from none: the cumulative goal."""


@attrs.frozen(kw_only=True)
class Rule:
    """What every rule has.

    Attributes
    ----------
    id : str
    name_zh, name_en : str
    points : Decimal
        Full points.
    evidence : bool
        Whether a figure or report without evidence earns nothing.
    verified : str
        ``V``, ``S`` or ``U``: how well the points are known from the source.
    note : str
    """

    id: str
    name_zh: str
    name_en: str
    points: Decimal
    evidence: bool
    verified: str
    note: str = ""


@attrs.frozen(kw_only=True)
class TargetsRule(Rule):
    """Targets of the plan: completion of this period's milestone."""


@attrs.frozen(kw_only=True)
class TasksRule(Rule):
    """Tasks of the plan: reported progress against the calendar.

    Attributes
    ----------
    claimed : Decimal
        Share of the points for progress that nobody else confirmed, 0 to 1.
    aside : tuple of Progress
        States in which a task is not asked.
    """

    claimed: Decimal
    aside: tuple[Progress, ...]


@attrs.frozen
class LateTier:
    """What a report still earns that comes up to ``days`` late."""

    days: int
    share: Decimal


@attrs.frozen(kw_only=True)
class TimelinessRule(Rule):
    """Reports in time; ``late`` from few days to many, later than all is nothing."""

    late: tuple[LateTier, ...]


@attrs.frozen(kw_only=True)
class QualityRule(Rule):
    """Quality of figures that a unit leads, and reports accepted as they came.

    Attributes
    ----------
    grades : mapping of Quality to Decimal
        Share of the points by the quality of a figure, 0 to 1.
    figure_weight, report_weight : Decimal
        Weight of one figure and of one report.
    """

    grades: Mapping[Quality, Decimal]
    figure_weight: Decimal
    report_weight: Decimal


@attrs.frozen(kw_only=True)
class SchemeItem:
    """One thing that the district is judged by.

    Attributes
    ----------
    id, name_zh, name_en : str
    points : Decimal
    indicators : tuple of str
        Codes of indicators or ids of definitions; a code means all its definitions.
        Each of them must be met.
    measure : Measure
    span : Span
    verified, note : str
    """

    id: str
    name_zh: str
    name_en: str
    points: Decimal
    indicators: tuple[str, ...]
    measure: Measure
    span: Span = Span.ANY
    verified: str = "U"
    note: str = ""


@attrs.frozen(kw_only=True)
class ItemsRule(Rule):
    """A list of items for the one assessed unit.

    Attributes
    ----------
    items : tuple of SchemeItem
    pays : Pay
    fails_at : int or None
        So many missed items fail the unit; None where the grading does not count.
    """

    items: tuple[SchemeItem, ...]
    pays: Pay
    fails_at: int | None = None


AnyRule: TypeAlias = TargetsRule | TasksRule | TimelinessRule | QualityRule | ItemsRule
