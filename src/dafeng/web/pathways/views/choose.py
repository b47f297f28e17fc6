"""Make it: choose a probability and a budget, get the set of measures.

A set takes seconds, so a worker chooses it; its page says how far that is.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.pathways.achieved import STEPS, Achieved
from dafeng.web.core.access import signed_in
from dafeng.web.core.job_queue import worker_is_there
from dafeng.web.core.permissions import may, require
from dafeng.web.pathways import choice_words, wording
from dafeng.web.pathways.forms import ChooseForm
from dafeng.web.pathways.models import ChoiceOrder, ChoiceState
from dafeng.web.pathways.selectors.choices import (
    YUAN,
    achieved_of,
    choice_of_wish,
    choices_for,
    wish_of,
)
from dafeng.web.pathways.selectors.runs import run_in_force
from dafeng.web.pathways.selectors.targets import owners_by_code
from dafeng.web.pathways.services.choosing import choice_order
from dafeng.web.pathways.services.proposing import tasks_propose
from dafeng.web.pathways.views.visible import frame, shown_path, shown_run
from dafeng.web.plans.selectors.plans import current_plan_for

SETS = 8
"""Sets that were found already and are offered beside the form."""


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """The form; what is sent asks for a set, what an address wishes is filled in."""
    run = shown_run(request)
    if run is None:
        return render(request, "pathways/none.html")
    given = request.POST if request.method == "POST" else request.GET
    form = ChooseForm(given if "probability" in given else None)
    if request.method == "POST":
        form = ChooseForm(request.POST)
        if form.is_valid():
            try:
                asked = _asked(form)
                order = choice_order(by=signed_in(request), run=run, asked=asked)
            except ValidationError as problem:
                form.add_error(None, problem)
            else:
                return redirect(order)
    elif form.is_bound and form.is_valid():
        found = choice_of_wish(run, wish_of(_asked(form)))
        if found is not None:
            return redirect(found)
    context = frame(request, shown_path(request, run))
    rows = choices_for(request.user).filter(run=run).order_by("-asked_at")[:SETS]
    context |= {"form": form, "sets": [(o, choice_words.choice_label(o)) for o in rows]}
    return render(request, "pathways/choose.html", context)


@require_http_methods(["GET", "HEAD"])
def chosen(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a set is that somebody asked for; when it is there, the set."""
    order = get_object_or_404(choices_for(request.user), pk=pk)
    found, user = achieved_of(order), request.user
    in_force = run_in_force(user) == order.run
    may_propose = may(user, "pathways.task.propose", order.run.organisation)
    context: dict[str, Any] = {
        "order": order,
        "run": order.run,
        "here": "choose",
        "in_force": in_force,
        "can_propose": in_force and may_propose,
        "wish": _sent(order),
        "label": choice_words.choice_label(order),
        "waits": order.state == ChoiceState.WAITING,
        "step": order.step,
        "steps": STEPS,
        "doing": choice_words.step_words(order.step),
        "nobody_works": order.state == ChoiceState.WAITING and not worker_is_there(),
    }
    answer = render(request, "pathways/chosen.html", context | _found(found))
    if request.htmx and not context["waits"]:  # type: ignore[attr-defined]
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Draft tasks from the measures that the person ticked."""
    user = signed_in(request)
    run, plan = shown_run(request), current_plan_for(request.user)
    form = ChooseForm(request.POST)
    if run is None or plan is None or not form.is_valid():
        raise Http404
    require(user, "pathways.task.propose", run.organisation)
    order = choice_of_wish(run, wish_of(_asked(form)))
    found = None if order is None else achieved_of(order)
    if order is None or found is None:
        messages.error(request, _("这个要求还没有求解，先求解，再由结果拟定任务。"))
        return redirect("pathways:choose")
    ticked = set(request.POST.getlist("measure"))
    chosen = [one for one in found.measures if one.measure in ticked]
    if not chosen:
        messages.error(request, _("没有选择措施。"))
        return redirect(order)
    try:
        made = tasks_propose(by=user, run=run, plan=plan, chosen=chosen)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect(order)
    if made.left_out:
        names = _("、").join(wording.named(one) for one in made.left_out)
        words = _("责任单位不在系统中，没有拟定任务：%(names)s。")
        messages.warning(request, words % {"names": names})
    if not made.drafts:
        return redirect(order)
    messages.success(
        request,
        _("已拟定 %(count)s 项任务草稿，交办后责任单位才能看到。")
        % {"count": len(made.drafts)},
    )
    return redirect("work:tasks")


def _asked(form: ChooseForm) -> ChoiceOrder:
    """What the form asks for, to be built from next year on."""
    data = form.cleaned_data
    return ChoiceOrder(
        probability=data["probability"],
        cut=data["cut"],
        capital=data["capital"],
        since=data["since"] or timezone.localdate().year + 1,
    )


def _sent(order: ChoiceOrder) -> list[tuple[str, str]]:
    """The wish as a form sends it."""
    capital = "" if order.capital is None else str(order.capital)
    return [
        ("probability", str(order.probability)),
        ("cut", str(order.cut)),
        ("capital", capital),
        ("since", str(order.since)),
    ]


def _found(found: Achieved | None) -> dict[str, Any]:
    if found is None:
        return {"found": None}
    owners = owners_by_code()
    return {
        "found": found,
        "rows": [(one, owners.get(one.owner, "")) for one in found.measures],
        "cost": found.cost / YUAN,
        "invested": sum(yuan for _year, yuan in found.yearly) / YUAN,
        "words": choice_words.achieved_words(found),
        "bound": choice_words.bound_words(found),
    }
