"""A district, its carbon office, a reader of it, a stranger, and a stored plan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from dafeng.web.core.models import RoleCode
from tests.web.layers import layer
from tests.web.plans.building import organisation, person, stored

if TYPE_CHECKING:
    from django.conf import LazySettings

    from dafeng.web.core.models import Organisation, User
    from dafeng.web.plans.models import Plan


@pytest.fixture(autouse=True)
def own_files(settings: LazySettings, tmp_path: Path) -> None:
    """Uploaded files of a test stay in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Every test begins in Chinese, whatever language the one before asked for."""
    with translation.override("zh-hans"):
        yield


@layer
def district() -> Organisation:
    """The district that owns the plan, with two bureaus and two townships below it."""
    root = organisation("demo", "示范区人民政府", kind="government")
    organisation("fgw", "区发改委", parent=root)
    organisation("nyw", "区农业农村委", parent=root)
    organisation("town-a", "甲镇", parent=root, kind="township")
    organisation("town-b", "乙镇", parent=root, kind="township")
    return root


@layer
def office(district: Organisation) -> User:
    """A person of the carbon office, who decides."""
    return person("office", district, RoleCode.CARBON_OFFICE)


@layer
def reader(district: Organisation) -> User:
    """A person of the same district who only reads."""
    return person("reader", district, RoleCode.READER)


@layer
def stranger() -> User:
    """The carbon office of another district."""
    return person("stranger", organisation("other", "他区"), RoleCode.CARBON_OFFICE)


@layer
def plan(district: Organisation) -> Plan:
    """The small plan as a draft of proposals."""
    return stored(district)
