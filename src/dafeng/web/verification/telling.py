"""What units are reminded of: last days of reports, deposits, verification."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from dafeng.base.periods import Period, PeriodKind
from dafeng.enterprises.reporting import ReportState, branch_of, deposit_due
from dafeng.web.core.models import Organisation
from dafeng.web.notices.sources import register_source
from dafeng.web.verification.models import Deposit, EmissionReport
from dafeng.web.verification.selectors.reports import due_of, told_due
from dafeng.web.verification.wording import branch_words
from dafeng.work import Duty, reminder_rules

WORDS = {
    "report": "提交年度排放报告",
    "verification": "完成核查",
    "surrender": "清缴配额",
    "told": "告知核查结果",
}


def duties(on: date) -> Iterator[Duty]:
    """What is soon due or over: reports, evidence of months, telling, surrender."""
    ahead = max(-(rule.offset or 0) for rule in reminder_rules())
    horizon = on + timedelta(days=ahead)
    rows = EmissionReport.objects.exclude(state=ReportState.CLEARED.value)
    kept = list(rows.select_related("enterprise", "verification").order_by("pk"))
    roots = _roots(kept)
    deposited = set(
        Deposit.objects.filter(report__in=kept).values_list("report", "month")
    )
    for report in kept:
        root = roots[report.enterprise.path.split("/")[1]]
        yield from _of_state(report, root, horizon)
        if branch_of(report.branch).deposits and report.state == ReportState.OPEN.value:
            yield from _of_months(report, root, horizon, on, deposited)


def _of_state(
    report: EmissionReport, root: Organisation, horizon: date
) -> Iterator[Duty]:
    due = due_of(report)
    if due is not None and due.due_on <= horizon:
        answers = report.enterprise if due.who == "unit" else root
        yield _duty(report, root, answers, due.event, due.due_on)
    told = told_due(report)
    if told is not None and report.verification.told_on is None and told <= horizon:
        yield _duty(report, root, root, "told", told)


def _of_months(
    report: EmissionReport,
    root: Organisation,
    horizon: date,
    on: date,
    deposited: set[tuple[int, date]],
) -> Iterator[Duty]:
    for month in Period.year(report.year).children(PeriodKind.MONTH):
        due = deposit_due(month)
        if (
            month.end < on
            and due <= horizon
            and (report.pk, month.start) not in deposited
        ):
            yield Duty(
                object=f"verification.deposit/{report.pk}-{month.code}",
                label=f"{report.enterprise.name_zh} {month.code} 月度存证",
                address=report.get_absolute_url(),
                unit=report.enterprise.code,
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


def _roots(rows: list[EmissionReport]) -> dict[str, Organisation]:
    paths = {f"/{one.enterprise.path.split('/')[1]}/" for one in rows}
    found = Organisation.objects.filter(path__in=paths)
    return {one.path.strip("/"): one for one in found}


register_source("verification", duties)
