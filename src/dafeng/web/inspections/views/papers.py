"""Papers of an inspection as files to keep: its record, its notices."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError, NotFoundError
from dafeng.web.core.access import signed_in
from dafeng.web.core.permissions import may
from dafeng.web.core.sending import DOCX, PDF, file_response
from dafeng.web.inspections.models import Inspection
from dafeng.web.inspections.services.documents import (
    notice_file,
    record_file,
)
from dafeng.web.inspections.views.inspections import visible_inspection
from dafeng.web.inspections.wording import error_words
from dafeng.web.supervision.services.documents import CaseFile, FileKind

MEDIA = {FileKind.DOCX: DOCX, FileKind.PDF: PDF}
PLAN = "inspections.plan.view"


@require_http_methods(["GET", "HEAD"])
def record(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The record of an inspection, once something was written."""
    found = visible_inspection(signed_in(request), pk)
    if not found.facts:
        raise Http404
    return _sent(request, found, kind, lambda as_: record_file(found, as_))


@require_http_methods(["GET", "HEAD"])
def notice(request: HttpRequest, pk: int, number: int, kind: str) -> HttpResponse:
    """A notice; the unit itself gets what was issued, and no draft."""
    user = signed_in(request)
    found = visible_inspection(user, pk)
    wanted = next((one for one in found.notices.all() if one.pk == number), None)
    if wanted is None or not (wanted.letter_id or may(user, PLAN, found.plan)):
        raise Http404
    return _sent(request, found, kind, lambda as_: notice_file(wanted, as_))


def _sent(
    request: HttpRequest,
    inspection: Inspection,
    kind: str,
    write: Callable[[FileKind], CaseFile],
) -> HttpResponse:
    if kind not in set(FileKind):
        raise Http404
    try:
        made = write(FileKind(kind))
    except NotFoundError as error:
        raise Http404 from error
    except DafengError as error:
        messages.error(request, error_words(error))
        return redirect(inspection)
    return file_response(made.content, made.name, MEDIA[FileKind(kind)])
