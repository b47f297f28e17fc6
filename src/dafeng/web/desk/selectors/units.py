"""Units: what they owe, how they scored, who is behind; each as far as one may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import attrs
from django.db.models import Count
from django.urls import reverse

from dafeng.plan.records import Role
from dafeng.web.assessment.models import AssessmentRun
from dafeng.web.assessment.selectors.scores import scores_for
from dafeng.web.core.selectors import Person
from dafeng.web.desk.selectors.work import NO_WORK, UnitWork, work_by_unit
from dafeng.web.plans.models import (
    LIVE,
    Plan,
    PlanUnit,
    TargetResponsibility,
    TaskResponsibility,
)
from dafeng.web.work.selectors.reports import reports_for
from dafeng.web.work.selectors.tasks import tasks_visible_to


@attrs.frozen(kw_only=True)
class UnitRow:
    """One responsible unit of a plan.

    Attributes
    ----------
    lead, targets : int
        Tasks of the plan that it leads, targets that it answers for.
    score, rank : Decimal, int or None
        None where nobody scored it, or where the reader may not see.
    """

    key: str
    name: str
    kind: str
    organisation_id: int | None
    lead: int
    targets: int
    score: Decimal | None = None
    rank: int | None = None
    score_url: str = ""
    work: UnitWork = NO_WORK

    @property
    def behind(self) -> int:
        """Overdue tasks and late reports together."""
        return self.work.overdue + self.work.late


def unit_rows(
    user: Person, plan: Plan, run: AssessmentRun | None, on: date
) -> list[UnitRow]:
    """Every unit that the plan names, in the order of the document."""
    works = work_by_unit(tasks_visible_to(user), reports_for(user), on)
    scores = _scores(user, run)
    targets, led = _counts(plan)
    rows = []
    units = PlanUnit.objects.filter(plan=plan, state__in=LIVE).order_by("order")
    for pk, key, name, kind, organisation in units.values_list(
        "pk", "key", "name", "kind", "organisation_id"
    ):
        score = scores.get(pk, _NO_SCORE)
        rows.append(
            UnitRow(
                key=key,
                name=name,
                kind=kind,
                organisation_id=organisation,
                lead=led.get(pk, 0),
                targets=targets.get(pk, 0),
                score=score.score,
                rank=score.rank,
                score_url=score.url,
                work=works.get(organisation, NO_WORK),
            )
        )
    return rows


@attrs.frozen(kw_only=True)
class _Score:
    """What a unit scored, and the page that says why."""

    score: Decimal | None = None
    rank: int | None = None
    url: str = ""


_NO_SCORE = _Score()


def _scores(user: Person, run: AssessmentRun | None) -> dict[int | None, _Score]:
    """Scores of the plan's units that the person may see."""
    if run is None:
        return {}
    begins = reverse("assessment:unit", args=[*run.address, "-"])[:-2]
    rows = scores_for(user, run).values_list("plan_unit", "unit", "score", "rank")
    return {
        pk: _Score(score=score, rank=rank, url=f"{begins}{quote(unit)}/")
        for pk, unit, score, rank in rows
    }


def _counts(plan: Plan) -> tuple[dict[int, int], dict[int, int]]:
    """Live targets of each unit, and live tasks of the plan that it leads."""
    targets = TargetResponsibility.objects.filter(
        target__plan=plan, target__state__in=LIVE
    )
    tasks = TaskResponsibility.objects.filter(
        task__plan=plan, task__state__in=LIVE, role=Role.LEAD.value
    )
    return (
        dict(targets.order_by().values_list("unit_id").annotate(n=Count("pk"))),
        dict(tasks.order_by().values_list("unit_id").annotate(n=Count("pk"))),
    )


def units_behind(rows: Iterable[UnitRow], limit: int) -> list[UnitRow]:
    """Units with something late first, then those with the lowest scores."""
    judged = [one for one in rows if one.behind or one.score is not None]
    return sorted(
        judged, key=lambda one: (-one.behind, one.score is None, one.score or Decimal())
    )[:limit]


SORTS: Mapping[str, Callable[[UnitRow], Any]] = {
    "name": lambda row: row.name,
    "lead": lambda row: row.lead,
    "targets": lambda row: row.targets,
    "score": lambda row: row.score,
    "overdue": lambda row: row.work.overdue,
    "late": lambda row: row.work.late,
    "due": lambda row: row.work.next_due,
}


def sorted_units(rows: Sequence[UnitRow], sort: str) -> list[UnitRow]:
    """Rows by a column, ``-score`` descending; what is unknown stands last."""
    key = SORTS.get(sort.removeprefix("-"))
    if key is None:
        return list(rows)
    known = [row for row in rows if key(row) is not None]
    rest = [row for row in rows if key(row) is None]
    return sorted(known, key=key, reverse=sort.startswith("-")) + rest
