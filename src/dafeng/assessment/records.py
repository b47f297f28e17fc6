"""The nouns of the assessment: goals, duties, what goes in, what comes out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

import attrs

from dafeng.base.findings import Finding  # noqa: TC001 - read back from JSON by type
from dafeng.indicators.records import (  # noqa: TC001 - read back from JSON by type
    Basis,
    Missing,
    Observation,
    Quality,
)


class State(StrEnum):
    """Where a target stands.

    A target whose year is over is met, missed or unknown by its final figure; before
    that the word says whether it will be met.
    """

    MET = "met"
    ON_TRACK = "on-track"
    AT_RISK = "at-risk"
    OFF_TRACK = "off-track"
    MISSED = "missed"
    UNKNOWN = "unknown"
    DELEGATED_UNSET = "delegated-unset"
    """The city has not handed the figure down yet."""
    DIRECTIONAL_YES = "directional-yes"
    DIRECTIONAL_NO = "directional-no"


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


class Progress(StrEnum):
    """Where the work on a task is; ``overdue`` is derived and never stored."""

    DRAFT = "draft"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in-progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    VERIFIED = "verified"
    CLOSED = "closed"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


@attrs.frozen(kw_only=True)
class Work:
    """A task as it stands on the day of the assessment.

    Attributes
    ----------
    id : str
        Clause id, or clause id and a number where a clause holds several.
    clause, title : str
    duties : tuple of Duty
    state : Progress
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
    state: Progress = attrs.field(default=Progress.ASSIGNED, converter=Progress)
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


@attrs.frozen(kw_only=True)
class SeriesPoint:
    """One figure of a target's history."""

    period: str
    value: Decimal


@attrs.frozen(kw_only=True)
class Standing:
    """Where one target stands.

    Attributes
    ----------
    id, clause, indicator, definition : str
    state : State
    value : Decimal or None
        Newest figure, in ``unit``; None is unknown.
    period : str
        Period of ``value``; empty when unknown.
    unit : str
    target, target_max : Decimal or None
        What is asked for: the plan's, or the city's where it handed one down.
    stretch : Decimal or None
        What the plan strives for beyond; it decides no state.
    comparator : str
    year, base_year : int or None
    expected : Decimal or None
        What the path asks for at ``period``.
    distance : Decimal or None
        From ``value`` to the target, in ``unit``; positive is still to go.
    completion : Decimal or None
        How far the way of this period's milestone was gone, 0 to 1.
    probability : Decimal or None
        That the target is met by its date; None where no series tells.
    median, low, high : Decimal or None
        Middle and 90 % interval of the figure in the target year.
    settled : bool
        The target's year is over, and its final figure is known or was due.
    due : bool
        Whether the figure of the assessed period should be known by now; before that
        nothing is asked.
    data_late : bool
        A figure that should be known by now is not.
    work_late : bool
        The figure lies behind its path.
    basis, quality : Basis, Quality or None
        Of the figure of the assessed period, as is ``evidence``.
    missing : tuple of Missing
    evidence : tuple of str
        Papers behind it, each once.
    history : tuple of SeriesPoint
    source : str
        Where the demand comes from: the clause, or the city's letter.
    reason : str
        One sentence, for people.
    duties : tuple of Duty
    """

    id: str
    clause: str
    indicator: str
    definition: str
    state: State
    value: Decimal | None = None
    period: str = ""
    unit: str = ""
    target: Decimal | None = None
    target_max: Decimal | None = None
    stretch: Decimal | None = None
    comparator: str = ""
    year: int | None = None
    base_year: int | None = None
    expected: Decimal | None = None
    distance: Decimal | None = None
    completion: Decimal | None = None
    probability: Decimal | None = None
    median: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    settled: bool = False
    due: bool = True
    data_late: bool = False
    work_late: bool = False
    basis: Basis | None = None
    quality: Quality | None = None
    missing: tuple[Missing, ...] = ()
    evidence: tuple[str, ...] = ()
    history: tuple[SeriesPoint, ...] = ()
    source: str = ""
    reason: str = ""
    duties: tuple[Duty, ...] = ()


class Light(StrEnum):
    """A light, always shown with its word."""

    GREEN = "green"
    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"
    """Not known."""


@attrs.frozen(kw_only=True)
class WorkStanding:
    """Where one task stands.

    Attributes
    ----------
    id, clause, title : str
    state : Progress
    overdue : bool
    percent : Decimal or None
        Reported progress.
    planned : Decimal or None
        What the plain calendar asks for on the day, 0 to 100.
    light : Light
    rule : str
        Id of the light rule that decided.
    reason : str
    duties : tuple of Duty
    """

    id: str
    clause: str
    title: str
    state: Progress
    overdue: bool
    percent: Decimal | None
    planned: Decimal | None
    light: Light
    rule: str
    reason: str
    duties: tuple[Duty, ...] = ()


@attrs.frozen(kw_only=True)
class Point:
    """What one rule gave a unit, and why.

    Attributes
    ----------
    rule : str
        Id of the scheme's rule.
    subject : str
        Key of the target or task, or the form; empty for the rule as a whole.
    points, of : Decimal
        What was given, of how much.
    weight : Decimal
        Share of this subject within the rule.
    state : str
        State of the target, or of the task.
    evidence : tuple of str
        What it rests on; empty earns nothing where evidence is asked for.
    reason : str
    """

    rule: str
    subject: str = ""
    points: Decimal
    of: Decimal
    weight: Decimal = Decimal(1)
    state: str = ""
    evidence: tuple[str, ...] = ()
    reason: str = ""


@attrs.frozen(kw_only=True)
class UnitScore:
    """The result of one unit.

    Attributes
    ----------
    name, kind : str
    score : Decimal or None
        Two decimals; None when nothing is asked of the unit in the period.
    grade : str
        Name of the grade; empty when not graded.
    best : str
        The grade if everything unknown turned out well.
    rank : int or None
        1 is best; equal scores share a rank; None without a score.
    points : tuple of Point
    vetoes : tuple of str
        Rules that cut the grade, with the reason.
    """

    name: str
    kind: str
    score: Decimal | None
    grade: str
    best: str = ""
    rank: int | None = None
    points: tuple[Point, ...] = ()
    vetoes: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Proposal:
    """A consequence that the rules propose; nothing is sent by itself.

    Attributes
    ----------
    id : str
        Stable while rule, unit and subject stay the same: a decision survives a rerun.
    step : Step
    unit : str
    subject : str
        Key of the target or task; empty when it follows from the grade.
    rule : str
        Id of the consequence rule.
    clause, facts, figure, demand : str
        What it rests on and what it asks for, in Chinese sentences.
    reply_by : date or None
    """

    id: str
    step: Step
    unit: str
    subject: str
    rule: str
    clause: str
    facts: str
    figure: str
    demand: str
    reply_by: date | None = None


@attrs.frozen(kw_only=True)
class Pins:
    """What an assessment was made from, by digest and edition.

    Attributes
    ----------
    case_sha256 : str
        Of the case's canonical bytes.
    scheme, scheme_sha256 : str
    rules_sha256 : str
        Of the tables of state, light and consequence rules.
    definitions_sha256 : str
        Of the registers of definitions and series.
    tables : tuple of (str, int)
    program : str
        Version of dafeng.
    """

    case_sha256: str
    scheme: str
    scheme_sha256: str
    rules_sha256: str
    definitions_sha256: str
    tables: tuple[tuple[str, int], ...]
    program: str


@attrs.frozen(kw_only=True)
class Assessment:
    """The whole result: standings, scores, proposals, findings."""

    place: str
    period: str
    as_of: date
    scheme: str
    inputs: Pins
    targets: tuple[Standing, ...]
    tasks: tuple[WorkStanding, ...]
    units: tuple[UnitScore, ...]
    proposals: tuple[Proposal, ...]
    findings: tuple[Finding, ...]
    synthetic: bool = False
