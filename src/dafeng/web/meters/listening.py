"""Readings by MQTT: what was taken is acknowledged, and nothing before that.

A message stays with the broker until its batch is on our disk. When that fails (a full
disk, a database that is away) the connection is given up and taken up again, so that
the broker sends it once more. Garbage is counted, acknowledged and gone.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Mapping
from threading import Event
from typing import Any
from urllib.parse import unquote, urlsplit

import attrs
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

from dafeng.base.errors import BadInputError, DafengError
from dafeng.meters.arrivals.errors import BatchError
from dafeng.meters.arrivals.packing import opened
from dafeng.meters.arrivals.records import Envelope
from dafeng.meters.store.compacting import UNREADABLE
from dafeng.meters.store.records import BATCH
from dafeng.web.meters.models import Gateway
from dafeng.web.meters.selectors.gateways import gateway_named
from dafeng.web.meters.services.arriving import (
    CLOSED,
    batch_arrive,
    gateway_seen,
    refusals_count,
)

TOPIC = "dafeng/+/readings"
"""The part in place of ``+`` is the code of the gateway."""

CLIENT = "dafeng-meters"
UNKNOWN = "sender"
"""Trouble of a message from a gateway that is not registered."""

_CHANNEL = "mqtt"
_PORTS = {"mqtt": 1883, "mqtts": 8883}
_SHORTEST_S, _LONGEST_S = 1, 60
_AT_LEAST_ONCE = 1

_log = logging.getLogger(__name__)


@attrs.frozen(kw_only=True)
class Broker:
    """Where messages come from.

    Attributes
    ----------
    host : str
    port : int
    secure : bool
        Over TLS.
    user, password : str
        Empty is none.
    authorities : str
        File of the certificate authorities to trust; empty is those of the machine.
    """

    host: str
    port: int
    secure: bool
    user: str = ""
    password: str = attrs.field(default="", repr=False)
    authorities: str = ""


def read_broker(address: str, environment: Mapping[str, str]) -> Broker:
    """Read ``mqtt://host:port`` or ``mqtts://host:port``.

    User, password and authorities come from ``DAFENG_MQTT_USER``,
    ``DAFENG_MQTT_PASSWORD`` and ``DAFENG_MQTT_CA``: a command line is seen by others.

    Raises
    ------
    BadInputError
        ``mqtt.address``.
    """
    msg = f"The broker {address!r} cannot be read. Write mqtts://host:8883."
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise BadInputError(msg, code="mqtt.address") from error
    if not parts.hostname or not port or parts.scheme not in _PORTS or parts.username:
        raise BadInputError(msg, code="mqtt.address")
    return Broker(
        host=unquote(parts.hostname),
        port=port,
        secure=parts.scheme == "mqtts",
        user=environment.get("DAFENG_MQTT_USER", ""),
        password=environment.get("DAFENG_MQTT_PASSWORD", ""),
        authorities=environment.get("DAFENG_MQTT_CA", ""),
    )


class Listener:
    """Takes batches from a broker until it is told to stop.

    Parameters
    ----------
    broker : Broker
    topic : str
        With one ``+`` where the code of the gateway stands.
    client : str
        Name under which the broker keeps what comes while nobody listens.

    Raises
    ------
    BadInputError
        ``mqtt.topic``: there is not one ``+``, or a ``#``.
    """

    def __init__(
        self, broker: Broker, *, topic: str = TOPIC, client: str = CLIENT
    ) -> None:
        levels = topic.split("/")
        if levels.count("+") != 1 or "#" in topic:
            msg = f"The topic {topic!r} needs one + for the gateway, as in {TOPIC}."
            raise BadInputError(msg, code="mqtt.topic")
        self._broker, self._topic = broker, topic
        self._place = levels.index("+")
        self._stop, self._failed = Event(), False
        self._client = self._made(client)

    def listen(self) -> None:
        """Listen until :meth:`stop`; a connection that breaks is taken up again."""
        wait = _SHORTEST_S
        while not self._stop.is_set():
            self._failed = False
            try:
                self._client.connect(self._broker.host, self._broker.port)
                self._client.loop_forever()
                wait = _SHORTEST_S if not self._failed else wait
            except OSError as error:
                _log.warning("no connection to the broker: %s", error)
            self._stop.wait(wait)
            wait = min(2 * wait, _LONGEST_S)

    def stop(self) -> None:
        """End what is under way and return from :meth:`listen`."""
        self._stop.set()
        self._client.disconnect()

    def _made(self, name: str) -> Client:
        client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=name,
            clean_session=False,
            manual_ack=True,
        )
        client.reconnect_delay_set(_SHORTEST_S, _LONGEST_S)
        if self._broker.user:
            client.username_pw_set(self._broker.user, self._broker.password)
        if self._broker.secure:
            context = ssl.create_default_context(
                cafile=self._broker.authorities or None
            )
            client.tls_set_context(context)
        client.on_connect = self._connected
        client.on_message = self._came
        return client

    def _connected(
        self, client: Client, _told: Any, _flags: Any, reason: Any, _more: Any
    ) -> None:
        if reason.is_failure:
            _log.error("the broker refuses us: %s", reason)
            return
        client.subscribe(self._topic, qos=_AT_LEAST_ONCE)

    def _came(self, client: Client, _told: Any, message: MQTTMessage) -> None:
        if self._failed:
            return  # it comes again after the one that failed
        try:
            close_old_connections()
            _take_or_count(self._gateway(message.topic), bytes(message.payload))
        except (OSError, DatabaseError, DafengError) as error:
            _log.error("a batch was not stored, the broker keeps it: %s", error)  # noqa: TRY400 - the reason says it
            self._failed = True
            client.disconnect()
            return
        client.ack(message.mid, message.qos)

    def _gateway(self, topic: str) -> str:
        return topic.split("/")[self._place]


def _take_or_count(code: str, payload: bytes) -> None:
    """Take a message; one that breaks us would only break us again when it came again.

    What our own errors say (of a damaged store) is no fault of the message: they rise.
    """
    try:
        take_message(code, payload)
    except DafengError:
        raise
    except UNREADABLE:
        _log.exception("a message of %r could not be read", code)
        refusals_count(
            by=None,
            enterprise=None,
            channel=_CHANNEL,
            troubles={BATCH: 1},
            example=code,
        )


def take_message(code: str, payload: bytes) -> None:
    """Take the batch of a gateway; what cannot be one is counted.

    Raises
    ------
    OSError
        The disk does not take it: it must be sent again.
    DatabaseError
        It could not be counted: it must be sent again.
    """
    gateway = gateway_named(code, Gateway.Kind.MQTT)
    if gateway is None:
        refusals_count(
            by=None,
            enterprise=None,
            channel=_CHANNEL,
            troubles={UNKNOWN: 1},
            example=code,
        )
        return
    _take(gateway, payload)


def _take(gateway: Gateway, payload: bytes) -> None:
    channel = f"{_CHANNEL}:{gateway.code}"
    enterprise, today = gateway.enterprise, timezone.localdate()
    ended = enterprise.valid_to is not None and enterprise.valid_to < today
    trouble, example = "", ""
    if ended or not gateway.open_on(today):
        trouble = CLOSED
    else:
        gateway_seen(gateway)
        try:
            form, blob = opened(payload)
        except BatchError as error:
            trouble, example = error.code.rpartition(".")[2], str(error)
    if trouble:
        refusals_count(
            by=None,
            enterprise=enterprise,
            channel=channel,
            troubles={trouble: 1},
            example=example,
        )
        return
    envelope = Envelope(
        sender=enterprise.code,
        form=form,
        received_at=timezone.now(),
        channel=channel,
    )
    try:
        batch_arrive(by=None, enterprise=enterprise, blob=blob, envelope=envelope)
    except BatchError as error:
        _log.warning("%s: %s", channel, error)  # counted where it was read
