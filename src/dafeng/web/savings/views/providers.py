"""Providers of energy services with their projects."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from dafeng.web.core.access import signed_in
from dafeng.web.core.paging import ROWS
from dafeng.web.core.permissions import require
from dafeng.web.savings.permissions import VIEW
from dafeng.web.savings.selectors.finance import verified_of
from dafeng.web.savings.selectors.providers import provider_rows


@require_http_methods(["GET", "HEAD"])
def providers(request: HttpRequest) -> HttpResponse:
    """Providers: projects by stage, what they brought, what was verified."""
    user = signed_in(request)
    require(user, VIEW)
    rows = provider_rows(user)
    context = {
        "rows": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "count": len(rows),
        "projects": sum(len(row.projects) for row in rows),
        "late": sum(row.late for row in rows),
        "verified": verified_of(row.verified for row in rows),
    }
    return render(request, "savings/providers.html", context)
