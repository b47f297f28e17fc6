"""Fill a sample house with five years of reports, their moves and their papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import attrs
from django.db import transaction

from dafeng.sample.work_reports import (
    REPORT_YEARS,
    SELF_FORM,
    SampleFigure,
    SampleReport,
    sample_figures,
    sample_reports,
)
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation
from dafeng.web.plans.selectors.units import organisations_by_name
from dafeng.web.work.models import (
    Evidence,
    EvidenceKind,
    Report,
    ReportFigure,
    ReportingDuty,
    ReportMove,
    Round,
    RoundStatus,
)
from dafeng.web.work.report_content import ReportContent, content_json
from dafeng.web.work.services.sample_hands import Hands, at_hour
from dafeng.work import (
    Answer,
    Recurrence,
    ReportAct,
    ReportState,
    owner_words,
    round_days,
)

BATCH = 500
WAY = (
    (ReportAct.SAVE, ReportState.OPEN, ReportState.DRAFT),
    (ReportAct.SUBMIT, ReportState.DRAFT, ReportState.SUBMITTED),
    (ReportAct.CONFIRM, ReportState.SUBMITTED, ReportState.CONFIRMED),
)
ENDS = {
    ReportState.VERIFIED: (ReportAct.VERIFY, ReportState.VERIFIED),
    ReportState.RETURNED: (ReportAct.RETURN, ReportState.RETURNED),
}


@attrs.frozen(kw_only=True)
class _Placed:
    """A report of the sample, and the row that it became."""

    given: SampleReport
    row: Report


@transaction.atomic
def load_sample_reports(root: Organisation, hands: Hands) -> int:
    """Lay out the rounds of every year with what units answered in them."""
    named = organisations_by_name()
    given = [
        one
        for year in REPORT_YEARS
        for one in sample_reports(year)
        if one.unit in named
    ]
    duties = _duties(root, given, named)
    rounds = _rounds(root, given)
    placed = [
        _Placed(given=one, row=_row(one, duties, rounds, named, hands, place))
        for place, one in enumerate(given)
    ]
    Report.objects.bulk_create([one.row for one in placed], batch_size=BATCH)
    _figures(placed)
    moves = [move for one in placed for move in _moves(one, hands)]
    ReportMove.objects.bulk_create(moves, batch_size=BATCH)
    papers = [paper for one in placed for paper in _papers(one)]
    Evidence.objects.bulk_create(papers, batch_size=BATCH)
    audit.record(
        by=None,
        action="work.sample.reports",
        target=root,
        data={
            "rounds": len(rounds),
            "reports": len(placed),
            "evidence": len(papers),
        },
    )
    return len(placed)


def _duties(
    root: Organisation,
    given: list[SampleReport],
    named: Mapping[str, Organisation],
) -> dict[tuple[str, str], ReportingDuty]:
    """One duty for each unit and form."""
    asked: dict[tuple[str, str], ReportingDuty] = {}
    for one in given:
        at = (one.unit, one.form)
        if at not in asked:
            asked[at] = ReportingDuty(
                organisation=root,
                unit=named[one.unit],
                form=one.form,
                frequency=one.frequency.value,
                valid_from=date(REPORT_YEARS[0], 1, 1),
            )
    ReportingDuty.objects.bulk_create(asked.values())
    return asked


def _rounds(root: Organisation, given: list[SampleReport]) -> dict[str, Round]:
    """One closed round for each period."""
    last: dict[tuple[Recurrence, str], date] = defaultdict(lambda: date.min)
    for one in given:
        at = (one.frequency, one.period.code)
        last[at] = max(last[at], one.due_on)
    periods = {one.period.code: one.period for one in given}
    rows = {
        code: Round(
            organisation=root,
            frequency=frequency.value,
            period=code,
            opens_on=round_days(frequency, periods[code]).opens_on,
            due_on=due_on,
            status=RoundStatus.CLOSED,
            closed_at=at_hour(due_on + timedelta(days=25), 17),
        )
        for (frequency, code), due_on in last.items()
    }
    Round.objects.bulk_create(rows.values())
    return rows


def _row(
    one: SampleReport,
    duties: Mapping[tuple[str, str], ReportingDuty],
    rounds: Mapping[str, Round],
    named: Mapping[str, Organisation],
    hands: Hands,
    turn: int,
) -> Report:
    unit = named[one.unit]
    row = Report(
        round=rounds[one.period.code],
        duty=duties[one.unit, one.form],
        unit=unit,
        state=one.state.value,
        due_on=one.due_on,
        synthetic=True,
    )
    if one.received_on is None:
        return row
    row.progress, row.percent = one.progress, one.percent
    row.problem, row.next_step = one.problem, one.next_step
    row.returned_reason = one.returned_reason
    row.filled_by = hands.officer(unit)
    row.submitted_at = at_hour(one.received_on - timedelta(days=1), 15)
    row.first_received_on = one.received_on
    row.version = 1 + len(WAY) + 1
    row.returns = int(one.state is ReportState.RETURNED)
    if one.verified_on is not None:
        row.confirmed_by = hands.head(unit)
        row.confirmed_at = at_hour(one.received_on, 16)
        row.verified_by = hands.of_office(turn)
        row.verified_at = at_hour(one.verified_on, 10)
    return row


def _figures(placed: list[_Placed]) -> None:
    """Put yearly figures into the self-assessments of those who own them."""
    held: dict[tuple[str, int], list[SampleFigure]] = defaultdict(list)
    for one in sample_figures():
        held[one.owner, one.year].append(one)
    rows: list[ReportFigure] = []
    for (owner, year), figures in held.items():
        words = owner_words(owner)
        report = next(
            (
                one.row
                for one in placed
                if one.given.form == SELF_FORM
                and one.given.verified_on is not None
                and one.given.period.start.year == year
                and words.fits(one.given.unit)
            ),
            None,
        )
        if report is not None:
            rows += [_figure(report, figure) for figure in figures]
    unique = {(row.report_id, row.series): row for row in rows}
    ReportFigure.objects.bulk_create(unique.values(), batch_size=BATCH)


def _figure(report: Report, figure: SampleFigure) -> ReportFigure:
    """A figure that stands in the lake already, so that it is not sent again."""
    return ReportFigure(
        report=report,
        series=figure.series,
        answer=Answer.FIGURE.value,
        value=figure.value,
        unit=figure.unit,
        known=figure.value,
        stored=figure.value,
    )


def _moves(one: _Placed, hands: Hands) -> Iterator[ReportMove]:
    """The way of a report: saved, submitted, confirmed, then verified or returned."""
    row, received = one.row, one.given.received_on
    if received is None:
        return
    content = content_json(
        ReportContent(
            progress=row.progress,
            percent=row.percent,
            problem=row.problem,
            next_step=row.next_step,
        )
    )
    steps = [*WAY, (ENDS[one.given.state][0], WAY[-1][2], ENDS[one.given.state][1])]
    for number, (act, before, after) in enumerate(steps):
        ends = number == len(WAY)
        day = received - timedelta(days=max(0, 2 - number))
        if ends:
            day = one.given.verified_on or received + timedelta(days=2)
        head = act is ReportAct.CONFIRM
        by = hands.head(row.unit) if head else hands.officer(row.unit)
        yield ReportMove(
            report=row,
            act=act.value,
            before=before.value,
            after=after.value,
            version=number + 2,
            reason=row.returned_reason if act is ReportAct.RETURN else "",
            content=content,
            by=(row.verified_by or hands.of_office(0)) if ends else by,
            at=at_hour(day, 10 + number),
        )


def _papers(one: _Placed) -> Iterator[Evidence]:
    for paper in one.given.papers:
        yield Evidence(
            report=one.row,
            kind=EvidenceKind.DOCUMENT,
            name=paper.name,
            number=paper.number,
            dated=paper.dated,
            added_by=one.row.filled_by,
            added_at=at_hour(paper.dated, 9),
        )
