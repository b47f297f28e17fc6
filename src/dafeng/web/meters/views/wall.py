"""The board of a district: a page, a wall screen, and the stream that renews both."""

from __future__ import annotations

from collections.abc import Iterator
from threading import BoundedSemaphore
from time import monotonic, sleep
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dafeng.web.core.access import signed_in
from dafeng.web.core.permissions import require
from dafeng.web.core.selectors import the_house
from dafeng.web.meters.charts.board import load_picture
from dafeng.web.meters.permissions import VIEW
from dafeng.web.meters.screens import organisation_behind
from dafeng.web.meters.selectors.energy_board import KEEPER, Sight, sight_for

STREAMS = 1
"""Streams of a process that stay open; a worker has few threads for everybody."""
OPEN_S, LOOK_S = 8.0, 1.0
"""How long a stream stays open, and how often it looks for news."""
RETRY_MS = 5000
"""A screen asks again after this; those without a place get one answer each time."""
EVENT_STREAM = "text/event-stream"

_places = BoundedSemaphore(STREAMS)


@require_http_methods(["GET", "HEAD"])
def board(request: HttpRequest) -> HttpResponse:
    """The board inside the site, of what the person may see."""
    user = signed_in(request)
    require(user, VIEW)
    return render(request, "meters/board.html", _context(sight_for(user)))


@never_cache
@require_http_methods(["GET", "HEAD"])
def board_stream(request: HttpRequest) -> StreamingHttpResponse:
    """News of the board."""
    user = signed_in(request)
    require(user, VIEW)
    return _stream(sight_for(user), _mark(request))


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def wall(request: HttpRequest, token: str) -> HttpResponse:
    """The board on a wall, dark, without links; the address is the pass."""
    context = _context(_sight_behind(token))
    return render(request, "meters/wall.html", {**context, "token": token})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def wall_stream(request: HttpRequest, token: str) -> StreamingHttpResponse:
    """News of the board on a wall."""
    return _stream(_sight_behind(token), _mark(request))


def _sight_behind(token: str) -> Sight:
    found = organisation_behind(token, timezone.localdate())
    if found is None:
        raise Http404
    return Sight(paths=(found.path,))


def _context(sight: Sight) -> dict[str, Any]:
    made = KEEPER.board(sight)
    return {
        "board": made,
        "picture": load_picture(made.lines),
        "now": timezone.now(),
        "house": the_house(),
    }


def _mark(request: HttpRequest) -> str:
    """What the screen shows already: it says so when it comes again."""
    return request.headers.get("Last-Event-ID", "")


def _stream(sight: Sight, shown: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(
        _events(sight, shown, get_language() or ""), content_type=EVENT_STREAM
    )
    response["X-Accel-Buffering"] = "no"
    return response


def _events(sight: Sight, shown: str, language: str) -> Iterator[str]:
    """The board if it is news; then, where there is a place, what comes of it.

    A stream holds a thread while it is open, and threads are for everybody: few
    streams stay, and only for seconds.  The others end at once and ask again.
    """
    yield f"retry: {RETRY_MS}\n\n"
    piece, mark = _news(sight, shown, language)
    yield piece
    if not _places.acquire(blocking=False):
        return
    try:
        end = monotonic() + OPEN_S
        while monotonic() < end:
            sleep(LOOK_S)
            piece, mark = _news(sight, mark, language)
            yield piece
    finally:
        _places.release()


def _news(sight: Sight, shown: str, language: str) -> tuple[str, str]:
    """The event of a board that is not shown yet, else a sign of life; and its mark."""
    context = _context(sight)
    mark: str = context["board"].mark
    if mark == shown:
        return ": still\n\n", mark
    with override(language):
        page = render_to_string("meters/_board.html", context)
    lines = "".join(f"data: {line}\n" for line in page.splitlines())
    return f"event: board\nid: {mark}\n{lines}\n", mark
