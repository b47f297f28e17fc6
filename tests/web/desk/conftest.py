"""A district with a published plan, a frozen result, tasks, and people at work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import translation

from dafeng.web.core.models import RoleCode, User
from dafeng.web.plans.services.bulk import BulkChoice, bulk_confirm
from dafeng.web.plans.services.loading import rosters_fill
from dafeng.web.plans.services.publishing import plan_publish
from tests.web.assessment.building import frozen
from tests.web.assessment.building import stored as result_stored
from tests.web.layers import layer
from tests.web.plans.building import person
from tests.web.plans.building import stored as plan_stored
from tests.web.work.tasking import Realm, realm_made

if TYPE_CHECKING:
    from django.conf import LazySettings

    from dafeng.web.assessment.models import AssessmentRun
    from dafeng.web.plans.models import Plan


@pytest.fixture(autouse=True)
def own_folders(settings: LazySettings, tmp_path: Path) -> None:
    """Files, lake and seals of a test stay in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.LAKE_ROOT = tmp_path / "lake"
    settings.SEAL_ROOT = tmp_path / "seals"
    settings.SECOND_FACTOR_ROLES = ()


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Every test begins in Chinese, whatever language the one before asked for."""
    with translation.override("zh-hans"):
        yield


@layer
def realm() -> Realm:
    """A district with an office, two bureaus, two towns and a mill."""
    return realm_made()


@layer
def plan(realm: Realm) -> Plan:
    """The small plan, confirmed by the program and open to everybody."""
    plan = plan_stored(realm.root)
    bulk_confirm(plan=plan, by=None, choice=BulkChoice())
    rosters_fill(plan=plan, by=None)
    return plan_publish(plan=plan, by=None)


@layer
def result(plan: Plan) -> AssessmentRun:
    """The result of 2025, frozen."""
    return frozen(result_stored(plan))


@layer
def leader(realm: Realm) -> User:
    """A leader of the district."""
    return person("leader", realm.root, RoleCode.LEADER)


@layer
def auditor(realm: Realm) -> User:
    """An auditor of the district."""
    return person("auditor", realm.root, RoleCode.AUDITOR)


@pytest.fixture
def browser() -> Callable[[User | None], Client]:
    """Somebody's browser; None is somebody who has not signed in."""

    def of(user: User | None) -> Client:
        client = Client(headers={"accept-language": "zh-CN"})
        if user is not None:
            client.force_login(
                user, backend="django.contrib.auth.backends.ModelBackend"
            )
        return client

    return of


Browser = Callable[[User | None], Client]


def text(client: Client, path: str, status: int = 200, **query: str) -> str:
    """A page as text; the status is what it should be."""
    response = client.get(path, query)
    assert response.status_code == status, response.status_code
    return response.content.decode()
