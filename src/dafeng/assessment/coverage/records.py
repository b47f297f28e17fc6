"""The nouns of several plans in one house: link, conflict, cover, decision."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

import attrs

from dafeng.base.findings import Finding  # noqa: TC001 - read back from JSON by type
from dafeng.plan.records import (
    Plan,
    Softness,
    Target,
)


class Level(StrEnum):
    """Whose plan it is, the highest first."""

    ABOVE = "above"
    """A government above: the city, the province, the country."""
    DISTRICT = "district"
    """The district's own plan: the 1 of 1+N."""
    SECTOR = "sector"
    """A bureau's plan for the whole district: one of the N."""
    TOWN = "town"
    """A town's or park's plan: its figures are of its own area."""


class Relation(StrEnum):
    """How the figure below stands to the figure above."""

    EQUAL = "equal"
    WEAKER = "weaker"
    STRONGER = "stronger"
    INCOMPARABLE = "incomparable"
    EXCLUSIVE = "exclusive"
    """No figure fulfils both; only of a conflict."""


class Obstacle(StrEnum):
    """Why two figures cannot be compared."""

    NO_FIGURE = "no-figure"
    """One of them is handed down later, or only a direction."""
    SCOPE = "scope"
    UNIT = "unit"
    BASE_YEAR = "base-year"
    KIND = "kind"
    """One is a level, the other a change; or neither way is better."""


class LinkBasis(StrEnum):
    """What makes two targets the same promise."""

    CODE = "code"
    """The same indicator of the register, the same year."""
    WORDING = "wording"
    """The same year and alike names; the register knows neither, or only one."""
    PERSON = "person"
    """A person said so."""


class Verdict(StrEnum):
    """What a person decided."""

    CONFIRM = "confirm"
    REJECT = "reject"


class ReasonKind(StrEnum):
    """Why a task counts as covered by a plan."""

    INDICATOR = "indicator"
    """A target of the task is linked with one of the plan."""
    WORDING = "wording"
    """The titles share words that say what it is about."""
    UNIT = "unit"
    """The unit that leads the task leads in the plan as well."""
    PERSON = "person"


@attrs.frozen(kw_only=True)
class SectorPlan:
    """One of the N plans.

    Attributes
    ----------
    name : str
        How the house calls it.
    plan : Plan
    level : Level
        ``sector``, or ``town`` for a plan of one town or park: its figures are linked
        and compared, but it carries out no task for the whole district.

    Raises
    ------
    ValueError
        No name, or the level of a plan that is none of the N.
    """

    name: str = attrs.field(validator=attrs.validators.min_len(1))
    plan: Plan = attrs.field(repr=False)
    level: Level = attrs.field(
        default=Level.SECTOR,
        converter=Level,
        validator=attrs.validators.in_((Level.SECTOR, Level.TOWN)),
    )


@attrs.frozen(kw_only=True)
class Cited:
    """A target, and the name of the plan that it stands in."""

    plan: str
    target: Target


@attrs.frozen(kw_only=True)
class CitedTask:
    """A task: name of its plan, key (as ``task_keys`` gives it), clause and title."""

    plan: str
    key: str
    clause: str
    title: str


@attrs.frozen(kw_only=True)
class Link:
    """The same promise in plans of two levels.

    Attributes
    ----------
    upper, lower : Cited
    relation : Relation
        Of ``lower`` to ``upper``; a weaker figure is legal under a city's, and shown.
    obstacle : Obstacle or None
        Only where the two are incomparable.
    basis : LinkBasis
    words : tuple of str
        What their names share.
    """

    upper: Cited
    lower: Cited
    relation: Relation
    obstacle: Obstacle | None = None
    basis: LinkBasis
    words: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Conflict:
    """Two plans for one area whose figures for one indicator and year clash.

    Either no figure fulfils both, or the plan below asks for less than the one above. A
    stricter figure below, and a stretch (力争) above a binding floor, are none.

    Attributes
    ----------
    first, second : Cited
        The higher plan first; of one level in the order of their names.
    relation : Relation
        Of ``second`` to ``first``: ``exclusive`` or ``weaker``.
    also : tuple of Cited
        Other places in the two plans that say the same again.
    """

    first: Cited
    second: Cited
    relation: Relation
    also: tuple[Cited, ...] = ()


@attrs.frozen(kw_only=True)
class Reason:
    """One reason why a task counts as covered.

    Attributes
    ----------
    kind : ReasonKind
    words : tuple of str
        Words that match, ids of linked targets, the unit, or who decided and why.
    clause : str
        Where it stands in the plan that covers.
    score : Decimal or None
        Likeness of the titles, 0 to 1, two decimals; for wording only.
    """

    kind: ReasonKind
    words: tuple[str, ...]
    clause: str = ""
    score: Decimal | None = None


@attrs.frozen(kw_only=True)
class Cover:
    """A task of the district's plan that a sector plan takes up, and why."""

    task: CitedTask
    plan: str
    reasons: tuple[Reason, ...]


@attrs.frozen(kw_only=True)
class TaskDecision:
    """A person's word on whether a plan covers a task; it goes before the rule.

    Attributes
    ----------
    task : str
        Key of the task in the district's plan.
    plan : str
        Name of the sector plan.
    verdict : Verdict
    by, ground : str
        Who decided, and why.
    """

    task: str
    plan: str
    verdict: Verdict = attrs.field(converter=Verdict)
    by: str
    ground: str = ""


@attrs.frozen(kw_only=True)
class LinkDecision:
    """A person's word on whether two targets are the same promise.

    Attributes
    ----------
    upper_plan, upper, lower_plan, lower : str
        Names of the plans and keys of the targets.
    verdict : Verdict
    by, ground : str
    """

    upper_plan: str
    upper: str
    lower_plan: str
    lower: str
    verdict: Verdict = attrs.field(converter=Verdict)
    by: str
    ground: str = ""


@attrs.frozen(kw_only=True)
class Coverage:
    """How the plans of a house hang together.

    Attributes
    ----------
    main : str
        Name of the district's plan.
    above, sectors : tuple of str
        Names of the others, in order of level and name.
    links : tuple of Link
    conflicts : tuple of Conflict
        One for each pair of plans, indicator, year and part of the district.
    differing : tuple of Conflict
        Figures of two sector plans that differ and can both hold; as conflicts are.
    covers : tuple of Cover
        By task in the order of the district's plan, then by plan.
    uncovered : tuple of CitedTask
        Tasks that no sector plan takes up; each task is here or in ``covers``.
    unlinked : tuple of Cited
        Targets of sector and town plans that no plan above them has.
    unowned_targets : tuple of Cited
        Targets of the district's and the sector plans that nobody answers for.
    unowned_tasks : tuple of CitedTask
    findings : tuple of Finding
    """

    main: str
    above: tuple[str, ...]
    sectors: tuple[str, ...]
    links: tuple[Link, ...]
    conflicts: tuple[Conflict, ...]
    differing: tuple[Conflict, ...] = ()
    covers: tuple[Cover, ...]
    uncovered: tuple[CitedTask, ...]
    unlinked: tuple[Cited, ...]
    unowned_targets: tuple[Cited, ...]
    unowned_tasks: tuple[CitedTask, ...]
    findings: tuple[Finding, ...]

    @property
    def weaker(self) -> tuple[Link, ...]:
        """Links whose lower figure asks for less."""
        return tuple(x for x in self.links if x.relation is Relation.WEAKER)

    @property
    def stricter(self) -> tuple[Link, ...]:
        """Links whose lower figure asks for more, by more than a stretch."""
        return tuple(
            x
            for x in self.links
            if x.relation is Relation.STRONGER
            and x.upper.target.value != x.lower.target.value
            and (_binds(x.lower) or not _binds(x.upper))
        )

    def covering(self, task: str) -> tuple[Cover, ...]:
        """Covers of one task, by its key."""
        return tuple(cover for cover in self.covers if cover.task.key == task)


def _binds(cited: Cited) -> bool:
    return cited.target.softness is Softness.BINDING
