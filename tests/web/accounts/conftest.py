"""A district with its works, its people, and a lake of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as house_settings
from django.utils import translation

from dafeng.lake import Lake
from dafeng.web.accounts.services.sealing import run_seal
from dafeng.web.core.models import RoleCode
from tests.web.accounts.building import district_made, draft_made, fill
from tests.web.layers import layer
from tests.web.plans.building import organisation, person

if TYPE_CHECKING:
    from django.conf import LazySettings

    from dafeng.web.accounts.models import AccountRun
    from dafeng.web.core.models import Organisation, User


@pytest.fixture(autouse=True)
def own_folders(settings: LazySettings, tmp_path: Path) -> None:
    """Files, lake and seals of a test stay in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.LAKE_ROOT = tmp_path / "lake"
    settings.SEAL_ROOT = tmp_path / "seals"


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Every test begins in Chinese, whatever language the one before asked for."""
    with translation.override("zh-hans"):
        yield


@layer
def district() -> Organisation:
    """The district, a bureau, a town, and four works in it."""
    return district_made()


@layer
def evidence() -> None:
    """Three years of evidence in the lake."""
    fill(Lake(Path(house_settings.LAKE_ROOT)))


@pytest.fixture
def lake(evidence: None, settings: LazySettings) -> Lake:  # noqa: ARG001 - is in it
    """The lake with three years of evidence."""
    return Lake(Path(settings.LAKE_ROOT))


@layer
def office(district: Organisation) -> User:
    """A person of the carbon office."""
    return person("office", district, RoleCode.CARBON_OFFICE)


@layer
def verifier(district: Organisation) -> User:
    """A person who approves what others upload."""
    return person("verifier", district, RoleCode.VERIFIER)


@layer
def reader(district: Organisation) -> User:
    """A person of the district who only reads."""
    return person("reader", district, RoleCode.READER)


@layer
def worker(district: Organisation) -> User:
    """The officer of one of the works."""
    works = district.children.get(code="town").children.get(code="works-a")
    return person("worker", works, RoleCode.UNIT_OFFICER)


@layer
def stranger() -> User:
    """The carbon office of another district."""
    return person("stranger", organisation("other", "他区"), RoleCode.CARBON_OFFICE)


@layer
def draft(district: Organisation, evidence: None) -> AccountRun:  # noqa: ARG001
    """The account of 2023, a draft, after that of 2022."""
    return draft_made(district)


@layer
def sealed(draft: AccountRun) -> AccountRun:
    """The account of 2023, sealed."""
    return run_seal(run=draft, by=None)
