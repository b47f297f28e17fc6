"""Tasks as list, board and calendar; many moved at once; the list as a workbook."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dafeng.web.core.access import signed_in
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import may, require
from dafeng.web.core.sending import XLSX, file_response
from dafeng.web.core.ticked import ticked
from dafeng.web.work.forms.tasks import BulkForm, TaskFilterForm
from dafeng.web.work.selectors.task_lists import (
    board_of,
    calendar_of,
    offered_to,
)
from dafeng.web.work.selectors.tasks import (
    Tab,
    task_counts,
    tasks_listed,
    tasks_shown,
    tasks_visible_to,
)
from dafeng.web.work.services.tasks_moving import MoveAnswer, tasks_move
from dafeng.web.work.task_exports import tasks_workbook
from dafeng.web.work.task_words import act_word, task_error
from dafeng.work import TaskAct

BULK = (TaskAct.ASSIGN, TaskAct.ACCEPT, TaskAct.VERIFY, TaskAct.RETURN, TaskAct.CLOSE)
"""What can be done with many at once."""
FIRST_YEAR, LAST_YEAR = 2000, 2100


@require_http_methods(["GET", "HEAD", "POST"])
def tasks(request: HttpRequest) -> HttpResponse:
    """The filtered table; several are moved at once, each with its own answer."""
    require(request.user, "work.task.view")
    if request.method == "POST":
        answers = _moved(request)
        if answers:
            _say(request, answers)
        else:
            messages.error(request, _("请先勾选任务，再选择操作。"))
        return redirect(request.get_full_path())
    context = _frame(request)
    shown = tasks_listed(request.user, context["wanted"], on=context["today"])
    context["rows"] = page_of(request, shown)
    context["acts"] = _bulk_acts(request)
    return render(request, "work/tasks.html", context)


def _bulk_acts(request: HttpRequest) -> list[TaskAct]:
    """Acts that the person may do somewhere; each task is asked again."""
    user = request.user
    held = {
        TaskAct.ASSIGN: "work.task.issue",
        TaskAct.ACCEPT: "work.task.carry",
    }
    return [act for act in BULK if may(user, held.get(act, "work.task.verify"))]


def _moved(request: HttpRequest) -> list[MoveAnswer]:
    user = signed_in(request)
    form = BulkForm(request.POST, acts=BULK)
    chosen = ticked(request, "task")
    if not form.is_valid():
        return []
    return tasks_move(
        tasks=tasks_visible_to(user).filter(pk__in=chosen).order_by("number"),
        act=TaskAct(form.cleaned_data["act"]),
        by=user,
        reason=form.cleaned_data["reason"],
    )


def _say(request: HttpRequest, answers: list[MoveAnswer]) -> None:
    act = act_word(request.POST["act"])
    done = sum(one.done for one in answers)
    if done:
        words = ngettext(
            "“%(act)s”：%(n)d 项任务已办理。", "“%(act)s”：%(n)d 项任务已办理。", done
        )
        messages.success(request, words % {"act": act, "n": done})
    for one in answers:
        if one.error is not None:
            said = {"task": one.task.number, "why": task_error(one.error)}
            messages.warning(request, _("%(task)s 未办理：%(why)s") % said)


@require_http_methods(["GET", "HEAD"])
def board(request: HttpRequest) -> HttpResponse:
    """Columns by state; cards move by their buttons."""
    require(request.user, "work.task.view")
    context = _frame(request)
    wanted, today = context["wanted"], context["today"]
    context["columns"] = board_of(request.user, wanted, on=today)
    return render(request, "work/task_board.html", context)


@require_http_methods(["GET", "HEAD"])
def calendar(request: HttpRequest) -> HttpResponse:
    """What is due in a month, week by week from Monday."""
    require(request.user, "work.task.view")
    context = _frame(request)
    wanted, today = context["wanted"], context["today"]
    first = _month(request.GET.get("month", ""), today)
    context["month"] = calendar_of(request.user, wanted, first, on=today)
    return render(request, "work/task_calendar.html", context)


def _month(text: str, today: date) -> date:
    """The month that the address names, else this one."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return first if FIRST_YEAR <= first.year <= LAST_YEAR else today.replace(day=1)


@require_http_methods(["GET", "HEAD"])
def tasks_xlsx(request: HttpRequest) -> HttpResponse:
    """Exactly what the list shows, all pages of it, as a workbook."""
    require(request.user, "work.task.view")
    today = timezone.localdate()
    wanted = _filters(request).wanted()
    rows = tasks_shown(request.user, wanted, on=today).prefetch_related(
        "units__organisation", "targets", "steps"
    )
    name = f"tasks-{today.isoformat()}.xlsx"
    return file_response(tasks_workbook(rows, on=today), name, XLSX)


def _filters(request: HttpRequest) -> TaskFilterForm:
    offered = offered_to(request.user)
    return TaskFilterForm(request.GET, units=offered.units, years=offered.years)


def _frame(request: HttpRequest) -> dict[str, Any]:
    """What the three layouts share: tabs, filters, the day."""
    today = timezone.localdate()
    filters = _filters(request)
    wanted = filters.wanted()
    counts = task_counts(request.user, on=today)
    return {
        "today": today,
        "filters": filters,
        "wanted": wanted,
        "counts": counts,
        "tabs": (
            (Tab.ALL.value, _("全部"), counts.all),
            (Tab.UNIT.value, _("本单位"), counts.unit),
            (Tab.MINE.value, _("待我办理"), counts.mine),
        ),
        "narrowed": bool(
            set(filters.changed_data) & {*filters.fields} - {"tab", "sort"}
        ),
        "can_issue": may(request.user, "work.task.issue"),
    }
