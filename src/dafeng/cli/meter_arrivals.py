"""``dafeng meters listen`` and ``simulate``: readings from a broker, or made up."""

from __future__ import annotations

import json
import os
import signal
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING, Annotated, Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import attrs
import typer

from dafeng.base.errors import BadInputError
from dafeng.cli.house import DEFAULT_HOME, Home, open_house, web_room
from dafeng.cli.output import counted, emit_text, say

if TYPE_CHECKING:
    from dafeng.sample.gateways import Sending
    from dafeng.sample.meters import SampleReadings

Broker = Annotated[
    str,
    typer.Option("--broker", metavar="mqtts://HOST:PORT", help="Where to listen."),
]
Topic = Annotated[
    str, typer.Option("--topic", help="With + where the gateway's code stands.")
]
Url = Annotated[str, typer.Option("--url", help="The site, as https://host:port.")]
Token = Annotated[
    str,
    typer.Option("--token", envvar="DAFENG_TOKEN", help="Key of an enterprise."),
]
Count = Annotated[int, typer.Option("--meters", min=1, help="At most so many meters.")]
Minutes = Annotated[
    int, typer.Option("--minutes", min=15, help="So many minutes up to now.")
]
Seed = Annotated[int, typer.Option("--seed", help="Same seed, same readings.")]

TIMEOUT_S = 60
_BAD = 400
"""From this status on an answer refuses."""
_STORED, _REPEATED, _REFUSED = 201, 200, 422


def listen(
    broker: Broker,
    topic: Topic = "dafeng/+/readings",
    home: Home = DEFAULT_HOME,
) -> int:
    """Take readings from an MQTT broker until told to stop.

    User, password and certificate authorities come from DAFENG_MQTT_USER,
    DAFENG_MQTT_PASSWORD and DAFENG_MQTT_CA. A message is acknowledged when its batch is
    on the disk, so nothing is lost while nobody listens.
    """
    if not (home / "secret-key").exists():
        msg = f"There is no house in {home}. Make one: dafeng run --home {home}"
        raise BadInputError(msg, code="house.none", home=str(home))
    open_house(home)
    room = web_room("meters.listening")
    listener = room.Listener(
        room.read_broker(broker, os.environ),  # noqa: TID251 - a secret is no option
        topic=topic,
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_told: listener.stop())
    say(f"Listening to {broker} for the house in {home} (stop with Ctrl+C)")
    listener.listen()
    return 0


def simulate(
    url: Url,
    token: Token,
    meters: Count = 20,
    minutes: Minutes = 1440,
    seed: Seed = 1,
) -> int:
    """Send made-up readings of an enterprise's meters to a site, faults and all.

    Some readings are lost, doubled, late or out of order, a clock jumps, a register
    begins again: what a real gateway does. The site should be one for trying out.
    Exits with 1 when a batch could not be sent.
    """
    from dafeng.sample.gateways import arrow_batch, sendings

    site = _Site(url=url.rstrip("/"), token=token)
    names = site.meters(meters)
    sample = _sample(len(names), minutes, seed)
    since = datetime.now(UTC) - timedelta(minutes=minutes)
    told = {_STORED: 0, _REPEATED: 0, _REFUSED: 0}
    readings = failed = 0
    for sending in sendings(sample, every_s=sample.step_s, seed=seed):
        rows = _after(sending, since)
        if not len(rows):
            continue
        status, answer = site.send(arrow_batch(rows, names))
        if status not in told:
            failed += 1
            say(f"{status}: {answer.get('detail') or answer.get('title')}")
            continue
        told[status] += 1
        readings += answer.get("readings", 0) if status == _STORED else 0
    stored, repeated, refused = told.values()
    emit_text(counted([(stored, "stored arrival"), (readings, "reading")]) + "\n")
    say(f"{repeated} sent twice, {refused} refused, {failed} failed.")
    return 1 if failed else 0


def _sample(meters: int, minutes: int, seed: int) -> SampleReadings:
    from dafeng.sample.gateways import shifted
    from dafeng.sample.meters import sample_readings

    made = sample_readings(meters, ceil(minutes / 1440), seed=seed)
    now = datetime.now(UTC)
    quarter = now.replace(minute=now.minute - now.minute % 15, second=0, microsecond=0)
    return shifted(made, end=quarter)


def _after(sending: Sending, since: datetime) -> Any:
    rows = sending.rows
    return rows[(rows.at >= int(since.timestamp()) * 10**6).nonzero()[0]]


@attrs.frozen(kw_only=True)
class _Site:
    """A site that takes readings."""

    url: str
    token: str = attrs.field(repr=False)

    def meters(self, most: int) -> list[str]:
        """Codes of meters with a dial that a gateway reads."""
        status, answer = self._asked("/meters?limit=500")
        if status >= _BAD:
            msg = f"{self.url} answers {status}: {answer.get('title', '')}"
            raise BadInputError(msg, code="simulate.site")
        items = answer["items"]
        found = [
            one["code"]
            for one in items
            if one["kind"] == "register" and one["role"] in ("main", "sub")
        ][:most]
        if not found:
            msg = (
                "The enterprise of this key has no registers that a gateway reads. "
                "Enter a main or a sub meter first."
            )
            raise BadInputError(msg, code="simulate.meters")
        return found

    def send(self, batch: bytes) -> tuple[int, dict[str, Any]]:
        """Send a batch; return status and answer."""
        return self._asked("/readings", batch)

    def _asked(
        self, path: str, batch: bytes | None = None
    ) -> tuple[int, dict[str, Any]]:
        heads = {"Authorization": f"Bearer {self.token}"}
        if batch is not None:
            heads["Content-Type"] = "application/vnd.apache.arrow.stream"
        try:
            asked = Request(  # noqa: S310 - the address that was said
                f"{self.url}/api/v1{path}", data=batch, headers=heads
            )
            with urlopen(asked, timeout=TIMEOUT_S) as answer:  # noqa: S310
                status, text = answer.status, answer.read()
        except HTTPError as refused:
            status, text = refused.code, refused.read()
        except (OSError, ValueError) as error:
            msg = f"{self.url} does not answer: {error}"
            raise BadInputError(msg, code="simulate.site") from error
        try:
            return status, json.loads(text)
        except ValueError:
            return status, {"title": text[:200].decode(errors="replace")}
