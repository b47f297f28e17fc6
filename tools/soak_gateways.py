"""Gateways of a soak: meters of their own, batches that get lost, doubled and delayed.

Each meter is a register that only grows, so what it used between its first and its last
reading that stands is known whatever got lost between.
"""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from dafeng.meters import Readings
from dafeng.sample.gateways import arrow_batch, json_batch

if TYPE_CHECKING:
    from pathlib import Path

METERS, STEPS, STEP_S = 50, 10, 300
"""Meters of a gateway, readings of each in a batch, and seconds between two."""
DAYS_BACK = 30
LOST, DOUBLED, DELAYED = 0.05, 0.05, 0.10
MOST_USED = 20_000
"""Thousandths of a kWh that a meter uses at most in a step."""
MICRO = 10**6
KINDS = (
    (json_batch, "application/json"),
    (arrow_batch, "application/vnd.apache.arrow.stream"),
)


@attrs.define
class Gateway:
    """One gateway: what its meters show, and what became of its batches.

    Attributes
    ----------
    first, last : numpy.ndarray
        Thousandths of a kWh at the first and the last reading that stands, by meter;
        -1 before any.
    """

    port: int
    key: str
    meters: list[str]
    begin: int
    chance: random.Random
    sent: int = 0
    repeated: int = 0
    lost: int = 0
    readings: int = 0
    errors: list[str] = attrs.Factory(list)
    first: Any = attrs.Factory(lambda: np.full(METERS, -1, np.int64))
    last: Any = attrs.Factory(lambda: np.zeros(METERS, np.int64))
    _shown: Any = attrs.Factory(lambda: np.zeros(METERS, np.int64))
    _turn: int = 0
    _held: list[Readings] = attrs.Factory(list)

    def turn(self) -> None:
        """Read all meters some times, and let the batch meet its fate."""
        rows = self._read()
        fate = self.chance.random()
        if fate < LOST:
            self.lost += 1
            return
        if fate < LOST + DELAYED:
            self._held.append(rows)
            return
        self._send(rows)
        if fate > 1 - DOUBLED:
            self._send(rows)
        if self._held and self.chance.random() < DELAYED:
            self._send(self._held.pop(0))

    def finish(self) -> None:
        """Send what was held back."""
        while self._held:
            self._send(self._held.pop(0))

    def _read(self) -> Readings:
        used = [
            [self.chance.randrange(MOST_USED) for _meter in range(METERS)]
            for _step in range(STEPS)
        ]
        shown = self._shown + np.cumsum(np.array(used, np.int64), axis=0)
        self._shown = shown[-1]
        moments = self.begin + (self._turn + np.arange(STEPS)) * STEP_S
        self._turn += STEPS
        at = np.repeat(moments * MICRO, METERS)
        return Readings(
            meter=np.tile(np.arange(METERS, dtype=np.int32), STEPS),
            at=at,
            value=shown.ravel(),
            learned_at=at,
            manual=np.zeros(len(at), np.uint8),
        )

    def _send(self, rows: Readings) -> None:
        write, kind = self.chance.choice(KINDS)
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": kind}
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request("POST", "/api/v1/readings", write(rows, self.meters), headers)
            answer = line.getresponse()
            body = answer.read()
        except (HTTPException, OSError) as error:
            self.errors.append(f"gateway: {error!r}")
            return
        finally:
            line.close()
        if answer.status not in (200, 201):
            self.errors.append(f"gateway: {answer.status} {body[:200]!r}")
            return
        self.sent += 1
        self._stands(rows)

    def _stands(self, rows: Readings) -> None:
        values = rows.value.reshape(STEPS, METERS)
        known = self.first >= 0
        self.first = np.where(known, np.minimum(self.first, values[0]), values[0])
        self.last = np.maximum(self.last, values[-1])


def gateways_of(
    told: list[dict[str, Any]], port: int, *, seed: int, now: datetime
) -> list[Gateway]:
    """Gateways for the meters and keys that :func:`enter_gateways` told."""
    begin = now - timedelta(days=DAYS_BACK)
    begin = begin.replace(minute=0, second=0, microsecond=0)
    return [
        Gateway(
            port=port,
            key=one["key"],
            meters=one["meters"],
            begin=int(begin.timestamp()),
            chance=random.Random(f"{seed} {number}"),  # noqa: S311 - reproducible
        )
        for number, one in enumerate(told)
    ]


def enter_gateways(count: int) -> list[dict[str, Any]]:
    """Enter enterprises with their meters and keys into the house that Django knows."""
    from decimal import Decimal

    from django.utils import timezone

    from dafeng.web.api.services.tokens import token_issue
    from dafeng.web.core import services
    from dafeng.web.core.models import Organisation, OrganisationKind, RoleCode
    from dafeng.web.meters.models import MeterPoint

    root = Organisation.objects.filter(parent=None).order_by("pk")[0]
    today, made = timezone.localdate(), []
    for number in range(count):
        code = f"soak-{number:02d}"
        facts = services.OrganisationFacts(
            code=code,
            name_zh=f"压力测试{number}号",
            name_en=f"Soak {number}",
            kind=OrganisationKind.ENTERPRISE,
        )
        works = services.organisation_create(by=None, facts=facts, parent=root)
        person = services.user_create(
            by=None,
            username=code,
            display_name=code,
            organisation=works,
            password="correct horse battery 12",  # noqa: S106 - of a house that ends
        )
        services.membership_grant(
            by=None,
            user=person,
            organisation=works,
            role=services.role_of(RoleCode.ENTERPRISE_MANAGER),
            valid_from=today,
        )
        meters = MeterPoint.objects.bulk_create(
            MeterPoint(
                code=f"{code}-{place:02d}",
                enterprise=works,
                name_zh=f"{place}号表",
                carrier="electricity",
                unit="kWh",
                kind="register",
                role="main",
                most_per_hour=Decimal(1000),
                digits=8,
                step_s=STEP_S,
                synthetic=True,
            )
            for place in range(METERS)
        )
        issued = token_issue(
            by=person,
            unit=works,
            name=code,
            scopes=["readings"],
            expires_on=today + timedelta(days=2),
        )
        made.append({"key": issued.key, "meters": [meter.code for meter in meters]})
    return made


def energy_of(house: Path) -> dict[str, int]:
    """Settle what arrived, and sum the hours of each meter of a gateway, in Wh."""
    from dafeng.web.house import stand_up

    stand_up(house)
    from dafeng.web.meters.convert import the_tree
    from dafeng.web.meters.services.rolling import readings_settle
    from dafeng.web.meters.stores import house_meters

    readings_settle()
    tree = the_tree()
    names = [meter.id for meter in tree if meter.id.startswith("soak-")]
    today = datetime.now(UTC).date()
    span = today - timedelta(days=DAYS_BACK + 2), today + timedelta(days=2)
    hours = house_meters().hours(tree, names, *span)
    total = np.zeros(len(tree), np.int64)
    np.add.at(total, hours.meter, hours.energy)
    return {meter.id: int(wh) for meter, wh in zip(tree, total, strict=True) if wh}


def energy_told(house: Path) -> str:
    """The same as JSON, for another process."""
    return json.dumps(energy_of(house))
