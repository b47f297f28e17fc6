"""Stages, investment and providers: order, rights, undo, pages, files."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises.savings import Stage
from dafeng.web.core.models import AuditRow
from dafeng.web.savings.models import (
    InvestmentLine,
    Measurement,
    ProjectStage,
    Settlement,
)
from dafeng.web.savings.selectors.contracts import history_of
from dafeng.web.savings.selectors.finance import finance_of
from dafeng.web.savings.selectors.projects import project_rows
from dafeng.web.savings.selectors.providers import provider_rows
from dafeng.web.savings.selectors.stages import course_of
from dafeng.web.savings.services.finance import (
    InvestmentFacts,
    investment_add,
    investment_withdraw,
)
from dafeng.web.savings.services.sample_stages import stages_fill
from dafeng.web.savings.services.stages import (
    StageFacts,
    stage_change,
    stage_enter,
    stage_withdraw,
)
from tests.web.savings.conftest import DAY, REPORT, REPORT_END, TODAY, People
from tests.web.savings.test_exports import table
from tests.web.savings.test_rooms import browser

if TYPE_CHECKING:
    from dafeng.web.savings.models import SavingProject

D = Decimal
MODEL = {"model": "none", "spans": 300} | dict.fromkeys(
    ("heating_point", "cooling_point", "r2", "cvrmse", "nmbe", "autocorrelation")
)


def days(begin: date | None = None, end: date | None = None, **more: Any) -> StageFacts:
    plan = {"planned_begin": REPORT - 90 * DAY, "planned_end": REPORT - 10 * DAY}
    told: dict[str, Any] = plan | {"actual_begin": begin, "actual_end": end}
    return StageFacts(**told | {"document": "文 1", "responsible": "节能公司"} | more)


def refused(code: str, act: Any, **told: Any) -> None:
    with pytest.raises(BadInputError) as error:
        act(**told)
    assert error.value.code == code


@pytest.fixture
def course(project: SavingProject) -> dict[Stage, ProjectStage]:
    """Up to a retrofit under way; nothing had to be financed."""
    begun = REPORT - 60 * DAY
    told = {
        Stage.ADVICE: days(begun, begun + DAY),
        Stage.DIAGNOSIS: days(begun + DAY, begun + 9 * DAY),
        Stage.FINANCE: StageFacts(skipped_reason="企业自筹"),
        Stage.RETROFIT: days(begun + 9 * DAY),
    }
    return {
        stage: stage_enter(project=project, by=None, stage=stage, facts=facts)
        for stage, facts in told.items()
    }


def test_stages_keep_their_order_in_services_and_in_the_table(
    project: SavingProject, course: dict[Stage, ProjectStage], people: People
) -> None:
    given: dict[str, Any] = {"project": project, "by": people.manager}
    operation: dict[str, Any] = {"stage": Stage.OPERATION, "facts": days(REPORT + DAY)}
    refused("stage.retrofit", stage_enter, **given, **operation)
    retrofit = course[Stage.RETROFIT]
    with pytest.raises(PermissionDenied):
        stage_change(stage=retrofit, by=people.provider, facts=days(), version=1)
    ended = days(retrofit.actual_begin, REPORT - DAY)
    mine: dict[str, Any] = {"stage": retrofit, "by": people.manager}
    refused("stage.future", stage_change, **mine, facts=days(TODAY + DAY), version=1)
    refused("stage.document", stage_change, **mine, version=1,
            facts=days(retrofit.actual_begin, document=""))  # fmt: skip
    stage_change(**mine, facts=ended, version=1)
    refused("savings.stale", stage_change, **mine, facts=ended, version=1)
    row = stage_enter(**given, **operation)
    assert row.earliest == REPORT - DAY
    with pytest.raises(ValidationError, match="已经登记"):
        stage_enter(**given, **operation)
    # What others rest on is not pulled away from under them.
    refused("stage.retrofit", stage_change, **mine, facts=days(), version=2)
    refused("stage.retrofit", stage_withdraw, **mine, reason="写错")
    refused("stage.order", stage_withdraw, stage=course[Stage.FINANCE],
            by=None, reason="写错")  # fmt: skip
    for wrong in (
        {"actual_begin": REPORT - 2 * DAY},
        {"actual_begin": TODAY + DAY},
        {"skipped_reason": "不需要"},
        {"document": ""},
        {"actual_end": REPORT - DAY},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProjectStage.objects.filter(pk=row.pk).update(**wrong)
    told = course_of(project)
    assert (told.at, told.cells[3].delay) == ("operation", 9)
    [found] = told.findings
    assert (found.code, found.value) == ("stage.report-early", REPORT.isoformat())
    stage_withdraw(stage=row, by=people.office, reason="写错")
    assert course_of(project).at == "retrofit"
    actions = [one.row.action for one in history_of(project, [])]
    assert actions[:3] == [
        "savings.stage.withdraw", "savings.stage.enter", "savings.stage.change",
    ]  # fmt: skip
    change = AuditRow.objects.get(action="savings.stage.change").data
    assert (change["before"], change["after"]) == (
        {"actual_end": None}, {"actual_end": (REPORT - DAY).isoformat()},
    )  # fmt: skip


def settle(project: SavingProject, people: People, payment: int) -> None:
    """A settlement of 500 yuan that both sides confirmed."""
    measured = Measurement.objects.create(
        project=project, begin=REPORT, end=REPORT_END, made_at=timezone.now(),
        saving=D(1000), low=D(900), high=D(1100), adjusted=D(5000), actual=D(4000),
        known_days=30, due_days=30, model=MODEL,
        series={key: [] for key in ("before", "fitted", "after", "expected",
                                    "temperature")},
    )  # fmt: skip
    Settlement.objects.create(
        project=project, measurement=measured, begin=REPORT, end=REPORT_END,
        counted=D(1000), worth=D(500), payment=D(payment), kept=D(500 - payment),
        lines=[{"kind": "payment", "energy": None, "yuan": str(payment),
                "factor": None, "reason": ""}],
        enterprise_by=people.manager, enterprise_at=timezone.now(),
        provider_by=people.provider, provider_at=timezone.now(),
    )  # fmt: skip


def test_finance_follows_what_is_entered_and_confirmed(
    project: SavingProject, people: People
) -> None:
    given: dict[str, Any] = {"project": project, "by": people.manager}
    paid = REPORT - 20 * DAY
    own = InvestmentFacts(source="own", amount=D(300), paid_on=paid, document="付 1")
    line = investment_add(**given, facts=own)
    told = finance_of(project).appraisal
    assert [one.irr.why for one in told.returns] == ["no-saving"] * 3
    facts: dict[str, Any] = {"amount": D(2000), "paid_on": paid, "document": "借 1"}
    loan = InvestmentFacts(source="loan", borrower="provider", rate=D("0.045"),
                           months=12, **facts)  # fmt: skip
    investment_add(**given, facts=loan)
    late = InvestmentFacts(source="own", **facts | {"paid_on": TODAY + DAY})
    refused("investment.future", investment_add, **given, facts=late)
    with pytest.raises(ValidationError, match="贷款须写明"):
        investment_add(**given, facts=InvestmentFacts(source="loan", **facts))
    with pytest.raises(IntegrityError), transaction.atomic():
        InvestmentLine.objects.filter(source="loan").update(months=None)
    with pytest.raises(PermissionDenied):
        investment_withdraw(line=line, by=people.other, reason="不是")
    settle(project, people, 400)
    found = finance_of(project)
    whole, firm, provider = found.appraisal.returns
    # The contract runs for 701 days from the report period on.
    month = (REPORT_END - REPORT).days + 1
    assert (found.appraisal.verified_days, found.appraisal.expected_days) == (
        month, 701 - month,
    )  # fmt: skip
    assert [whole.received, firm.received, provider.received] == [
        D(500),
        D(100),
        D(400),
    ]
    assert (firm.outlay, provider.outlay) == (D(300), D(2000))
    assert whole.payback.value == round(D(2300) * month / 500 / 365, 2)
    assert firm.irr.value is not None
    dear = finance_of(project, D("0.5")).appraisal.returns[0].npv.value
    assert dear is not None
    assert whole.npv.value is not None
    assert dear < whole.npv.value
    investment_withdraw(line=line, by=people.manager, reason="写错")
    assert finance_of(project).appraisal.invested == {"loan": 2000}


def test_pages_and_files_show_stages_and_providers(
    project: SavingProject, course: dict[Stage, ProjectStage], people: People
) -> None:
    office = browser(people.office)
    page = office.get(project.get_absolute_url()).content.decode()
    assert "处于改造阶段，滞后" in page
    assert "企业自筹" in page
    assert "还没有登记投资，收益率未知。" in page
    new = f"/savings/projects/{project.pk}/investments/new/"
    told = {"source": "loan", "amount": "1200", "paid_on": REPORT.isoformat(),
            "document": "借 1", "borrower": "provider", "percent": "4.35",
            "months": "24"}  # fmt: skip
    assert office.post(new, told).status_code == 302
    assert InvestmentLine.objects.get().rate == D("0.0435")
    settle(project, people, 400)
    page = office.get(project.get_absolute_url() + "?rate=6").content.decode()
    assert "折现率 6.0%" in page
    assert "没有先期投入" in page
    retrofit = course[Stage.RETROFIT]
    edit = f"/savings/stages/{retrofit.pk}/edit/"
    sent = {"planned_begin": "", "planned_end": "", "version": "1",
            "actual_begin": (REPORT - 51 * DAY).isoformat(), "document": "文 2",
            "actual_end": (REPORT - timedelta(days=70)).isoformat()}  # fmt: skip
    assert "早于开始日期" in office.post(edit, sent).content.decode()
    assert browser(people.other).get(edit).status_code == 404
    assert browser(people.reader).get(edit).status_code == 403
    page = office.get("/savings/").content.decode()
    assert "所处阶段：改造 1；投资 1,200 元（贷款 1,200）" in page
    assert project_rows(people.office, stage="operation") == []
    assert "还没有节能项目" in office.get("/savings/?stage=advice").content.decode()
    [cells] = table(people.office, "/savings/projects.xlsx?stage=retrofit")["节能项目"]
    assert cells["阶段"] == "改造"
    [row] = provider_rows(people.office)
    assert row.unit == project.provider
    assert row.stages == {"retrofit": 1}
    assert row.invested == D(0)
    assert row.verified.energy == {"kWh": 1000}
    page = office.get("/savings/services/").content.decode()
    assert "1 家节能服务公司承担 1 个项目，1 个滞后" in page
    assert provider_rows(people.other) == []


def test_the_sample_lives(project: SavingProject, people: People) -> None:
    settle(project, people, 400)
    Settlement.objects.update(enterprise_by=None, enterprise_at=None)
    Settlement.objects.update(provider_by=None, provider_at=None)
    type(project).objects.update(synthetic=True, provider=None)
    root = people.office.organisation
    assert root is not None
    stages_fill(root)
    told = course_of(project)
    assert (told.at, told.cells[3].delay) == ("operation", 11)
    assert finance_of(project).appraisal.verified_days > 0
    assert not ProjectStage.objects.filter(synthetic=False).exists()
