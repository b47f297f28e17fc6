"""Draft a task, change what it says, give parts of it to units below."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import BadInputError
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import add_errors
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.core.rights import paths_where
from dafeng.web.plans.selectors.plans import current_plan_for
from dafeng.web.work.forms.tasks_writing import (
    SplitForm,
    TaskForm,
    task_initial,
)
from dafeng.web.work.models import Task
from dafeng.web.work.permissions import right_to_change
from dafeng.web.work.selectors.task_parts import units_for_parts
from dafeng.web.work.services.tasks import (
    StaleTaskError,
    TaskFacts,
    facts_of,
    task_create,
    task_edit,
)
from dafeng.web.work.services.tasks_splitting import issuer_of_parts, task_split
from dafeng.web.work.task_compare import compared
from dafeng.web.work.task_words import task_error
from dafeng.web.work.views.tasks_one import visible_task


@require_http_methods(["GET", "HEAD", "POST"])
def task_new(request: HttpRequest) -> HttpResponse:
    """Draft a task; it is assigned on its own page."""
    user = signed_in(request)
    issuer = _issuer(user)
    form = TaskForm(
        request.POST or None,
        units=_units_below(issuer),
        plan=current_plan_for(user),
        initial={"year": timezone.localdate().year, "recurrence": "once"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = task_create(by=user, organisation=issuer, facts=form.facts())
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            messages.success(request, _("已草拟：%(task)s") % {"task": made})
            return redirect(made)
    return render(request, "work/task_new.html", {"form": form, "issuer": issuer})


def _issuer(user: User) -> Organisation:
    """In whose name the person issues tasks: the highest unit with the right."""
    require(user, "work.task.issue")
    rows = Organisation.objects.filter(path__in=paths_where(user, "work.task.issue"))
    found = min(rows, key=lambda unit: (unit.depth, unit.path), default=None)
    if found is None:
        raise PermissionDenied
    return found


def _units_below(unit: Organisation) -> QuerySet[Organisation]:
    return Organisation.objects.filter(path__startswith=unit.path).order_by("path")


@require_http_methods(["GET", "HEAD", "POST"])
def task_editing(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a task says; a stale change is shown beside what stands."""
    user, found = signed_in(request), visible_task(request, pk)
    require(user, *right_to_change(found))
    facts = facts_of(found)
    form = _form_of(request.POST or None, user, found, facts)
    context: dict[str, Any] = {"task": found, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            task_edit(
                by=user,
                task=found,
                facts=form.facts(keep=facts.units),
                version=form.cleaned_data["version"] or 0,
            )
        except StaleTaskError as error:
            newest = request.POST.copy()
            newest["version"] = str(error.version)
            form = context["form"] = _form_of(newest, user, found, facts)
            form.add_error(None, _("保存期间他人改了这项任务。请核对后再保存。"))
            context["rows"] = compared(error.mine, error.theirs)
        except ValidationError as problem:
            add_errors(form, problem)
        except BadInputError as error:
            form.add_error(None, task_error(error))
        else:
            messages.success(request, _("已保存：%(task)s") % {"task": found})
            return redirect(found)
    return render(request, "work/task_edit.html", context)


def _form_of(
    data: QueryDict | None, user: User, found: Task, facts: TaskFacts
) -> TaskForm:
    return TaskForm(
        data,
        units=_units_below(found.organisation),
        plan=found.plan or current_plan_for(user),
        initial=task_initial(facts) | {"version": found.version},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def task_splitting(request: HttpRequest, pk: int) -> HttpResponse:
    """Give parts of a task to units below, assigned at once."""
    user, found = signed_in(request), visible_task(request, pk)
    issuer = issuer_of_parts(found, user)
    require(user, "work.task.split", issuer)
    form = SplitForm(
        request.POST or None,
        units=units_for_parts(found, issuer),
        initial={
            "title": found.title,
            "due_on": found.due_on,
            "deliverable": found.deliverable,
            "evidence_asked": found.evidence_asked,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = task_split(
                by=user,
                task=found,
                units=tuple(form.cleaned_data["units"]),
                facts=form.facts(),
            )
        except ValidationError as problem:
            add_errors(form, problem)
        except BadInputError as error:
            form.add_error(None, task_error(error))
        else:
            words = ngettext(
                "已分出 %(n)d 项子任务。", "已分出 %(n)d 项子任务。", len(made)
            )
            messages.success(request, words % {"n": len(made)})
            return redirect(found)
    context = {"task": found, "form": form, "issuer": issuer}
    return render(request, "work/task_split.html", context)
