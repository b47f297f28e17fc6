"""A small district with its plan, the office's people, and people of its units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone, translation

from dafeng.web.core.models import RoleCode
from dafeng.web.plans.services.bulk import BulkChoice, bulk_confirm
from dafeng.web.plans.services.publishing import plan_publish
from dafeng.web.work.models import Task
from dafeng.work import TaskState
from tests.web.layers import layer
from tests.web.plans.building import organisation, person, stored

if TYPE_CHECKING:
    from django.conf import LazySettings

    from dafeng.web.core.models import Organisation, User
    from dafeng.web.plans.models import Plan


@pytest.fixture(autouse=True)
def own_folder(settings: LazySettings, tmp_path: Path) -> None:
    """Files of a test stay in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Every test begins in Chinese, whatever language the one before asked for."""
    with translation.override("zh-hans"):
        yield


@layer
def district() -> Organisation:
    """The district with two bureaus below it."""
    root = organisation("demo", "示范区人民政府", kind="government")
    organisation("fgw", "区发改委", parent=root)
    organisation("nyw", "区农业农村委", parent=root)
    return root


@layer
def bureau(district: Organisation) -> Organisation:
    """The bureau whose officer reads along."""
    return district.children.get(code="nyw")


@layer
def plan(district: Organisation) -> Plan:
    """The small plan, confirmed by the program and published."""
    plan = stored(district)
    bulk_confirm(plan=plan, by=None, choice=BulkChoice())
    return plan_publish(plan=plan, by=None)


@layer
def task(district: Organisation, bureau: Organisation, plan: Plan) -> Task:
    """A task in progress, led by the bureau."""
    return Task.objects.create(
        organisation=district,
        plan=plan,
        number="2026-001",
        title="增加碳汇",
        lead=bureau,
        first_due_on=date(2026, 12, 31),
        due_on=date(2026, 12, 31),
        state=TaskState.IN_PROGRESS.value,
        created_at=timezone.now(),
    )


@layer
def office(district: Organisation) -> User:
    """A person of the carbon office."""
    return person("office", district, RoleCode.CARBON_OFFICE)


@layer
def leader(district: Organisation) -> User:
    """A leader of the district."""
    return person("leader", district, RoleCode.LEADER)


@layer
def officer(bureau: Organisation) -> User:
    """The officer of the bureau."""
    return person("officer", bureau, RoleCode.UNIT_OFFICER)


@layer
def clerk(district: Organisation) -> User:
    """The officer of another bureau."""
    return person("clerk", district.children.get(code="fgw"), RoleCode.UNIT_OFFICER)


@layer
def reader(bureau: Organisation) -> User:
    """Somebody who only reads what belongs to the bureau."""
    return person("reader", bureau, RoleCode.READER)


@layer
def stranger() -> User:
    """The carbon office of another district."""
    return person("stranger", organisation("other", "他区"), RoleCode.CARBON_OFFICE)
