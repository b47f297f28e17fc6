"""How long a request took: told to the browser, and written down in one line."""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import perf_counter, thread_time
from typing import Any

import attrs
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from dafeng.web.core.models import User
from dafeng.web.logging import FIELDS, REQUESTS, address_without_secrets

_PROBES = ("/healthz", "/readyz")
_FAILED = 500
_THOUSAND = 1000

_log = logging.getLogger(REQUESTS)


@attrs.define
class _Queries:
    """Counts the questions to the database, and the time that they took."""

    count: int = 0
    seconds: float = 0.0

    def __call__(self, execute: Callable[..., Any], *question: Any) -> Any:
        begin = perf_counter()
        try:
            return execute(*question)
        finally:
            self.count += 1
            self.seconds += perf_counter() - begin


def request_timed(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Measure each request; stands before every other middleware.

    The header ``Server-Timing`` says how many milliseconds the page took, how many of
    them this program reckoned, how many the database took, and how often it was asked.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        queries = _Queries()
        begin, begin_busy = perf_counter(), thread_time()
        with connection.execute_wrapper(queries):
            response = get_response(request)
        took = (perf_counter() - begin) * _THOUSAND
        busy = (thread_time() - begin_busy) * _THOUSAND
        asked = queries.seconds * _THOUSAND
        response["Server-Timing"] = (
            f"app;dur={took:.1f}, cpu;dur={busy:.1f}, "
            f'db;dur={asked:.1f};desc="{queries.count}"'
        )
        _tell(request, response, took, queries)
        return response

    return handle


def _tell(
    request: HttpRequest, response: HttpResponse, took: float, queries: _Queries
) -> None:
    slow = took >= settings.SLOW_MS
    failed = response.status_code >= _FAILED
    if failed:
        level = logging.ERROR
    elif slow:
        level = logging.WARNING
    else:
        level = logging.DEBUG if request.path_info in _PROBES else logging.INFO
    if _log.isEnabledFor(level):
        word = "failed" if failed else "slow" if slow else "answered"
        fields = _fields(request, response, took, queries)
        _log.log(level, word, extra={FIELDS: fields})


def _fields(
    request: HttpRequest, response: HttpResponse, took: float, queries: _Queries
) -> dict[str, object]:
    match = request.resolver_match
    person = _person_seen(request)
    return {
        "request": response.get("X-Request-ID"),
        "user": None if person is None else person.pk,
        "unit": None if person is None else person.organisation_id,
        "method": request.method,
        "path": address_without_secrets(
            request.path, request.META.get("QUERY_STRING", ""), _arguments(match)
        ),
        "route": None if match is None else match.view_name,
        "status": response.status_code,
        "ms": round(took, 1),
        "queries": queries.count,
        "db_ms": round(queries.seconds * _THOUSAND, 1),
    }


def _arguments(match: Any) -> dict[str, Any]:
    return {} if match is None else dict(match.kwargs)


def _person_seen(request: HttpRequest) -> User | None:
    """Who was recognised while the request was answered; nothing is asked for here."""
    person = getattr(request, "_cached_user", None)
    return person if isinstance(person, User) else None
