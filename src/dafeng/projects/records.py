"""The nouns of the room: a project, its approvals, milestones and reports."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

import attrs

from dafeng.base.errors import BadInputError
from dafeng.base.organisations import parse_uscc
from dafeng.base.places import code_level

_INDUSTRY = re.compile(r"\d{2,4}")
HUNDRED = Decimal(100)


class Kind(StrEnum):
    """What is done to what stands there: 新建、改建、扩建、技改."""

    NEW = "new"
    REBUILT = "rebuilt"
    EXTENDED = "extended"
    UPGRADED = "upgraded"


class ProjectClass(StrEnum):
    """The three lists of the ledger: 拟建、在建、存量; the stage says which."""

    PLANNED = "planned"
    BUILDING = "building"
    EXISTING = "existing"
    ENDED = "ended"


class Stage(StrEnum):
    """Where a project is in its life; the rows of ``data/stages.csv``."""

    PLANNED = "planned"
    SCREENED = "screened"
    EXEMPT = "exempt"
    FILED = "filed"
    CORRECTING = "correcting"
    TAKEN = "taken"
    APPRAISING = "appraising"
    APPROVED = "approved"
    REFUSED = "refused"
    BUILDING = "building"
    CHANGE_ASKED = "change-asked"
    CHANGED = "changed"
    TRIAL = "trial"
    ACCEPTED = "accepted"
    OPERATING = "operating"
    MONITORED = "monitored"
    EXCEEDING = "exceeding"
    RECTIFYING = "rectifying"
    CLEARED = "cleared"
    PENALISED = "penalised"
    CANCELLED = "cancelled"


class StageAct(StrEnum):
    """What leads from one stage to another; ``data/stage_moves.csv`` says where."""

    SCREEN = "screen"
    EXEMPT = "exempt"
    FILE = "file"
    CORRECT = "correct"
    TAKE = "take"
    APPRAISE = "appraise"
    APPROVE = "approve"
    REFUSE = "refuse"
    START = "start"
    ASK_CHANGE = "ask-change"
    APPROVE_CHANGE = "approve-change"
    REFUSE_CHANGE = "refuse-change"
    RESUME = "resume"
    TRY = "try"
    ACCEPT = "accept"
    OPERATE = "operate"
    MONITOR = "monitor"
    EXCEED = "exceed"
    RECTIFY = "rectify"
    CLEAR = "clear"
    PENALISE = "penalise"
    CANCEL = "cancel"


class Review(StrEnum):
    """Whether the energy review wants a report of its own."""

    UNKNOWN = "unknown"
    SEPARATE = "separate"
    DATA_ONLY = "data-only"


class ApprovalKind(StrEnum):
    """立项、环评、节能审查、用地、规划、施工、排污许可、产能置换、验收."""

    PROJECT = "project"
    ENVIRONMENT = "environment"
    ENERGY = "energy"
    LAND = "land"
    PLANNING = "planning"
    CONSTRUCTION = "construction"
    DISCHARGE = "discharge"
    REPLACEMENT = "replacement"
    ACCEPTANCE = "acceptance"


@attrs.frozen(kw_only=True)
class Share:
    """How much of a project lies in a division; the shares of one sum to 1."""

    place: str
    share: Decimal = Decimal(1)

    def __attrs_post_init__(self) -> None:
        """Refuse what is no code or no share.

        Raises
        ------
        BadInputError
            ``place.code``, ``project.share``.
        """
        code_level(self.place)
        if not 0 < self.share <= 1:
            msg = f"{self.share} is no share: more than 0 and at most 1."
            raise BadInputError(msg, code="project.share", share=str(self.share))


@attrs.frozen(kw_only=True)
class Approval:
    """A paper of an authority; ``until`` is what the paper itself says."""

    kind: ApprovalKind = attrs.field(converter=ApprovalKind)
    number: str = ""
    dated: date | None = None
    until: date | None = None


@attrs.frozen(kw_only=True)
class Milestone:
    """A step with the day that was planned and the day on which it was done.

    Attributes
    ----------
    percent : Decimal or None
        How far the project is when it is done, 0 to 100.
    """

    title: str
    planned: date | None = None
    done: date | None = None
    percent: Decimal | None = None


@attrs.frozen(kw_only=True)
class Report:
    """Where a project stood on a day, as its people said.

    Attributes
    ----------
    percent : Decimal
        0 to 100.
    built : Decimal or None
        Capacity built to date, in the unit of the project; None is not said.
    """

    on: date
    percent: Decimal
    built: Decimal | None = None
    reason: str = ""


@attrs.frozen(kw_only=True)
class Project:
    """One project.

    Attributes
    ----------
    code : str
        Code of the approval platform, or of the register.
    builder, uscc : str
        Who builds, with its unified social credit code; empty when not known.
    places : tuple of Share
        Empty when it is not known where it lies.
    industry : str
        GB/T 4754 code of 2 to 4 digits; empty when not known.
    capacity : Decimal or None
        In ``unit``; None is not known, and never counts as zero.
    investment : Decimal or None
        Yuan.
    start_due, operation_due : date or None
        Planned begin of building, and of operation.
    started, operated : date or None
        When they came.
    energy_tce, coal_t, co2_t : Decimal or None
        A year: tce at the higher of both conventions of electricity, tonnes.
    """

    code: str
    name: str
    kind: Kind = attrs.field(default=Kind.NEW, converter=Kind)
    stage: Stage = attrs.field(default=Stage.PLANNED, converter=Stage)
    review: Review = attrs.field(default=Review.UNKNOWN, converter=Review)
    builder: str = ""
    uscc: str = ""
    places: tuple[Share, ...] = ()
    industry: str = ""
    capacity: Decimal | None = None
    unit: str = ""
    investment: Decimal | None = None
    start_due: date | None = None
    operation_due: date | None = None
    started: date | None = None
    trial_from: date | None = None
    operated: date | None = None
    energy_tce: Decimal | None = None
    coal_t: Decimal | None = None
    co2_t: Decimal | None = None
    approvals: tuple[Approval, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    reports: tuple[Report, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be.

        Raises
        ------
        BadInputError
            ``project.name``, ``project.industry``, ``project.negative``,
            ``project.shares`` (they do not sum to 1, or one place stands twice), and
            what ``base.organisations.parse_uscc`` refuses.
        """
        if not self.name.strip():
            msg = f"The project {self.code!r} has no name."
            raise BadInputError(msg, code="project.name", project=self.code)
        if self.industry and not _INDUSTRY.fullmatch(self.industry):
            msg = f"{self.industry!r} is no code of GB/T 4754: 2 to 4 digits."
            raise BadInputError(msg, code="project.industry", industry=self.industry)
        if self.uscc:
            parse_uscc(self.uscc)
        for name in ("capacity", "investment", "energy_tce", "coal_t", "co2_t"):
            value = getattr(self, name)
            if value is not None and value < 0:
                msg = f"{name} of {self.name} is {value}: not below 0."
                raise BadInputError(msg, code="project.negative", field=name)
        check_shares(self.places)

    @property
    def newest(self) -> Report | None:
        """The report of the latest day; None when nobody reported."""
        return max(self.reports, key=lambda one: one.on, default=None)


@attrs.frozen(kw_only=True)
class Version:
    """What was known of a project from a moment on, and since when it was so.

    Attributes
    ----------
    of : str
        Which project of the register it is of, whatever its code; empty: that of its
        code.
    since : date
        Day from which it was so.
    learned : datetime
        When it was written down, with its time zone.
    """

    of: str = ""
    project: Project
    since: date
    learned: datetime


@attrs.frozen(kw_only=True)
class Goal:
    """A target of a plan that projects are held against, and which ones."""

    key: str
    value: Decimal
    unit: str
    name: str = ""
    year: int | None = None
    projects: tuple[str, ...] = ()


def check_shares(places: Iterable[Share]) -> None:
    """Refuse shares that do not sum to 1, or a place that stands twice.

    Raises
    ------
    BadInputError
        ``project.shares``.
    """
    held = list(places)
    if not held:
        return
    total = sum((one.share for one in held), Decimal(0))
    if total != 1 or len({one.place for one in held}) < len(held):
        told = ", ".join(f"{one.place}: {one.share}" for one in held)
        msg = f"Each place stands once and the shares sum to 1; here {told}."
        raise BadInputError(msg, code="project.shares", total=str(total))
