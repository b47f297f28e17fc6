"""Fill the sample's saving projects with stages, investment and a confirmed month."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import attrs
from django.utils import timezone

from dafeng.enterprises.savings import Stage
from dafeng.web.core.models import Membership, Organisation, RoleCode, User
from dafeng.web.savings.models import (
    InvestmentLine,
    ProjectStage,
    SavingProject,
    Settlement,
)
from dafeng.web.savings.services.finance import InvestmentFacts, investment_add
from dafeng.web.savings.services.settling import settlement_confirm
from dafeng.web.savings.services.stages import StageFacts, stage_enter


@attrs.frozen(kw_only=True)
class SampleStage:
    """Planned and actual days of a stage, counted from the report period."""

    stage: Stage
    planned: tuple[int, int]
    actual: tuple[int, int]
    document: str


_HANDED_OVER, _LATE = -7, 3
"""Day on which operation begins; in one project it is in the report period."""
_COURSE = (
    SampleStage(
        stage=Stage.ADVICE,
        planned=(-150, -141),
        actual=(-150, -139),
        document="示例咨询方案",
    ),
    SampleStage(
        stage=Stage.DIAGNOSIS,
        planned=(-138, -118),
        actual=(-137, -120),
        document="示例诊断报告",
    ),
    SampleStage(
        stage=Stage.FINANCE,
        planned=(-117, -90),
        actual=(-117, -84),
        document="示例借款合同",
    ),
    SampleStage(
        stage=Stage.RETROFIT,
        planned=(-84, -20),
        actual=(-80, -9),
        document="示例竣工验收单",
    ),
    SampleStage(
        stage=Stage.OPERATION,
        planned=(-8, 1825),
        actual=(_HANDED_OVER, 1825),
        document="示例运行交接单",
    ),
)
_AHEAD = 100
"""Days from today to the operation of a draft: its finance is under way."""
_FUNDS = (
    ("own", Decimal(720_000), "示例付款凭证 1"),
    ("provider", Decimal(2_280_000), "示例付款凭证 2"),
    ("grant", Decimal(360_000), "示例补助文件"),
)


def stages_fill(root: Organisation) -> None:
    """Fill every sample project of the district; those of drafts are not over yet."""
    rows = SavingProject.objects.filter(
        synthetic=True, enterprise__path__startswith=root.path
    ).order_by("pk")
    for number, row in enumerate(rows):
        _stages(row, _LATE if number == 1 else _HANDED_OVER)
        if row.state != SavingProject.State.DRAFT:
            _funds(row)
    mine = {"project__in": rows}
    ProjectStage.objects.filter(**mine).update(synthetic=True)
    InvestmentLine.objects.filter(**mine).update(synthetic=True)
    first = Settlement.objects.filter(**mine).order_by("pk").first()
    if first is not None:
        _confirmed(first)


def _stages(row: SavingProject, handed_over: int) -> None:
    today = timezone.localdate()
    draft = row.state == SavingProject.State.DRAFT
    zero = today + timedelta(days=_AHEAD) if draft else row.report_from
    for one in _COURSE:
        begin, end = (zero + timedelta(days=ago) for ago in one.actual)
        if one.stage is Stage.OPERATION:
            begin = zero + timedelta(days=handed_over)
        begun = begin <= today
        stage_enter(
            project=row,
            by=None,
            stage=one.stage,
            facts=StageFacts(
                planned_begin=zero + timedelta(days=one.planned[0]),
                planned_end=zero + timedelta(days=one.planned[1]),
                actual_begin=begin if begun else None,
                actual_end=end if end < today else None,
                responsible=row.provider_name,
                document=one.document if begun else "",
            ),
        )


def _funds(row: SavingProject) -> None:
    paid = row.report_from - timedelta(days=30)
    for source, amount, document in _FUNDS:
        facts = InvestmentFacts(
            source=source, amount=amount, paid_on=paid, document=document
        )
        investment_add(project=row, by=None, facts=facts)
    loan = InvestmentFacts(
        source="loan",
        amount=Decimal(1_800_000),
        paid_on=row.report_from - timedelta(days=84),
        document="示例借款合同",
        borrower="provider",
        rate=Decimal("0.0435"),
        months=36,
    )
    investment_add(project=row, by=None, facts=loan)


def _confirmed(settlement: Settlement) -> None:
    """Let both sides confirm a settlement, where the people for it are named."""
    manager = _somebody(RoleCode.ENTERPRISE_MANAGER, settlement.project.enterprise)
    office = _somebody(RoleCode.CARBON_OFFICE, None)
    if manager is None or office is None:
        return
    settlement_confirm(settlement=settlement, by=manager)
    settlement_confirm(settlement=settlement, by=office, document="示例确认单")


def _somebody(role: RoleCode, unit: Organisation | None) -> User | None:
    rows = Membership.objects.filter(revoked=False, role__code=role)
    if unit is not None:
        rows = rows.filter(organisation=unit)
    found = rows.select_related("user").order_by("deputy", "pk").first()
    return None if found is None else found.user
