"""How units and the district are judged: every scheme, opened to its points."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dafeng.web.assessment.forms.schemes import DayForm
from dafeng.web.assessment.selectors.schemes import scheme_on, schemes_on


@login_not_required
@require_http_methods(["GET", "HEAD"])
def schemes(request: HttpRequest) -> HttpResponse:
    """Every scheme with its validity; which hold on a day."""
    form = DayForm(request.GET or None)
    day = form.day() or timezone.localdate()
    found = schemes_on(day)
    context = {
        "form": form,
        "day": day,
        "schemes": found,
        "holding": [one for one in found if one.in_force],
    }
    return render(request, "assessment/schemes.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def scheme(request: HttpRequest, name: str) -> HttpResponse:
    """One scheme: rules, points, items, grades, and where each of them comes from."""
    found = scheme_on(name, timezone.localdate())
    if found is None:
        raise Http404
    return render(request, "assessment/scheme.html", {"shown": found})
