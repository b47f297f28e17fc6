"""Sign-in security: who is locked out, who lacks a second factor, where one is in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.web.core.access import signed_in
from dafeng.web.core.models import User
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import require
from dafeng.web.core.selectors.security import people_kept_safe_by, standings
from dafeng.web.core.services.second_factors import second_factor_reset
from dafeng.web.core.services.sessions import sessions_close_all
from dafeng.web.core.services.signing_in import sign_in_unlock


@require_http_methods(["GET", "HEAD"])
def security(request: HttpRequest) -> HttpResponse:
    """List people with how they sign in."""
    user = signed_in(request)
    require(user, "core.security.manage")
    sought = request.GET.get("q", "").strip()
    rows = page_of(request, people_kept_safe_by(user, sought))
    context = {"rows": rows, "standings": standings(list(rows)), "q": sought}
    return render(request, "core/security.html", context)


@require_POST
def security_unlock(request: HttpRequest, user_id: int) -> HttpResponse:
    """Let somebody who is locked out try again."""
    person = _person(request, user_id)
    sign_in_unlock(by=signed_in(request), user=person)
    messages.success(request, _("%(user)s可以再次登录。") % {"user": person})
    return redirect("core:security")


@require_POST
def security_reset(request: HttpRequest, user_id: int) -> HttpResponse:
    """Take the lost second factor of somebody away."""
    person = _person(request, user_id)
    return _told(
        request,
        lambda: second_factor_reset(by=signed_in(request), user=person),
        _("已重置%(user)s的第二验证。") % {"user": person},
    )


@require_POST
def security_sessions(request: HttpRequest, user_id: int) -> HttpResponse:
    """End every session of somebody."""
    person = _person(request, user_id)
    return _told(
        request,
        lambda: sessions_close_all(by=signed_in(request), user=person),
        _("已结束%(user)s的全部登录。") % {"user": person},
    )


def _told(request: HttpRequest, act: Any, words: str) -> HttpResponse:
    try:
        act()
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, words)
    return redirect("core:security")


def _person(request: HttpRequest, user_id: int) -> User:
    user = signed_in(request)
    require(user, "core.security.manage")
    return get_object_or_404(people_kept_safe_by(user), pk=user_id)
