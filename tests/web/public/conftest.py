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
from tests.web.layers import layer
from tests.web.plans.building import organisation, person
from tests.web.public.building import house, issued

if TYPE_CHECKING:
    from django.conf import LazySettings

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


@layer
def made() -> None:
    """A district with its published plan, results and people."""
    house()


@layer
def district(made: None) -> Organisation:  # noqa: ARG001 - holds it
    return Organisation.objects.get(code="demo")


@layer
def bureau(district: Organisation) -> Organisation:
    return district.children.get(code="fgw")


@layer
def result(district: Organisation) -> AssessmentRun:
    """The frozen result of the plan; two sealed accounts stand beside it."""
    return AssessmentRun.objects.get(organisation=district)


@layer
def office(district: Organisation) -> User:
    return User.objects.get(username="office", organisation=district)


@layer
def leader(district: Organisation) -> User:
    return User.objects.get(username="leader", organisation=district)


@layer
def officer(bureau: Organisation) -> User:
    return User.objects.get(username="officer", organisation=bureau)


@layer
def stranger() -> User:
    """The office of another district."""
    elsewhere = organisation("elsewhere", "他区人民政府", kind="government")
    return person("stranger", elsewhere, RoleCode.CARBON_OFFICE)


@layer
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
