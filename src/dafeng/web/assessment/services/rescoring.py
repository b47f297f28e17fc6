"""What came of a report for the score of its unit: kept results, and a fresh one.

A page reads results that were kept; a person's act asks for a new one.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from dafeng.web.assessment.models import (
    AssessmentRun,
    OrderState,
    RunStatus,
    ScoreOrder,
    UnitScore,
)
from dafeng.web.assessment.selectors.scores import scores_for
from dafeng.web.assessment.services.ordering import score_order
from dafeng.web.assessment.services.running import (
    Asked,
    assessment_make,
)
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import may, require
from dafeng.web.core.selectors import Person
from dafeng.web.plans.models import Plan
from dafeng.web.plans.selectors.plans import current_plan_for
from dafeng.web.work.models import Report
from dafeng.web.work.scores import ScoreChange

DISTRICT_SCHEME = "district-2023"
"""Scores units; the other schemes grade the district as a whole."""


def score_now(plan: Plan, unit: Organisation, *, by: User | None) -> ScoreChange:
    """Assess a plan as of today, as a draft, and say what that did to a unit.

    Period and scheme are those of the newest result that scores units; without one the
    year before this one is assessed by the scheme of districts.

    Parameters
    ----------
    plan : Plan
    unit : Organisation
    by : User or None
        Needs the right to make results.

    Raises
    ------
    BadInputError
        The case cannot be judged.
    """
    if by is not None:
        require(by, "assessment.run.make", plan)
    newest = _newest(plan)
    before = None if newest is None else _score(newest, unit)
    run = assessment_make(by=by, plan=plan, asked=_asked(newest))
    return _change(run, unit, before)


def _newest(plan: Plan) -> AssessmentRun | None:
    return _runs(plan).exclude(status=RunStatus.REPLACED).first()


def _asked(newest: AssessmentRun | None) -> Asked:
    """What is assessed when somebody asks for the scores as of today."""
    today = timezone.localdate()
    return Asked(
        period=str(today.year - 1) if newest is None else newest.period,
        scheme=DISTRICT_SCHEME if newest is None else newest.scheme,
        as_of=today,
    )


def _runs(plan: Plan) -> QuerySet[AssessmentRun]:
    """Results that score units, the newest first."""
    rows = AssessmentRun.objects.filter(plan=plan, units_count__gt=1)
    return rows.order_by("-made_at", "-pk")


def _score(run: AssessmentRun, unit: Organisation) -> UnitScore | None:
    return run.scores.filter(organisation=unit).order_by("order").first()


def _change(
    run: AssessmentRun, unit: Organisation, before: UnitScore | None
) -> ScoreChange:
    after = _score(run, unit)
    return ScoreChange(
        unit=after.unit if after is not None else unit.name_zh,
        before=None if before is None else before.score,
        after=None if after is None else after.score,
        period=run.period,
        made_at=run.made_at,
        address="" if after is None else after.get_absolute_url(),
    )


class RunScores:
    """Tells the pages of reports what results say about a unit."""

    def around(self, report: Report, reader: Person) -> ScoreChange | None:
        """Scores kept before and after a report was verified, as far as seen."""
        plan, moment = plan_of(report, reader), report.verified_at
        if plan is None or moment is None:
            return None
        runs = _runs(plan)
        after = runs.filter(made_at__gte=moment).first()
        before = self._before(runs, after, moment)
        shown = after or before
        if shown is None:
            return None
        mine = _seen(shown, report.unit, reader)
        if mine is None:
            return None
        return ScoreChange(
            unit=mine.unit,
            before=_points(before, report.unit, reader) if after else mine.score,
            after=mine.score if after else None,
            period=shown.period,
            made_at=None if after is None else after.made_at,
            address=mine.get_absolute_url(),
            may_make=after is None and may(reader, "assessment.run.make", plan),
            asked_at=None if after is not None else _waiting_since(plan),
            trouble="" if after is not None else _trouble(plan, moment),
        )

    def _before(
        self,
        runs: QuerySet[AssessmentRun],
        after: AssessmentRun | None,
        moment: datetime,
    ) -> AssessmentRun | None:
        """The last result before the moment, of the same year and scheme."""
        earlier = runs.filter(made_at__lt=moment)
        if after is not None:
            earlier = earlier.filter(period=after.period, scheme=after.scheme)
        return earlier.first()

    def make(self, report: Report, by: User) -> None:
        """Ask a worker for the result of the report's plan as of today."""
        plan = plan_of(report, by)
        if plan is not None:
            asked = _asked(_newest(plan))
            address = report.get_absolute_url()
            score_order(plan=plan, asked=asked, by=by, address=address)


def plan_of(report: Report, reader: Person) -> Plan | None:
    """The plan that a report is about: its task's, or the one that the house leads."""
    task = report.task
    if task is not None and task.plan is not None:
        return task.plan
    return current_plan_for(reader)


def _waiting_since(plan: Plan) -> datetime | None:
    """Since when a result of the plan waits for a worker; None when none does."""
    orders = ScoreOrder.objects.filter(plan=plan, state=OrderState.WAITING)
    return orders.values_list("asked_at", flat=True).first()


def _trouble(plan: Plan, moment: datetime) -> str:
    """Why the last result that was asked for since a moment could not be made."""
    last = ScoreOrder.objects.filter(plan=plan, asked_at__gte=moment).last()
    return "" if last is None else last.trouble


def _seen(run: AssessmentRun, unit: Organisation, reader: Person) -> UnitScore | None:
    return scores_for(reader, run).filter(organisation=unit).first()


def _points(
    run: AssessmentRun | None, unit: Organisation, reader: Person
) -> Decimal | None:
    held = None if run is None else _seen(run, unit, reader)
    return None if held is None else held.score
