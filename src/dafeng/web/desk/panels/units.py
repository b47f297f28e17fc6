"""What a unit has to do next, how it scored and why, and who answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import attrs
from django.utils import timezone

from dafeng.web.assessment.convert import PointRow
from dafeng.web.assessment.models import UnitScore
from dafeng.web.assessment.selectors.runs import run_of_plan
from dafeng.web.assessment.selectors.scores import (
    RulePoints,
    points_by_rule,
    scores_for,
)
from dafeng.web.assessment.wording import names_of, scheme_words
from dafeng.web.core.models import Membership
from dafeng.web.core.selectors import Person, memberships_visible_to
from dafeng.web.desk.selectors.work import AT_UNIT, UnitWork, work_by_unit
from dafeng.web.plans.models import PlanUnit
from dafeng.web.work.models import Report, Task
from dafeng.web.work.selectors.reports import reports_for
from dafeng.web.work.selectors.tasks import RUNNING_VALUES, tasks_visible_to

MOST = 10


@attrs.frozen(kw_only=True)
class Deadlines:
    """What is open, the earliest deadline first."""

    today: date
    whole: UnitWork
    tasks: Sequence[Task]
    reports: Sequence[Report]


@attrs.frozen(kw_only=True)
class Reasons:
    """A score rule by rule, and the single points that cost most.

    Attributes
    ----------
    rules : sequence of (str, RulePoints)
        Name of the rule and what it gave.
    lost : sequence of PointRow
        What was lost most, the largest loss first.
    """

    score: UnitScore
    rules: Sequence[tuple[str, RulePoints]]
    lost: Sequence[PointRow]


@attrs.frozen(kw_only=True)
class People:
    """Who holds a role in the unit."""

    members: Sequence[Membership]


def deadlines_of(reader: Person, unit: PlanUnit) -> Deadlines | None:
    """Open tasks and reports of the registered unit, as far as the reader may see."""
    if unit.organisation_id is None:
        return None
    today = timezone.localdate()
    tasks = tasks_visible_to(reader).filter(lead=unit.organisation_id)
    reports = reports_for(reader).filter(unit=unit.organisation_id)
    whole = work_by_unit(tasks, reports, today).get(unit.organisation_id)
    if whole is None:
        return None
    running = tasks.filter(state__in=RUNNING_VALUES).select_related("lead")
    due = reports.filter(state__in=AT_UNIT)
    return Deadlines(
        today=today,
        whole=whole,
        tasks=list(running.order_by("due_on", "number")[:MOST]),
        reports=list(due.order_by("due_on", "pk")[:MOST]),
    )


def score_of_unit(reader: Person, unit: PlanUnit) -> Reasons | None:
    """How the unit scored in the result in force; None where one may not see it."""
    run = run_of_plan(reader, unit.plan)
    score = None if run is None else scores_for(reader, run).filter(plan_unit=unit)
    found = None if score is None else score.first()
    if run is None or found is None:
        return None
    names = names_of(scheme_words(run))
    rules = points_by_rule(found, None)
    rows = [row for rule in rules for row in rule.rows if row.of > row.points]
    return Reasons(
        score=found,
        rules=[(str(names.get(rule.rule, rule.rule)), rule) for rule in rules],
        lost=sorted(rows, key=lambda row: row.points - row.of)[:MOST],
    )


def people_of(reader: Person, unit: PlanUnit) -> People | None:
    """Who holds a role there, for those who may see it."""
    if unit.organisation_id is None:
        return None
    rows = memberships_visible_to(reader).filter(organisation=unit.organisation_id)
    members = list(rows.order_by("role__order", "user__display_name")[:MOST])
    return People(members=members) if members else None
