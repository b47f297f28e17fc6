"""Second factors: the code at sign-in, enrolling, recovery codes, doing without."""

from __future__ import annotations

import base64

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dafeng.web.core import entering, rates
from dafeng.web.core.access import signed_in
from dafeng.web.core.addresses import address_of
from dafeng.web.core.forms import add_errors
from dafeng.web.core.models import User
from dafeng.web.core.services.second_factors import (
    recovery_codes_renew,
    second_factor_check,
    second_factor_enrol,
    second_factor_of,
    second_factor_remove,
)
from dafeng.web.core.services.signing_in import Duty, Refused, sign_in_refused
from dafeng.web.core.sign_in_forms import CodeForm, EnrolForm, PasswordProofForm

_NEW_SECRET = "dafeng_new_factor"  # noqa: S105 - the name of a place
_LIMIT = "second-factor"


@login_not_required
@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the code, after the right password; then the session starts."""
    who = entering.waiting(request)
    if who is None:
        return redirect("core:login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if wait := rates.spend(_LIMIT, str(who.user.pk)):
            return _too_often(request, wait)
        try:
            found = second_factor_check(user=who.user, code=form.cleaned_data["code"])
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            if found:
                rates.clear(_LIMIT, str(who.user.pk))
                how = f"{who.way}+{found}"
                return entering.enter(request, who.user, how, who.after)
            _wrong(request, form, who.user)
    return render(request, "core/second_factor.html", {"form": form})


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor_new(request: HttpRequest) -> HttpResponse:
    """Enrol an authenticator; the recovery codes are shown once, right after."""
    user = signed_in(request)
    must = entering.duty_of(request) is Duty.SECOND_FACTOR
    if second_factor_of(user) is not None:
        entering.done(request, Duty.SECOND_FACTOR)
        return redirect("core:account")
    secret = request.session.get(_NEW_SECRET) or generate_totp_secret()
    request.session[_NEW_SECRET] = secret
    form = EnrolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = second_factor_enrol(
                by=user, secret=secret, code=form.cleaned_data["code"]
            )
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            del request.session[_NEW_SECRET]
            entering.done(request, Duty.SECOND_FACTOR)
            return _shown_once(request, codes)
    context = {
        "form": form,
        "must": must,
        "picture": _picture(user, secret),
        "secret": _in_fours(secret),
    }
    return render(request, "core/second_factor_new.html", context)


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor_codes(request: HttpRequest) -> HttpResponse:
    """Replace the recovery codes; asks for the password once more."""
    user = signed_in(request)
    form = PasswordProofForm(user, request.POST or None)
    if request.method == "POST":
        if wait := rates.spend(_LIMIT, str(user.pk)):
            return _too_often(request, wait)
        if form.is_valid():
            try:
                codes = recovery_codes_renew(by=user)
            except ValidationError as problem:
                add_errors(form, problem)
            else:
                return _shown_once(request, codes)
    return render(request, "core/second_factor_codes.html", {"form": form})


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor_off(request: HttpRequest) -> HttpResponse:
    """Do without a second factor, where no role asks for one."""
    user = signed_in(request)
    form = PasswordProofForm(user, request.POST or None)
    if request.method == "POST":
        if wait := rates.spend(_LIMIT, str(user.pk)):
            return _too_often(request, wait)
        if form.is_valid():
            try:
                second_factor_remove(by=user)
            except ValidationError as problem:
                add_errors(form, problem)
            else:
                messages.success(request, _("已解除第二验证。"))
                return redirect("core:account")
    return render(request, "core/second_factor_off.html", {"form": form})


def _wrong(request: HttpRequest, form: CodeForm, user: User) -> None:
    sign_in_refused(
        name=user.username, reason=Refused.CODE, address=address_of(request)
    )
    words = _("验证码不对，或已经用过。等应用显示下一个再输入。")
    form.add_error("code", words)


def _too_often(request: HttpRequest, wait: int) -> HttpResponse:
    response = render(request, "core/too_often.html", {"wait": wait}, status=429)
    response["Retry-After"] = str(wait)
    return response


def _shown_once(request: HttpRequest, codes: tuple[str, ...]) -> HttpResponse:
    return render(request, "core/recovery_codes.html", {"codes": codes})


def _picture(user: User, secret: str) -> str:
    """Return the QR code as an image in the address itself: no inline mark-up."""
    adapter = get_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(user, secret))
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _in_fours(secret: str) -> str:
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
