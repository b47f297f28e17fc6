"""Walking in without a password: who asks stands in a head of the request.

Signing in has tests of its own; here it would take most of the time, as would the
parts of the way in that treat everybody alike.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from dafeng.web.core.models import User

WALKER = "x-walker"
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tests.web.walking.entrance.walk_in",
    "dafeng.web.core.middleware.request_mark",
    "dafeng.web.core.gates.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
people: dict[str, User] = {}


def walk_in(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def handle(request: HttpRequest) -> HttpResponse:
        known = people.get(request.headers.get(WALKER, ""))
        request.user = known or AnonymousUser()
        return get_response(request)

    return handle
