"""A small district with two works, a body that verifies, and everybody around them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from dafeng.base.days import CHINA
from dafeng.enterprises.reporting import (
    ControlParameter,
    PlanProfile,
    Purpose,
    ReportLine,
)
from dafeng.web.core.models import RoleCode
from dafeng.web.office.services.papers import Paper, paper_of
from dafeng.web.verification.services.compiling import report_compile, report_submit
from dafeng.web.verification.services.depositing import plan_approve, plan_write
from dafeng.web.verification.services.holding import Done
from dafeng.web.verification.services.opening import ReportFacts, report_open
from dafeng.web.verification.services.verifying import (
    SiteFacts,
    TeamFacts,
    desk_review,
    site_plan,
    site_visit,
    team_name,
    verification_arrange,
)
from tests.web.plans.building import organisation, person

if TYPE_CHECKING:
    from django.conf import LazySettings

    from dafeng.web.core.models import Organisation, User
    from dafeng.web.verification.models import ControlPlan, EmissionReport

TODAY = timezone.localdate()
YEAR = TODAY.year - 1
PDF = b"%PDF-1.4 evidence"


def moment(day: date) -> datetime:
    """Noon of a day."""
    return datetime.combine(day, time(12), CHINA)


GAS = ReportLine(
    code="gas",
    flow="fuel.stationary",
    item="NATURAL_GAS",
    quantity=Decimal(500),
    unit="万m3",
    reported_t=Decimal("10810.94"),
)
POWER = ReportLine(
    code="power",
    flow="power.bought",
    item="ELECTRICITY",
    quantity=Decimal(900),
    unit="万kWh",
    reported_t=Decimal(5000),
)
OUTPUT = ReportLine(
    code="output", quantity=Decimal(3000), unit="t", purpose=Purpose.PRODUCTION
)
LINES = (GAS, POWER, OUTPUT)
PARAMETER = ControlParameter(
    code="gas",
    name="天然气",
    unit="万m3",
    source="流量计",
    method="连续",
    instrument="FM-1",
    frequency="每日",
    accuracy=Decimal("0.015"),
    calibration="每年",
    missing_rule="取高值",
    responsible="生产部",
    place="调压站出口",
)
PROFILE = PlanProfile(profile="轧钢", boundary="厂区以内", facilities="加热炉")


@attrs.frozen(kw_only=True)
class People:
    """Who acts and who looks on."""

    office: User
    manager: User
    other: User
    verifier: User
    rival: User
    reader: User
    stranger: User


@pytest.fixture(autouse=True)
def own_folder(settings: LazySettings, tmp_path: Path) -> None:
    """Files and the lake of a test stay in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.LAKE_ROOT = tmp_path / "lake"


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Every test begins in Chinese, whatever language the one before asked for."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def district(db: None) -> Organisation:  # noqa: ARG001 - opens the database
    """The district with two works and two bodies that verify."""
    root = organisation(
        "demo", "示范区人民政府", kind="government", place_code="990101"
    )
    for code, name in (("works-a", "甲厂"), ("works-b", "乙厂")):
        organisation(code, name, parent=root, kind="enterprise")
    for code, name in (("body-a", "核查甲所"), ("body-b", "核查乙所")):
        organisation(code, name, parent=root, kind="verifier")
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
        verifier=person("verifier", units["body-a"], RoleCode.VERIFIER),
        rival=person("rival", units["body-b"], RoleCode.VERIFIER),
        reader=person("reader", district, RoleCode.READER),
        stranger=person("stranger", elsewhere, RoleCode.CARBON_OFFICE),
    )


@pytest.fixture
def works(units: dict[str, Organisation]) -> Organisation:
    """The works that report."""
    return units["works-a"]


@pytest.fixture
def report(works: Organisation) -> EmissionReport:
    """A report of a branch without monthly evidence, just opened."""
    facts = ReportFacts(year=YEAR, branch="industry", held_t=Decimal(12000))
    return report_open(enterprise=works, by=None, facts=facts)


@pytest.fixture
def plan(works: Organisation) -> ControlPlan:
    """A control plan in force all year."""
    begin = date(YEAR, 1, 1)
    made = plan_write(
        enterprise=works,
        by=None,
        parameters=[PARAMETER],
        valid_from=begin,
        profile=PROFILE,
    )
    return plan_approve(plan=made, by=None)


@pytest.fixture
def submitted(report: EmissionReport, people: People) -> EmissionReport:
    """The same, compiled and submitted by the manager."""
    note = Done(note="不要求月度存证")
    report_compile(report=report, by=people.manager, lines=LINES, done=note)
    return report_submit(report=report, by=people.manager)


@pytest.fixture
def visited(
    submitted: EmissionReport, people: People, units: dict[str, Organisation]
) -> EmissionReport:
    """The same, with the site visited."""
    verification_arrange(report=submitted, by=people.office, body=units["body-a"])
    by = people.verifier
    team_name(report=submitted, by=by, facts=TeamFacts(leader="组长"))
    desk_review(report=submitted, by=by)
    facts = SiteFacts(site_on=TODAY, site_plan="看流量计")
    site_plan(report=submitted, by=by, facts=facts)
    site_visit(report=submitted, by=by)
    submitted.refresh_from_db()
    return submitted


@pytest.fixture
def paper() -> Paper:
    """A kept file."""
    return paper_of("record.pdf", PDF)


def upload() -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile("record.pdf", PDF, "application/pdf")
