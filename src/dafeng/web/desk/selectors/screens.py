"""What a wall screen shows: public results, and counts of work without names."""

from __future__ import annotations

from datetime import date, datetime, time

import attrs
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from dafeng.web.assessment.selectors.runs import run_of_plan
from dafeng.web.core.models import Organisation
from dafeng.web.desk.selectors.changes import last_monday
from dafeng.web.desk.selectors.freshness import Ages, ages_on
from dafeng.web.desk.selectors.outlook import Outlook, outlook_of
from dafeng.web.desk.selectors.work import AT_UNIT
from dafeng.web.pathways.models import OutlookRun
from dafeng.web.pathways.selectors.runs import run_of
from dafeng.web.plans.models import PlanStatus
from dafeng.web.plans.selectors.plans import plans_for
from dafeng.web.work.models import Report, Task, TaskMove
from dafeng.web.work.selectors.tasks import RUNNING_VALUES, overdue_by
from dafeng.work import ReportState, TaskAct


@attrs.frozen(kw_only=True)
class Screen:
    """Numbers of a district for everybody who stands before the screen.

    Attributes
    ----------
    peak : OutlookRun or None
        The district's outlook in force: its office shows it with the screen.
    running, overdue : int
        Tasks of the district that are under way; how many of them are overdue.
    reports, late : int
        Reports that units have not sent; how many of them are late.
    closed, verified : int
        Tasks closed and reports verified since last Monday.
    """

    outlook: Outlook
    peak: OutlookRun | None
    since: date
    running: int
    overdue: int
    reports: int
    late: int
    closed: int
    verified: int
    ages: Ages


def screen_of(organisation: Organisation, on: date) -> Screen | None:
    """What a screen of a district shows; None while it has no published plan.

    The screen knows nobody: of plans and results it shows what everybody may see.
    """
    anybody = AnonymousUser()
    plans = plans_for(anybody).filter(owner=organisation, status=PlanStatus.PUBLISHED)
    plan = plans.order_by("synthetic", "-published_at", "-pk").first()
    if plan is None:
        return None
    since = last_monday(on)
    moment = timezone.make_aware(datetime.combine(since, time.min))
    inside = Q(organisation__path__startswith=organisation.path)
    tasks = Task.objects.filter(inside, parent=None)
    reports = Report.objects.filter(
        round__organisation__path__startswith=organisation.path
    )
    waiting = reports.filter(state__in=AT_UNIT)
    closing = TaskMove.objects.filter(
        task__in=tasks.values("pk"), act=TaskAct.CLOSE.value, at__gte=moment
    )
    verified = Q(state=ReportState.VERIFIED.value, verified_at__gte=moment)
    return Screen(
        outlook=outlook_of(plan, run_of_plan(anybody, plan)),
        peak=run_of(organisation),
        since=since,
        running=tasks.filter(state__in=RUNNING_VALUES).count(),
        overdue=tasks.filter(overdue_by(on)).count(),
        reports=waiting.count(),
        late=waiting.filter(due_on__lt=on).count(),
        closed=closing.count(),
        verified=reports.filter(verified).count(),
        ages=ages_on(on),
    )
