"""Scores of units and their points, as far as a person may see them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

import attrs
from django.db.models import Q, QuerySet

from dafeng.web.assessment.convert import PointRow, point_rows
from dafeng.web.assessment.models import AssessmentRun, RunRecord, UnitScore
from dafeng.web.assessment.selectors.runs import KEPT
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.plans.models import GroupMember

TASKS = "tasks"
"""Id of the rule about tasks in the schemes for units."""


def may_see(user: Person, owner: str, run: str) -> Q:
    """All units of the district, or one's own and those below it.

    A unit that nobody registered is seen by those who see all.
    """
    everything = within(run, paths_where(user, "assessment.score.view"))
    own = within(owner, paths_where(user, "assessment.score.own"))
    return everything | own


def scores_for(user: Person, run: AssessmentRun) -> QuerySet[UnitScore]:
    """Results of the units; that of a group is seen by its members."""
    own = paths_where(user, "assessment.score.own")
    groups = GroupMember.objects.filter(within("organisation__path", own))
    visible = may_see(user, "organisation__path", "run__organisation__path")
    visible |= Q(plan_unit__in=groups.values("group"))
    rows = UnitScore.objects.filter(visible, run=run)
    return rows.select_related("run__plan", "plan_unit").order_by("order")


def score_of(user: Person, run: AssessmentRun, unit: str) -> UnitScore | None:
    """The result of one unit, if the person may see it."""
    rows = scores_for(user, run).select_related(None)
    found = rows.select_related("organisation", "plan_unit").filter(unit=unit).first()
    if found is not None:
        found.run = run
    return found


@attrs.frozen(kw_only=True)
class RulePoints:
    """What one rule gave a unit in all, and its single points.

    ``before`` is what it gave in the result that is compared with; None without one.
    """

    rule: str
    points: Decimal
    of: Decimal
    rows: tuple[PointRow, ...]
    before: Decimal | None = None

    @property
    def lost(self) -> Decimal:
        """What was not given."""
        return self.of - self.points

    @property
    def about_tasks(self) -> bool:
        """Whether its points are about tasks: they have states of their own."""
        return self.rule == TASKS

    @property
    def change(self) -> Decimal | None:
        """Points more than before; None when nothing is compared."""
        if self.before is None:
            return None
        return self.points - self.before


def points_by_rule(score: UnitScore, before: UnitScore | None) -> list[RulePoints]:
    """Points of a unit by rule, in the order of the scheme."""
    rows = point_rows(score)
    earlier = {} if before is None else _sums(point_rows(before))
    rules = dict.fromkeys(row.rule for row in rows)
    found = []
    for rule in rules:
        own = tuple(row for row in rows if row.rule == rule)
        found.append(
            RulePoints(
                rule=rule,
                points=sum((row.points for row in own), Decimal()),
                of=sum((row.of for row in own), Decimal()),
                rows=own,
                before=earlier.get(rule),
            )
        )
    return found


def _sums(rows: list[PointRow]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for row in rows:
        sums[row.rule] = row.points + sums.get(row.rule, Decimal())
    return sums


@attrs.frozen(kw_only=True)
class WorkRow:
    """A task of the result and what the unit does for it."""

    id: str
    title: str
    state: str
    percent: Decimal | None
    planned: Decimal | None
    light: str
    overdue: bool
    reason: str
    role: str


@attrs.frozen(kw_only=True)
class Works:
    """Tasks of a result: those in which a unit has a part, and the titles of all."""

    rows: tuple[WorkRow, ...]
    titles: Mapping[str, str]


def works_of(run: AssessmentRun, score: UnitScore) -> Works:
    """Tasks as the result saw them; a member has a part in what its groups have."""
    tasks, members = _recorded(run)
    names = {score.unit}
    if score.plan_unit is not None:
        names |= {score.plan_unit.name, *score.plan_unit.variants}
    names |= {one["group"] for one in members if one["unit"] in names}
    rows = []
    for task in tasks:
        roles = [duty["role"] for duty in task["duties"] if duty["unit"] in names]
        if roles:
            rows.append(
                WorkRow(
                    id=task["id"],
                    title=task["title"],
                    state=task["state"],
                    percent=_number(task["percent"]),
                    planned=_number(task["planned"]),
                    light=task["light"],
                    overdue=task["overdue"],
                    reason=task["reason"],
                    role=roles[0],
                )
            )
    titles = {task["id"]: task["title"] for task in tasks}
    return Works(rows=tuple(rows), titles=titles)


def titles_of(run: AssessmentRun) -> dict[str, str]:
    """Titles of the tasks of a result, by their keys."""
    tasks, _members = _recorded(run)
    return {task["id"]: task["title"] for task in tasks}


def _recorded(run: AssessmentRun) -> tuple[Any, Any]:
    """Tasks and members of groups as the result saw them; nobody changes them."""
    return _sealed(run.pk, run.seal) if run.seal else _read(run.pk)


def _read(pk: int) -> tuple[Any, Any]:
    rows = RunRecord.objects.filter(run=pk)
    return rows.values_list("content__tasks", "case__members").get()


@lru_cache(maxsize=KEPT)
def _sealed(pk: int, seal: str) -> tuple[Any, Any]:  # noqa: ARG001 - part of the key
    return _read(pk)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
