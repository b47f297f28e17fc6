"""Two enterprises with meters, their managers, and a program with a key of one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from django.test import Client
from django.utils import timezone, translation

from dafeng.web.api.models import Scope
from dafeng.web.api.services.tokens import token_issue
from dafeng.web.core.models import RoleCode
from dafeng.web.meters.models import Role
from dafeng.web.meters.services.points import PointFacts, point_register
from tests.web.layers import layer
from tests.web.plans.building import organisation, person

if TYPE_CHECKING:
    from django.conf import LazySettings
    from django.http import HttpResponse

    from dafeng.web.core.models import Organisation, User


@pytest.fixture(autouse=True)
def own_folders(settings: LazySettings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.LAKE_ROOT = tmp_path / "lake"
    settings.SEAL_ROOT = tmp_path / "seals"


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


@attrs.frozen
class Works:
    """An enterprise, and who manages its energy."""

    unit: Organisation
    manager: User


def meter(unit: Organisation, code: str, **changes: Any) -> None:
    facts: dict[str, Any] = {
        "code": code,
        "name_zh": f"{code}进线",
        "carrier": "electricity",
        "unit": "kWh",
        "most_per_hour": Decimal(1000),
        "digits": 8,
    }
    point_register(enterprise=unit, by=None, facts=PointFacts(**facts | changes))


@layer
def root() -> Organisation:
    return organisation("demo", "示范区人民政府", kind="government")


@layer
def works(root: Organisation) -> Works:
    unit = organisation("steel", "示范钢厂", parent=root, kind="enterprise")
    meter(unit, "S-1")
    meter(unit, "S-2", role=Role.MANUAL, name_zh="人工抄表", step_s=86400)
    return Works(unit, person("steel-manager", unit, RoleCode.ENTERPRISE_MANAGER))


@layer
def other(root: Organisation) -> Works:
    unit = organisation("glass", "示范玻璃厂", parent=root, kind="enterprise")
    meter(unit, "G-1")
    return Works(unit, person("glass-manager", unit, RoleCode.ENTERPRISE_MANAGER))


@attrs.frozen
class Gateway:
    """A program that sends batches with a key."""

    key: str

    def send(
        self, content: bytes | str, kind: str = "application/json", **headers: str
    ) -> HttpResponse:
        return Client().post(
            "/api/v1/readings",
            content,
            content_type=kind,
            headers={"Authorization": f"Bearer {self.key}"} | headers,
        )

    def get(self, path: str) -> HttpResponse:
        headers = {"Authorization": f"Bearer {self.key}"}
        return Client().get(f"/api/v1{path}", headers=headers)


def key_for(works: Works, *scopes: Scope, name: str = "网关") -> str:
    return token_issue(
        by=works.manager,
        unit=works.unit,
        name=name,
        scopes=[scope.value for scope in scopes or tuple(Scope)],
        expires_on=timezone.localdate() + timedelta(days=30),
    ).key


@pytest.fixture
def gateway(works: Works) -> Gateway:
    return Gateway(key_for(works))


def row(meter: str = "S-1", minutes_ago: int = 60, **more: Any) -> dict[str, Any]:
    at = timezone.now() - timedelta(minutes=minutes_ago)
    return {"meter": meter, "at": at.isoformat(), "value": 12.5} | more


def batch(*rows: dict[str, Any]) -> str:
    return json.dumps({"readings": rows or (row(),)})
