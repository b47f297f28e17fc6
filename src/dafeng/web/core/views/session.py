"""Coming in, going out, one's own account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.web.core import entering, selectors, services
from dafeng.web.core.access import signed_in
from dafeng.web.core.addresses import address_of
from dafeng.web.core.models import User
from dafeng.web.core.rights import all_rights, paths_where
from dafeng.web.core.rooms import front_page
from dafeng.web.core.selectors.security import sessions_of
from dafeng.web.core.services.second_factors import (
    recovery_codes_left,
    second_factor_is_required,
    second_factor_of,
)
from dafeng.web.core.services.sessions import session_close
from dafeng.web.core.services.signing_in import (
    Duty,
    Refused,
    locked_until,
    sign_in_refused,
)
from dafeng.web.core.sign_in_forms import SignInForm
from dafeng.web.core.views.appearance import safe_next


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """Show the page that a room registered for it, or the one about this house."""
    page = front_page()
    return redirect("core:about") if page is None else page(request)


@login_not_required
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Sign in; too many wrong passwords lock the name out for a quarter of an hour."""
    after = safe_next(request, reverse("core:home"))
    if request.user.is_authenticated:
        return HttpResponseRedirect(after)
    sent = request.POST if request.method == "POST" else None
    form = SignInForm(request, data=sent)
    if sent is not None:
        user = form.get_user() if form.is_valid() else None
        if isinstance(user, User):
            return entering.admit(request, user, entering.Way.PASSWORD, after)
        _keep_the_refusal(request, form)
    context = {
        "form": form,
        "next": after,
        "over": _words_of_an_end(request.GET.get("over", "")),
        "outside": settings.OIDC,
    }
    return render(request, "core/login.html", context)


def locked_out(
    request: HttpRequest,
    _original: HttpResponse | None,
    credentials: dict[str, Any] | None,
) -> HttpResponse:
    """429: the name is locked out; says until when.  The lockout middleware asks."""
    name = (credentials or {}).get("username") or request.POST.get("username", "")
    context = {
        "minutes": int(settings.AXES_COOLOFF_TIME.total_seconds() // 60),
        "until": locked_until(name),
    }
    return render(request, "core/locked_out.html", context, status=429)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    entering.leave(request, "left")
    return redirect("core:home")


@require_http_methods(["GET", "HEAD"])
def account(request: HttpRequest) -> HttpResponse:
    """Show who one is, which roles one holds, where one is signed in."""
    user = signed_in(request)
    context = {
        "memberships": selectors.memberships_of(user),
        "rights": [right for right in all_rights() if paths_where(user, right.code)],
        "sessions": sessions_of(user),
        "session_key": request.session.session_key,
        "factor": second_factor_of(user),
        "factor_required": second_factor_is_required(user),
        "codes_left": recovery_codes_left(user),
    }
    return render(request, "core/account.html", context)


@require_POST
def session_end(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one's own session in another browser."""
    try:
        session_close(by=signed_in(request), session_id=session_id)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("已结束那里的登录。"))
    return redirect("core:account")


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password."""
    user = signed_in(request)
    must = entering.duty_of(request) is Duty.PASSWORD
    form = PasswordChangeForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        old_key = request.session.session_key
        services.password_set(by=user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, user)
        entering.key_changed(request, old_key)
        entering.done(request, Duty.PASSWORD)
        messages.success(request, _("密码已更改。"))
        return redirect("core:home" if must else "core:account")
    return render(request, "core/password.html", {"form": form, "must": must})


@login_not_required
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """Set a first password by the address of an invitation."""
    user = selectors.invited_user(key=key, token=token)
    if user is None:
        raise Http404
    form = SetPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.password_set(by=user, password=form.cleaned_data["new_password1"])
        messages.success(request, _("密码已设置，现在可以登录。"))
        return redirect("core:login")
    return render(request, "core/welcome.html", {"form": form, "invited": user})


def _keep_the_refusal(request: HttpRequest, form: SignInForm) -> None:
    if not form.was_tried():
        return
    locked = getattr(request, "axes_locked_out", False)
    sign_in_refused(
        name=form.cleaned_data["username"],
        reason=Refused.LOCKED if locked else form.reason,
        address=address_of(request),
    )


def _words_of_an_end(why: str) -> str:
    """Say why the session ended from which somebody was led here."""
    minutes = int(settings.SESSION_IDLE.total_seconds() // 60)
    hours = int(settings.SESSION_LONGEST.total_seconds() // 3600)
    words = {
        "idle": _("超过 %(minutes)d 分钟没有操作，已自动退出。登录后回到原来的页面。")
        % {"minutes": minutes},
        "longest": _("登录已满 %(hours)d 小时，已自动退出。登录后回到原来的页面。")
        % {"hours": hours},
        "gone": _("登录已结束。登录后回到原来的页面。"),
    }
    return words.get(why, "")
