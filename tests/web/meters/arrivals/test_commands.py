"""``dafeng meters simulate`` against the site itself, and what the commands refuse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application

from dafeng.base.errors import BadInputError
from dafeng.cli.meter_arrivals import listen, simulate
from dafeng.web.api.models import Scope
from dafeng.web.meters.models import ArrivalCount
from tests.web.meters.arrivals.conftest import key_for

if TYPE_CHECKING:
    from django.conf import LazySettings

    from tests.web.meters.arrivals.conftest import Works


class Quiet(WSGIRequestHandler):
    """Writes no line per request."""

    def log_message(self, *_told: object) -> None:
        """Say nothing."""


def served(act: Callable[[str], object]) -> list[object]:
    """Serve the site in this thread, beside its database, while another one acts."""
    done: list[object] = []
    with make_server(
        "127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet
    ) as server:
        server.timeout = 0.1
        address = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=lambda: done.append(act(address)))
        thread.start()
        while thread.is_alive():
            server.handle_request()
        thread.join()
    return done


def test_the_simulator_sends_faulty_readings_of_the_meters_that_are_there(
    works: Works, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    key = key_for(works, Scope.READINGS)
    done = served(lambda url: simulate(url, key, meters=5, minutes=240, seed=2))
    assert done == [0]
    count = ArrivalCount.objects.get()
    assert 10 <= count.batches <= 30
    assert count.readings > 10
    assert (
        f"{count.batches} stored arrivals, {count.readings} readings"
        in capsys.readouterr().out
    )


@pytest.mark.django_db
def test_the_simulator_says_why_it_cannot_send(settings: LazySettings) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1"]

    def refused(url: str) -> str:
        with pytest.raises(BadInputError) as caught:
            simulate(url, "dfg_wrong_key")
        return str(caught.value)

    (why,) = served(refused)
    assert "401" in str(why)
    with pytest.raises(BadInputError, match="does not answer"):
        simulate("http://127.0.0.1:1", "key")


def test_listening_needs_a_house(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="no house"):
        listen("mqtt://host", home=tmp_path)
