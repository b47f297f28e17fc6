"""Decisions of the leading group, and which changes name one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import attrs
from django.db.models import Count, F, Prefetch, Q, QuerySet

from dafeng.web.core.inside import district_of, inside
from dafeng.web.core.models import Organisation
from dafeng.web.core.selectors import Person
from dafeng.web.office.models import (
    Decision,
    DecisionItem,
    DecisionTarget,
    DecisionTask,
)
from dafeng.web.plans.models import Act, ActKind, PlanStatus, ProposalKind, Target
from dafeng.web.plans.models import Decision as PlanDecision
from dafeng.web.work.models import TaskMove
from dafeng.web.work.selectors.tasks import tasks_visible_to
from dafeng.work import TaskAct

VIEW = "office.decision.view"
CHANGES_OF_TARGETS = (
    ActKind.CORRECT,
    ActKind.SPLIT,
    ActKind.REJECT,
    ActKind.REOPEN,
    ActKind.ADD,
    ActKind.WORKBOOK,
    ActKind.RESOLVE,
)
"""Acts on a published plan that change what is promised."""
CHANGES_OF_TASKS = (
    TaskAct.EXTEND.value,
    TaskAct.SUSPEND.value,
    TaskAct.CANCEL.value,
)


@attrs.frozen(kw_only=True)
class DecisionFilter:
    """What the log is narrowed to; empty fields do not narrow."""

    q: str = ""
    since: date | None = None
    until: date | None = None


@attrs.frozen(kw_only=True)
class Change:
    """A change of a target or task, and the decision behind it.

    Attributes
    ----------
    kind : str
        ``target`` or ``task``.
    pk : int
        Of the plan's decision or of the task's move.
    what : str
        What was done, in words.
    item : DecisionItem or None
        None is what the check is about.
    """

    kind: str
    pk: int
    at: datetime
    who: str
    label: str
    address: str
    what: str
    note: str
    item: DecisionItem | None


def decisions_owner(user: Person) -> Organisation | None:
    """Return the district whose decisions the person reads."""
    return district_of(user, VIEW)


def decisions_for(user: Person) -> QuerySet[Decision]:
    """Decisions of the person's district, the newest first."""
    rows = Decision.objects.filter(inside("organisation__path", user, VIEW))
    return rows.select_related("organisation", "recorded_by")


def decision_log(user: Person, wanted: DecisionFilter) -> QuerySet[Decision]:
    """What the log lists, with the number of items and of what they change."""
    rows = decisions_for(user).annotate(
        item_count=Count("items", distinct=True),
        target_count=Count("items__targets", distinct=True),
        task_count=Count("items__tasks", distinct=True),
    )
    if wanted.q:
        matching = DecisionItem.objects.filter(text__icontains=wanted.q)
        rows = rows.filter(
            Q(number__icontains=wanted.q)
            | Q(meeting__icontains=wanted.q)
            | Q(pk__in=matching.values("decision_id"))
        )
    if wanted.since:
        rows = rows.filter(met_on__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(met_on__lte=wanted.until)
    return rows.order_by("-met_on", "-pk")


def decision_rows(user: Person, wanted: DecisionFilter) -> QuerySet[Decision]:
    """The log with items and links, for files."""
    return decision_log(user, wanted).prefetch_related(
        "items__targets__target", "items__tasks__task"
    )


def decision_in_full(user: Person, pk: int) -> Decision | None:
    """One decision with its items; None where the person may see none."""
    targets = DecisionTarget.objects.select_related("target__plan", "act")
    tasks = DecisionTask.objects.select_related("task", "move")
    items = DecisionItem.objects.prefetch_related(
        Prefetch("targets", queryset=targets), Prefetch("tasks", queryset=tasks)
    )
    rows = decisions_for(user).prefetch_related(Prefetch("items", queryset=items))
    return rows.filter(pk=pk).first()


def items_to_link(user: Person) -> QuerySet[DecisionItem]:
    """Items that a change can name, the newest meeting first."""
    rows = DecisionItem.objects.filter(
        decision__in=decisions_for(user).filter(withdrawn=False)
    )
    return rows.select_related("decision").order_by("-decision__met_on", "order")


def changes_for(user: Person) -> list[Change]:
    """Every change of a published target and of a task's term, the newest first.

    Of tasks those that the person may see; targets are for the whole district to read.
    """
    found = [*_target_changes(user), *_task_changes(user)]
    return sorted(found, key=lambda change: (change.at, change.kind), reverse=True)


def unlinked(changes: Iterable[Change]) -> list[Change]:
    """Those that name no decision."""
    return [change for change in changes if change.item is None]


def target_change_at(user: Person, pk: int) -> tuple[Target, Act] | None:
    """The target and the act of one change; None where the person may see none."""
    row = _target_acts(user).filter(pk=pk).first()
    target = None if row is None else Target.objects.filter(pk=row.proposal_id).first()
    return None if row is None or target is None else (target, row.act)


def task_change_at(user: Person, pk: int) -> TaskMove | None:
    """One change of a task's term; None where the person may see none."""
    return _task_moves(user).filter(pk=pk).first()


def unlinked_in(organisation: Organisation) -> tuple[int, int]:
    """How many changes of targets and of tasks of a district name no decision."""
    path = organisation.path
    acts = list(_acts_on_targets(Q(act__plan__owner__path__startswith=path)))
    links = DecisionTarget.objects.filter(
        act__in={row.act_id for row in acts}, item__decision__withdrawn=False
    )
    known = set(links.values_list("act_id", "target_id"))
    targets = sum((row.act_id, row.proposal_id) not in known for row in acts)
    moves = TaskMove.objects.filter(
        task__organisation__path__startswith=path, act__in=CHANGES_OF_TASKS
    )
    backed = DecisionTask.objects.filter(
        move__isnull=False, item__decision__withdrawn=False
    )
    return targets, moves.exclude(pk__in=backed.values("move")).count()


def _target_acts(user: Person) -> QuerySet[PlanDecision]:
    return _acts_on_targets(inside("act__plan__owner__path", user, VIEW))


def _acts_on_targets(where: Q) -> QuerySet[PlanDecision]:
    return (
        PlanDecision.objects.filter(
            where,
            kind=ProposalKind.TARGET,
            act__kind__in=CHANGES_OF_TARGETS,
            act__undone_at__isnull=True,
            act__plan__status__in=(PlanStatus.PUBLISHED, PlanStatus.SUPERSEDED),
            act__at__gt=F("act__plan__published_at"),
        )
        .exclude(before=F("after"))
        .select_related("act__by", "act__plan")
        .order_by("-act__at")
    )


def _target_changes(user: Person) -> list[Change]:
    rows = list(_target_acts(user))
    ids = {row.proposal_id for row in rows}
    targets = Target.objects.select_related("plan").in_bulk(ids)
    links = DecisionTarget.objects.filter(
        act__in={row.act_id for row in rows}, item__decision__withdrawn=False
    ).select_related("item__decision")
    linked = {(link.act_id, link.target_id): link.item for link in links}
    return [
        Change(
            kind="target",
            pk=row.pk,
            at=row.act.at,
            who=str(row.act.by or ""),
            label=str(target),
            address=target.get_absolute_url(),
            what=str(row.act.get_kind_display()),
            note=row.act.note,
            item=linked.get((row.act_id, target.pk)),
        )
        for row in rows
        if (target := targets.get(row.proposal_id)) is not None
    ]


def _task_moves(user: Person) -> QuerySet[TaskMove]:
    rows = TaskMove.objects.filter(
        inside("task__organisation__path", user, VIEW),
        task__in=tasks_visible_to(user).values("pk"),
        act__in=CHANGES_OF_TASKS,
    )
    return rows.select_related("task", "by").order_by("-at")


def _task_changes(user: Person) -> list[Change]:
    rows = list(_task_moves(user))
    links = DecisionTask.objects.filter(
        move__in=rows, item__decision__withdrawn=False
    ).select_related("item__decision")
    linked = {link.move_id: link.item for link in links}
    return [
        Change(
            kind="task",
            pk=row.pk,
            at=row.at,
            who=str(row.by or ""),
            label=str(row.task),
            address=row.task.get_absolute_url(),
            what=str(row.get_act_display()),
            note=row.reason,
            item=linked.get(row.pk),
        )
        for row in rows
    ]
