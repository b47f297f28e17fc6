"""A kept file on its way out: a download under its own name, never a page."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from dafeng.base.errors import NotFoundError
from dafeng.web.core.sending import file_response
from dafeng.web.office.services.papers import paper_bytes


def paper_response(sha256: str, *, name: str) -> HttpResponse:
    """Send the file to keep; a file that is gone is a 404."""
    try:
        content = paper_bytes(sha256)
    except NotFoundError as error:
        raise Http404 from error
    return file_response(content, name, "application/octet-stream")
