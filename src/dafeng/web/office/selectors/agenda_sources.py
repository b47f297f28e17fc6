"""What this room and those below it put before the leading group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dafeng.web.core.models import Organisation
from dafeng.web.office.agenda import AgendaItem
from dafeng.web.office.selectors.decisions import unlinked_in
from dafeng.web.office.selectors.meetings import carried_key, left_open
from dafeng.web.plans.models import Plan, PlanStatus
from dafeng.web.work.models import Task
from dafeng.work import RUNNING, TaskState

NAMED = 3
"""So many are named in the reason; the rest is counted."""


def carried_items(organisation: Organisation, _day: date) -> Iterator[AgendaItem]:
    """What earlier meetings left undecided."""
    for row in left_open(organisation):
        yield AgendaItem(
            key=carried_key(row),
            title=row.title,
            url=row.url or row.meeting.get_absolute_url(),
            why=_("%(meeting)s没有决定，转下次会议。") % {"meeting": row.meeting.title},
        )


def plan_items(organisation: Organisation, _day: date) -> Iterator[AgendaItem]:
    """New editions of a plan that are not published yet."""
    drafts = Plan.objects.filter(
        owner__path__startswith=organisation.path,
        status=PlanStatus.DRAFT,
        previous__isnull=False,
    )
    for plan in drafts.select_related("owner").order_by("pk"):
        words = {"title": plan.title, "edition": plan.edition}
        yield AgendaItem(
            key=f"plans.edition:{plan.pk}",
            title=_("审议《%(title)s》第 %(edition)s 版") % words,
            url=plan.get_absolute_url(),
            why=_("新的一版还没有发布，改动的目标须由领导小组决定。"),
        )


def change_items(organisation: Organisation, _day: date) -> Iterator[AgendaItem]:
    """Changes of targets and of terms that name no decision."""
    targets, tasks = unlinked_in(organisation)
    if targets or tasks:
        words = {"targets": targets, "tasks": tasks}
        yield AgendaItem(
            key="office.unlinked",
            title=_("追认没有写明决定的改动"),
            url=f"{reverse('office:changes')}?only=unlinked",
            why=_("%(targets)s 处目标改动、%(tasks)s 处任务改动没有写明决定。") % words,
        )


def task_items(organisation: Organisation, day: date) -> Iterator[AgendaItem]:
    """Tasks past their term, and tasks that are suspended."""
    rows = Task.objects.filter(
        organisation__path__startswith=organisation.path, parent__isnull=True
    ).order_by("due_on", "number")
    late = rows.filter(due_on__lt=day, state__in=[state.value for state in RUNNING])
    stopped = rows.filter(state=TaskState.SUSPENDED.value)
    tasks = reverse("work:tasks")
    if titles := list(late.values_list("title", flat=True)):
        count = len(titles)
        title = ngettext(
            "研究 %(n)s 项逾期任务的延期、终止或督办",
            "研究 %(n)s 项逾期任务的延期、终止或督办",
            count,
        )
        yield AgendaItem(
            key="work.overdue",
            title=title % {"n": count},
            url=f"{tasks}?due=overdue",
            why=named(titles),
        )
    if titles := list(stopped.values_list("title", flat=True)):
        count = len(titles)
        title = ngettext(
            "研究 %(n)s 项暂缓任务是否恢复",
            "研究 %(n)s 项暂缓任务是否恢复",
            count,
        )
        yield AgendaItem(
            key="work.suspended",
            title=title % {"n": count},
            url=f"{tasks}?state={TaskState.SUSPENDED.value}",
            why=named(titles),
        )


def named(titles: Iterable[str]) -> str:
    """The first few by name, each once; the rest is counted."""
    told = list(titles)
    shown = list(dict.fromkeys(told))[:NAMED]
    words = _("；").join(shown)
    if len(told) <= len(shown):
        return _("%(names)s。") % {"names": words}
    return _("%(names)s等 %(n)s 项。") % {"names": words, "n": len(told)}
