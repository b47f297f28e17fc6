"""What this house is, and whether it is well."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dafeng.web.core import selectors


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Version, data version, licence, roles, and what is open to everybody."""
    return render(request, "core/about.html", {"roles": selectors.roles()})


@login_not_required
@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer ``ok`` when the database answers; 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse("database\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")
