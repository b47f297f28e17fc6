"""What each request carries: its mark for the audit, the unit that is acted for."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from dafeng.web.core.acting import SESSION_KEY, act_for
from dafeng.web.core.audit import request_id
from dafeng.web.core.models.audit import new_request_id
from dafeng.web.core.models.people import User


def request_mark(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request an id that all its audit rows share; the answer names it."""

    def handle(request: HttpRequest) -> HttpResponse:
        mark = new_request_id()
        token = request_id.set(mark)
        try:
            response = get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = str(mark)
        return response

    return handle


def acting_choice(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Let the person of a request act for the unit that the session remembers."""

    def handle(request: HttpRequest) -> HttpResponse:
        person = request.user
        request.user = SimpleLazyObject(lambda: _seated(request, person))  # type: ignore[assignment]
        return get_response(request)

    return handle


def _seated(request: HttpRequest, person: User | AnonymousUser) -> User | AnonymousUser:
    if isinstance(person, User):
        chosen = request.session.get(SESSION_KEY)
        if chosen is not None:
            act_for(person, chosen)
    return person
