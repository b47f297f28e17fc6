"""Make a result, freeze it, and prove a frozen one by making it again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.base.errors import DafengError
from dafeng.web.assessment.forms import MakeForm, OptionalReasonForm, ReasonForm
from dafeng.web.assessment.models import RunStatus, ScoreOrder
from dafeng.web.assessment.selectors.runs import runs_beside
from dafeng.web.assessment.selectors.standings import indicators_of
from dafeng.web.assessment.services.freezing import (
    assessment_freeze,
    changes_of,
    frozen_of_period,
)
from dafeng.web.assessment.services.ordering import score_order
from dafeng.web.assessment.services.running import assessment_replay, schemes
from dafeng.web.assessment.views.visible import frame, visible_run
from dafeng.web.assessment.wording import error_words, fields_words
from dafeng.web.core.access import signed_in
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import posted
from dafeng.web.plans.selectors.plans import current_plan_for


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Choose year, scheme and day, and ask a worker to assess the plan of the house."""
    user = signed_in(request)
    plan = current_plan_for(user)
    require(user, "assessment.run.make", plan)
    if plan is None:
        raise Http404
    today = timezone.localdate()
    initial = {"period": today.year - 1, "as_of": today} | _asked_for(request)
    form = MakeForm(posted(request), schemes=schemes(), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            order = score_order(plan=plan, asked=form.asked(), by=user)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            return redirect(order)
    return render(request, "assessment/make.html", {"form": form, "plan": plan})


@require_http_methods(["GET", "HEAD"])
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a result is that somebody asked for; when it is there, the result."""
    asked = get_object_or_404(ScoreOrder.objects.select_related("plan", "run"), pk=pk)
    if not may(signed_in(request), "assessment.run.make", asked.plan):
        raise Http404
    if asked.run is not None and not request.htmx:  # type: ignore[attr-defined]
        words = _("%(period)s 年考核结果已算出，是草稿。")
        messages.success(request, words % {"period": asked.run.period})
        return redirect(asked.run)
    return render(request, "assessment/order.html", {"order": asked})


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    return {
        name: request.GET[name] for name in ("period", "scheme") if name in request.GET
    }


@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: HttpRequest, slug: str, period: str, scheme: str) -> HttpResponse:
    """Ask once more, then close the draft; a correction needs its reason."""
    user = signed_in(request)
    run = visible_run(request, slug, period, scheme)
    require(user, "assessment.run.freeze", run.organisation)
    earlier = next(
        (
            one
            for one in runs_beside(user, run)
            if (one.period, one.scheme, one.status)
            == (run.period, run.scheme, RunStatus.FROZEN)
        ),
        None,
    )
    changes = changes_of(run, frozen_of_period(run))
    kind = ReasonForm if earlier or changes else OptionalReasonForm
    form = kind(posted(request), hint=_("与结果一并封存。"))
    if request.method == "POST" and form.is_valid():
        try:
            frozen = assessment_freeze(
                run=run, by=user, reason=form.cleaned_data["reason"]
            )
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(
                request,
                _("%(period)s 年考核结果已冻结，校验值 %(seal)s。")
                % {"period": frozen.period, "seal": frozen.seal[:12]},
            )
            return redirect(frozen)
    names = indicators_of(run)
    context = frame(request, run) | {
        "form": form,
        "earlier": earlier,
        "changes": [
            (one.goal, names.get(one.goal, ""), fields_words(one.fields))
            for one in changes
        ],
    }
    return render(request, "assessment/freeze.html", context)


@require_POST
def replay(request: HttpRequest, slug: str, period: str, scheme: str) -> HttpResponse:
    """Make a frozen result again and say whether the bytes are the same."""
    user = signed_in(request)
    run = visible_run(request, slug, period, scheme)
    require(user, "assessment.run.replay", run.organisation)
    if run.status != RunStatus.FROZEN:
        raise Http404
    try:
        same = assessment_replay(run=run, by=user)
    except DafengError as error:
        messages.error(request, error_words(error))
        return redirect(run)
    fields = {"period": run.period, "seal": run.seal[:12]}
    if same:
        words = _("%(period)s 年考核结果（%(seal)s）复算一致，逐字节相同。")
        messages.success(request, words % fields)
    else:
        words = _(
            "%(period)s 年考核结果（%(seal)s）复算不一致：规则、定义或程序已有变化。"
        )
        messages.error(request, words % fields)
    return redirect(run)
