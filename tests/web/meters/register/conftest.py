"""A small district with two works, their meters, and everybody around them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest
from django.utils import timezone, translation

from dafeng.web.core.models import RoleCode
from dafeng.web.meters.services.points import PointFacts, point_register
from tests.web.plans.building import organisation, person

if TYPE_CHECKING:
    from django.conf import LazySettings

    from dafeng.web.core.models import Organisation, User
    from dafeng.web.meters.models import MeterPoint

TODAY = timezone.localdate()
USCC_A, USCC_B = "91120118XNQY00010L", "91120118XNQY00029H"


@attrs.frozen(kw_only=True)
class People:
    """Who acts and who looks on."""

    office: User
    manager: User
    other: User
    town: User
    reader: User
    stranger: User


@pytest.fixture(autouse=True)
def own_lake(settings: LazySettings, tmp_path: Path) -> None:
    """The lake of a test lies in its own folder."""
    settings.LAKE_ROOT = tmp_path / "lake"


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Every test begins in Chinese, whatever language the one before asked for."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def district(db: None) -> Organisation:  # noqa: ARG001 - opens the database
    """The district with a town in which two works lie."""
    root = organisation("demo", "示范区人民政府", kind="government")
    town = organisation("town", "甲镇", parent=root, kind="township")
    organisation("works-a", "甲厂", parent=town, kind="enterprise", uscc=USCC_A)
    organisation("works-b", "乙厂", parent=town, kind="enterprise", uscc=USCC_B)
    return root


@pytest.fixture
def units(district: Organisation) -> dict[str, Organisation]:
    """Every unit by its code."""
    rows = type(district).objects.filter(path__startswith=district.path)
    return {one.code: one for one in rows}


@pytest.fixture
def people(district: Organisation, units: dict[str, Organisation]) -> People:
    """Everybody, and somebody of another district."""
    elsewhere = organisation("other", "他区", kind="government")
    return People(
        office=person("office", district, RoleCode.CARBON_OFFICE),
        manager=person("manager", units["works-a"], RoleCode.ENTERPRISE_MANAGER),
        other=person("other", units["works-b"], RoleCode.ENTERPRISE_MANAGER),
        town=person("town", units["town"], RoleCode.READER),
        reader=person("reader", district, RoleCode.READER),
        stranger=person("stranger", elsewhere, RoleCode.CARBON_OFFICE),
    )


def facts(code: str, **more: object) -> PointFacts:
    """A meter of electricity that is read every hour."""
    told: dict[str, object] = {
        "name_zh": f"{code}号电表",
        "carrier": "electricity",
        "unit": "kWh",
        "digits": 6,
        "step_s": 3600,
        "most_per_hour": Decimal(1000),
    }
    return PointFacts(code=code, **told | more)


@pytest.fixture
def main(units: dict[str, Organisation]) -> MeterPoint:
    """The main meter of the first works."""
    return point_register(
        enterprise=units["works-a"], by=None, facts=facts("A1", name_zh="总表")
    )


@pytest.fixture
def sub(main: MeterPoint) -> MeterPoint:
    """A workshop's meter behind it."""
    return point_register(
        enterprise=main.enterprise,
        by=None,
        facts=facts("A2", role="sub", parent=main, workshop="一车间"),
    )
