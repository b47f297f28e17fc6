"""What each request carries: its mark for the audit."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from dafeng.web.core.audit import request_id
from dafeng.web.core.models.audit import new_request_id


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
