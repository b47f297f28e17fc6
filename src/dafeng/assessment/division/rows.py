"""The rows of a sheet: task, target, milestone, project, and the steps of a year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

import attrs

from dafeng.assessment.records import Role  # noqa: TC001 - read back from JSON by type


class Timing(StrEnum):
    """How a thing of the plan stands to the year of the division."""

    DUE = "due"
    """It has to be reached or finished in the year."""
    STEP = "step"
    """It is due later, and a value is asked for in the year."""
    UNDERWAY = "underway"
    """It is due later; nothing is fixed for the year."""
    STANDING = "standing"
    """It has no date: a continuous duty."""
    OVER = "over"
    """Its date has passed; it stays until a person closes it."""
    LATER = "later"
    """It has not begun."""


class Reach(StrEnum):
    """How a task comes onto a unit's sheet."""

    NAMED = "named"
    """The plan names the unit."""
    GROUP = "group"
    """The plan names a group that the unit belongs to."""
    UNASSIGNED = "unassigned"
    """The plan names nobody; the carbon office keeps it until somebody does."""


class StepBasis(StrEnum):
    """Where a quarterly step comes from."""

    EVEN = "even"
    """The year's work in four equal parts."""
    MILESTONE = "milestone"
    """A dated step of the plan."""
    PATH = "path"
    """A straight line between two values that the plan or a letter fixes."""


@attrs.frozen(kw_only=True)
class Step:
    """What should be reached by the end of a quarter.

    Attributes
    ----------
    quarter : int
        1 to 4.
    percent : Decimal
        Of the year's work, cumulative, 0 to 100.
    value : Decimal or None
        Of the indicator, in the target's unit; None where nothing tells.
    text : str
        The milestone's words.
    basis : StepBasis
    proposed : bool
        True unless the plan itself names the quarter.
    """

    quarter: int
    percent: Decimal
    value: Decimal | None = None
    text: str = ""
    basis: StepBasis = StepBasis.EVEN
    proposed: bool = True


@attrs.frozen(kw_only=True)
class Due:
    """The last day on which a figure of a period is in time."""

    period: str
    on: date


@attrs.frozen(kw_only=True)
class EvidenceAsked:
    """What a unit has to hand in for a target or task.

    Attributes
    ----------
    series : str
        Code of the series; empty for a report in words.
    name, form : str
        What is stated, and on which form or register.
    owner : str
        Who states it; empty: the unit of the sheet.
    frequency : str
        ``year``, ``quarter``, ``month`` or ``once``.
    due : tuple of Due
        One for each period of the year; empty where the register does not say.
    """

    series: str = ""
    name: str
    form: str
    owner: str = ""
    frequency: str = "year"
    due: tuple[Due, ...] = ()


@attrs.frozen(kw_only=True)
class Exempted:
    """A unit need not be judged by something, for a ground; it stays on the sheet.

    Attributes
    ----------
    ground, approved_by : str
    begins_on, ends_on : date or None
        Within the year; None is from its first or to its last day.
    """

    ground: str
    approved_by: str
    begins_on: date | None = None
    ends_on: date | None = None


@attrs.frozen(kw_only=True)
class Through:
    """A group by which a task reaches a unit, and for which part of the year.

    Attributes
    ----------
    group : str
    begins_on, ends_on : date or None
        Within the year; None is from its first or to its last day.
    """

    group: str
    begins_on: date | None = None
    ends_on: date | None = None


@attrs.frozen(kw_only=True)
class TargetRow:
    """A target on a sheet.

    Attributes
    ----------
    id, clause, indicator : str
    timing : Timing
    kind, softness, direction : str
        As in :class:`dafeng.plan.records.Target`.
    comparator : str
    value, value_max : Decimal or None
        What is promised for ``due_year``.
    unit : str
    due_year, base_year : int or None
    scope : str
    responsible : tuple of str
        Who answers for it.
    source : str
        The clause, or number and day of the city's letter.
    asked : Decimal or None
        What the year asks for; None where nothing tells.
    asked_proposed : bool
        ``asked`` lies on the way between two fixed values; neither plan nor letter
        fixes it.
    steps : tuple of Step
    evidence : tuple of EvidenceAsked
    exempted : tuple of Exempted
    """

    id: str
    clause: str
    indicator: str
    timing: Timing
    kind: str
    softness: str
    direction: str
    comparator: str = ""
    value: Decimal | None = None
    value_max: Decimal | None = None
    unit: str = ""
    due_year: int | None = None
    base_year: int | None = None
    scope: str = ""
    responsible: tuple[str, ...] = ()
    source: str = ""
    asked: Decimal | None = None
    asked_proposed: bool = False
    steps: tuple[Step, ...] = ()
    evidence: tuple[EvidenceAsked, ...] = ()
    exempted: tuple[Exempted, ...] = ()


@attrs.frozen(kw_only=True)
class MilestoneRow:
    """A dated step on a sheet; ``begins`` and ``ends`` as the plan has them."""

    clause: str
    text: str
    begins: str
    ends: str
    timing: Timing


@attrs.frozen(kw_only=True)
class ProjectRow:
    """A project on a sheet."""

    id: str
    clause: str
    name: str
    place: str
    capacity: Decimal | None
    unit: str
    period: str
    timing: Timing


@attrs.frozen(kw_only=True)
class TaskRow:
    """A task on a unit's sheet.

    Attributes
    ----------
    key : str
        Clause id; with ``#2`` and so on where a clause holds several tasks.
    clause, title, action : str
        Numbering and words of the plan.
    role : Role or None
        None where nobody is named.
    reach : Reach
    through : tuple of Through
        Groups by which it reaches the unit, also where the unit is named itself.
    timing : Timing
        Of what is nearest among its targets and milestones.
    targets, milestones, projects : tuple
        Those that concern the year.
    steps : tuple of Step
    evidence : tuple of EvidenceAsked
        For the task itself, where no target of it asks for any.
    exempted : tuple of Exempted
    """

    key: str
    clause: str
    title: str
    action: str
    role: Role | None
    reach: Reach
    through: tuple[Through, ...] = ()
    timing: Timing
    targets: tuple[TargetRow, ...] = ()
    milestones: tuple[MilestoneRow, ...] = ()
    projects: tuple[ProjectRow, ...] = ()
    steps: tuple[Step, ...] = ()
    evidence: tuple[EvidenceAsked, ...] = ()
    exempted: tuple[Exempted, ...] = ()
