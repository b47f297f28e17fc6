"""The nouns of a plan: document, clause, target, task, unit, project, milestone.

Every object keeps ``span``, the ``[start, end)`` code points of the document's text
that it was read from; ``quote`` is exactly that substring.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import attrs

if TYPE_CHECKING:
    from dafeng.base.findings import Finding


class Span(NamedTuple):
    """``[start, end)`` in code points of the text that ``dafeng plan text`` prints."""

    start: int
    end: int


class ClauseKind(StrEnum):
    """What a clause is in the document's own structure."""

    CHAPTER = "chapter"
    SECTION = "section"
    ITEM = "item"
    BOX = "box"
    ATTACHMENT = "attachment"


class TargetKind(StrEnum):
    """What a target speaks of."""

    LEVEL = "level"
    RELATIVE_CHANGE = "relative_change"
    COUNT = "count"
    CAPACITY = "capacity"
    STATUS = "status"
    DELEGATED = "delegated"
    DIRECTIONAL = "directional"
    PROHIBITION = "prohibition"
    THRESHOLD = "threshold"


class Softness(StrEnum):
    """How firmly the plan binds itself."""

    BINDING = "binding"
    STRIVE = "strive"
    EXPECTED = "expected"


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


class Role(StrEnum):
    """What a responsible unit does in a task."""

    LEAD = "lead"
    SUPPORT = "support"
    IMPLEMENT = "implement"


class UnitKind(StrEnum):
    """What a responsible unit is."""

    BUREAU = "bureau"
    BRANCH = "branch"
    TOWNSHIP = "township"
    PARK = "park"
    ENTERPRISE = "enterprise"
    PARTY = "party"
    OFFICE = "office"
    GROUP = "group"
    OTHER = "other"


@attrs.frozen(kw_only=True)
class Document:
    """The plan's own papers. ``date`` is ISO 8601; ``text_sha256`` seals the text."""

    title: str | None
    number: str | None
    issuer: str | None
    date: str | None
    text_sha256: str


@attrs.frozen(kw_only=True)
class Clause:
    """One numbered part: ``id`` like ``三(一)1`` or ``专栏9``, ASCII brackets."""

    id: str
    title: str
    kind: ClauseKind = attrs.field(converter=ClauseKind)
    parent: str | None
    span: Span


@attrs.frozen(kw_only=True)
class Target:
    """One promise that can be checked.

    ``value`` is positive as printed; ``direction`` says which way (下降15.5% is 15.5,
    down, ``>=``); a range is ``value`` and ``value_max`` with ``>=``; a target without
    a figure has ``value`` None, never 0.
    """

    id: str
    clause: str
    indicator: str
    indicator_code: str | None
    comparator: str | None
    value: Decimal | None
    value_max: Decimal | None
    unit: str | None
    direction: Direction = attrs.field(converter=Direction)
    year: int | None
    base_year: int | None
    kind: TargetKind = attrs.field(converter=TargetKind)
    softness: Softness = attrs.field(converter=Softness)
    scope: str | None
    responsible: tuple[str, ...]
    quote: str
    span: Span
    confidence: float
    rule: str


@attrs.frozen(kw_only=True)
class Responsible:
    """A unit and its role in one task."""

    name: str
    role: Role = attrs.field(converter=Role)


@attrs.frozen(kw_only=True)
class Task:
    """One clause that somebody must carry out; ``action`` is the section's title."""

    clause: str
    title: str
    action: str | None
    responsible: tuple[Responsible, ...]
    targets: tuple[str, ...]
    projects: tuple[str, ...]
    span: Span
    confidence: float
    rule: str


@attrs.frozen(kw_only=True)
class Unit:
    """A responsible unit; ``variants`` are the other spellings that were met."""

    name: str
    kind: UnitKind = attrs.field(converter=UnitKind)
    variants: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Project:
    """A named project with its place, size and time as printed."""

    id: str
    name: str
    type: str | None
    place: str | None
    capacity: Decimal | None
    unit: str | None
    period: str | None
    clause: str
    quote: str
    span: Span
    confidence: float
    rule: str


@attrs.frozen(kw_only=True)
class Milestone:
    """A dated step: ``start`` and ``end`` are years or ``YYYY-MM``."""

    clause: str
    start: str | None
    end: str
    text: str
    quote: str
    span: Span
    confidence: float
    rule: str


@attrs.frozen(kw_only=True)
class Plan:
    """Everything that was read from one document; ``text`` is what spans point into."""

    document: Document
    text: str = attrs.field(repr=False)
    clauses: tuple[Clause, ...]
    targets: tuple[Target, ...]
    tasks: tuple[Task, ...]
    units: tuple[Unit, ...]
    projects: tuple[Project, ...]
    milestones: tuple[Milestone, ...]
    findings: tuple[Finding, ...]
