"""Letters of the city, and exemptions."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.base.errors import DafengError
from dafeng.web.assessment.forms import DecreeForm, ExemptionForm, ReasonForm
from dafeng.web.assessment.models import DecreeState
from dafeng.web.assessment.selectors.decrees import (
    decree_rows,
    decrees_for,
    exemptions_for,
    subjects_of,
    targets_to_decree,
)
from dafeng.web.assessment.selectors.runs import latest_run
from dafeng.web.assessment.services.decrees import (
    decree_approve,
    decree_record,
    decree_withdraw,
    exemption_grant,
)
from dafeng.web.assessment.wording import error_words
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import add_errors
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted
from dafeng.web.plans.selectors.plans import current_plan_for


@require_http_methods(["GET", "HEAD"])
def decrees(request: HttpRequest) -> HttpResponse:
    """Every letter, and which of them wait for a second person."""
    user = signed_in(request)
    require(user, "assessment.decree.view")
    rows = decree_rows(user)
    context = {
        "run": latest_run(user),
        "rows": rows,
        "waiting": sum(row.decree.state == DecreeState.ENTERED for row in rows),
    }
    return render(request, "assessment/decrees.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decree_new(request: HttpRequest) -> HttpResponse:
    """Enter a letter."""
    user = signed_in(request)
    plan = current_plan_for(user)
    require(user, "assessment.decree.record", plan)
    targets = targets_to_decree(plan)
    asked = targets.filter(key=request.GET.get("target", "")).first()
    initial = {} if asked is None else {"target": asked.pk, "unit": asked.unit or "%"}
    form = DecreeForm(posted(request), targets=targets, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            decree_record(
                target=form.cleaned_data["target"], by=user, letter=form.letter()
            )
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已登记，等待另一人核对原文后生效。"))
            return redirect("assessment:decrees")
    context = {"form": form, "run": latest_run(user)}
    return render(request, "assessment/decree_new.html", context)


@require_POST
def decree_agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, as a second person, that the letter says so."""
    user = signed_in(request)
    found = get_object_or_404(decrees_for(user), pk=pk)
    require(user, "assessment.decree.approve", found)
    try:
        decree_approve(decree=found, by=user)
    except DafengError as error:
        messages.error(request, error_words(error))
    else:
        words = _("“%(number)s”已复核，下次计算时计入。")
        messages.success(request, words % {"number": found.number})
    return redirect("assessment:decrees")


@require_http_methods(["GET", "HEAD", "POST"])
def decree_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a letter, with a reason."""
    user = signed_in(request)
    found = get_object_or_404(decrees_for(user), pk=pk)
    require(user, "assessment.decree.record", found)
    form = ReasonForm(posted(request), hint=_("写明登记错了什么，或由哪份文件取代。"))
    if request.method == "POST" and form.is_valid():
        try:
            decree_withdraw(decree=found, by=user, reason=form.cleaned_data["reason"])
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            words = _("“%(number)s”已撤回，下次计算时不再计入。")
            messages.success(request, words % {"number": found.number})
            return redirect("assessment:decrees")
    context = {"form": form, "decree": found, "run": latest_run(user)}
    return render(request, "assessment/decree_take_back.html", context)


@require_http_methods(["GET", "HEAD"])
def exemptions(request: HttpRequest) -> HttpResponse:
    """What units need not be judged by, and why."""
    user = signed_in(request)
    require(user, "assessment.exemption.view")
    context = {"run": latest_run(user), "rows": list(exemptions_for(user))}
    return render(request, "assessment/exemptions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def exemption_new(request: HttpRequest) -> HttpResponse:
    """Grant an exemption."""
    user = signed_in(request)
    plan = current_plan_for(user)
    require(user, "assessment.exemption.grant", plan)
    if plan is None:
        raise Http404
    form = ExemptionForm(posted(request), plan=plan, subjects=subjects_of(plan))
    if request.method == "POST" and form.is_valid():
        try:
            exemption_grant(
                plan=plan,
                unit=form.cleaned_data["unit"],
                by=user,
                grounds=form.grounds(),
            )
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已登记，下次计算时计入。"))
            return redirect("assessment:exemptions")
    context = {"form": form, "run": latest_run(user)}
    return render(request, "assessment/exemption_new.html", context)
