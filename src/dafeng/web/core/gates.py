"""What a request passes before a view: limits, sign-in, duties; and safe headers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from dafeng.web.core import rates
from dafeng.web.core.addresses import address_of
from dafeng.web.core.entering import duty_of, leave, seen, why_over
from dafeng.web.core.models import User
from dafeng.web.core.services.signing_in import Duty

Handler = Callable[[HttpRequest], HttpResponse]
OVER = "dafeng_session_over"
"""Attribute of a request whose session has just ended: why."""

READINGS = "/api/v1/readings"
"""Where gateways send batches, thousands in a minute."""

_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
_PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
_ALWAYS = ("core:logout", "core:language", "core:theme", "core:healthz")
_WAYS_OUT = {
    Duty.PASSWORD: ("core:password",),
    Duty.SECOND_FACTOR: ("core:second-factor-new", "core:second-factor-codes"),
}


def safe_headers(get_response: Handler) -> Handler:
    """Keep what a signed-in person saw out of caches; let the page use no devices."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Permissions-Policy", _PERMISSIONS)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.setdefault("Cache-Control", "private, no-store")
        return response

    return handle


def session_limits(get_response: Handler) -> Handler:
    """End a session that was idle, or open, for too long."""

    def handle(request: HttpRequest) -> HttpResponse:
        if _has_cookie(request):
            if SESSION_KEY in request.session:
                why = why_over(request)
                if why:
                    leave(request, why)
                    setattr(request, OVER, why)
                else:
                    seen(request)
            elif request.session.session_key is None:
                setattr(request, OVER, "gone")
        return get_response(request)

    return handle


def rate_limits(get_response: Handler) -> Handler:
    """Refuse, before anything is read, what comes too often."""

    def handle(request: HttpRequest) -> HttpResponse:
        limit = _limit_of(request)
        wait = rates.spend(*limit) if limit else 0
        return _too_often(request, wait) if wait else get_response(request)

    return handle


class SignInFirst(LoginRequiredMiddleware):
    """Leads to the sign-in page, says there why a session ended, and leads back."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        """Lead to sign-in; a part of a page leads the whole page there."""
        query = QueryDict(mutable=True)
        query["next"] = _way_back(request)
        if why := getattr(request, OVER, ""):
            query["over"] = why
        address = f"{self.get_login_url(view_func)}?{query.urlencode(safe='/')}"
        if getattr(request, "htmx", False):
            return HttpResponseClientRedirect(address)  # type: ignore[return-value] # for htmx
        return HttpResponseRedirect(address)


class DutiesFirst(MiddlewareMixin):
    """Lets nothing answer before a password is changed or a second factor enrolled."""

    def process_view(
        self,
        request: HttpRequest,
        _view: Callable[..., HttpResponseBase],
        _arguments: tuple[Any, ...],
        _named: dict[str, Any],
    ) -> HttpResponse | None:
        """Lead to the page of the first duty that is open."""
        duty = duty_of(request) if _has_cookie(request) else None
        if duty is None:
            return None
        match = request.resolver_match
        here = match.view_name if match else ""
        if here in _ALWAYS or here in _WAYS_OUT[duty]:
            return None
        return redirect(_WAYS_OUT[duty][0])


def _has_cookie(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def _limit_of(request: HttpRequest) -> tuple[str, str] | None:
    """Return which limit a request falls under, and who spends; None for no limit."""
    if request.path_info == READINGS and "Authorization" in request.headers:
        return None  # the interface limits good keys, and those who send bad ones
    if request.path_info.startswith("/api/"):
        # Not by the key that was sent: who makes keys up would have a limit for each.
        return "api", _person(request)
    if request.method in _SAFE_METHODS:
        return None
    knocking = (reverse("core:login"), "/welcome/")
    if request.path_info.startswith(knocking):
        return "login", address_of(request)
    if request.content_type == "multipart/form-data":
        return "upload", _person(request)
    return None


def _person(request: HttpRequest) -> str:
    if _has_cookie(request) and isinstance(request.user, User):
        return f"user-{request.user.pk}"
    return address_of(request)


def _too_often(request: HttpRequest, wait: int) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        problem = {
            "type": "about:blank",
            "title": _("操作过于频繁"),
            "status": 429,
            "instance": request.path,
            "detail": _("%(seconds)d 秒后可以继续。") % {"seconds": wait},
        }
        response: HttpResponse = JsonResponse(
            problem, status=429, content_type="application/problem+json"
        )
    else:
        response = render(request, "core/too_often.html", {"wait": wait}, status=429)
    response["Retry-After"] = str(wait)
    return response


def _way_back(request: HttpRequest) -> str:
    """Return where to go on after sign-in: the page that was asked for, or the form.

    What was sent cannot be sent again, so its form is opened; of a part of a page, the
    page.
    """
    htmx = getattr(request, "htmx", None)
    if htmx and htmx.current_url_abs_path:
        return str(htmx.current_url_abs_path)
    if request.method in _SAFE_METHODS:
        return request.get_full_path()
    came_from = request.META.get("HTTP_REFERER", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        parts = urlsplit(came_from)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return reverse("core:home")
