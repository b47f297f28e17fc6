"""The small plan, assessed, and a program with a key of the carbon office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation

from dafeng.web.api.models import Scope
from dafeng.web.api.services.tokens import Issued, token_issue
from dafeng.web.core.models import RoleCode
from dafeng.web.core.services import house_set
from dafeng.web.plans.services.bulk import BulkChoice, bulk_confirm
from dafeng.web.plans.services.loading import rosters_fill
from dafeng.web.plans.services.publishing import plan_publish
from tests.web.assessment.building import PLACE, stored
from tests.web.layers import layer
from tests.web.plans.building import organisation, person
from tests.web.plans.building import stored as plan_stored

if TYPE_CHECKING:
    from django.conf import LazySettings
    from django.http import HttpResponse

    from dafeng.web.assessment.models import AssessmentRun
    from dafeng.web.core.models import Organisation, User
    from dafeng.web.plans.models import Plan


@pytest.fixture(autouse=True)
def own_folders(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.LAKE_ROOT = tmp_path / "lake"
    settings.SEAL_ROOT = tmp_path / "seals"


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


@layer
def district() -> Organisation:
    root = organisation("demo", "示范区人民政府", kind="government", place_code=PLACE)
    organisation("fgw", "区发改委", parent=root)
    organisation("nyw", "区农业农村委", parent=root)
    house_set(
        name_zh="示范区",
        name_en="Demo",
        place_code=PLACE,
        synthetic=True,
        data_version="1",
        data_date=timezone.localdate(),
    )
    return root


@layer
def plan(district: Organisation) -> Plan:
    plan = plan_stored(district)
    bulk_confirm(plan=plan, by=None, choice=BulkChoice())
    rosters_fill(plan=plan, by=None)
    return plan_publish(plan=plan, by=None)


@layer
def result(plan: Plan) -> AssessmentRun:
    return stored(plan)


@layer
def office(district: Organisation) -> User:
    return person("office", district, RoleCode.CARBON_OFFICE)


def key_for(
    who: User, unit: Organisation, *scopes: Scope, name: str = "程序"
) -> Issued:
    return token_issue(
        by=who,
        unit=unit,
        name=name,
        scopes=[scope.value for scope in scopes or tuple(Scope)],
        expires_on=timezone.localdate() + timedelta(days=30),
    )


@attrs.frozen
class Program:
    """A program with a key, or without one."""

    key: str = ""

    def get(self, path: str, **more: Any) -> HttpResponse:
        return Client().get(f"/api/v1{path}", headers=self._headers(), **more)

    def post(self, path: str, content: Any, **headers: str) -> HttpResponse:
        return Client().post(
            f"/api/v1{path}",
            content,
            content_type="application/json",
            headers=self._headers() | headers,
        )

    def put(self, path: str, content: Any, **headers: str) -> HttpResponse:
        return Client().put(
            f"/api/v1{path}",
            content,
            content_type="application/json",
            headers=self._headers() | headers,
        )

    def send(self, path: str, name: str, content: bytes) -> HttpResponse:
        file = SimpleUploadedFile(name, content)
        return Client().post(f"/api/v1{path}", {"file": file}, headers=self._headers())

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"} if self.key else {}


@pytest.fixture
def program(office: User, district: Organisation) -> Program:
    return Program(key_for(office, district).key)
