"""Two works of a town that were metered for six weeks, up to yesterday afternoon."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import pytest
from django.conf import settings as house_settings
from django.test import Client
from django.utils import timezone, translation

from dafeng.lake import Lake
from dafeng.meters import Readings, tariff_calendar
from dafeng.meters.arrivals.records import BatchForm, Envelope
from dafeng.meters.store.bringing import bring_readings
from dafeng.meters.store.store import MeterStore
from dafeng.web.core.models import House, RoleCode
from dafeng.web.meters.convert import the_tree
from dafeng.web.meters.models import Kind
from dafeng.web.meters.selectors.energy_board import KEEPER
from dafeng.web.meters.selectors.energy_days import midnight
from dafeng.web.meters.services.energy import digests_renew
from dafeng.web.meters.services.points import PointFacts, point_register
from tests.web.layers import layer
from tests.web.plans.building import organisation, person

if TYPE_CHECKING:
    from django.conf import LazySettings

    from dafeng.web.core.models import Organisation, User

    Browser = Callable[[User | None], Client]

DAY = timezone.localdate() - timedelta(days=1)
NOW = midnight(DAY) + timedelta(hours=15)
DAYS = 42
HOURS = (DAYS - 1) * 24 + 15
GAP = 30
"""An hour so long before the end of which nothing came."""
SILENT = 3 * 24
"""Hours for which the second works has said nothing."""


@attrs.frozen
class Area:
    """The district, its works, and people."""

    root: Organisation
    town: Organisation
    mill: Organisation
    forge: Organisation
    bare: Organisation
    office: User
    manager: User
    stranger: User


@pytest.fixture(autouse=True)
def own_folders(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """Files and lake of a test stay in its own folder; no board is left over."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.LAKE_ROOT = tmp_path / "lake"
    settings.SEAL_ROOT = tmp_path / "seals"
    settings.SECOND_FACTOR_ROLES = ()
    KEEPER.forget()
    with translation.override("zh-hans"):
        yield


def point(works: Organisation, code: str, **more: Any) -> Any:
    facts: dict[str, Any] = {
        "name_zh": f"{code}表",
        "carrier": "electricity",
        "unit": "kWh",
        "kind": Kind.INTERVAL,
        "step_s": 3600,
        "most_per_hour": Decimal(1000),
    }
    return point_register(
        enterprise=works, by=None, facts=PointFacts(code=code, **facts | more)
    )


def interval(value: Callable[[datetime], float | None]) -> list[tuple[int, int]]:
    """Ends of hours and thousandths, as a meter says them."""
    begin = NOW - timedelta(hours=HOURS)
    told = []
    for hour in range(HOURS):
        at = begin + timedelta(hours=hour)
        found = value(at)
        if found is not None:
            end = int((at + timedelta(hours=1)).timestamp()) * 10**6
            told.append((end, round(found * 1000)))
    return told


def steady(at: datetime) -> float | None:
    """Ten an hour, a quarter more a week before the last day; one hour is lost."""
    if at == NOW - timedelta(hours=GAP):
        return None
    return 12.5 if at.date() == DAY - timedelta(days=7) else 10


def stopped(at: datetime) -> float | None:
    return 3 if at < NOW - timedelta(hours=SILENT) else None


@layer
def area() -> Area:
    """Works with a main meter, one behind it and gas; works that fell silent."""
    House.objects.create(
        pk=1,
        place_code="120118",
        name_zh="示范区",
        synthetic=True,
        data_version="1",
        data_date=DAY,
    )
    root = organisation("demo", "示范区人民政府", kind="government")
    town = organisation("town", "甲镇", parent=root, kind="township")
    mill = organisation("mill", "示范纸厂", parent=town, kind="enterprise")
    forge = organisation("forge", "示范锻造厂", parent=root, kind="enterprise")
    bare = organisation("bare", "示范小厂", parent=root, kind="enterprise")
    elsewhere = organisation("other", "他区", kind="government")
    manager = person("manager", mill, RoleCode.ENTERPRISE_MANAGER)
    main = point(mill, "M-1", name_zh="总电表")
    point(mill, "M-2", role="sub", parent=main, name_zh="一车间电表")
    point(mill, "M-3", carrier="natural_gas", unit="m3", name_zh="总气表")
    point(forge, "F-1")
    _measure(manager)
    return Area(
        *(root, town, mill, forge, bare),
        person("office", root, RoleCode.CARBON_OFFICE),
        manager,
        person("stranger", elsewhere, RoleCode.CARBON_OFFICE),
    )


def _measure(manager: User) -> None:
    lake, tree = Lake(Path(house_settings.LAKE_ROOT)), the_tree()
    rules: dict[str, Callable[[datetime], float | None]] = {
        "F-1": stopped,
        "M-1": steady,
        "M-2": lambda _at: 6,
        "M-3": lambda _at: 2,
    }
    rows = [
        (tree.index(code), at, value)
        for code, rule in rules.items()
        for at, value in interval(rule)
    ]
    rows.sort()
    meter, at, value = (np.array(column) for column in zip(*rows, strict=True))
    readings = Readings(
        meter=meter.astype(np.int32),
        at=at,
        value=value,
        learned_at=at + 60 * 10**6,
        manual=np.zeros(len(at), np.uint8),
    )
    bring_readings(lake, tree, readings, now=NOW)
    store = MeterStore(lake)
    wrong = {"meter": "M-1", "at": (NOW - timedelta(minutes=30)).isoformat()}
    store.accept(
        json.dumps({"readings": [{**wrong, "value": 999_999}]}).encode(),
        Envelope(
            sender="mill",
            form=BatchForm.JSON,
            received_at=NOW - timedelta(minutes=5),
            channel=f"upload:{manager.pk}",
        ),
    )
    store.compact(tree, now=NOW)
    store.roll_up(tree, tariff_calendar("typical"), until=NOW)
    digests_renew(now=NOW)


@pytest.fixture
def browser() -> Browser:
    """Somebody's browser; None has not signed in."""

    def of(user: User | None) -> Client:
        client = Client(headers={"accept-language": "zh-CN"})
        if user is not None:
            client.force_login(
                user, backend="django.contrib.auth.backends.ModelBackend"
            )
        return client

    return of


def text(client: Client, path: str, status: int = 200) -> str:
    """A page as text without runs of blanks."""
    told = client.get(path)
    assert told.status_code == status, told.status_code
    body = b"".join(told.streaming_content) if told.streaming else told.content
    return " ".join(body.decode().split())
