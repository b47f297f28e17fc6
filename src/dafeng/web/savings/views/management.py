"""Energy management systems of the district and of one enterprise, with their acts."""

from __future__ import annotations

from typing import TypeVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.models import Organisation
from dafeng.web.core.paging import ROWS
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import posted
from dafeng.web.core.sending import XLSX, file_response
from dafeng.web.savings.charts.management import against_baseline
from dafeng.web.savings.forms.acts import ReasonForm
from dafeng.web.savings.forms.management import (
    CloseForm,
    DecisionForm,
    IndicatorForm,
    ReviewForm,
    SystemFilterForm,
)
from dafeng.web.savings.management_export import system_workbook
from dafeng.web.savings.permissions import ENTER, MANAGE, VIEW
from dafeng.web.savings.selectors.management import (
    certificates_of,
    decisions_for,
    indicators_for,
    review_rows,
    reviews_for,
    system_coverage,
    system_of,
    system_rows,
)
from dafeng.web.savings.services.management import (
    indicator_enter,
    indicator_reckon,
    indicator_withdraw,
)
from dafeng.web.savings.services.management_reviews import (
    decision_close,
    decision_enter,
    decision_withdraw,
    review_enter,
    review_withdraw,
)
from dafeng.web.savings.views.shared import acted, visible_enterprise
from dafeng.web.savings.wording import error_words

M = TypeVar("M", bound=Model)


@require_http_methods(["GET", "HEAD"])
def systems(request: HttpRequest) -> HttpResponse:
    """Management systems of the enterprises that the person may see."""
    user = signed_in(request)
    require(user, VIEW)
    form = SystemFilterForm(request.GET)
    today = timezone.localdate()
    rows = system_rows(user, form.wanted(), on=today)
    context = {
        "form": form,
        "rows": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "count": len(rows),
        "cover": system_coverage(user, on=today),
        "pressing": sum(row.pressing for row in rows),
        "measured": sum(bool(row.indicators) for row in rows),
    }
    return render(request, "savings/systems.html", context)


@require_http_methods(["GET", "HEAD"])
def systems_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a file, exactly as it is narrowed."""
    user = signed_in(request)
    require(user, VIEW)
    today = timezone.localdate()
    rows = system_rows(user, SystemFilterForm(request.GET).wanted(), on=today)
    return file_response(system_workbook(rows, today), "energy-systems.xlsx", XLSX)


@require_http_methods(["GET", "HEAD"])
def system(request: HttpRequest, pk: int) -> HttpResponse:
    """Certificates, indicators, reviews and decisions of one enterprise."""
    user = signed_in(request)
    firm = visible_enterprise(user, pk)
    today = timezone.localdate()
    row = system_of(user, firm, on=today)
    context = {
        "enterprise": firm,
        "row": row,
        "today": today,
        "certificates": certificates_of(user, firm),
        "indicators": [
            (one, None if one.reading is None else against_baseline(one.reading))
            for one in row.indicators
        ],
        "reviews": review_rows(user, firm),
        "may_enter": may(user, ENTER, firm),
        "may_manage": may(user, MANAGE, firm),
    }
    return render(request, "savings/system.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def indicator_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter an indicator with its baseline."""
    user = signed_in(request)
    firm = visible_enterprise(user, pk)
    require(user, MANAGE, firm)
    form = IndicatorForm(posted(request), enterprise=firm)

    def act() -> None:
        indicator_enter(enterprise=firm, by=user, facts=form.facts())

    title = _("登记能源绩效参数")
    return acted(request, form, act, _page(firm), title=title, about=firm)


@require_POST
def indicator_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Reckon what an indicator shows by now."""
    user = signed_in(request)
    found = _one(request, indicators_for(user), pk)
    require(user, MANAGE, found)
    try:
        made = indicator_reckon(indicator=found, by=user)
    except DafengError as problem:
        messages.error(request, error_words(problem))
    else:
        words = _("没有新的整月。") if made is None else _("已重新计算。")
        messages.success(request, words)
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def indicator_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an indicator back."""
    user = signed_in(request)
    found = _one(request, indicators_for(user), pk)
    require(user, MANAGE, found)
    form = ReasonForm(posted(request))

    def act() -> None:
        indicator_withdraw(indicator=found, by=user, **form.cleaned_data)

    return acted(request, form, act, found, title=_("撤下"), about=found)


@require_http_methods(["GET", "HEAD", "POST"])
def review_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a management review."""
    user = signed_in(request)
    firm = visible_enterprise(user, pk)
    require(user, MANAGE, firm)
    form = ReviewForm(posted(request))

    def act() -> None:
        review_enter(enterprise=firm, by=user, facts=form.facts())

    title = _("登记管理评审")
    return acted(request, form, act, _page(firm), title=title, about=firm)


@require_http_methods(["GET", "HEAD", "POST"])
def review_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a review back."""
    user = signed_in(request)
    found = _one(request, reviews_for(user), pk)
    require(user, MANAGE, found)
    form = ReasonForm(posted(request))

    def act() -> None:
        review_withdraw(review=found, by=user, **form.cleaned_data)

    return acted(request, form, act, found, title=_("撤下"), about=found)


@require_http_methods(["GET", "HEAD", "POST"])
def decision_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what a review decided."""
    user = signed_in(request)
    found = _one(request, reviews_for(user), pk)
    require(user, MANAGE, found)
    form = DecisionForm(posted(request))

    def act() -> None:
        decision_enter(review=found, by=user, facts=form.facts())

    return acted(request, form, act, found, title=_("登记评审决定"), about=found)


@require_http_methods(["GET", "HEAD", "POST"])
def decision_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a decision was carried out."""
    user = signed_in(request)
    found = _one(request, decisions_for(user), pk)
    require(user, MANAGE, found)
    form = CloseForm(posted(request))

    def act() -> None:
        decision_close(decision=found, by=user, **form.cleaned_data)

    return acted(request, form, act, found, title=_("决定已完成"), about=found)


@require_http_methods(["GET", "HEAD", "POST"])
def decision_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision back."""
    user = signed_in(request)
    found = _one(request, decisions_for(user), pk)
    require(user, MANAGE, found)
    form = ReasonForm(posted(request))

    def act() -> None:
        decision_withdraw(decision=found, by=user, **form.cleaned_data)

    return acted(request, form, act, found, title=_("撤下"), about=found)


def _one(request: HttpRequest, rows: QuerySet[M], pk: int) -> M:
    """A row that the person may see; else there is none."""
    require(signed_in(request), VIEW)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _page(firm: Organisation) -> str:
    return reverse("savings:system", args=[firm.pk])
