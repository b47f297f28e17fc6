"""A small district with a register of disclosure, and everybody around it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest
from django.utils import timezone, translation

from dafeng.web.core.models import RoleCode
from dafeng.web.enterprises.services.classing import ClassFacts, class_add
from dafeng.web.enterprises.services.publishing import PublicationFacts
from dafeng.web.enterprises.services.registering import (
    EnterpriseFacts,
    enterprise_register,
    register_open,
)
from tests.web.plans.building import organisation, person

if TYPE_CHECKING:
    from django.conf import LazySettings

    from dafeng.web.core.models import Organisation, User
    from dafeng.web.enterprises.models import DisclosureRegister, Enterprise

TODAY = timezone.localdate()
YEAR = TODAY.year
PERIOD = str(YEAR - 1)
BEGAN = date(YEAR - 1, 1, 1)
USCC = "91350100M000100Y43"


@attrs.frozen(kw_only=True)
class People:
    """Who acts and who looks on."""

    office: User
    keeper: User
    town: User
    manager: User
    other: User
    verifier: User
    reader: User
    stranger: User


@pytest.fixture(autouse=True)
def own_folder(settings: LazySettings, tmp_path: Path) -> None:
    """Files of a test stay in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Every test begins in Chinese, whatever language the one before asked for."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def district(db: None) -> Organisation:  # noqa: ARG001 - opens the database
    """The district with a bureau and a town in which two works lie."""
    root = organisation("demo", "示范区人民政府", kind="government")
    organisation("eco", "区生态环境局", parent=root)
    town = organisation("town", "甲镇", parent=root, kind="township")
    for code, name in (("works-a", "甲厂"), ("works-b", "乙厂")):
        organisation(code, name, parent=town, kind="enterprise")
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
        keeper=person("keeper", units["eco"], RoleCode.UNIT_OFFICER),
        town=person("town", units["town"], RoleCode.READER),
        manager=person("manager", units["works-a"], RoleCode.ENTERPRISE_MANAGER),
        other=person("other", units["works-b"], RoleCode.ENTERPRISE_MANAGER),
        verifier=person("verifier", district, RoleCode.VERIFIER),
        reader=person("reader", district, RoleCode.READER),
        stranger=person("stranger", elsewhere, RoleCode.CARBON_OFFICE),
    )


@pytest.fixture
def register(
    district: Organisation, units: dict[str, Organisation]
) -> DisclosureRegister:
    """The register; the bureau keeps it."""
    return register_open(organisation=district, by=None, keeper=units["eco"])


def firm(register: DisclosureRegister, unit: Organisation, **more: str) -> Enterprise:
    """A works of the town, on the list since the year before."""
    facts = EnterpriseFacts(
        name_zh=unit.name_zh, unit=unit, town=unit.parent, industry="313", **more
    )
    row = enterprise_register(register=register, by=None, facts=facts)
    on_list = ClassFacts(kind="key-discharger", since=BEGAN, listed_in="名录")
    class_add(enterprise=row, by=None, facts=on_list)
    return row


@pytest.fixture
def works(register: DisclosureRegister, units: dict[str, Organisation]) -> Enterprise:
    """The first works, with personal data."""
    return firm(register, units["works-a"], contact="张三", phone="13900000000")


@pytest.fixture
def second(register: DisclosureRegister, units: dict[str, Organisation]) -> Enterprise:
    """The second works."""
    return firm(register, units["works-b"])


@pytest.fixture
def facts() -> PublicationFacts:
    """What was published, in time."""
    return PublicationFacts(
        rule="env-report",
        period=PERIOD,
        published_on=min(date(YEAR, 3, 1), TODAY),
        url="https://example.org/report",
    )


def days(count: int) -> date:
    """A day so many days from today."""
    return TODAY + timedelta(days=count)
