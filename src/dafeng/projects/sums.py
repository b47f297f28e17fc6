"""What named projects add up to, against a target of the plan."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.base.errors import UnitError
from dafeng.base.rounding import round_half_even
from dafeng.base.units import convert
from dafeng.projects.stages import Counts, stage_facts

if TYPE_CHECKING:
    from dafeng.projects.records import Goal, Project

_PLACES = 6


@attrs.frozen(kw_only=True)
class Counted:
    """A project with its size in the unit of the target.

    Attributes
    ----------
    built : Decimal
        What stands: the whole size in operation, else what the newest report says.
    """

    project: Project
    size: Decimal
    built: Decimal
    counts: Counts


@attrs.frozen(kw_only=True)
class Uncounted:
    """A project that adds nothing to the sum, and why: never counted as zero.

    Attributes
    ----------
    reason : str
        ``size-unknown``, ``unit-unknown``, ``unit-other``, ``ended``.
    """

    project: Project
    reason: str


@attrs.frozen(kw_only=True)
class CapacitySum:
    """What the named projects give against a target, all in ``goal.unit``.

    Attributes
    ----------
    total : Decimal
        Of all counted projects.
    built, committed, proposed : Decimal
        What of it stands; what is approved or being built; what is not approved yet.
    gap : Decimal
        What is missing to the target; below 0 when the projects give more.
    """

    goal: Goal
    counted: tuple[Counted, ...]
    uncounted: tuple[Uncounted, ...]
    total: Decimal
    built: Decimal
    committed: Decimal
    proposed: Decimal
    gap: Decimal

    @property
    def share(self) -> Decimal | None:
        """Part of the target that the projects give; None for a target of zero."""
        if not self.goal.value:
            return None
        return round_half_even(Fraction(self.total) / Fraction(self.goal.value), 4)


def capacity_sum(projects: Iterable[Project], goal: Goal) -> CapacitySum:
    """Add up the sizes of projects in the unit of a target.

    Parameters
    ----------
    projects : iterable of Project
        All of them, or those that ``goal.projects`` names when it names any.

    Raises
    ------
    UnitError
        The unit of the target itself is unknown.

    Examples
    --------
    >>> from dafeng.projects.records import Goal, Project
    >>> wind = Project(code="1", name="a", capacity=Decimal(100), unit="MW")
    >>> solar = Project(code="2", name="b", capacity=Decimal("0.5"), unit="万kW")
    >>> target = Goal(key="T1", value=Decimal(280), unit="万kW")
    >>> capacity_sum([wind, solar], target).gap
    Decimal('269.500000')
    """
    convert(goal.value, goal.unit, goal.unit)
    named = set(goal.projects)
    rows = [one for one in projects if not named or one.code in named]
    judged = [_counted(one, goal) for one in sorted(rows, key=lambda each: each.code)]
    sized = [one for one in judged if isinstance(one, Counted)]
    built = sum((one.built for one in sized), Decimal(0))
    total = sum((one.size for one in sized), Decimal(0))
    proposed = sum(
        (one.size - one.built for one in sized if one.counts is Counts.PROPOSED),
        Decimal(0),
    )
    return CapacitySum(
        goal=goal,
        counted=tuple(sized),
        uncounted=tuple(one for one in judged if isinstance(one, Uncounted)),
        total=total,
        built=built,
        committed=total - built - proposed,
        proposed=proposed,
        gap=round_half_even(goal.value, _PLACES) - total,
    )


def town_sums(projects: Iterable[Project], unit: str) -> dict[str, Decimal]:
    """Add up sizes by town: a project in two counts in each by its share there.

    The sum over the towns is that of the projects whose places and sizes are known.
    """
    found: dict[str, Fraction] = {}
    for one in projects:
        if one.capacity is None or stage_facts(one.stage).counts is Counts.NOTHING:
            continue
        try:
            size = convert(one.capacity, one.unit, unit)
        except UnitError:
            continue
        for part in one.places:
            share = Fraction(part.share)
            found[part.place] = found.get(part.place, Fraction(0)) + size * share
    return {place: round_half_even(found[place], _PLACES) for place in sorted(found)}


def _counted(project: Project, goal: Goal) -> Counted | Uncounted:
    counts = stage_facts(project.stage).counts
    if counts is Counts.NOTHING:
        return Uncounted(project=project, reason="ended")
    if project.capacity is None:
        return Uncounted(project=project, reason="size-unknown")
    try:
        size = convert(project.capacity, project.unit, goal.unit)
    except UnitError as error:
        other = error.code == "unit.dimension"
        reason = "unit-other" if other else "unit-unknown"
        return Uncounted(project=project, reason=reason)
    rounded = round_half_even(size, _PLACES)
    return Counted(
        project=project,
        size=rounded,
        built=min(_built(project, rounded, goal.unit), rounded),
        counts=counts,
    )


def _built(project: Project, size: Decimal, unit: str) -> Decimal:
    if stage_facts(project.stage).counts is Counts.BUILT:
        return size
    newest = project.newest
    if newest is None or newest.built is None:
        return Decimal(0)
    return round_half_even(convert(newest.built, project.unit, unit), _PLACES)
