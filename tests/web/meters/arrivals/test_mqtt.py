"""Readings by a real broker: what is stored is acknowledged, and nothing before that.

The listener runs in the test's own thread, beside the test's database; who sends, and
who pulls the plug, runs in others.
"""

from __future__ import annotations

import gzip
import socket
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING

import attrs
import pytest
from django.conf import settings as house
from django.utils import timezone
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

from dafeng.base.errors import BadInputError
from dafeng.lake import Lake
from dafeng.meters.store.envelopes import unpacked_arrival
from dafeng.web.meters.listening import Listener, read_broker, take_message
from dafeng.web.meters.models import ArrivalCount, RefusedCount
from dafeng.web.meters.models import Gateway as GatewayRow
from tests.web.meters.arrivals.conftest import Works, batch, row

if TYPE_CHECKING:
    from dafeng.web.core.models import Organisation

PATIENCE_S = 30


@attrs.define
class Broker:
    """A mosquitto of our own, on a free port, that keeps what nobody took."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        config = self.folder / "mosquitto.conf"
        config.write_text(
            f"listener {self.port} 127.0.0.1\nallow_anonymous true\n"
            f"persistence true\npersistence_location {self.folder}/\nuser root\n"
        )
        self.process = subprocess.Popen(
            ["/usr/sbin/mosquitto", "-c", str(config)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(self._answers)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(10)

    def send(self, gateway: str, payload: bytes | str, *, retain: bool = False) -> None:
        client = Client(CallbackAPIVersion.VERSION2)
        client.connect("127.0.0.1", self.port)
        client.loop_start()
        topic = f"dafeng/{gateway}/readings"
        client.publish(topic, payload, qos=1, retain=retain).wait_for_publish(10)
        client.disconnect()
        client.loop_stop()

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def wait_for(there: Callable[[], bool]) -> None:
    end = monotonic() + PATIENCE_S
    while not there():
        assert monotonic() < end, "nothing came"
        sleep(0.05)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path / "broker"
    folder.mkdir()
    made = Broker(folder, port)
    made.start()
    yield made
    made.stop()


def registered(unit: Organisation, code: str) -> GatewayRow:
    return GatewayRow.objects.create(
        code=code, name=code, enterprise=unit, kind="mqtt", key_head=code
    )


def stored() -> list[bytes]:
    if not (Path(house.LAKE_ROOT) / "journal").is_dir():
        return []
    entries = Lake(house.LAKE_ROOT).journal("meters").entries()
    return [unpacked_arrival(entry.blob)[1] for entry in entries]


def listening(broker: Broker, meanwhile: Callable[[], None]) -> None:
    """Listen while something happens, and stop after it."""
    address = f"mqtt://127.0.0.1:{broker.port}"
    listener = Listener(read_broker(address, {}))
    failed: list[BaseException] = []

    def act() -> None:
        try:
            meanwhile()
        except BaseException as error:  # noqa: BLE001 - told by the test's own thread
            failed.append(error)
        finally:
            listener.stop()

    thread = Thread(target=act)
    thread.start()
    listener.listen()
    thread.join()
    if failed:
        raise failed[0]


@pytest.mark.mqtt
@pytest.mark.usefixtures("other")
def test_batches_come_by_a_broker_and_garbage_is_counted_and_gone(
    broker: Broker, works: Works
) -> None:
    registered(works.unit, "gw-1")
    closed = registered(works.unit, "gw-2")
    closed.key_until = timezone.localdate() - timedelta(days=1)
    closed.save()
    good = [batch(row(minutes_ago=minutes)).encode() for minutes in range(3)]
    last = batch(row(minutes_ago=9)).encode()
    broker.send("gw-1", good[0], retain=True)

    def sends() -> None:
        wait_for(lambda: stored() == good[:1])
        for gateway, payload in (
            ("gw-1", good[1]),
            ("gw-1", good[1]),
            ("gw-1", gzip.compress(good[2])),
            ("gw-1", b"\x00garbage"),
            ("gw-1", b"\x1f\x8bgarbage"),
            ("gw-1", b"\xff\xff\xff\xffgarbage"),
            ("gw-1", b""),
            ("gw-1", bytes(17 * 2**20)),
            ("gw-1", batch(row("G-1"))),
            ("gw-2", batch(row())),
            ("nobody", batch(row())),
            ("gw-1", last),
        ):
            broker.send(gateway, payload)
        wait_for(lambda: last in stored())

    listening(broker, sends)
    assert stored() == [*good, last]
    refused = RefusedCount.objects.values_list("channel", "trouble", "count")
    assert sorted(refused) == [
        ("mqtt", "sender", 1),
        ("mqtt:gw-1", "damaged", 1),
        ("mqtt:gw-1", "foreign", 1),
        ("mqtt:gw-1", "too_large", 1),
        ("mqtt:gw-1", "unreadable", 3),
        ("mqtt:gw-2", "closed", 1),
    ]
    count = ArrivalCount.objects.get()
    assert (count.batches, count.repeated) == (4, 1)
    assert GatewayRow.objects.get(code="gw-1").last_seen_at is not None


@pytest.mark.mqtt
def test_nothing_is_lost_while_nobody_listens_the_broker_falls_or_the_disk_fails(
    broker: Broker, works: Works
) -> None:
    registered(works.unit, "gw-1")
    sent = [batch(row(minutes_ago=minutes)).encode() for minutes in range(4)]

    def first_until_subscribed() -> None:
        # The session of the listener is there when a message has come through.
        while not stored():
            broker.send("gw-1", sent[0])
            sleep(0.1)

    listening(broker, first_until_subscribed)
    broker.send("gw-1", sent[1])
    broker.stop()
    broker.start()

    def falls_and_comes_back() -> None:
        wait_for(lambda: stored() == sent[:2])
        broker.stop()
        broker.start()
        broker.send("gw-1", sent[2])
        wait_for(lambda: stored() == sent[:3])

    listening(broker, falls_and_comes_back)
    journal = Path(house.LAKE_ROOT) / "journal"

    def disk_fails() -> None:
        aside = journal.rename(journal.with_name("aside"))
        journal.write_text("no folder")
        broker.send("gw-1", sent[3])
        sleep(0.5)
        journal.unlink()
        aside.rename(journal)
        wait_for(lambda: stored() == sent)

    listening(broker, disk_fails)
    assert stored() == sent


def test_a_batch_of_an_ended_enterprise_is_counted_as_closed(works: Works) -> None:
    registered(works.unit, "gw-1")
    works.unit.valid_to = timezone.localdate() - timedelta(days=1)
    works.unit.save()
    take_message("gw-1", batch(row()).encode())
    assert stored() == []
    assert RefusedCount.objects.get().trouble == "closed"


@pytest.mark.parametrize(
    "address",
    ["host:1883", "http://host", "mqtt://", "mqtts://me:pw@host", "mqtt://h:x"],
)
def test_an_address_that_is_no_brokers_is_refused(address: str) -> None:
    with pytest.raises(BadInputError, match="mqtts://host:8883"):
        read_broker(address, {})


def test_secrets_come_from_the_environment_and_the_topic_needs_a_plus() -> None:
    told = {"DAFENG_MQTT_USER": "me", "DAFENG_MQTT_PASSWORD": "pw"}
    broker = read_broker("mqtts://host", told)
    assert (broker.port, broker.secure, broker.user) == (8883, True, "me")
    assert "pw" not in repr(broker)
    for topic in ("dafeng/readings", "dafeng/+/+", "dafeng/+/#"):
        with pytest.raises(BadInputError, match="one \\+"):
            Listener(broker, topic=topic)
