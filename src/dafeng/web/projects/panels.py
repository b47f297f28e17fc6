"""What projects bring to the pages of targets and units."""

from __future__ import annotations

import attrs
from django.utils import timezone

from dafeng.projects import ProjectClass
from dafeng.web.core.permissions import may
from dafeng.web.core.selectors import Person
from dafeng.web.plans.models import PlanUnit, Target
from dafeng.web.plans.panels import (
    Panel,
    Place,
    register_target_panel,
    register_unit_panel,
)
from dafeng.web.projects.permissions import VIEW
from dafeng.web.projects.selectors.projects import (
    ProjectRow,
    projects_for,
    rows_of,
)
from dafeng.web.projects.selectors.sums import TargetSum, sees_whole, sum_of
from dafeng.web.projects.wording import gap_sentence

SHOWN = 8


@attrs.frozen(kw_only=True)
class TargetProjects:
    """Projects that are linked to a target, and what they give."""

    rows: list[ProjectRow]
    more: int
    sum: TargetSum | None
    sentence: str


@attrs.frozen(kw_only=True)
class UnitProjects:
    """Projects that a unit answers for; those that need somebody come first."""

    rows: list[ProjectRow]
    more: int
    code: str
    building: int


def of_target(reader: Person, target: Target) -> TargetProjects | None:
    """Projects linked to a target; None without any.

    Sum and gap are for who sees every project of the district.
    """
    if not may(reader, VIEW):
        return None
    rows = _rows(reader, targets=target)
    if not rows:
        return None
    whole = sees_whole(reader, target.plan)
    total = sum_of(target, [one.project for one in rows]) if whole else None
    return TargetProjects(
        rows=rows[:SHOWN],
        more=max(len(rows) - SHOWN, 0),
        sum=total,
        sentence="" if total is None else gap_sentence(total),
    )


def of_unit(reader: Person, unit: PlanUnit) -> UnitProjects | None:
    """Projects that a unit answers for; None without any."""
    if unit.organisation is None or not may(reader, VIEW):
        return None
    rows = _rows(reader, unit=unit.organisation)
    if not rows:
        return None
    return UnitProjects(
        rows=rows[:SHOWN],
        more=max(len(rows) - SHOWN, 0),
        code=unit.organisation.code,
        building=sum(one.listed is ProjectClass.BUILDING for one in rows),
    )


_ORDER = ("red", "amber", "unknown", "green")


def _rows(reader: Person, **wanted: object) -> list[ProjectRow]:
    rows = rows_of(projects_for(reader).filter(**wanted), timezone.localdate())
    return sorted(
        rows, key=lambda one: (_ORDER.index(one.stands.light), one.project.code)
    )


register_target_panel(
    Panel(
        order=140,
        place=Place.MAIN,
        template="projects/_target_projects.html",
        content=of_target,
    )
)
register_unit_panel(
    Panel(
        order=140,
        place=Place.MAIN,
        template="projects/_unit_projects.html",
        content=of_unit,
    )
)
