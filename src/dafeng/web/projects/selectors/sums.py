"""Targets of the plan against the projects that are linked to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

import attrs

from dafeng.base.errors import UnitError
from dafeng.projects import CapacitySum, Goal, capacity_sum, town_sums
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person
from dafeng.web.plans.models import ACCEPTED, Plan, Target
from dafeng.web.projects.convert import to_record
from dafeng.web.projects.models import Project
from dafeng.web.projects.permissions import VIEW
from dafeng.web.projects.selectors.projects import in_full, projects_for


@attrs.frozen(kw_only=True)
class TargetSum:
    """A target with a size, and what the projects linked to it give."""

    target: Target
    sum: CapacitySum
    rows: dict[str, Project]
    """Rows of the register by code, to link to."""

    @property
    def percent(self) -> Decimal | None:
        """Part of the target that the projects give, in percent."""
        share = self.sum.share
        return None if share is None else share * 100


def sees_whole(user: Person, plan: Plan) -> bool:
    """Whether a person sees every project of a plan's district.

    To anybody else the sum of what they see would look like the district's.
    """
    return any(plan.owner.path.startswith(one) for one in paths_where(user, VIEW))


def target_sums(user: Person, plan: Plan | None) -> list[TargetSum]:
    """Each target of a plan with a size that projects are linked to, in its order."""
    if plan is None:
        return []
    linked: dict[int, list[Project]] = defaultdict(list)
    targets: dict[int, Target] = {}
    rows = in_full(projects_for(user).filter(targets__plan=plan)).distinct()
    for project in rows.prefetch_related("targets__plan"):
        for target in project.targets.all():
            if target.plan_id == plan.pk and target.state in ACCEPTED:
                linked[target.pk].append(project)
                targets[target.pk] = target
    ordered = sorted(targets.values(), key=lambda one: one.order)
    found = [sum_of(one, linked[one.pk]) for one in ordered]
    return [one for one in found if one is not None]


def sum_of(target: Target, projects: Iterable[Project]) -> TargetSum | None:
    """Add up projects against one target; None when it has no size to meet."""
    if target.value is None or not target.unit:
        return None
    rows = {one.code: one for one in projects}
    goal = Goal(
        key=target.key,
        name=target.indicator,
        value=target.value,
        unit=target.unit,
        year=target.year,
    )
    try:
        found = capacity_sum([to_record(one) for one in rows.values()], goal)
    except UnitError:
        return None
    if not found.counted:
        return None
    return TargetSum(target=target, sum=found, rows=rows)


def towns_in(user: Person, target: Target) -> dict[str, Decimal]:
    """What the projects of a target give in each town, in the target's unit."""
    rows = in_full(projects_for(user).filter(targets=target))
    return town_sums([to_record(one) for one in rows], target.unit)
