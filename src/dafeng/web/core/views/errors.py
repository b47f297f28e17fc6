"""Pages for what goes wrong; the one for status 500 touches no database."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from dafeng.web.core.models import Role
from dafeng.web.core.permissions import RightMissingError
from dafeng.web.core.uploads import listen_to_the_end


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request itself cannot be read."""
    context = {"too_big": isinstance(exception, RequestDataTooBig)}
    if context["too_big"]:
        listen_to_the_end(request)
    return render(request, "400.html", context, status=400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: says which right is missing and which roles have it."""
    right = exception.right if isinstance(exception, RightMissingError) else None
    roles = Role.objects.filter(code__in=right.roles) if right else Role.objects.none()
    return render(request, "403.html", {"right": right, "roles": roles}, status=403)


@requires_csrf_token
def not_found(
    request: HttpRequest,
    exception: Exception,  # noqa: ARG001 - Django calls it so
) -> HttpResponse:
    """404: nothing here, or nothing that this person may see."""
    return render(request, "404.html", status=404)


@requires_csrf_token
def broken(_request: HttpRequest) -> HttpResponse:
    """500: a page of its own that needs neither database nor session."""
    return HttpResponse(render_to_string("500.html"), status=500)


@requires_csrf_token
def csrf_failure(
    request: HttpRequest,
    reason: str = "",  # noqa: ARG001 - Django calls it so
) -> HttpResponse:
    """403: the form was too old, or cookies are off."""
    return render(request, "403_csrf.html", status=403)
