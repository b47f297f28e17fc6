"""What the tests of sign-in do over and over."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)

from dafeng.web.core.models import AuditRow
from dafeng.web.core.services.second_factors import second_factor_enrol
from tests.web.core.conftest import PASSWORD

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from dafeng.web.core.models import User

PERIOD = 30


def text(response: HttpResponse) -> str:
    return response.content.decode()


def knock(client: Client, name: str, password: str = PASSWORD) -> HttpResponse:
    return client.post("/login/", {"username": name, "password": password})


def newest(action: str) -> AuditRow:
    return AuditRow.objects.filter(action=action).latest("number")


def code_of(secret: str, *, ahead: int = 0) -> str:
    """What an authenticator shows now, or some periods on or back."""
    counter = int(time.time()) // PERIOD + ahead
    return format_hotp_value(hotp_value(secret, counter))


def enrolled(user: User) -> tuple[str, tuple[str, ...]]:
    """Give a person a second factor; return its secret and the recovery codes."""
    secret = generate_totp_secret()
    codes = second_factor_enrol(by=user, secret=secret, code=code_of(secret))
    return secret, codes
