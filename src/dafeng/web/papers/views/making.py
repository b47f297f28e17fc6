"""Ask for a document, see how far it is, and change the words of people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.base.periods import Period
from dafeng.reports.composing import PaperKind
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import add_errors
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted
from dafeng.web.papers.forms import PeriodForm, TextsForm
from dafeng.web.papers.models import IN_HAND, Paper, PaperKindCode, PaperState
from dafeng.web.papers.selectors.papers import (
    order_for,
    owner_for,
    papers_for,
    periods_of,
)
from dafeng.web.papers.selectors.sources import (
    PERIODS,
    YEARLY_RESULT,
    Sources,
    sources_of,
)
from dafeng.web.papers.selectors.units import units_with_tasks
from dafeng.web.papers.services.making import Asked, paper_edit
from dafeng.web.papers.services.ordering import paper_order
from dafeng.web.papers.views.visible import visible_paper
from dafeng.web.papers.wording import ERRORS, MISSING, error_words
from dafeng.web.plans.models import Plan
from dafeng.web.plans.selectors.plans import current_plan_for

MAKE = "papers.paper.make"
OFFERED = {"month": 12, "quarter": 6, "year": 5}


@attrs.frozen(kw_only=True)
class KindChoice:
    """One kind of document to choose."""

    code: str
    label: str
    current: bool


@attrs.frozen(kw_only=True)
class Choosing:
    """What was chosen so far on the page of a new document."""

    kind: PaperKind
    plan: Plan
    period: Period
    unit: Organisation
    periods: Sequence[Period]
    units: Sequence[Organisation]


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose kind and period; see what data is there; ask for the document."""
    user = signed_in(request)
    require(user, MAKE)
    plan = current_plan_for(user)
    owner = owner_for(user)
    if plan is None or owner is None or plan.owner_id != owner.pk:
        return render(request, "papers/no_plan.html")
    require(user, MAKE, plan.owner)
    chosen = _chosen(request, plan)
    form = PeriodForm(
        posted(request),
        kind=chosen.kind,
        periods=chosen.periods,
        units=chosen.units,
        initial={"period": chosen.period.code, "unit": request.GET.get("unit", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            order = paper_order(
                plan=plan,
                asked=Asked(
                    kind=chosen.kind,
                    period=form.cleaned_data["period"],
                    unit=_unit(chosen, form.unit_code),
                ),
                by=user,
                scope=form.scope,
            )
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            return redirect(order)
    return render(request, "papers/new.html", _new_context(user, chosen, form))


def _new_context(user: User, chosen: Choosing, form: PeriodForm) -> dict[str, Any]:
    sources = sources_of(
        kind=chosen.kind,
        period=chosen.period,
        plan=chosen.plan,
        unit=chosen.unit,
        reader=user,
        on=timezone.localdate(),
    )
    standing = papers_for(user).filter(
        kind=chosen.kind.value,
        period=chosen.period.code,
        unit=chosen.unit,
        state__in=(*IN_HAND, PaperState.ISSUED),
    )
    return {
        "form": form,
        "chosen": chosen,
        "kinds": [
            KindChoice(code=code, label=str(label), current=code == chosen.kind.value)
            for code, label in PaperKindCode.choices
        ],
        "kind_word": PaperKindCode(chosen.kind.value).label,
        "sources": sources,
        "missing": [MISSING[code] for code in sources.missing],
        "there": _there(sources),
        "standing": list(standing),
    }


def _there(sources: Sources) -> list[object]:
    """Results that the document will rest on."""
    runs = (sources.run, sources.outlook, sources.account)
    return [one for one in runs if one is not None]


def _chosen(request: HttpRequest, plan: Plan) -> Choosing:
    """What the address says; what it does not say is the usual choice."""
    codes = [kind.value for kind in PaperKind]
    code = request.GET.get("kind", "")
    kind = PaperKind(code if code in codes else PaperKind.DISPATCH.value)
    length = PERIODS[kind]
    today = timezone.localdate()
    periods = periods_of(length, today, OFFERED[length.name.lower()])
    known = {one.code: one for one in periods}
    usual = periods[1] if kind in (*YEARLY_RESULT, PaperKind.QUARTER) else periods[0]
    asked = request.GET.get("period", "")
    period = known.get(asked, usual)
    division = kind is PaperKind.DIVISION
    return Choosing(
        kind=kind,
        plan=plan,
        period=period,
        unit=plan.owner,
        periods=periods,
        units=units_with_tasks(plan, period.start.year) if division else (),
    )


def _unit(chosen: Choosing, code: str) -> Organisation:
    return next((one for one in chosen.units if one.code == code), chosen.plan.owner)


@require_http_methods(["GET", "HEAD"])
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """How far documents are that somebody asked for."""
    found = order_for(signed_in(request), pk)
    if found is None:
        raise Http404
    return render(request, "papers/order.html", {"order": found})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words of people in a draft; of a signed one they cannot be changed.

    What was sent too late stays on the page, with what the service says.
    """
    user = signed_in(request)
    found = visible_paper(user, pk)
    require(user, MAKE, found.organisation)
    if found.state != PaperState.DRAFT and request.method != "POST":
        words = ERRORS["paper.not_draft"] % {"paper": found.title}
        messages.error(request, words)
        return redirect(found)
    form = _texts_form(request, found)
    if request.method == "POST" and form.is_valid():
        try:
            paper_edit(
                paper=found,
                by=user,
                texts=form.texts(),
                version=form.cleaned_data["version"],
            )
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已保存，文件已重新排版。"))
            return redirect(found)
    return render(request, "papers/edit.html", {"form": form, "paper": found})


def _texts_form(request: HttpRequest, found: Paper) -> TextsForm:
    return TextsForm(
        posted(request),
        kind=PaperKind(found.kind),
        texts=found.content.texts,
        version=found.version,
    )
