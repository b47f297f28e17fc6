"""A small district with two works, their meters, and everybody around them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pytest
from django.utils import timezone, translation

from dafeng.meters import Readings, tariff_calendar
from dafeng.meters.store.bringing import bring_readings
from dafeng.web.accounts.lakes import house_lake
from dafeng.web.core.models import House, RoleCode
from dafeng.web.meters.convert import the_tree
from dafeng.web.meters.models import MeterPoint
from dafeng.web.meters.selectors.energy_days import midnight
from dafeng.web.meters.stores import house_meters
from dafeng.web.savings.services.contracts import project_sign
from dafeng.web.savings.services.norms import NormFacts, norm_enter
from dafeng.web.savings.services.projects import ProjectFacts, TermFacts, project_open
from tests.web.plans.building import organisation, person

if TYPE_CHECKING:
    from django.conf import LazySettings

    from dafeng.web.core.models import Organisation, User
    from dafeng.web.savings.models import SavingProject

TODAY = timezone.localdate()
DAY = timedelta(days=1)
NEXT_END = TODAY.replace(day=1) - DAY
NEXT = NEXT_END.replace(day=1)
REPORT_END = NEXT - DAY
REPORT = REPORT_END.replace(day=1)
"""Two whole months are over since the report period began."""
BASE_DAYS = 300
BASE_FROM, BASE_TO = REPORT - BASE_DAYS * DAY, REPORT - DAY
SAVED = 0.3
MICRO = 10**6
USED = 1000.0


@attrs.frozen(kw_only=True)
class People:
    """Who acts and who looks on."""

    office: User
    second: User
    manager: User
    provider: User
    other: User
    reader: User
    stranger: User


@pytest.fixture(autouse=True)
def own_folders(settings: LazySettings, tmp_path: Path) -> None:
    """Files and lake of a test stay in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.LAKE_ROOT = tmp_path / "lake"
    settings.SECOND_FACTOR_ROLES = ()


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Every test begins in Chinese, whatever language the one before asked for."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def district(db: None) -> Organisation:  # noqa: ARG001 - opens the database
    """The district with a town in which two works and a provider lie."""
    root = organisation("demo", "示范区人民政府", kind="government")
    type(root).objects.filter(pk=root.pk).update(place_code="000001")
    root.refresh_from_db()
    House.objects.create(
        pk=1,
        place_code="000001",
        name_zh="示范区",
        data_version="1",
        data_date=TODAY,
    )
    town = organisation("town", "甲镇", parent=root, kind="township")
    organisation("water", "区水务局", parent=root)
    for code, name in (("works-a", "甲厂"), ("works-b", "乙厂"), ("esco", "节能公司")):
        organisation(code, name, parent=town, kind="enterprise")
    return root


@pytest.fixture
def units(district: Organisation) -> dict[str, Organisation]:
    """Every unit by its code."""
    rows = type(district).objects.filter(path__startswith=district.path)
    return {one.code: one for one in rows}


@pytest.fixture
def people(units: dict[str, Organisation]) -> People:
    """Somebody of each side."""
    manager = RoleCode.ENTERPRISE_MANAGER
    return People(
        office=person("office", units["demo"], RoleCode.CARBON_OFFICE),
        second=person("second", units["demo"], RoleCode.CARBON_OFFICE),
        manager=person("manager", units["works-a"], manager),
        provider=person("provider", units["esco"], manager),
        other=person("other", units["works-b"], manager),
        reader=person("reader", units["demo"], RoleCode.READER),
        stranger=person("stranger", units["water"], RoleCode.UNIT_OFFICER),
    )


@pytest.fixture
def point(units: dict[str, Organisation]) -> MeterPoint:
    """The main meter of the first works."""
    return MeterPoint.objects.create(
        code="A-1",
        enterprise=units["works-a"],
        name_zh="总表",
        carrier="electricity",
        unit="kWh",
        kind="interval",
        role="main",
        step_s=86400,
        most_per_hour=Decimal(1000),
    )


def bring(point: MeterPoint, used: list[float]) -> None:
    """Readings at each midnight from the day before the baseline on."""
    begin = BASE_FROM - timedelta(days=1)
    ends = [
        int(midnight(begin + timedelta(days=at + 1)).timestamp()) * MICRO
        for at in range(len(used))
    ]
    at = np.array(ends, np.int64)
    tree, lake = the_tree(), house_lake()
    told = Readings(
        meter=np.full(len(at), tree.index(point.code), np.int32),
        at=at,
        value=(np.array(used) * 1000).astype(np.int64),
        learned_at=at + 60 * MICRO,
        manual=np.zeros(len(at), np.uint8),
    )
    now = midnight(TODAY) + timedelta(hours=6)
    bring_readings(lake, tree, told, now=now)
    house_meters().roll_up(tree, tariff_calendar("typical"), until=now)


@pytest.fixture
def used() -> list[float]:
    """What a day takes: three tenths less from the report period on."""
    begin = BASE_FROM - timedelta(days=1)
    days = [begin + timedelta(days=at) for at in range((TODAY - begin).days)]
    return [
        USED + 8 * (at * 37 % 11 - 5) - (SAVED * USED if day >= REPORT else 0)
        for at, day in enumerate(days)
    ]


@pytest.fixture
def readings(point: MeterPoint, used: list[float]) -> None:
    """What the main meter showed."""
    bring(point, used)


@pytest.fixture
def draft(units: dict[str, Organisation], point: MeterPoint) -> SavingProject:
    """A draft of the first works, with a provider of this house."""
    facts = ProjectFacts(
        name_zh="风机改造",
        point=point,
        provider_name="节能公司",
        provider=units["esco"],
        baseline_from=BASE_FROM,
        baseline_to=BASE_TO,
        report_from=REPORT,
        document="合同 1",
    )
    term = TermFacts(
        begin=REPORT,
        end=REPORT + timedelta(days=700),
        share=Decimal("0.8"),
        price=Decimal("0.5"),
    )
    return project_open(enterprise=units["works-a"], by=None, facts=facts, terms=[term])


@pytest.fixture
def project(draft: SavingProject) -> SavingProject:
    """The same with its contract signed."""
    day = REPORT - timedelta(days=30)
    return project_sign(project=draft, by=None, signed_on=day, version=draft.version)


@pytest.fixture
def norm(units: dict[str, Organisation]) -> None:
    """A limit of the district."""
    norm_enter(
        organisation=units["demo"],
        by=None,
        facts=NormFacts(
            product="pipe",
            name_zh="钢管",
            standard="本区 1 号",
            unit="kgce当量/t",
            limit=Decimal(50),
            advanced=Decimal(40),
            valid_from=date(2020, 1, 1),
            source="通知",
        ),
    )
