"""A kept file on its way out: a download under its own name, never a page."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpResponse

from dafeng.base.errors import NotFoundError
from dafeng.web.core.sending import file_response
from dafeng.web.office.services.papers import paper_bytes
from dafeng.web.office.wording import error_words


def paper_response(sha256: str, *, name: str) -> HttpResponse:
    """Send the file to keep; one that is gone is a 404, a changed one is refused."""
    try:
        content = paper_bytes(sha256)
    except NotFoundError as error:
        if error.code == "paper.changed":
            return HttpResponse(
                error_words(error),
                status=HTTPStatus.CONFLICT,
                content_type="text/plain; charset=utf-8",
            )
        raise Http404 from error
    return file_response(content, name, "application/octet-stream")
