"""A small district with results, the people who release them, and everybody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from dafeng.web.assessment.models import AssessmentRun
from dafeng.web.core.models import Organisation, RoleCode, User
from tests.web.held import held, making
from tests.web.plans.building import organisation, person
from tests.web.public.building import house, issued

if TYPE_CHECKING:
    from django.conf import LazySettings
    from pytest_django import DjangoDbBlocker

    from dafeng.web.public.models import Release


@pytest.fixture(autouse=True)
def own_folders(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """Files and lake of a test stay in its own folder; no page is kept from before."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.LAKE_ROOT = tmp_path / "lake"
    settings.SEAL_ROOT = tmp_path / "seals"
    settings.SECOND_FACTOR_ROLES = ()
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Every test begins in Chinese, whatever language the one before asked for."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture(scope="module")
def made(
    django_db_setup: None,  # noqa: ARG001 - makes the database
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """A district with its published plan, results and people, for a module's tests."""
    folder = tmp_path_factory.mktemp("made")
    with held(django_db_blocker):
        with making(django_db_blocker, folder):
            house()
        yield


@pytest.fixture
def district(made: None, db: None) -> Organisation:  # noqa: ARG001 - they hold it
    return Organisation.objects.get(code="demo")


@pytest.fixture
def bureau(district: Organisation) -> Organisation:
    return district.children.get(code="fgw")


@pytest.fixture
def result(district: Organisation) -> AssessmentRun:
    """The frozen result of the plan; two sealed accounts stand beside it."""
    return AssessmentRun.objects.get(organisation=district)


@pytest.fixture
def office(district: Organisation) -> User:
    return User.objects.get(username="office", organisation=district)


@pytest.fixture
def leader(district: Organisation) -> User:
    return User.objects.get(username="leader", organisation=district)


@pytest.fixture
def officer(bureau: Organisation) -> User:
    return User.objects.get(username="officer", organisation=bureau)


@pytest.fixture
def stranger(db: None) -> User:  # noqa: ARG001 - opens the database
    """The office of another district."""
    elsewhere = organisation("elsewhere", "他区人民政府", kind="government")
    return person("stranger", elsewhere, RoleCode.CARBON_OFFICE)


@pytest.fixture
def release(
    result: AssessmentRun, district: Organisation, office: User, leader: User
) -> Release:
    """Version 1.0, issued."""
    assert result.seal
    return issued(district, office, leader)


@pytest.fixture
def browser() -> Callable[..., Client]:
    """Somebody's browser; None is somebody who has not signed in."""

    def of(user: User | None = None) -> Client:
        client = Client(headers={"accept-language": "zh-CN"})
        if user is not None:
            client.force_login(
                user, backend="django.contrib.auth.backends.ModelBackend"
            )
        return client

    return of
