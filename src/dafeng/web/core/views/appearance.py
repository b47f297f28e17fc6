"""Language and theme: kept in cookies, and the language with the person as well."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from dafeng.web.core import services
from dafeng.web.core.models import User
from dafeng.web.core.models.people import Language

THEME_COOKIE = "dafeng_theme"
THEMES = ("light", "dark", "auto")


def theme_of(request: HttpRequest) -> str:
    """``light``, ``dark``, or ``auto`` (the system's choice)."""
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return theme if theme in THEMES else "auto"


def safe_next(request: HttpRequest, default: str) -> str:
    """Return the address to go on to, when it lies on this site."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    mine = url_has_allowed_host_and_scheme(
        address,
        allowed_hosts={request.get_host()},
        require_https=request.is_secure(),
    )
    return address if mine else default


def keep_language(response: HttpResponse, language: str) -> None:
    """Write the language cookie."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=cast("Any", settings.LANGUAGE_COOKIE_SAMESITE),
    )


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language and go back."""
    response = HttpResponseRedirect(safe_next(request, reverse("core:home")))
    wanted = request.POST.get("language", "")
    if wanted in Language.values:
        translation.activate(wanted)
        keep_language(response, wanted)
        if isinstance(request.user, User):
            services.language_set(by=request.user, language=wanted)
    return response


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Switch between light, dark and the system's choice, and go back."""
    response = HttpResponseRedirect(safe_next(request, reverse("core:home")))
    wanted = request.POST.get("theme", "")
    if wanted in THEMES:
        response.set_cookie(
            THEME_COOKIE,
            wanted,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
