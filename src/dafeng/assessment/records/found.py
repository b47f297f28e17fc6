"""What comes out of an assessment: standings, scores, proposals, the whole result."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

import attrs

from dafeng.assessment.records.given import (  # noqa: TC001 - read back by type
    Duty,
    Progress,
    Step,
)
from dafeng.base.findings import Finding  # noqa: TC001 - read back by type
from dafeng.indicators.records import (  # noqa: TC001 - read back by type
    Basis,
    Missing,
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
