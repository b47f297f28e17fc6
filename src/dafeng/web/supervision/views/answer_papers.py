"""What comes after a case, as files to keep: answer, minutes, closure form."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.sending import DOCX, PDF, file_response
from dafeng.web.supervision.models import Case
from dafeng.web.supervision.services.answer_papers import (
    closure_file,
    minutes_file,
    reply_file,
)
from dafeng.web.supervision.services.documents import CaseFile, FileKind
from dafeng.web.supervision.views.visible import visible_case
from dafeng.web.supervision.wording import error_words

MEDIA = {FileKind.DOCX: DOCX, FileKind.PDF: PDF}


@require_http_methods(["GET", "HEAD"])
def reply(request: HttpRequest, pk: int, turn: int, kind: str) -> HttpResponse:
    """A confirmed answer as a document."""
    found = visible_case(signed_in(request), pk)
    said = [one for one in found.replies.all() if one.turn == turn]
    if not said or said[0].confirmed_at is None:
        raise Http404
    return _sent(request, found, kind, lambda as_: reply_file(found, said[0], as_))


@require_http_methods(["GET", "HEAD"])
def closure(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The closure form as a document."""
    found = visible_case(signed_in(request), pk)
    closed = getattr(found, "closure", None)
    if closed is None:
        raise Http404
    return _sent(request, found, kind, lambda as_: closure_file(found, closed, as_))


@require_http_methods(["GET", "HEAD"])
def minutes(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The minutes of an interview as a document."""
    found = visible_case(signed_in(request), pk)
    held = getattr(found, "interview", None)
    if held is None:
        raise Http404
    return _sent(request, found, kind, lambda as_: minutes_file(found, held, as_))


def _sent(
    request: HttpRequest,
    case: Case,
    kind: str,
    write: Callable[[FileKind], CaseFile],
) -> HttpResponse:
    if kind not in set(FileKind):
        raise Http404
    try:
        made = write(FileKind(kind))
    except DafengError as error:
        messages.error(request, error_words(error))
        return redirect(case)
    return file_response(made.content, made.name, MEDIA[FileKind(kind)])
