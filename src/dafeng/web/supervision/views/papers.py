"""The paper of a case: as .docx, as .pdf, and its pages as pictures."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import condition, require_http_methods

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.sending import DOCX, PDF, file_response
from dafeng.web.supervision.models import Case
from dafeng.web.supervision.services.documents import (
    CaseFile,
    docx_of,
    pdf_of,
    pictures_of,
)
from dafeng.web.supervision.views.visible import visible_case
from dafeng.web.supervision.wording import error_words


@require_http_methods(["GET", "HEAD"])
def docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper to keep, as .docx."""
    return _file(request, pk, docx_of, DOCX)


@require_http_methods(["GET", "HEAD"])
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper to keep, as .pdf."""
    return _file(request, pk, pdf_of, PDF)


def _file(
    request: HttpRequest, pk: int, write: Callable[[Case], CaseFile], media: str
) -> HttpResponse:
    found = visible_case(signed_in(request), pk)
    try:
        made = write(found)
    except DafengError as error:
        messages.error(request, error_words(error))
        return redirect(found)
    return file_response(made.content, made.name, media)


def _etag(request: HttpRequest, pk: int, number: int) -> str:
    """What a picture depends on; nothing is drawn for a browser that has it."""
    found = visible_case(signed_in(request), pk)
    return f'"{pk}-{number}-{found.version}-{found.state}"'


@require_http_methods(["GET", "HEAD"])
@condition(etag_func=_etag)
def page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One page of the paper as a picture."""
    found = visible_case(signed_in(request), pk)
    try:
        pictures = pictures_of(found)
    except DafengError as error:
        raise Http404 from error
    if not 1 <= number <= len(pictures):
        raise Http404
    response = HttpResponse(pictures[number - 1], content_type="image/png")
    response["Cache-Control"] = "private, no-cache"
    return response
