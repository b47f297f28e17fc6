"""Gateways of the sample, what came through them, and what was refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils import timezone

from dafeng.sample.meter_register import BROKEN_GATEWAY, DETAILED, SamplePoint
from dafeng.web.core.models import Organisation
from dafeng.web.meters.models import ArrivalCount, Gateway, RefusedCount
from dafeng.web.meters.selectors.arrivals import SHOWN_DAYS

_DAY_S, _BATCH_S = 86400, 900
_HOUR = timedelta(hours=1)
_SILENT = timedelta(hours=288)
_KINDS = (Gateway.Kind.API, Gateway.Kind.MQTT, Gateway.Kind.FOLDER)
_REFUSED = (
    (3, "api", "meter", 12),
    (3, "api", "future", 4),
    (6, "mqtt", "value", 9),
    (6, "mqtt", "unit", 2),
    (7, "upload", "time", 5),
    (9, "api", "foreign", 3),
)
"""Enterprise, channel, trouble and rows that the sample's line refused."""


def enter_gateways(
    points: Iterable[SamplePoint], units: Mapping[str, Organisation], now: datetime
) -> None:
    """Enter gateways of the first enterprises, one with a key that ran out.

    Parameters
    ----------
    points : iterable of SamplePoint
        Those of an enterprise follow each other.
    units : mapping of str to Organisation
    now : datetime
    """
    gateways: list[Gateway] = []
    came: list[ArrivalCount] = []
    refused: list[RefusedCount] = []
    for number, mine in _firms(points):
        gateway = _gateway(number, units[mine[0].enterprise], now)
        gateways.append(gateway)
        came += _came(number, gateway, mine, now)
        refused += _refused(number, gateway, timezone.localdate(now))
    Gateway.objects.bulk_create(gateways)
    ArrivalCount.objects.bulk_create(came)
    RefusedCount.objects.bulk_create(refused)


def _firms(points: Iterable[SamplePoint]) -> list[tuple[int, list[SamplePoint]]]:
    ordered = sorted(points, key=lambda one: one.number)
    grouped = groupby(ordered, key=lambda one: one.number)
    return [(number, list(mine)) for number, mine in grouped][: 2 * DETAILED]


def _gateway(number: int, firm: Organisation, now: datetime) -> Gateway:
    kind = _KINDS[number % 5 % 3]
    days = -12 if number == BROKEN_GATEWAY else 60 + number * 7
    keyed = kind != Gateway.Kind.FOLDER
    return Gateway(
        code=f"gw-{number}",
        name=f"示范网关{number}号",
        enterprise=firm,
        kind=kind,
        key_head=f"sample-{number:03d}" if keyed else "",
        key_until=timezone.localdate(now) + timedelta(days=days) if keyed else None,
        last_seen_at=now - (_HOUR if days > 0 else _SILENT),
        synthetic=True,
    )


def _came(
    number: int, gateway: Gateway, mine: Sequence[SamplePoint], now: datetime
) -> Iterator[ArrivalCount]:
    """Count the days of a month, up to when the gateway was last heard of."""
    seen = gateway.last_seen_at
    read = [one for one in mine if one.role in ("main", "sub")]
    if seen is None or not read:
        return
    today = timezone.localdate(now)
    for back in range(SHOWN_DAYS - 1, -1, -1):
        day = today - timedelta(days=back)
        closes = _midnight(day + timedelta(days=1))
        past = int((min(seen, closes) - _midnight(day)).total_seconds())
        # A folder is filled in the morning with the day before, whole.
        is_folder = gateway.kind == Gateway.Kind.FOLDER
        span = _DAY_S if is_folder and past > 0 else past
        lost = (number * 7 + back * 3) % 5
        readings = sum(span // one.step_s for one in read) - lost
        if readings <= 0:
            continue
        yield ArrivalCount(
            day=day,
            enterprise=gateway.enterprise,
            channel=_channel(gateway),
            batches=1 if is_folder else max(span // _BATCH_S, 1),
            readings=readings,
            repeated=0 if is_folder else (number + back) % 4,
            last_at=min(seen, closes - timedelta(minutes=2)),
        )


def _refused(number: int, gateway: Gateway, today: date) -> Iterator[RefusedCount]:
    for place, (of, way, trouble, count) in enumerate(_REFUSED):
        if of == number:
            yield RefusedCount(
                day=today - timedelta(days=1 + place),
                enterprise=gateway.enterprise,
                channel=_channel(gateway) if way == gateway.kind else way,
                trouble=trouble,
                count=count,
            )


def _channel(gateway: Gateway) -> str:
    """As arrivals name it: a folder is of its enterprise, and has no gateway."""
    if gateway.kind == Gateway.Kind.FOLDER:
        return "folder"
    return f"{gateway.kind}:{gateway.code}"


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
