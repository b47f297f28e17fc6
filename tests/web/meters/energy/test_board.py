"""The board of a district, on a page and on a wall, and the stream that renews it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import TYPE_CHECKING

import attrs
import pytest
from django.utils import timezone

from dafeng.web.desk.selectors.walls import token_of
from dafeng.web.desk.services.walls import wall_make, wall_revoke
from dafeng.web.meters.models import EnergyDigest
from dafeng.web.meters.selectors.energy_board import KEEPER
from dafeng.web.meters.views.wall import STREAMS
from tests.web.meters.energy.conftest import DAY, Area, text

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from tests.web.meters.energy.conftest import Browser

STREAM = "/meters/board/stream"
WALLS = 30


@attrs.frozen
class Stream:
    """An answer that goes on, and its pieces."""

    told: HttpResponse
    pieces: Iterator[str]

    def __next__(self) -> str:
        return next(self.pieces)


Streams = Callable[..., Stream]


@pytest.fixture
def streams() -> Iterator[Streams]:
    """Open streams; they end with the test, whatever became of it.

    A stream that the garbage collector ends may do so while a context variable is being
    set: Django's client then forgets its address patterns in the midst of it, and
    CPython 3.11 crashes.
    """
    with ExitStack() as opened:

        def open_stream(client: Client, path: str, seen: str = "") -> Stream:
            told = client.get(path, headers={"Last-Event-ID": seen} if seen else {})
            opened.callback(told.close)
            assert told.streaming
            assert told["Content-Type"] == "text/event-stream"
            return Stream(told, (piece.decode() for piece in told.streaming_content))

        yield open_stream


def test_the_board_says_who_uses_most_and_who_is_silent(
    area: Area, browser: Browser
) -> None:
    page = text(browser(area.office), "/meters/board/")
    assert f"{DAY} 已用（吨标准煤）" in page
    top = page[page.index("用能前十</h2>") : page.index("超过一天无数据</h2>")]
    assert "示范纸厂" in top
    assert "示范锻造厂" not in top
    assert "示范锻造厂" in page[page.index("超过一天无数据</h2>") :]
    assert "示范锻造厂" not in text(browser(area.manager), "/meters/board/")
    assert browser(None).get("/meters/board/stream").status_code == 302


def test_a_pass_opens_the_wall_without_signing_in_until_it_is_revoked(
    area: Area, browser: Browser, streams: Streams
) -> None:
    made = wall_make(
        by=area.office,
        organisation=area.root,
        name="大厅",
        valid_to=timezone.localdate() + timedelta(days=30),
    )
    path = f"/meters/wall/{token_of(made)}/"
    anybody = browser(None)
    page = text(anybody, path)
    assert "示范区能耗看板" in page
    assert 'http-equiv="refresh"' in page
    assert "<a " not in page
    assert "示范纸厂" in page
    stream = streams(anybody, f"{path}stream")
    assert next(stream).startswith("retry: ")
    assert "示范纸厂" in next(stream)
    assert path in text(browser(area.office), "/walls/")
    assert anybody.get("/meters/wall/1.forged/").status_code == 404
    assert anybody.get("/meters/wall/1.forged/stream").status_code == 404
    wall_revoke(by=area.office, wall=made)
    assert anybody.get(path).status_code == 404


def test_a_stream_tells_what_is_new_and_only_that(
    area: Area, browser: Browser, streams: Streams
) -> None:
    client = browser(area.office)
    stream = streams(client, STREAM)
    assert next(stream).startswith("retry: ")
    event = next(stream)
    assert event.startswith("event: board\n")
    assert all(
        line.startswith(("event:", "id:", "data:"))
        for line in event.split("\n")
        if line
    )
    mark = event.split("id: ")[1].split("\n")[0]
    again = streams(client, STREAM, mark)
    assert [next(again), next(again)][1] == ": still\n\n"
    EnergyDigest.objects.update(made_at=timezone.now())
    KEEPER.forget()
    news = streams(client, STREAM, mark)
    assert [next(news), next(news)][1].startswith("event: board\n")


def test_thirty_walls_hold_no_more_threads_than_they_may(
    area: Area, browser: Browser, streams: Streams
) -> None:
    client = browser(area.office)
    walls = [streams(client, STREAM) for _ in range(WALLS)]
    staying, others = walls[:STREAMS], walls[STREAMS:]
    for stream in staying:
        assert len([next(stream), next(stream), next(stream)]) == 3
    # The others say what there is, and give their thread back at once.
    assert [len(list(stream.pieces)) for stream in others] == [2] * len(others)
    for stream in staying:
        stream.told.close()
    # A screen that went away leaves its place.
    after = streams(client, STREAM)
    assert len([next(after), next(after), next(after)]) == 3
