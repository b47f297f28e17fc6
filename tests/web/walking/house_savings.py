"""A project of each works with a settlement; what it makes; an anomaly of its meter.

What a project saved is not measured here: that would take readings of a year.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from dafeng.enterprises.savings import Stage
from dafeng.web.savings.models import (
    ContractChange,
    ContractTerm,
    EnergyAnomaly,
    EnergyCertificate,
    InvestmentLine,
    LocalNorm,
    Measurement,
    OutputMonth,
    ProductYear,
    ProjectStage,
    SavingProject,
    Settlement,
)
from dafeng.web.savings.services.contracts import (
    ChangeFacts,
    contract_change,
    project_sign,
)
from dafeng.web.savings.services.finance import InvestmentFacts, investment_add
from dafeng.web.savings.services.norms import NormFacts, norm_enter
from dafeng.web.savings.services.products import (
    CertificateFacts,
    YearFacts,
    certificate_enter,
    output_enter,
    product_year_enter,
)
from dafeng.web.savings.services.projects import ProjectFacts, TermFacts, project_open
from dafeng.web.savings.services.stages import StageFacts, stage_enter
from tests.web.walking.house_meters import point_of

if TYPE_CHECKING:
    from tests.web.walking.house import Unit, WalkedHouse

BEGIN = date(2026, 1, 1)
END = date(2026, 1, 31)
SERIES: dict[str, list[float]] = {
    name: [] for name in ("before", "fitted", "after", "expected", "temperature")
}


def project_of(unit: Unit) -> SavingProject:
    standing = SavingProject.objects.filter(enterprise=unit.works).first()
    return standing or _made(unit)


def settlement_of(unit: Unit) -> Settlement:
    """One that nobody confirmed yet."""
    return project_of(unit).settlements.get()


def change_of(unit: Unit) -> ContractChange:
    """One that takes effect after what is settled."""
    project = project_of(unit)
    standing = project.changes.first()
    facts = ChangeFacts(
        effective_from=date(2026, 3, 1),
        signed_on=date(2026, 2, 20),
        document="补充协议 1",
        reason="电价调整",
        conditions={"cap": Decimal(100)},
    )
    return standing or contract_change(
        project=project, by=None, facts=facts, version=project.version
    )


def stage_of(unit: Unit) -> ProjectStage:
    project = project_of(unit)
    facts = StageFacts(planned_begin=BEGIN, responsible="节能公司")
    standing = project.stages.first()
    return standing or stage_enter(
        project=project, by=None, stage=Stage.ADVICE, facts=facts
    )


def investment_of(unit: Unit) -> InvestmentLine:
    project = project_of(unit)
    facts = InvestmentFacts(
        source="own", amount=Decimal(1000), paid_on=BEGIN, document="凭证 1"
    )
    standing = project.investments.first()
    return standing or investment_add(project=project, by=None, facts=facts)


def term_of(unit: Unit) -> ContractTerm:
    return project_of(unit).terms.get()


def anomaly_of(unit: Unit) -> EnergyAnomaly:
    """A day of the works' meter that stands out."""
    found, _made = EnergyAnomaly.objects.get_or_create(
        enterprise=unit.works,
        point=point_of(unit),
        kind=EnergyAnomaly.Kind.DAY,
        first=BEGIN,
        last=BEGIN,
        defaults={
            "size": 100.0,
            "score": 5.0,
            "actual": 300.0,
            "expected": 200.0,
            "found_at": timezone.now(),
        },
    )
    return found


def output_of(unit: Unit) -> OutputMonth:
    standing = OutputMonth.objects.filter(enterprise=unit.works).first()
    return standing or output_enter(
        enterprise=unit.works,
        by=None,
        product="bricks",
        month=BEGIN,
        amount=Decimal(10),
        unit="t",
    )


def year_of(unit: Unit) -> ProductYear:
    """What the office has not reviewed yet."""
    standing = ProductYear.objects.filter(enterprise=unit.works).first()
    facts = YearFacts(
        product="bricks",
        year=2025,
        energy=Decimal(10),
        energy_unit="tce当量",
        output=Decimal(100),
        output_unit="t",
        document="报表",
    )
    return standing or product_year_enter(enterprise=unit.works, by=None, facts=facts)


def certificate_of(unit: Unit) -> EnergyCertificate:
    standing = EnergyCertificate.objects.filter(enterprise=unit.works).first()
    facts = CertificateFacts(
        number=unit.works.code,
        body="认证中心",
        scope="生产",
        issued_on=BEGIN,
        expires_on=date(2028, 12, 31),
    )
    return standing or certificate_enter(enterprise=unit.works, by=None, facts=facts)


def norm_of(house: WalkedHouse) -> LocalNorm:
    """A limit of the district."""
    standing = LocalNorm.objects.filter(organisation=house.root).first()
    facts = NormFacts(
        product="bricks",
        name_zh="砖",
        standard="DB 1",
        unit="kgce当量/t",
        limit=Decimal(60),
        valid_from=BEGIN,
        source="通知",
    )
    return standing or norm_enter(organisation=house.root, by=None, facts=facts)


def _made(unit: Unit) -> SavingProject:
    facts = ProjectFacts(
        name_zh="风机改造",
        point=point_of(unit),
        provider_name="节能公司",
        baseline_from=BEGIN - timedelta(days=200),
        baseline_to=BEGIN - timedelta(days=1),
        report_from=BEGIN,
        document="合同 1",
    )
    term = TermFacts(
        begin=BEGIN,
        end=date(2028, 12, 31),
        share=Decimal("0.8"),
        price=Decimal("0.5"),
    )
    project = project_open(enterprise=unit.works, by=None, facts=facts, terms=[term])
    signed = BEGIN - timedelta(days=9)
    project = project_sign(
        project=project, by=None, signed_on=signed, version=project.version
    )
    saved = Decimal(1000)
    measured = Measurement.objects.create(
        project=project,
        begin=BEGIN,
        end=END,
        made_at=timezone.now(),
        saving=saved,
        low=saved,
        high=saved,
        adjusted=Decimal(5000),
        actual=Decimal(4000),
        known_days=31,
        due_days=31,
        series=SERIES,
    )
    Settlement.objects.create(
        project=project,
        measurement=measured,
        begin=BEGIN,
        end=END,
        counted=saved,
        worth=Decimal(500),
        payment=Decimal(400),
        kept=Decimal(100),
    )
    return project
