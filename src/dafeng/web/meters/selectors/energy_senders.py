"""Who sent a reading, how and when: the envelope of the batch that it came with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import attrs

from dafeng.base.errors import DafengError
from dafeng.web.core.models import Organisation, User
from dafeng.web.meters.models import Gateway
from dafeng.web.meters.stores import house_meters

BY_PERSON = ("upload", "hand")
BY_GATEWAY = ("api", "mqtt")


@attrs.frozen(kw_only=True)
class Sent:
    """A batch.

    Attributes
    ----------
    entry : int
        Its number in the journal.
    sender : Organisation or None
        The enterprise that it speaks for.
    way : str
        The beginning of its channel: ``api``, ``mqtt``, ``upload``, ``hand``,
        ``folder``.
    who : User, Gateway or None
    """

    entry: int
    received_at: datetime
    sender: Organisation | None
    way: str
    who: User | Gateway | None


def senders_of(entries: Iterable[int]) -> dict[int, Sent]:
    """Look up batches by their numbers; those that are not there are left out."""
    store = house_meters()
    found = {}
    for entry in sorted(set(entries)):
        try:
            envelope = store.envelope_of(entry) if entry > 0 else None
        except DafengError:
            envelope = None  # the page of arrivals tells of damage
        if envelope is not None:
            found[entry] = envelope
    codes = {one.sender for one in found.values()}
    firms = Organisation.objects.filter(code__in=codes).in_bulk(field_name="code")
    parted = {entry: one.channel.partition(":") for entry, one in found.items()}
    people = User.objects.in_bulk(_numbers(parted.values(), BY_PERSON))
    gateways = Gateway.objects.in_bulk(_numbers(parted.values(), BY_GATEWAY))
    named = {one.code: one for one in gateways.values()}
    made = {}
    for entry, one in found.items():
        way, _colon, key = parted[entry]
        who: User | Gateway | None = None
        if way in BY_PERSON and key.isdecimal():
            who = people.get(int(key))
        elif way in BY_GATEWAY:
            who = gateways.get(int(key)) if key.isdecimal() else named.get(key)
        made[entry] = Sent(
            entry=entry,
            received_at=one.received_at,
            sender=firms.get(one.sender),
            way=way,
            who=who,
        )
    return made


def _numbers(
    channels: Iterable[tuple[str, str, str]], ways: tuple[str, ...]
) -> list[int]:
    return [
        int(key) for way, _colon, key in channels if way in ways and key.isdecimal()
    ]
