"""The small plan with an outlook of the small district, and people around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import translation

from dafeng.web.core.models import RoleCode, User
from dafeng.web.pathways.selectors import answers, runs
from dafeng.web.pathways.services.running import outlook_keep
from dafeng.web.plans.services.bulk import BulkChoice, bulk_confirm
from dafeng.web.plans.services.loading import rosters_fill
from dafeng.web.plans.services.publishing import plan_publish
from tests.web.layers import layer
from tests.web.pathways.building import tiny_case, tiny_outlook
from tests.web.plans.building import organisation, person
from tests.web.plans.building import stored as plan_stored

if TYPE_CHECKING:
    from django.conf import LazySettings

    from dafeng.web.core.models import Organisation
    from dafeng.web.pathways.models import OutlookRun
    from dafeng.web.plans.models import Plan


@pytest.fixture(autouse=True)
def own_folders(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """Files, seals and model of a test stay in its own folder; nothing is kept read."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.LAKE_ROOT = tmp_path / "lake"
    settings.SEAL_ROOT = tmp_path / "seals"
    settings.MODEL_ROOT = tmp_path / "model"
    settings.SECOND_FACTOR_ROLES = ()
    yield
    for kept in (runs._read, answers.case_of, answers.start_held):
        kept.cache_clear()


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Every test begins in Chinese, whatever language the one before asked for."""
    with translation.override("zh-hans"):
        yield


@layer
def district() -> Organisation:
    """The district that owns the plan, with two bureaus below it."""
    root = organisation(
        "demo", "示范区人民政府", kind="government", place_code="990000"
    )
    organisation("fgw", "区发改委", parent=root)
    organisation("nyw", "区农业农村委", parent=root)
    return root


@layer
def plan(district: Organisation) -> Plan:
    """The small plan, confirmed by the program and open to everybody."""
    plan = plan_stored(district)
    bulk_confirm(plan=plan, by=None, choice=BulkChoice())
    rosters_fill(plan=plan, by=None)
    return plan_publish(plan=plan, by=None)


@layer
def run(plan: Plan) -> OutlookRun:
    """An outlook of the small district."""
    return outlook_keep(plan=plan, case=tiny_case(), outlook=tiny_outlook(), by=None)


@layer
def office(district: Organisation) -> User:
    """A person of the carbon office."""
    return person("office", district, RoleCode.CARBON_OFFICE)


@layer
def officer(district: Organisation) -> User:
    """The officer of a bureau: reads outlooks, changes nothing."""
    return person("officer", district.children.get(code="fgw"), RoleCode.UNIT_OFFICER)


@layer
def leader(district: Organisation) -> User:
    """A leader of the district."""
    return person("leader", district, RoleCode.LEADER)


@layer
def stranger() -> User:
    """The carbon office of another district."""
    return person("stranger", organisation("other", "他区"), RoleCode.CARBON_OFFICE)


Browser = Callable[[User | None], Client]


@pytest.fixture
def browser() -> Browser:
    """Somebody's browser; None is somebody who has not signed in."""

    def of(user: User | None) -> Client:
        client = Client(headers={"accept-language": "zh-CN"})
        if user is not None:
            client.force_login(
                user, backend="django.contrib.auth.backends.ModelBackend"
            )
        return client

    return of


def text(client: Client, path: str, status: int = 200) -> str:
    """A page as text; the status is what it should be."""
    response = client.get(path)
    assert response.status_code == status, response.status_code
    return response.content.decode()
