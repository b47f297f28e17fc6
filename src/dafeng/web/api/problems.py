"""What went wrong, as ``application/problem+json`` (RFC 9457)."""

from __future__ import annotations

import json
from typing import Any

import attrs
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.exceptions import RequestDataTooBig as TooBigError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as FormError

from dafeng.base.errors import DafengError, NotFoundError
from dafeng.web.core.permissions import RightMissingError

MEDIA = "application/problem+json"
OVERTAKEN = (".stale", ".moved")
"""Ends of the codes that say: somebody was faster; read it again."""


@attrs.frozen(kw_only=True)
class Problem:
    """One answer that is no success.

    Attributes
    ----------
    status : int
    code : str
        Stable, ``noun.what``: the end of the problem's ``type``.
    title : str
        The kind of problem, in the reader's language.
    detail : str
        What happened here and what to do.
    errors : tuple of dict
        Field by field: ``where`` and ``message``.
    """

    status: int
    code: str
    title: str
    detail: str = ""
    errors: tuple[dict[str, str], ...] = ()


class ProblemError(Exception):
    """Raised by an operation to answer with a problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.detail or problem.title)


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Write a problem down."""
    content: dict[str, Any] = {
        "type": f"urn:dafeng:problem:{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "instance": request.path,
    }
    if problem.detail:
        content["detail"] = problem.detail
    if problem.errors:
        content["errors"] = list(problem.errors)
    text = json.dumps(content, ensure_ascii=False)
    response = HttpResponse(text, content_type=MEDIA, status=problem.status)
    if problem.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="dafeng"'
    return response


def register_problems(api: NinjaAPI) -> None:
    """Answer every refusal of the site as a problem."""

    def handle(kind: type[Exception]) -> None:
        @api.exception_handler(kind)
        def handled(request: HttpRequest, error: Exception) -> HttpResponse:
            return answer(request, problem_of(error))

    for kind in (
        *(ProblemError, AuthenticationError, FormError, HttpError, Http404),
        *(ValidationError, PermissionDenied, DafengError, TooBigError),
    ):
        handle(kind)


def problem_of(error: Exception) -> Problem:
    """Say what an exception means to a program."""
    if isinstance(error, ProblemError):
        return error.problem
    if isinstance(error, AuthenticationError):
        return Problem(
            status=401,
            code="token.needed",
            title=_("需要有效的令牌"),
            detail=_("请在 Authorization 头中带上 Bearer 令牌，或先登录。"),
        )
    if isinstance(error, RightMissingError):
        return _right_missing(error)
    if isinstance(error, PermissionDenied):
        return Problem(status=403, code="right.missing", title=_("没有这项权限"))
    if isinstance(error, Http404 | NotFoundError):
        return Problem(
            status=404,
            code="object.none",
            title=_("没有这个对象"),
            detail=_("它不存在，或者您的单位看不到它。"),
        )
    return _bad_content(error)


def _right_missing(error: RightMissingError) -> Problem:
    detail = _("缺少权限“%(right)s”（%(code)s）。") % {
        "right": error.right.label,
        "code": error.right.code,
    }
    return Problem(
        status=403, code="right.missing", title=_("没有这项权限"), detail=detail
    )


def _bad_content(error: Exception) -> Problem:
    title = _("内容有误")
    if isinstance(error, FormError):
        errors = tuple(
            {"where": ".".join(map(str, one["loc"])), "message": str(one["msg"])}
            for one in error.errors
        )
        return Problem(status=422, code="content.shape", title=title, errors=errors)
    if isinstance(error, ValidationError):
        return Problem(
            status=422,
            code=str(getattr(error, "code", "") or "content.refused"),
            title=title,
            errors=_fields(error),
        )
    if isinstance(error, TooBigError):
        return Problem(status=413, code="content.size", title=_("内容太大"))
    if isinstance(error, HttpError):
        code = "content.unreadable" if error.status_code == 400 else "request.refused"
        return Problem(status=error.status_code, code=code, title=title)
    code = str(getattr(error, "code", "content.refused"))
    if code.endswith(OVERTAKEN):
        title = _("别人先改动了")
        return Problem(status=409, code=code, title=title, detail=str(error))
    return Problem(status=422, code=code, title=title, detail=str(error))


def _fields(error: ValidationError) -> tuple[dict[str, str], ...]:
    if hasattr(error, "error_dict"):
        return tuple(
            {"where": "" if where == "__all__" else where, "message": message}
            for where, messages in error.message_dict.items()
            for message in messages
        )
    return tuple({"where": "", "message": message} for message in error.messages)
