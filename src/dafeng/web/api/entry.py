"""The door of the interface: who asks, with which scopes, and whether it is a repeat.

A program sends ``Authorization: Bearer KEY``; the site's own pages come with the
session that they have.  A write may carry ``Idempotency-Key``: sent again with the same
content it gets the first answer back, and nothing is done twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import IntegrityError, transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
)
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer

from dafeng.web.api.models import Reply, Scope, Token
from dafeng.web.api.problems import Problem, ProblemError, answer, problem_of
from dafeng.web.api.refusing import why_refused
from dafeng.web.api.selectors import token_of_key
from dafeng.web.core.acting import act_only_for, acting_of, acting_unit
from dafeng.web.core.models import User
from dafeng.web.core.surviving import kept_after_rollback

BEARER, KEY = "bearer ", "Idempotency-Key"
LONGEST_KEY = 200
REFUSED = 400
READING = ("GET", "HEAD", "OPTIONS")
_BEHIND = "_dafeng_token"

View = Callable[..., HttpResponse]


class ByKey(HttpBearer):
    """Lets in a program whose key :func:`door` recognised."""

    openapi_name = "key"

    def authenticate(self, request: HttpRequest, token: str) -> Any:  # noqa: ARG002
        """Return the person that the program acts as."""
        return None if token_behind(request) is None else request.user


def door(view: View) -> View:
    """Wrap a view of the interface: recognise the key, answer repeats."""

    @login_not_required
    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sent = request.headers.get("Authorization", "")
        if sent and not sent.lower().startswith(BEARER):
            return answer(request, why_refused(request, ""))
        if sent:
            key = sent[len(BEARER) :].strip()
            token = token_of_key(key)
            if token is None:
                return answer(request, why_refused(request, key))
            _act_for(request, token)
            if acting_of(token.person).seat is None:
                return answer(request, why_refused(request, key))
        person = request.user
        if request.method not in READING and not person.is_authenticated:
            # A session would have to prove that its own page sent the form (403).
            return answer(request, problem_of(AuthenticationError()))
        repeatable = request.method not in READING and request.headers.get(KEY)
        if not repeatable or not isinstance(person, User):
            return _worded(request, view(request, *args, **kwargs))
        return _once(request, person, lambda: view(request, *args, **kwargs))

    entered.csrf_exempt = True  # type: ignore[attr-defined]
    return entered


@login_not_required
def nothing_there(request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG001
    """Answer an address that no operation has."""
    return answer(request, problem_of(Http404()))


def token_behind(request: HttpRequest) -> Token | None:
    """The token that a request came with; None for a session."""
    return getattr(request, _BEHIND, None)


def person_of(request: HttpRequest, scope: Scope, *others: Scope) -> User:
    """The person that a request acts as, if its token reaches that far.

    Raises
    ------
    ProblemError
        The token has none of the scopes (403).
    """
    token = token_behind(request)
    if token is not None and not {scope.value, *others} & set(token.scopes):
        raise ProblemError(
            Problem(
                status=403,
                code="token.scope",
                title=_("令牌的范围不够"),
                detail=_("这项操作需要范围 %(scope)s。") % {"scope": scope.value},
            )
        )
    assert isinstance(request.user, User)  # noqa: S101 - it was let in
    return request.user


def _worded(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Put a refused method into the interface's own form."""
    if not isinstance(response, HttpResponseNotAllowed):
        return response
    problem = Problem(status=405, code="method", title=_("这个地址没有这种操作"))
    worded = answer(request, problem)
    worded["Allow"] = response["Allow"]
    return worded


def _act_for(request: HttpRequest, token: Token) -> None:
    today = timezone.localdate()
    if token.last_used_on != today:
        Token.objects.filter(pk=token.pk).update(last_used_on=today)
    setattr(request, _BEHIND, token)
    act_only_for(token.person, token.unit_id)
    request.user = token.person


def _once(
    request: HttpRequest, person: User, act: Callable[[], HttpResponse]
) -> HttpResponse:
    """Do a write under its key, or give the answer that it got before."""
    key = request.headers[KEY]
    if len(key) > LONGEST_KEY:
        return answer(request, _bad_reply(400, "key.length", _("幂等键太长")))
    try:
        asked = _asked(request)
    except RequestDataTooBig as error:
        return answer(request, problem_of(error))
    try:
        with kept_after_rollback(), transaction.atomic():
            reply = Reply.objects.create(
                person=person, key=key, asked=asked, created_at=timezone.now()
            )
            return _kept(reply, act())
    except _UndoneError as undone:
        return undone.response
    except IntegrityError:
        return _again(request, person, asked)


def _kept(reply: Reply, response: HttpResponse) -> HttpResponse:
    """Keep a success; what was refused leaves only what was written in vain."""
    if response.status_code >= REFUSED:
        raise _UndoneError(response)
    reply.status, reply.body = response.status_code, response.content.decode()
    reply.save(update_fields=["status", "body"])
    return response


def _again(request: HttpRequest, person: User, asked: str) -> HttpResponse:
    key = request.headers[KEY]
    reply = Reply.objects.filter(person=person, key=key).first()
    if reply is None:
        raise IntegrityError(key)
    if reply.asked != asked:
        title = _("这个幂等键已用于另一项内容")
        return answer(request, _bad_reply(422, "key.reused", title))
    if reply.status is None:
        title = _("同一请求正在处理")
        return answer(request, _bad_reply(409, "key.busy", title))
    response = HttpResponse(
        reply.body, status=reply.status, content_type="application/json; charset=utf-8"
    )
    response["Idempotent-Replayed"] = "true"
    return response


def _asked(request: HttpRequest) -> str:
    """What is asked, and for which unit: two programs of one person may share keys."""
    unit = acting_unit(request.user)
    head = f"{request.method} {request.get_full_path()} {unit and unit.pk}\n"
    return hashlib.sha256(head.encode() + request.body).hexdigest()


class _UndoneError(Exception):
    """The write was refused: roll back and answer."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response
        super().__init__()


def _bad_reply(status: int, code: str, title: str) -> Problem:
    return Problem(status=status, code=code, title=title)
