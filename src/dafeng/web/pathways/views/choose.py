"""Make it: choose a probability and a budget, get the set of measures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.base.errors import DafengError
from dafeng.pathways.achieving import Achieved, Wish
from dafeng.web.core.access import signed_in
from dafeng.web.core.permissions import require
from dafeng.web.pathways import wording
from dafeng.web.pathways.forms import ChooseForm
from dafeng.web.pathways.selectors.choices import achieved
from dafeng.web.pathways.selectors.targets import owners_by_code
from dafeng.web.pathways.services.proposing import tasks_propose
from dafeng.web.pathways.views.visible import frame, shown_path, shown_run
from dafeng.web.plans.selectors.plans import current_plan_for

YUAN = Decimal(10**8)
"""Yuan in 亿元."""


@require_http_methods(["GET", "HEAD"])
def choose(request: HttpRequest) -> HttpResponse:
    """The form, and the set where something was asked for."""
    run = shown_run(request)
    if run is None:
        return render(request, "pathways/none.html")
    shown = shown_path(request, run)
    asked = "probability" in request.GET
    form = ChooseForm(request.GET if asked else None)
    context = frame(request, shown) | {"form": form}
    if asked and form.is_valid():
        try:
            context |= _found(achieved(run.seal, wish_of(form)))
        except DafengError as error:
            form.add_error(None, wording.error_words(error))
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "pathways/_chosen.html", context)
    return render(request, "pathways/choose.html", context)


@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Draft tasks from the measures that the person ticked."""
    user = signed_in(request)
    run, plan = shown_run(request), current_plan_for(request.user)
    form = ChooseForm(request.POST)
    if run is None or plan is None or not form.is_valid():
        raise Http404
    # Asked before the choice is reckoned, which takes seconds; the service asks again.
    require(user, "pathways.task.propose", run.organisation)
    ticked = set(request.POST.getlist("measure"))
    try:
        found = achieved(run.seal, wish_of(form))
    except DafengError as error:
        messages.error(request, wording.error_words(error))
        return redirect("pathways:choose")
    chosen = [one for one in found.measures if one.measure in ticked]
    if not chosen:
        messages.error(request, _("没有选择措施。"))
        return redirect("pathways:choose")
    try:
        made = tasks_propose(by=user, run=run, plan=plan, chosen=chosen)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("pathways:choose")
    if made.left_out:
        names = _("、").join(wording.named(one) for one in made.left_out)
        words = _("责任单位不在系统中，没有拟定任务：%(names)s。")
        messages.warning(request, words % {"names": names})
    if not made.drafts:
        return redirect("pathways:choose")
    messages.success(
        request,
        _("已拟定 %(count)s 项任务草稿，交办后责任单位才能看到。")
        % {"count": len(made.drafts)},
    )
    return redirect("work:tasks")


def wish_of(form: ChooseForm) -> Wish:
    """What the form asks for."""
    data = form.cleaned_data
    capital = data["capital"]
    return Wish(
        cut=float(data["cut"]) / 100,
        probability=float(data["probability"]) / 100,
        since=timezone.localdate().year + 1,
        capital=None if capital is None else float(capital * YUAN),
    )


def _found(found: Achieved) -> dict[str, Any]:
    owners = owners_by_code()
    return {
        "found": found,
        "rows": [(one, owners.get(one.owner, "")) for one in found.measures],
        "cost": found.cost / YUAN,
        "invested": sum((yuan for _year, yuan in found.yearly), Decimal(0)) / YUAN,
        "words": wording.achieved_words(found),
    }
