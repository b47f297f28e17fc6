"""What is due: reports, evidence, verification, telling, reviews, plans, surrender."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Prefetch
from django.utils import timezone

from dafeng.enterprises.reporting import (
    DepositState,
    ReportState,
    approve_by,
    branch_of,
)
from dafeng.web.core.models import Organisation
from dafeng.web.notices.sources import register_source
from dafeng.web.verification.models import ControlPlan, EmissionReport
from dafeng.web.verification.selectors.reports import (
    grid_of,
    months_open,
    plan_in_force,
    whole_drafts,
)
from dafeng.web.verification.selectors.terms import (
    review_due,
    terms_of,
    told_due,
    waiting,
    with_terms,
)
from dafeng.web.verification.wording import branch_words
from dafeng.work import Duty, reminder_rules

WORDS = {
    "report": "提交年度排放报告",
    "verification": "完成核查",
    "surrender": "清缴配额",
    "told": "告知核查结果",
    "review": "复核异议",
}
_AWAITED = (DepositState.MISSING, DepositState.OPEN)


def duties(on: date) -> Iterator[Duty]:
    """What is soon due or over."""
    ahead = max(-(rule.offset or 0) for rule in reminder_rules())
    horizon = on + timedelta(days=ahead)
    rows = with_terms(EmissionReport.objects.all()).exclude(
        state__in=(ReportState.CLEARED.value, ReportState.VOID.value)
    )
    plans = ControlPlan.objects.prefetch_related("parameters")
    kept = list(
        rows.select_related("enterprise", "verification")
        .prefetch_related("deposits", Prefetch("enterprise__control_plans", plans))
        .order_by("pk")
    )
    drafts = whole_drafts(ControlPlan.objects.order_by("pk"))
    roots = _roots(
        [*(one.enterprise for one in kept), *(one.enterprise for one in drafts)]
    )
    for report in kept:
        root = roots[_top(report.enterprise)]
        yield from _of_state(report, root, on, horizon)
        if branch_of(report.branch).deposits and report.state == ReportState.OPEN.value:
            yield from _of_months(report, root, horizon, on)
    for plan in drafts:
        yield from _of_plan(plan, roots[_top(plan.enterprise)], horizon)


def _of_state(
    report: EmissionReport, root: Organisation, on: date, horizon: date
) -> Iterator[Duty]:
    due = waiting(terms_of(report, on))
    if due is not None and due.day.due_on <= horizon:
        answers = report.enterprise if due.day.who == "unit" else root
        yield _duty(report, root, answers, due.day.event, due.day.due_on)
    told = told_due(report)
    if told is not None and report.verification.told_on is None and told <= horizon:
        yield _duty(report, root, root, "told", told)
    review = review_due(report)
    if review is not None and review.due_on <= horizon:
        yield _duty(report, root, root, "review", review.due_on)


def _of_months(
    report: EmissionReport, root: Organisation, horizon: date, on: date
) -> Iterator[Duty]:
    """A month is waited for until each parameter of the plan has its evidence."""
    waited = _parameters_waited(report, on)
    for month, due in months_open(report, on):
        n = waited[month.code]
        if due <= horizon and n:
            yield Duty(
                object=f"verification.deposit/{report.pk}-{month.code}",
                label=f"{report.enterprise.name_zh} {month.code} 月度存证（缺 {n} 项）",
                address=report.get_absolute_url(),
                unit=report.enterprise.code,
                asks=root.code,
                due_on=due,
            )


def _parameters_waited(report: EmissionReport, on: date) -> Counter[str]:
    """How many parameters of a month have no evidence; without a plan any will do."""
    plans = list(report.enterprise.control_plans.all())
    came = {one.month for one in report.deposits.all()}
    waited = Counter(
        cell.month.code
        for row in grid_of(report, plans, on)
        for cell in row.cells
        if cell.state in _AWAITED
    )
    for month, _due in months_open(report, on):
        if plan_in_force(report.enterprise, month.end, plans) is None:
            waited[month.code] += month.start not in came
    return waited


def _of_plan(plan: ControlPlan, root: Organisation, horizon: date) -> Iterator[Duty]:
    due = approve_by(timezone.localdate(plan.made_at)).due_on
    if due <= horizon:
        yield Duty(
            object=f"verification.plan/{plan.pk}",
            label=f"{plan.enterprise.name_zh} 数据质量控制方案 {plan} 待批准",
            address=plan.get_absolute_url(),
            unit=root.code,
            asks=root.code,
            due_on=due,
        )


def _duty(
    report: EmissionReport,
    root: Organisation,
    answers: Organisation,
    event: str,
    due_on: date,
) -> Duty:
    return Duty(
        object=f"verification.{event}/{report.pk}",
        label=(
            f"{report.enterprise.name_zh} {report.year} 年"
            f"{WORDS.get(event, branch_words(report.branch))}"
        ),
        address=report.get_absolute_url(),
        unit=answers.code,
        asks=root.code,
        due_on=due_on,
    )


def _top(enterprise: Organisation) -> str:
    return enterprise.path.split("/")[1]


def _roots(units: list[Organisation]) -> dict[str, Organisation]:
    paths = {f"/{_top(one)}/" for one in units}
    found = Organisation.objects.filter(path__in=paths)
    return {one.path.strip("/"): one for one in found}


register_source("verification", duties)
