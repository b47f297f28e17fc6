"""Tasks and reports of the house as the core's records, under the plan's own names.

Tasks that were handed on to towns and enterprises are parts of another: what they came
to is in the task above, and counts once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

import attrs
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from dafeng.assessment.records import Duty, Return, Role, Work
from dafeng.base.periods import Period
from dafeng.web.core.models import Organisation, OrganisationName
from dafeng.web.plans.models import LIVE, Plan, PlanUnit
from dafeng.web.work.models import Evidence, Report, ReportMove, Task, TaskMove
from dafeng.work import ReportAct, ReportState, TaskState

RECEIVED = (ReportState.CONFIRMED.value, ReportState.VERIFIED.value)


@attrs.frozen(kw_only=True)
class Told:
    """What a task's newest report said by a day."""

    percent: Decimal | None = None
    verified: bool = False
    on: date | None = None


class PlanNames:
    """What a plan calls the registered units."""

    def __init__(self, plan: Plan) -> None:
        rows = PlanUnit.objects.filter(plan=plan, state__in=LIVE).order_by("order")
        units = list(rows)
        self._linked: dict[int, str] = {}
        for unit in units:
            if unit.organisation_id is not None:
                self._linked.setdefault(unit.organisation_id, unit.name)
        self._spelt = {
            spelling: unit.name
            for unit in reversed(units)
            for spelling in (*unit.variants, unit.name)
        }
        self._others: dict[int, list[str]] = defaultdict(list)
        for unit_id, name in OrganisationName.objects.values_list(
            "organisation_id", "name"
        ):
            self._others[unit_id].append(name)

    def of(self, unit: Organisation) -> str:
        """The plan's name of a unit; its own where the plan does not name it."""
        linked = self._linked.get(unit.pk)
        if linked is not None:
            return linked
        spellings = (unit.name_zh, unit.short_zh, *self._others[unit.pk])
        found = (self._spelt[one] for one in spellings if one in self._spelt)
        return next(found, unit.name_zh)


# Tasks --------------------------------------------------------------------------------


def works_of(plan: Plan, period: str, as_of: date) -> tuple[Work, ...]:
    """Tasks of a plan in a year, as they stood on a day; none where there are none.

    Parameters
    ----------
    plan : Plan
    period : str
        Code of the year.
    as_of : date
        What was reported, moved or put in evidence later does not count.
    """
    year = Period.parse(period).start.year
    tasks = list(_tasks(plan, year))
    names, shared = PlanNames(plan), Counter(_clause(task) for task in tasks)
    return tuple(_work(task, names, shared, as_of) for task in tasks)


def _tasks(plan: Plan, year: int) -> QuerySet[Task]:
    """Tasks given for the year, and those without a year that run in it."""
    running = Q(year__isnull=True, due_on__year__gte=year) & (
        Q(begins_on__isnull=True) | Q(begins_on__year__lte=year)
    )
    rows = Task.objects.filter(Q(year=year) | running, plan=plan, parent__isnull=True)
    return (
        rows.exclude(state=TaskState.DRAFT.value)
        .select_related("lead", "clause")
        .prefetch_related(
            "units__organisation",
            Prefetch("moves", TaskMove.objects.order_by("pk")),
            Prefetch("evidence", _papers()),
            Prefetch("reports", _reports_of_tasks()),
        )
        .order_by("clause__order", "number")
    )


def _papers() -> QuerySet[Evidence]:
    return Evidence.objects.filter(withdrawn_at__isnull=True).order_by("pk")


def _reports_of_tasks() -> QuerySet[Report]:
    rows = Report.objects.filter(
        state__in=RECEIVED, first_received_on__isnull=False
    ).order_by("first_received_on", "pk")
    return rows.prefetch_related(Prefetch("evidence", _papers()))


def _work(task: Task, names: PlanNames, shared: Mapping[str, int], as_of: date) -> Work:
    clause = _clause(task)
    told = _told(task, as_of)
    return Work(
        id=clause if clause and shared[clause] == 1 else f"{clause}/{task.number}",
        clause=clause,
        title=task.title,
        duties=_duties(task, names),
        state=_state(task, as_of),
        begins_on=task.begins_on,
        due_on=task.due_on,
        percent=told.percent,
        verified=told.verified,
        reported_on=told.on,
        evidence=_evidence(task, as_of),
    )


def _clause(task: Task) -> str:
    return task.clause.ref if task.clause is not None else ""


def _duties(task: Task, names: PlanNames) -> tuple[Duty, ...]:
    """Lead first; units that came in through a group stand as the group, once."""
    roles: dict[str, Role] = {names.of(task.lead): Role.LEAD}
    for one in task.units.all():
        roles.setdefault(one.group or names.of(one.organisation), Role(one.role))
    return tuple(Duty(unit=name, role=role) for name, role in roles.items())


def _state(task: Task, as_of: date) -> TaskState:
    """Where the task was at the end of a day, by its moves."""
    later = [move for move in task.moves.all() if _day(move) > as_of]
    return TaskState(later[0].before if later else task.state)


def _day(move: TaskMove) -> date:
    return timezone.localdate(move.at)


def _told(task: Task, as_of: date) -> Told:
    if task.reported_on is None or task.reported_on <= as_of:
        return Told(percent=task.percent, verified=task.verified, on=task.reported_on)
    known = [one for one in task.reports.all() if _received(one) <= as_of]
    if not known:
        return Told()
    last = known[-1]
    return Told(percent=last.percent, verified=True, on=_received(last))


def _received(report: Report) -> date:
    return report.first_received_on or date.max


def _evidence(task: Task, as_of: date) -> tuple[str, ...]:
    """Names of what stands behind a task and behind its reports, each once."""
    known = [one for one in task.reports.all() if _received(one) <= as_of]
    papers = [*task.evidence.all(), *(p for one in known for p in one.evidence.all())]
    held = (one.name for one in papers if timezone.localdate(one.added_at) <= as_of)
    return tuple(dict.fromkeys(held))


# Reports ------------------------------------------------------------------------------


def returns_of(plan: Plan, period: str, as_of: date) -> tuple[Return, ...]:
    """Reports that units owed for a year and that were due by a day.

    A unit that reports on several tasks by one form has sent it in when all are in.
    """
    year = Period.parse(period).start.year
    of_plan = Q(task__plan=plan) | Q(
        task__isnull=True, round__organisation__path__startswith=plan.owner.path
    )
    rows = (
        Report.objects.filter(of_plan, round__period__startswith=str(year))
        .filter(due_on__lte=as_of)
        .select_related("unit", "duty", "round")
        .prefetch_related(Prefetch("moves", _marks()))
        .order_by("round__due_on", "duty__form", "unit__path", "pk")
    )
    names = PlanNames(plan)
    gathered: dict[tuple[str, str, str], list[Report]] = defaultdict(list)
    for row in rows:
        at = (names.of(row.unit), row.duty.form, row.round.period)
        gathered[at].append(row)
    return tuple(_return(*at, held, as_of) for at, held in gathered.items())


def _marks() -> QuerySet[ReportMove]:
    """Returns by who asked: the head's own are inside the unit."""
    return ReportMove.objects.filter(
        act=ReportAct.RETURN.value, before=ReportState.CONFIRMED.value, refused=False
    )


def _return(
    unit: str, form: str, period: str, reports: Sequence[Report], as_of: date
) -> Return:
    received = [_received(one) for one in reports]
    came = None if max(received) > as_of else max(received)
    return Return(
        unit=unit,
        form=form,
        period=period,
        due_on=max(one.due_on for one in reports),
        received_on=came,
        accepted=came is None or not any(_was_returned(r, as_of) for r in reports),
    )


def _was_returned(report: Report, as_of: date) -> bool:
    moves: Iterable[ReportMove] = report.moves.all()
    return any(timezone.localdate(move.at) <= as_of for move in moves)
