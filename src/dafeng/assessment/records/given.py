"""What goes into an assessment: targets, work, rosters, letters, the case."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

import attrs

from dafeng.indicators.records import Observation  # noqa: TC001 - read back by type
from dafeng.work.records import TaskState


class Role(StrEnum):
    """What a unit does for a target or task."""

    LEAD = "lead"
    SUPPORT = "support"
    IMPLEMENT = "implement"


@attrs.frozen(kw_only=True)
class Duty:
    """A unit (or group of units) that answers, and how."""

    unit: str
    role: Role = attrs.field(default=Role.SUPPORT, converter=Role)


@attrs.frozen(kw_only=True)
class PathPoint:
    """A value that a plan or letter asks for in a year on the way to the target."""

    year: int
    value: Decimal


@attrs.frozen(kw_only=True)
class Decree:
    """What the city handed down for a target, later than the plan.

    Attributes
    ----------
    goal : str
        Key of the target.
    number : str
        Number of the letter (文号).
    issued_on : date
    value : Decimal
    unit : str
    year, base_year : int or None
    comparator : str
    path : tuple of PathPoint
        Yearly figures, where the letter has them.
    entered_by : str
    """

    goal: str
    number: str
    issued_on: date
    value: Decimal
    unit: str
    year: int | None = None
    base_year: int | None = None
    comparator: str = ">="
    path: tuple[PathPoint, ...] = ()
    entered_by: str = ""


@attrs.frozen(kw_only=True)
class Goal:
    """A target of the plan as it is judged.

    Attributes
    ----------
    id : str
        Key in the plan: ``T028``.
    plan : str
        Which plan it is of; empty for the district's own.
    clause, indicator : str
        Clause id, and the plan's own wording.
    definition : str
        Id of the definition that reckons it; empty when none was found.
    kind : str
        As in :class:`dafeng.plan.records.TargetKind`.
    comparator : str
        ``>=``, ``>``, ``<=``, ``<``, ``=``, ``~``; empty without a figure.
    value, value_max : Decimal or None
        As printed; a range has both.
    stretch : Decimal or None
        What the plan strives for beyond the floor (力争).
    unit : str
    direction : str
        ``up``, ``down`` or ``none``: which way the named quantity should go.
    softness : str
        ``binding``, ``strive`` or ``expected``.
    year, base_year : int or None
    scope : str
        Part of the district by which the figure is found in the evidence.
    duties : tuple of Duty
        Lead first; groups by their name.
    path : tuple of PathPoint
        The plan's own milestones; empty means a straight line.
    """

    id: str
    plan: str = ""
    clause: str = ""
    indicator: str
    definition: str = ""
    kind: str = "level"
    comparator: str = ""
    value: Decimal | None = None
    value_max: Decimal | None = None
    stretch: Decimal | None = None
    unit: str = ""
    direction: str = "none"
    softness: str = "binding"
    year: int | None = None
    base_year: int | None = None
    scope: str = ""
    duties: tuple[Duty, ...] = ()
    path: tuple[PathPoint, ...] = ()


Progress = TaskState
"""Where the work on a task is: the states of the room ``work``."""


@attrs.frozen(kw_only=True)
class Work:
    """A task as it stands on the day of the assessment.

    Attributes
    ----------
    id : str
        Clause id, or clause id and a number where a clause holds several.
    clause, title : str
    duties : tuple of Duty
    state : TaskState
    begins_on, due_on : date or None
        Planned days of start and end; None is not known.
    percent : Decimal or None
        Reported progress; None is not reported.
    verified : bool
        Whether a second person confirmed the report.
    reported_on : date or None
    evidence : tuple of str
    """

    id: str
    clause: str
    title: str
    duties: tuple[Duty, ...] = ()
    state: TaskState = attrs.field(default=TaskState.ASSIGNED, converter=TaskState)
    begins_on: date | None = None
    due_on: date | None = None
    percent: Decimal | None = None
    verified: bool = False
    reported_on: date | None = None
    evidence: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Return:
    """One report that a unit owed in the period (报送).

    Attributes
    ----------
    unit, form, period : str
    due_on : date
    received_on : date or None
        None: it never came.
    accepted : bool
        Whether it was accepted as it came; False was returned.
    """

    unit: str
    form: str
    period: str
    due_on: date
    received_on: date | None = None
    accepted: bool = True


@attrs.frozen(kw_only=True)
class Member:
    """A unit in a group, for a while."""

    group: str
    unit: str
    valid_from: date | None = None
    valid_to: date | None = None


@attrs.frozen(kw_only=True)
class AssessedUnit:
    """A unit that answers; ``kind`` as in :class:`dafeng.plan.records.UnitKind`."""

    name: str
    kind: str = "bureau"


@attrs.frozen(kw_only=True)
class Exemption:
    """What a unit need not be judged by, with the ground; its weight is spread out.

    Attributes
    ----------
    unit : str
        Empty: every unit.
    subject : str
        Key of a target or id of a task.
    ground : str
        Why; an exemption without a ground is refused.
    approved_by : str
    valid_from, valid_to : date or None
    """

    unit: str = ""
    subject: str
    ground: str
    approved_by: str
    valid_from: date | None = None
    valid_to: date | None = None


@attrs.frozen(kw_only=True)
class Judgement:
    """The competent department's word on one item of a scheme (部门评价).

    Attributes
    ----------
    item : str
        Id of the scheme's item, for example ``control-2``.
    met : bool
    by, document : str
        Who judged, and the paper that says so; a word without a paper does not count.
    judged_on : date
    """

    item: str
    met: bool
    by: str
    document: str
    judged_on: date


@attrs.frozen(kw_only=True)
class Falsification:
    """A unit was found to have falsified data: it fails, whatever it scored."""

    unit: str
    found_on: date
    document: str


class Step(StrEnum):
    """What may follow from a result; a person decides about each."""

    REMIND = "remind"
    """提醒."""
    SUPERVISE = "supervise"
    """督办单."""
    CIRCULAR = "circular"
    """通报."""
    INTERVIEW = "interview"
    """约谈."""
    COMMEND = "commend"
    """表彰."""


@attrs.frozen(kw_only=True)
class Notice:
    """A step that a person took before the day: it went out, and was answered or not.

    Attributes
    ----------
    unit, subject : str
        As in :class:`Proposal`.
    step : Step
    number : str
        Number of the letter, or what the record calls it.
    issued_on : date
    reply_by, replied_on : date or None
        Until when an answer was asked for; None asked for none, or none came.
    """

    unit: str
    subject: str = ""
    step: Step = attrs.field(converter=Step)
    number: str
    issued_on: date
    reply_by: date | None = None
    replied_on: date | None = None


@attrs.frozen(kw_only=True)
class Case:
    """Everything that an assessment rests on; the same case gives the same bytes.

    Attributes
    ----------
    place : str
        GB/T 2260 code.
    period : str
        Code of the year that is assessed: ``2025``.
    as_of : date
        The day on which it is made: what was learned later does not count.
    scheme : str
        Id of the scheme, for example ``district-2023``.
    lights : str
        Id of the light rules.
    goals, works, units, members, returns, exemptions, decrees, judgements,
    falsifications : tuple
    notices : tuple of Notice
        What went out before the day; a ladder climbs on it.
    observations : tuple of Observation
    tables : tuple of (str, int)
        Versions of the lake's tables that the observations came from.
    plan : str
        Title and number of the plan.
    synthetic : bool
    """

    place: str
    period: str
    as_of: date
    scheme: str
    lights: str = "yinchuan-2025"
    goals: tuple[Goal, ...] = ()
    works: tuple[Work, ...] = ()
    units: tuple[AssessedUnit, ...] = ()
    members: tuple[Member, ...] = ()
    returns: tuple[Return, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    decrees: tuple[Decree, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    falsifications: tuple[Falsification, ...] = ()
    notices: tuple[Notice, ...] = ()
    observations: tuple[Observation, ...] = ()
    tables: tuple[tuple[str, int], ...] = ()
    plan: str = ""
    synthetic: bool = False
