"""Anomalies: the list, one with its days, and what a person says of it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.meters import carriers_by_code
from dafeng.web.core.access import signed_in
from dafeng.web.core.models import User
from dafeng.web.core.paging import ROWS
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import posted
from dafeng.web.savings.charts.baseline import days_of
from dafeng.web.savings.forms.acts import JudgeForm
from dafeng.web.savings.forms.filters import AnomalyFilterForm
from dafeng.web.savings.models import EnergyAnomaly
from dafeng.web.savings.permissions import FIND, JUDGE, VIEW
from dafeng.web.savings.selectors.anomalies import (
    anomaly_rows,
    last_look,
    state_counts,
)
from dafeng.web.savings.selectors.visible import anomalies_for, root_of_house
from dafeng.web.savings.services.finding import anomalies_find
from dafeng.web.savings.services.judging import anomaly_judge
from dafeng.web.savings.views.shared import acted, the_district
from dafeng.web.savings.wording import anomaly_words


@require_http_methods(["GET", "HEAD"])
def anomalies(request: HttpRequest) -> HttpResponse:
    """The list, narrowed."""
    user = signed_in(request)
    require(user, VIEW)
    form = AnomalyFilterForm(request.GET)
    rows = anomaly_rows(user, form.wanted())
    root = root_of_house()
    context = {
        "form": form,
        "rows": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "counts": state_counts(user),
        "looked": last_look(),
        "may_find": root is not None and may(user, FIND, root),
    }
    return render(request, "savings/anomalies.html", context)


@require_http_methods(["GET", "HEAD"])
def anomaly(request: HttpRequest, pk: int) -> HttpResponse:
    """One anomaly with its days."""
    user = signed_in(request)
    found = _anomaly(user, pk)
    context = {
        "row": found,
        "unit": carriers_by_code()[found.point.carrier].unit,
        "chart": days_of(found),
        "sentence": anomaly_words(found),
        "may_judge": may(user, JUDGE, found),
    }
    return render(request, "savings/anomaly.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what it was."""
    user = signed_in(request)
    found = _anomaly(user, pk)
    require(user, JUDGE, found)
    form = JudgeForm(posted(request))

    def act() -> None:
        anomaly_judge(anomaly=found, by=user, **form.cleaned_data)

    back, title = found.get_absolute_url(), _("核实用能异常")
    return acted(request, form, act, title=title, back=back, about=found.point)


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Look again, up to yesterday."""
    user = signed_in(request)
    root = the_district()
    require(user, FIND, root)
    new, left = anomalies_find(organisation=root, by=user, on=timezone.localdate())
    told = {"new": new, "left": left}
    messages.success(request, _("新发现 %(new)s 条，待核实 %(left)s 条。") % told)
    return redirect("savings:anomalies")


def _anomaly(user: User, pk: int) -> EnergyAnomaly:
    require(user, VIEW)
    found = anomalies_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
