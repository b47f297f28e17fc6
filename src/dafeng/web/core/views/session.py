"""Coming in, going out, one's own account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login as start_session
from django.contrib.auth import logout as end_session
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import (
    AuthenticationForm,
    PasswordChangeForm,
    SetPasswordForm,
)
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.web.core import selectors, services
from dafeng.web.core.access import signed_in
from dafeng.web.core.rights import all_rights, paths_where
from dafeng.web.core.rooms import first_room
from dafeng.web.core.views.appearance import keep_language, safe_next


@login_not_required
def home(_request: HttpRequest) -> HttpResponse:
    """Lead to the first room, or to the page about this house when there is none."""
    room = first_room()
    return redirect(room.route if room else "core:about")


@login_not_required
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Sign in; too many wrong passwords lock the name out for a quarter of an hour."""
    after = safe_next(request, reverse("core:home"))
    if request.user.is_authenticated:
        return HttpResponseRedirect(after)
    form = AuthenticationForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.get_user()
        start_session(request, user)
        services.session_started(by=user)
        response = HttpResponseRedirect(after)
        keep_language(response, user.language)
        return response
    return render(request, "core/login.html", {"form": form, "next": after})


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    user = signed_in(request)
    services.session_ended(by=user)
    end_session(request)
    return redirect("core:home")


@require_http_methods(["GET", "HEAD"])
def account(request: HttpRequest) -> HttpResponse:
    """Show who one is, which roles one holds, and what they allow."""
    user = signed_in(request)
    context = {
        "memberships": selectors.memberships_of(user),
        "rights": [right for right in all_rights() if paths_where(user, right.code)],
    }
    return render(request, "core/account.html", context)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password."""
    user = signed_in(request)
    form = PasswordChangeForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.password_set(by=user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, user)
        messages.success(request, _("密码已更改。"))
        return redirect("core:account")
    return render(request, "core/password.html", {"form": form})


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
