"""The board of a district, on a page and on a wall, and the stream that renews it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from dafeng.web.desk.selectors.walls import token_of
from dafeng.web.desk.services.walls import wall_make, wall_revoke
from dafeng.web.meters.models import EnergyDigest
from dafeng.web.meters.selectors.energy_board import KEEPER
from dafeng.web.meters.views.wall import STREAMS
from tests.web.meters.energy.conftest import DAY, Area, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse

    from tests.web.meters.energy.conftest import Browser

WALLS = 30


def pieces(told: HttpResponse) -> Iterator[str]:
    assert told.streaming
    assert told["Content-Type"] == "text/event-stream"
    return (piece.decode() for piece in told.streaming_content)


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
    area: Area, browser: Browser
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
    assert "示范纸厂" in "".join([next(pieces(anybody.get(f"{path}stream"))), page])
    assert path in text(browser(area.office), "/walls/")
    assert anybody.get("/meters/wall/1.forged/").status_code == 404
    assert anybody.get("/meters/wall/1.forged/stream").status_code == 404
    wall_revoke(by=area.office, wall=made)
    assert anybody.get(path).status_code == 404


def test_a_stream_tells_what_is_new_and_only_that(area: Area, browser: Browser) -> None:
    client = browser(area.office)
    stream = pieces(client.get("/meters/board/stream"))
    assert next(stream).startswith("retry: ")
    event = next(stream)
    assert event.startswith("event: board\n")
    assert all(
        line.startswith(("event:", "id:", "data:"))
        for line in event.split("\n")
        if line
    )
    mark = event.split("id: ")[1].split("\n")[0]
    known = {"Last-Event-ID": mark}
    again = pieces(client.get("/meters/board/stream", headers=known))
    assert [next(again), next(again)][1] == ": still\n\n"
    EnergyDigest.objects.update(made_at=timezone.now())
    KEEPER.forget()
    news = pieces(client.get("/meters/board/stream", headers=known))
    assert [next(news), next(news)][1].startswith("event: board\n")


def test_thirty_walls_hold_no_more_threads_than_they_may(
    area: Area, browser: Browser
) -> None:
    client = browser(area.office)
    open_ = [client.get("/meters/board/stream") for _ in range(WALLS)]
    staying, others = open_[:STREAMS], open_[STREAMS:]
    for told in staying:
        stream = pieces(told)
        assert [next(stream), next(stream), next(stream)][2] == ": still\n\n"
    # The others say what there is, and give their thread back at once.
    assert [len(list(pieces(told))) for told in others] == [2] * (WALLS - STREAMS)
    for told in staying:
        told.close()
    # A screen that went away leaves its place.
    after = client.get("/meters/board/stream")
    stream = pieces(after)
    assert len([next(stream), next(stream), next(stream)]) == 3
    after.close()
