"""The small plan, assessed, and people who may see more or less of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from dafeng.web.core.models import RoleCode
from dafeng.web.plans.services.bulk import BulkChoice, bulk_confirm
from dafeng.web.plans.services.loading import rosters_fill
from dafeng.web.plans.services.publishing import plan_publish
from tests.web.assessment.building import PLACE, frozen, stored
from tests.web.layers import layer
from tests.web.plans.building import organisation, person
from tests.web.plans.building import stored as plan_stored

if TYPE_CHECKING:
    from django.conf import LazySettings

    from dafeng.web.assessment.models import AssessmentRun
    from dafeng.web.core.models import Organisation, User
    from dafeng.web.plans.models import Plan


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
    """The district that owns the plan, with bureaus and townships below it."""
    root = organisation("demo", "示范区人民政府", kind="government", place_code=PLACE)
    organisation("fgw", "区发改委", parent=root)
    organisation("nyw", "区农业农村委", parent=root)
    organisation("town-a", "甲镇", parent=root, kind="township")
    organisation("town-b", "乙镇", parent=root, kind="township")
    return root


@layer
def plan(district: Organisation) -> Plan:
    """The small plan, confirmed by the program and open to everybody."""
    plan = plan_stored(district)
    bulk_confirm(plan=plan, by=None, choice=BulkChoice())
    rosters_fill(plan=plan, by=None)
    return plan_publish(plan=plan, by=None)


@layer
def draft(plan: Plan) -> AssessmentRun:
    """The result of 2025, a draft."""
    return stored(plan)


@layer
def result(draft: AssessmentRun) -> AssessmentRun:
    """The result of 2025, frozen."""
    return frozen(draft)


@layer
def office(district: Organisation) -> User:
    """A person of the carbon office."""
    return person("office", district, RoleCode.CARBON_OFFICE)


@layer
def leader(district: Organisation) -> User:
    """A leader of the district: the second person."""
    return person("leader", district, RoleCode.LEADER)


@layer
def analyst(district: Organisation) -> User:
    """A person of the district who sees no scores."""
    return person("analyst", district, RoleCode.ANALYST)


@layer
def officer(district: Organisation) -> User:
    """The officer of the bureau that missed a target."""
    return person("officer", district.children.get(code="nyw"), RoleCode.UNIT_OFFICER)


@layer
def clerk(district: Organisation) -> User:
    """The officer of another bureau."""
    return person("clerk", district.children.get(code="fgw"), RoleCode.UNIT_OFFICER)


@layer
def stranger() -> User:
    """The carbon office of another district."""
    return person("stranger", organisation("other", "他区"), RoleCode.CARBON_OFFICE)
