"""A report of each works, in verification, with all that hangs on it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from dafeng.enterprises.reporting import (
    ControlParameter,
    PlanProfile,
    Purpose,
    ReportLine,
)
from dafeng.web.core.models import Organisation
from dafeng.web.office.services.papers import paper_of
from dafeng.web.verification.models import (
    ControlPlan,
    Deposit,
    EmissionReport,
    MarketMembership,
    Nonconformity,
    ReportStep,
    Surrender,
)
from dafeng.web.verification.services.compiling import report_compile, report_submit
from dafeng.web.verification.services.depositing import (
    DepositFacts,
    deposit_add,
    plan_approve,
    plan_write,
)
from dafeng.web.verification.services.holding import Done
from dafeng.web.verification.services.nonconforming import (
    FindingFacts,
    finding_add,
    findings_issue,
)
from dafeng.web.verification.services.opening import (
    ReportFacts,
    market_enter,
    report_open,
)
from dafeng.web.verification.services.verifying import (
    SiteFacts,
    TeamFacts,
    desk_review,
    site_plan,
    site_visit,
    team_name,
    verification_arrange,
)

if TYPE_CHECKING:
    from tests.web.walking.house import Unit

SLIP = b"\xef\xbb\xbfa,b\n1,2\n"
GAS = ReportLine(
    code="gas",
    flow="fuel.stationary",
    item="NATURAL_GAS",
    quantity=Decimal(500),
    unit="万m3",
    reported_t=Decimal("10810.94"),
)
OUTPUT = ReportLine(
    code="output", quantity=Decimal(3000), unit="t", purpose=Purpose.PRODUCTION
)
METERED = ControlParameter(
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


def report_of(unit: Unit) -> EmissionReport:
    """Last year's report, whose nonconformity was issued to the works."""
    standing = EmissionReport.objects.filter(enterprise=unit.works).first()
    return standing or _made(unit)


def deposit_of(unit: Unit) -> Deposit:
    return report_of(unit).deposits.get()


def step_of(unit: Unit) -> ReportStep:
    """The one that brought a file."""
    return report_of(unit).steps.exclude(file_sha256="").get()


def finding_of(unit: Unit) -> Nonconformity:
    return report_of(unit).nonconformities.get()


def market_of(unit: Unit) -> MarketMembership:
    """The works stands on the list of a market."""
    standing = unit.works.market_memberships.first()
    return standing or market_enter(
        enterprise=unit.works,
        by=None,
        year=timezone.localdate().year - 1,
        market="national",
        document="名录",
    )


def surrender_of(unit: Unit) -> Surrender:
    """Allowances that were entered as given back."""
    report = report_of(unit)
    return report.surrenders.first() or Surrender.objects.create(
        report=report,
        amount_t=Decimal(1),
        on=timezone.localdate(),
        document="凭证",
        made_at=timezone.now(),
    )


def control_plan_of(unit: Unit) -> ControlPlan:
    """A draft that waits for its approval."""
    report_of(unit)
    drafts = unit.works.control_plans.filter(state=ControlPlan.State.DRAFT)
    today = timezone.localdate()
    return drafts.first() or plan_write(
        enterprise=unit.works, by=None, parameters=[METERED], valid_from=today
    )


def _made(unit: Unit) -> EmissionReport:
    year = timezone.localdate().year - 1
    plan = plan_write(
        enterprise=unit.works,
        by=None,
        parameters=[METERED],
        valid_from=date(year, 1, 1),
        profile=PROFILE,
    )
    plan_approve(plan=plan, by=None)
    facts = ReportFacts(year=year, branch="industry", held_t=Decimal(12000))
    report = report_open(enterprise=unit.works, by=None, facts=facts)
    paper = paper_of("a.csv", SLIP)
    month = DepositFacts(
        month=date(year, 1, 1),
        parameter="gas",
        value=Decimal(40),
        unit="万m3",
        source_kind="meter",
    )
    deposit_add(report=report, by=None, facts=month, paper=paper)
    done = Done(note="不要求月度存证", paper=paper)
    report_compile(report=report, by=None, lines=(GAS, OUTPUT), done=done)
    report = report_submit(report=report, by=None)
    _visited(report, "body-a" if unit.works.code == "works-a" else "body-b")
    found = FindingFacts(what="校准过期", basis="指南 5.2", line="gas")
    finding_add(report=report, by=None, facts=found)
    findings_issue(report=report, by=None)
    report.refresh_from_db()
    return report


def _visited(report: EmissionReport, code: str) -> None:
    body = Organisation.objects.get(code=code)
    verification_arrange(report=report, by=None, body=body)
    team_name(report=report, by=None, facts=TeamFacts(leader="组长"))
    desk_review(report=report, by=None)
    site = SiteFacts(site_on=timezone.localdate(), site_plan="看流量计")
    site_plan(report=report, by=None, facts=site)
    site_visit(report=report, by=None)
