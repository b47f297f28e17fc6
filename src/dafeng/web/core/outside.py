"""Coming in by an OpenID Connect provider: it says who one is, the house who may."""

from __future__ import annotations

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dafeng.web.core.addresses import address_of
from dafeng.web.core.entering import Way, admit
from dafeng.web.core.models import User
from dafeng.web.core.services.signing_in import (
    Refused,
    sign_in_refused,
    words_against,
)


class HouseOutsideLogin(DefaultSocialAccountAdapter):  # type: ignore[misc] # published without types
    """Matches a stranger's proof to an account that is there; makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002 - its signature
        """Nobody signs up: accounts are made by the house."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let the matching person in, by the same door as everybody.

        Raises
        ------
        ImmediateHttpResponse
            Always: with the way on, or with the words why not.
        """
        person = matched(sociallogin)
        if person is None:
            sign_in_refused(
                name=_claimed_name(sociallogin),
                reason=Refused.UNKNOWN,
                address=address_of(request),
            )
            _refuse(
                request,
                _("统一身份认证确认了您的身份，但本系统没有与之对应的账户。"),
            )
        words = words_against(person)
        if words:
            sign_in_refused(
                name=person.username,
                reason=Refused.DEMO,
                address=address_of(request),
            )
            _refuse(request, words)
        after = sociallogin.state.get("next") or reverse("core:home")
        raise ImmediateHttpResponse(admit(request, person, Way.OUTSIDE, after))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,  # noqa: ARG002 - its signature
        error: Any = None,  # noqa: ARG002
        exception: Exception | None = None,  # noqa: ARG002
        extra_context: Any = None,  # noqa: ARG002
    ) -> None:
        """Say in words that the provider did not confirm anybody."""
        sign_in_refused(name="", reason=Refused.OUTSIDE, address=address_of(request))
        _refuse(request, _("统一身份认证没有完成，没有登录。"))


def matched(sociallogin: Any) -> User | None:
    """Return the one active person whom the provider's claims name.

    With ``DAFENG_OIDC_CLAIM`` the claim is the user name; otherwise an e-mail address
    that the provider verified, and that only one person here has.
    """
    people = User.objects.filter(is_active=True)
    if settings.OIDC is not None and settings.OIDC.claim:
        name = _claims(sociallogin).get(settings.OIDC.claim)
        return people.filter(username=name).first() if name else None
    verified = [one.email for one in sociallogin.email_addresses if one.verified]
    found = [
        person
        for address in verified
        for person in people.filter(email__iexact=address)[:2]
    ]
    return found[0] if len(found) == 1 else None


def refused_page(request: HttpRequest, words: str, *, status: int) -> HttpResponse:
    """Show the sign-in page with the words why somebody did not come in."""
    context = {"words": words}
    return render(request, "core/outside_refused.html", context, status=status)


def _refuse(request: HttpRequest, words: str) -> NoReturn:
    raise ImmediateHttpResponse(refused_page(request, words, status=403))


def _claims(sociallogin: Any) -> dict[str, Any]:
    """Return what the provider said, of the person rather than of the token first."""
    told = sociallogin.account.extra_data
    claims: dict[str, Any] = {**told.get("id_token", {}), **told.get("userinfo", {})}
    return claims


def _claimed_name(sociallogin: Any) -> str:
    claims = _claims(sociallogin)
    return str(claims.get("email") or claims.get("sub") or "")
