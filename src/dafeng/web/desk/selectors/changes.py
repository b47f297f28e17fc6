"""What changed since last Monday: results, tasks, reports, the plan, seals."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import attrs
from django.db.models import Q
from django.utils import timezone

from dafeng.web.accounts.models import AccountRun
from dafeng.web.assessment.models import AssessmentRun
from dafeng.web.assessment.selectors.runs import run_before, runs_to_compare
from dafeng.web.core.rights import roles_of
from dafeng.web.core.selectors import Person
from dafeng.web.plans.models import Act, Plan
from dafeng.web.work.models import TaskMove
from dafeng.web.work.selectors.reports import reports_for
from dafeng.web.work.selectors.tasks import overdue_by, tasks_visible_to
from dafeng.work import ReportState, TaskAct

WEEK = 7


@attrs.frozen(kw_only=True)
class Moved:
    """A target whose state is another than in the result before."""

    key: str
    indicator: str
    before: str
    after: str


@attrs.frozen(kw_only=True)
class ResultChange:
    """The newest result against the one before it."""

    run: AssessmentRun
    before: AssessmentRun
    moved: tuple[Moved, ...]


@attrs.frozen(kw_only=True)
class Changes:
    """What happened since a day; the counts are of what the person may see.

    Attributes
    ----------
    since : date
        The last Monday; on a Monday the one a week ago.
    result : ResultChange or None
        None when no result was made since then, or there is none to compare with.
    closed, newly_overdue, verified : int
        Tasks closed, tasks whose deadline passed, reports verified.
    decisions : int
        Acts about the plan's objects.
    sealed_results, sealed_accounts : int
    """

    since: date
    result: ResultChange | None = None
    closed: int = 0
    newly_overdue: int = 0
    verified: int = 0
    decisions: int = 0
    sealed_results: int = 0
    sealed_accounts: int = 0

    @property
    def nothing(self) -> bool:
        """Whether nothing at all happened."""
        counted = (self.closed, self.newly_overdue, self.verified, self.decisions)
        sealed = (self.sealed_results, self.sealed_accounts)
        return not any((self.result and self.result.moved, *counted, *sealed))


def last_monday(day: date) -> date:
    """The Monday before a day; on a Monday the one a week earlier."""
    return day - timedelta(days=day.weekday() or WEEK)


def changes_for(
    user: Person, plan: Plan, run: AssessmentRun | None, on: date
) -> Changes:
    """What a person may know of the days since last Monday."""
    since = last_monday(on)
    moment = timezone.make_aware(datetime.combine(since, time.min))
    result = _result(user, run, moment)
    sealed = AssessmentRun.objects.filter(plan=plan, frozen_at__gte=moment)
    accounts = AccountRun.objects.filter(
        organisation=plan.owner_id, sealed_at__gte=moment
    )
    found = Changes(
        since=since,
        result=result,
        decisions=Act.objects.filter(
            plan=plan, at__gte=moment, undone_at__isnull=True, by__isnull=False
        ).count(),
        sealed_results=sealed.count(),
        sealed_accounts=accounts.count(),
    )
    if not roles_of(user):
        return found
    tasks = tasks_visible_to(user)
    closing = TaskMove.objects.filter(
        task__in=tasks.values("pk"), act=TaskAct.CLOSE.value, at__gte=moment
    )
    verified = Q(state=ReportState.VERIFIED.value, verified_at__gte=moment)
    return attrs.evolve(
        found,
        closed=closing.count(),
        newly_overdue=tasks.filter(overdue_by(on), due_on__gte=since).count(),
        verified=reports_for(user).filter(verified).count(),
    )


def _result(
    user: Person, run: AssessmentRun | None, moment: datetime
) -> ResultChange | None:
    if run is None or max(run.made_at, run.frozen_at or run.made_at) < moment:
        return None
    before = run_before(user, run)
    if before is None:
        others = [one for one in runs_to_compare(user, run) if one.pk < run.pk]
        before = others[-1] if others else None
    if before is None:
        return None
    return ResultChange(run=run, before=before, moved=moved_between(before, run))


def moved_between(before: AssessmentRun, after: AssessmentRun) -> tuple[Moved, ...]:
    """Targets that stand differently in two results, in the order of the document."""
    was = dict(before.standings.values_list("key", "state"))
    rows = after.standings.order_by("order").values_list("key", "indicator", "state")
    return tuple(
        Moved(key=key, indicator=indicator, before=was[key], after=state)
        for key, indicator, state in rows
        if key in was and was[key] != state
    )
