"""The open rounds of a sample house: everybody finds something to do.

What is recent goes through the services, as people would do it: it has its audit rows,
and whoever listens hears of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

import attrs
from django.db import transaction

from dafeng.base.periods import Period
from dafeng.sample.work_reports import (
    OPEN_FROM,
    OPEN_PERIOD,
    OPEN_UNTIL,
    Text,
    open_state,
    words_of,
)
from dafeng.sample.work_tasks import SAMPLE_WORK_DATE
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.work.models import Report, ReportFigure, ReportingDuty, Round, Task
from dafeng.web.work.report_content import FigureAnswer, ReportContent
from dafeng.web.work.services.duties import ACTIVE, TASK_FORM, duties_from_series
from dafeng.web.work.services.evidence import (
    evidence_add_document,
    evidence_add_file,
)
from dafeng.web.work.services.report_checks import doubts_of
from dafeng.web.work.services.report_saving import report_save
from dafeng.web.work.services.reports import (
    report_confirm,
    report_return,
    report_submit,
    report_verify,
)
from dafeng.web.work.services.rounds import round_open
from dafeng.web.work.services.sample_hands import Hands
from dafeng.work import Answer, Recurrence, ReportState, round_days

MONTH = Period.month(2026, 10)
EXPECTED_ON = OPEN_UNTIL
FILES = 8
"""So many reports carry a real file."""
REPORTS_ACTED_ON = 66
"""So many of the open rounds are beyond their beginning; the others wait."""
JUST_BEGUN = Decimal(10)
ACCEPTED = "已与原始台账核对，情况属实。"

Act = Callable[[Report, "_Actors"], Report]


@attrs.frozen(kw_only=True)
class _Actors:
    """Who acts on one report."""

    officer: User
    head: User
    office: User


def load_sample_rounds(root: Organisation, hands: Hands) -> int:
    """Open the rounds of the day and let some of the units answer.

    Called again after it was cut off, it goes on with what nobody has begun.
    """
    rounds = Round.objects.filter(
        organisation=root, period__in=(OPEN_PERIOD.code, MONTH.code)
    )
    if not rounds.exists():
        _open(root, hands.of_office(0))
    return _answer(list(rounds.all()), hands)


@transaction.atomic
def _open(root: Organisation, by: User | None) -> None:
    """Open the quarter's round, whose last day was put off, and the month's."""
    _duties_of_tasks(root)
    duties_from_series(organisation=root, by=None, on=OPEN_PERIOD.start)
    put_off = attrs.evolve(
        round_days(Recurrence.QUARTERLY, OPEN_PERIOD),
        opens_on=OPEN_FROM,
        due_on=OPEN_UNTIL,
    )
    round_open(
        organisation=root,
        frequency=Recurrence.QUARTERLY,
        period=OPEN_PERIOD,
        by=by,
        on=SAMPLE_WORK_DATE,
        days=put_off,
    )
    round_open(
        organisation=root,
        frequency=Recurrence.MONTHLY,
        period=MONTH,
        by=by,
        on=SAMPLE_WORK_DATE,
    )


def _duties_of_tasks(root: Organisation) -> None:
    """Let the leads of this year's tasks report on them; older years are history."""
    year = SAMPLE_WORK_DATE.year
    tasks = Task.objects.filter(organisation=root, year=year, state__in=ACTIVE)
    made = ReportingDuty.objects.bulk_create(
        ReportingDuty(
            organisation=root,
            unit=task.lead,
            form=TASK_FORM,
            frequency=Recurrence.QUARTERLY.value,
            task=task,
            evidence_asked=task.evidence_asked,
            valid_from=OPEN_PERIOD.start,
        )
        for task in tasks.select_related("lead")
    )
    data = {"made": len(made)}
    audit.record(by=None, action="duty.derive", target=root, data=data)


def _answer(rounds: list[Round], hands: Hands) -> int:
    """Let a part of the reports go as far as their lot says."""
    rows = list(
        Report.objects.filter(round__in=rounds)
        .select_related("unit", "duty", "task", "round")
        .order_by("pk")
    )
    acted = 0
    for report in rows[:: max(1, len(rows) // REPORTS_ACTED_ON)]:
        actors = _actors_of(report, hands, acted)
        goal = open_state(report.unit.name_zh, f"{report.duty.form} {report.task_id}")
        begun = report.state != ReportState.OPEN.value
        if begun or actors is None or goal is ReportState.OPEN:
            continue
        with transaction.atomic():
            report = _started(report, actors)
            if acted < FILES:
                _prove_with_file(report, actors.officer)
            for act in _WAYS[goal]:
                report = act(report, actors)
        acted += 1
    return acted


def _actors_of(report: Report, hands: Hands, turn: int) -> _Actors | None:
    officer, head = hands.officer(report.unit), hands.head(report.unit)
    office = hands.of_office(turn)
    if officer is None or head is None or office is None:
        return None
    return _Actors(officer=officer, head=head, office=office)


def _started(report: Report, actors: _Actors) -> Report:
    """Write the report, and name a paper behind it."""
    evidence_add_document(
        owner=report,
        by=actors.officer,
        name=f"{report.unit.name_zh}{OPEN_PERIOD.name_zh}工作台账",
        number=f"示范〔2026〕{report.pk}号",
        dated=OPEN_FROM,
    )
    return report_save(
        report=report,
        by=actors.officer,
        content=_content(report),
        version=report.version,
    )


def _submit(report: Report, actors: _Actors) -> Report:
    return report_submit(report=report, by=actors.officer, version=report.version)


def _confirm(report: Report, actors: _Actors) -> Report:
    return report_confirm(report=report, by=actors.head)


def _return(report: Report, actors: _Actors) -> Report:
    reason = words_of(Text.RETURNED, report.unit.name_zh, "", OPEN_PERIOD)
    return report_return(report=report, by=actors.office, reason=reason)


def _verify(report: Report, actors: _Actors) -> Report:
    return report_verify(report=report, by=actors.office)


_WAYS: Mapping[ReportState, tuple[Act, ...]] = {
    ReportState.DRAFT: (),
    ReportState.SUBMITTED: (_submit,),
    ReportState.CONFIRMED: (_submit, _confirm),
    ReportState.RETURNED: (_submit, _confirm, _return),
    ReportState.VERIFIED: (_submit, _confirm, _verify),
}


def _content(report: Report) -> ReportContent:
    """What a unit writes: words, and an answer for every figure."""
    at = (report.unit.name_zh, report.duty.form, Period.parse(report.round.period))
    percent = None if report.task is None else report.task.percent or JUST_BEGUN
    return ReportContent(
        progress=words_of(Text.PROGRESS, *at),
        percent=percent,
        problem=words_of(Text.PROBLEM, *at) if report.pk % 3 == 0 else "",
        next_step=words_of(Text.NEXT, *at),
        figures=tuple(_figure(row) for row in report.figures.all()),
    )


def _figure(row: ReportFigure) -> FigureAnswer:
    """What the lake knows is confirmed; what it does not know has no data yet."""
    if row.known is None:
        return FigureAnswer(
            series=row.series,
            answer=Answer.NO_DATA_YET.value,
            expected_on=EXPECTED_ON,
        )
    doubts = doubts_of(row, row.known, SAMPLE_WORK_DATE)
    return FigureAnswer(
        series=row.series,
        answer=Answer.FIGURE.value,
        value=row.known,
        accepted_reason=ACCEPTED if doubts else "",
    )


def _prove_with_file(report: Report, by: User) -> None:
    """Put a real file behind a report."""
    unit, period = report.unit.name_zh, report.round.period
    rows = f"\ufeff单位,报告期,台账条数\n{unit},{period},{report.pk}\n"
    evidence_add_file(
        owner=report, by=by, name=f"{unit}{period}台账.csv", content=rows.encode()
    )
