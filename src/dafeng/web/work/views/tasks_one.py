"""One task: what it says, how far it is, and the acts on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.base.errors import BadInputError
from dafeng.web.core.access import signed_in
from dafeng.web.core.permissions import may
from dafeng.web.plans.models import Target
from dafeng.web.plans.standing import TargetStands, standings_of
from dafeng.web.work.forms.tasks import MoveForm
from dafeng.web.work.forms.tasks_steps import StepForm
from dafeng.web.work.models import Task
from dafeng.web.work.models.tasks import ENDED
from dafeng.web.work.permissions import may_change, right_to_carry
from dafeng.web.work.selectors.evidence import evidence_standing
from dafeng.web.work.selectors.reports import reports_about
from dafeng.web.work.selectors.task_lists import moves_for
from dafeng.web.work.selectors.tasks import task_visible
from dafeng.web.work.services.tasks_moving import (
    last_undoable,
    task_move,
    task_undo,
)
from dafeng.web.work.services.tasks_splitting import issuer_of_parts
from dafeng.web.work.services.tasks_steps import step_done
from dafeng.web.work.task_words import act_word, task_error
from dafeng.work import (
    RUNNING,
    Milestone,
    Move,
    MoveRefusedError,
    Recurrence,
    TaskAct,
    TaskState,
    check_milestones,
    move_of,
    steps_done,
)

REPORTS = 12


def visible_task(request: HttpRequest, pk: int) -> Task:
    """The task at that address, if the person may see it; else there is none."""
    task = task_visible(request.user, pk)
    if task is None:
        raise Http404
    return task


@require_http_methods(["GET", "HEAD"])
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """Facts, steps, units, targets, parts, reports, evidence, history, acts."""
    user, today = signed_in(request), timezone.localdate()
    found = visible_task(request, pk)
    steps = [
        Milestone(order=s.order, title=s.title, due_on=s.due_on, done_on=s.done_on)
        for s in found.steps.all()
    ]
    running = TaskState(found.state) in RUNNING
    context = {
        "task": found,
        "today": today,
        "moves": moves_for(user, found),
        "undo": last_undoable(found, by=user, now=timezone.now()),
        "findings": check_milestones(steps, due_on=found.due_on, on=today),
        "done": steps_done(steps, today),
        "targets": _targets(request, found),
        "reports": reports_about(user, found)[:REPORTS],
        "evidence": evidence_standing(found),
        "can_change": may_change(user, found) and found.state not in ENDED,
        "can_carry": may(user, *right_to_carry(found)) and found.state not in ENDED,
        "can_split": running
        and may(user, "work.task.split", issuer_of_parts(found, user)),
    }
    return render(request, "work/task.html", context)


def _targets(request: HttpRequest, found: Task) -> list[tuple[Target, TargetStands]]:
    """Linked targets with where they stand, as far as the reader may know."""
    targets = list(found.targets.all())
    known = {
        target.plan_id: standings_of(target.plan, request.user) for target in targets
    }
    return [(target, known[target.plan_id].of(target.key)) for target in targets]


@require_http_methods(["GET", "HEAD", "POST"])
def task_moving(request: HttpRequest, pk: int) -> HttpResponse:
    """Do something with a task; what wants a reason or a day asks for it first."""
    user, found = signed_in(request), visible_task(request, pk)
    try:
        move = _move(request, found)
    except MoveRefusedError as error:
        messages.error(request, task_error(error))
        return back(request, found)
    form = MoveForm(request.POST if _filled(request, move) else None, move=move)
    if request.method == "POST" and (form.is_bound or not _asks(move)):
        if form.is_bound and not form.is_valid():
            return _dialog(request, found, move, form)
        given = form.cleaned_data if form.is_bound else {}
        try:
            task_move(task=found, act=move.act, by=user, **given)
        except (BadInputError, ValidationError) as error:
            return _refused(request, found, move, form, error)
        messages.success(
            request,
            _("“%(act)s”已办理：%(task)s") % {"act": act_word(move.act), "task": found},
        )
        return back(request, found)
    return _dialog(request, found, move, form)


def _move(request: HttpRequest, found: Task) -> Move:
    """The act that the request names; an old page may name one that is over."""
    named = request.POST.get("act") or request.GET.get("act", "")
    if named not in tuple(TaskAct):
        raise BadRequest
    recurrence = Recurrence(found.recurrence)
    return move_of(TaskState(found.state), TaskAct(named), recurrence=recurrence)


def _asks(move: Move) -> bool:
    return move.reason_asked or move.day_asked


def _filled(request: HttpRequest, move: Move) -> bool:
    return request.method == "POST" and (_asks(move) or "reason" in request.POST)


def _dialog(
    request: HttpRequest, found: Task, move: Move, form: MoveForm
) -> HttpResponse:
    context = {"task": found, "move": move, "form": form, "next": _next(request)}
    return render(request, "work/task_move.html", context)


def _refused(
    request: HttpRequest,
    found: Task,
    move: Move,
    form: MoveForm,
    error: BadInputError | ValidationError,
) -> HttpResponse:
    if form.is_bound:
        form.add_error(None, task_error(error))
        return _dialog(request, found, move, form)
    messages.error(request, task_error(error))
    return back(request, found)


def _next(request: HttpRequest) -> str:
    """Where the person came from, if that is on this site."""
    given = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(given, allowed_hosts={request.get_host()}):
        return given
    return ""


def back(request: HttpRequest, found: Task) -> HttpResponseRedirect:
    """Back to where the person came from, at the task; else to the task's page."""
    came_from = _next(request)
    if came_from:
        return HttpResponseRedirect(f"{came_from}#task-{found.pk}")
    return redirect(found)


@require_POST
def task_undoing(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own last act back."""
    user, found = signed_in(request), visible_task(request, pk)
    try:
        task_undo(task=found, by=user)
    except BadInputError as error:
        messages.error(request, task_error(error))
    else:
        messages.success(request, _("已撤销上一步：%(task)s") % {"task": found})
    return back(request, found)


@require_POST
def task_step(request: HttpRequest, pk: int, order: int) -> HttpResponse:
    """Say on which day a step was done, or that it is not done."""
    user, found = signed_in(request), visible_task(request, pk)
    step = next((one for one in found.steps.all() if one.order == order), None)
    form = StepForm(request.POST)
    if step is None:
        raise Http404
    if not form.is_valid():
        messages.error(request, _("日期应写成 2025-06-30。"))
        return redirect(found)
    given: dict[str, Any] = form.cleaned_data
    try:
        step_done(step=step, by=user, on=given["done_on"])
    except BadInputError as error:
        messages.error(request, task_error(error))
    else:
        messages.success(request, _("节点已更新：%(step)s") % {"step": step.title})
    return redirect(found)
