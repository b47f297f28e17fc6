"""What this house is, and whether it is well."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dafeng.web.core import selectors
from dafeng.web.core.readiness import Look, is_ready, look_around


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


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say of each thing that is needed whether it is well; 503 when one is not.

    Lines of text, or JSON for who accepts nothing else.
    """
    looks = look_around()
    ready = is_ready(looks)
    status = 200 if ready else 503
    if request.accepts("text/plain"):
        lines = ["ready" if ready else "not ready", *map(_line, looks)]
        text = "\n".join(lines) + "\n"
        return HttpResponse(text, content_type="text/plain", status=status)
    found = {one.name: {"well": one.is_well, "said": one.said} for one in looks}
    return JsonResponse({"ready": ready, "looks": found}, status=status)


def _line(look: Look) -> str:
    word = "ok" if look.is_well else "failed" if look.is_needed else "warning"
    return f"{look.name}: {word}, {look.said}"
