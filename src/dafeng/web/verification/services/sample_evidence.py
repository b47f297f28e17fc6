"""Evidence of the sample's reports: control plans, deposits of months."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from dafeng.base.days import CHINA
from dafeng.base.periods import Period, PeriodKind
from dafeng.base.rounding import round_half_even
from dafeng.enterprises.reporting import (
    ControlParameter,
    PlanProfile,
    Purpose,
    deposit_due,
)
from dafeng.sample.verification import (
    SampleReport,
    SampleReportLine,
    newest_report_year,
)
from dafeng.web.core.models import Organisation
from dafeng.web.office.services.papers import Paper
from dafeng.web.verification.models import ControlPlan, Deposit, EmissionReport
from dafeng.web.verification.services.depositing import plan_approve, plan_write

_NOON = time(12)
_PROFILE = PlanProfile(
    profile="连续生产，主要消耗天然气和电力（示例）",
    boundary="厂区内全部生产和辅助生产设施；不含厂外运输和生活区（示例）",
    facilities="炉窑、锅炉和变配电设施；总表和各设施分表按编号建档（示例）",
)
_MONTHS = 12
_LATE_MONTH, _LATE_DAYS, _MISSING_MONTH = 3, 6, 7
_HASTE = timedelta(days=25)


def sample_plans(
    samples: list[SampleReport], units: Mapping[str, Organisation], today: date
) -> None:
    """A control plan for each enterprise, in force before its first report."""
    first = newest_report_year(today) - 1
    begin = date(first, 1, 1)
    written = datetime.combine(date(first - 1, 12, 10), _NOON, CHINA)
    done: set[str] = set()
    for one in samples:
        if one.uscc in done:
            continue
        done.add(one.uscc)
        plan: ControlPlan = plan_write(
            enterprise=units[one.uscc.lower()],
            by=None,
            parameters=[_parameter(line) for line in one.lines],
            valid_from=begin,
            note="首版（示例）",
            profile=_PROFILE,
            at=written,
            synthetic=True,
        )
        plan_approve(plan=plan, by=None, at=written + timedelta(days=10))


def _parameter(line: SampleReportLine) -> ControlParameter:
    return ControlParameter(
        code=line.code,
        name=line.name,
        unit=line.unit,
        purpose=Purpose.EMISSION if line.flow else Purpose.PRODUCTION,
        source="仪表读数与结算单",
        method="连续计量，按月累计",
        instrument=line.instrument,
        place="进厂总管和设施入口",
        frequency="连续",
        accuracy=line.accuracy,
        calibration="每年校准一次",
        missing_rule="取缺失时段前后各一个月的较高值",
        responsible="生产技术部",
    )


def sample_deposits(
    report: EmissionReport, sample: SampleReport, today: date, paper: Paper
) -> None:
    """Evidence of months that came by a day; in the running year some is missing."""
    rows = []
    for month in Period.year(report.year).children(PeriodKind.MONTH):
        due = deposit_due(month, report.branch)
        on = due - _HASTE
        if sample.stage == "open" and month.start.month == _LATE_MONTH:
            on = due + timedelta(days=_LATE_DAYS)
        skipped = sample.stage == "open" and (month.start.month == _MISSING_MONTH)
        if on > today or skipped:
            continue
        rows += [_deposit(report, line, month, on, paper) for line in sample.lines]
    Deposit.objects.bulk_create(rows)


def _deposit(
    report: EmissionReport,
    line: SampleReportLine,
    month: Period,
    on: date,
    paper: Paper,
) -> Deposit:
    return Deposit(
        report=report,
        month=month.start,
        parameter=line.code,
        value=_month_part(line.quantity, month.start.month),
        unit=line.unit,
        source_kind="meter",
        instrument=line.instrument,
        calibrated_on=date(report.year - 1, 11, 20),
        file_name=paper.name,
        file_sha256=paper.sha256,
        made_at=datetime.combine(on, _NOON, CHINA),
    )


def _month_part(quantity: Decimal, month: int) -> Decimal:
    """A month's part of a year, a little more in winter; twelve add up to the year."""
    usual = round_half_even(quantity / _MONTHS, 2)
    lean = Decimal("0.04") if month in (1, 2, 11, 12) else Decimal("-0.02")
    return round_half_even(usual * (1 + lean), 2)
