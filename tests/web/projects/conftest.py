"""A small district with two towns, two bureaus, works, its plan, and their people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone, translation

from dafeng.web.core.models import RoleCode
from dafeng.web.plans.services.bulk import BulkChoice, bulk_confirm
from dafeng.web.plans.services.publishing import plan_publish
from dafeng.web.projects.services.facts import PlaceShare, ProjectFacts
from dafeng.web.projects.services.outlines import outlines_set
from dafeng.web.projects.services.registering import project_register
from tests.web.layers import layer
from tests.web.plans.building import organisation, person, stored

if TYPE_CHECKING:
    from django.conf import LazySettings

    from dafeng.web.core.models import Organisation, User
    from dafeng.web.plans.models import Plan
    from dafeng.web.projects.models import Project

TODAY = timezone.localdate()
SIDE = 0.1


def square(west: float) -> list[list[list[float]]]:
    """A town of a tenth of a degree."""
    east, south, north = west + SIDE, 38.8, 38.8 + SIDE
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


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
    """The district with two bureaus, two towns, works and outlines."""
    root = organisation(
        "demo", "示范区人民政府", kind="government", place_code="120118"
    )
    organisation("fgw", "区发改委", parent=root)
    organisation("nyw", "区农业农村委", parent=root)
    for code, name, place in (
        ("town-a", "甲镇", "120118101"),
        ("town-b", "乙镇", "120118102"),
        ("town-c", "丙镇", "120118103"),
    ):
        organisation(code, name, parent=root, kind="township", place_code=place)
    organisation("works", "示范钢厂", parent=root, kind="enterprise")
    features = [
        {
            "type": "Feature",
            "properties": {
                "code": code,
                "name": name,
                "source": "示意",
                "schematic": True,
            },
            "geometry": {"type": "Polygon", "coordinates": square(west)},
        }
        for code, name, west in (
            ("120118101", "甲镇", 116.9),
            ("120118102", "乙镇", 117.0),
        )
    ]
    outlines_set(organisation=root, by=None, collection={"features": features})
    return root


@layer
def plan(district: Organisation) -> Plan:
    """The small plan, confirmed by the program and published."""
    plan = stored(district)
    bulk_confirm(plan=plan, by=None, choice=BulkChoice())
    return plan_publish(plan=plan, by=None)


@layer
def facts(district: Organisation, plan: Plan) -> ProjectFacts:
    """The project that the plan names: 50 MW in two towns."""
    children = {one.code: one for one in district.children.all()}
    return ProjectFacts(
        code="P-1",
        name="东湖50MW渔光互补发电项目",
        unit=children["fgw"],
        builder="示范钢厂",
        builder_unit=children["works"],
        industry="4416",
        capacity=Decimal(50),
        capacity_unit="MW",
        investment=Decimal(250_000_000),
        start_due=TODAY - timedelta(days=200),
        operation_due=TODAY + timedelta(days=165),
        energy_tce=Decimal(400),
        coal_t=Decimal(0),
        measure="pv-fishery",
        plan_project=plan.projects.get(key="P001"),
        location={"type": "Point", "coordinates": [116.95, 38.85]},
        places=[
            PlaceShare(
                code="120118101",
                share=Decimal("0.6"),
                organisation=children["town-a"],
            ),
            PlaceShare(
                code="120118102",
                share=Decimal("0.4"),
                organisation=children["town-b"],
            ),
        ],
        targets=[plan.targets.get(key="T004")],
    )


@layer
def project(district: Organisation, facts: ProjectFacts) -> Project:
    """It, registered."""
    return project_register(organisation=district, by=None, facts=facts)


@layer
def office(district: Organisation) -> User:
    """A person of the carbon office."""
    return person("office", district, RoleCode.CARBON_OFFICE)


@layer
def officer(district: Organisation) -> User:
    """The officer of the bureau that answers for the project."""
    return person("officer", district.children.get(code="fgw"), RoleCode.UNIT_OFFICER)


@layer
def clerk(district: Organisation) -> User:
    """The officer of another bureau."""
    return person("clerk", district.children.get(code="nyw"), RoleCode.UNIT_OFFICER)


@layer
def townsman(district: Organisation) -> User:
    """The officer of the second town in which the project lies."""
    unit = district.children.get(code="town-b")
    return person("townsman", unit, RoleCode.UNIT_OFFICER)


@layer
def manager(district: Organisation) -> User:
    """The energy manager of the works that build it."""
    unit = district.children.get(code="works")
    return person("manager", unit, RoleCode.ENTERPRISE_MANAGER)


@layer
def stranger() -> User:
    """The carbon office of another district."""
    return person("stranger", organisation("other", "他区"), RoleCode.CARBON_OFFICE)


def day(back: int) -> date:
    """So many days before today."""
    return TODAY - timedelta(days=back)
