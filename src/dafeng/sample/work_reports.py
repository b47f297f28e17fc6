"""Reports of the sample's units, 2022 to 2026: what each said, with its papers.

Who owed what by when, and what came late or not at all, is :func:`sample_returns`; the
words are drawn from ``data/report_texts.csv``. Nobody ever wrote any of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

import attrs

from dafeng.base.periods import Period, PeriodKind
from dafeng.base.tables import packaged_rows
from dafeng.indicators import series_of
from dafeng.sample.assessment import sample_returns
from dafeng.sample.synthetic.chance import Chance
from dafeng.sample.synthetic.district_years import DISTRICT_SEED
from dafeng.sample.synthetic.evidence import evidence_batches
from dafeng.sample.synthetic.stated import ObservationRow
from dafeng.sample.work_tasks import SAMPLE_WORK_DATE
from dafeng.work import Recurrence, ReportState

if TYPE_CHECKING:
    from dafeng.assessment import Return

REPORT_YEARS = (2022, 2023, 2024, 2025, 2026)
TASK_FORM, SELF_FORM = "碳达峰任务进展报表", "年度自评报告"
OPEN_PERIOD = Period.quarter(2026, 3)
"""The round that is open: its last day was put off."""
OPEN_FROM, OPEN_UNTIL = date(2026, 11, 16), date(2026, 12, 10)
_SCALE = 6
_MOST_FIGURES = 12
_PROBLEMS, _ALL = 40, 100
_QUARTER = {1: 20, 2: 45, 3: 70, 4: 92}


class Text(StrEnum):
    """Parts of ``report_texts.csv``."""

    PROGRESS = "progress"
    PROBLEM = "problem"
    NEXT = "next"
    EVIDENCE = "evidence"
    RETURNED = "returned"


@attrs.frozen(kw_only=True)
class SamplePaper:
    """A paper behind a report."""

    name: str
    number: str
    dated: date


@attrs.frozen(kw_only=True)
class SampleReport:
    """What a unit answered to one form for one period.

    Attributes
    ----------
    state : ReportState
        ``open`` is what never came; ``returned`` came back and was not sent again.
    received_on, verified_on : date or None
    """

    unit: str
    form: str
    frequency: Recurrence
    period: Period
    due_on: date
    state: ReportState
    received_on: date | None
    verified_on: date | None
    progress: str = ""
    percent: Decimal | None = None
    problem: str = ""
    next_step: str = ""
    returned_reason: str = ""
    papers: tuple[SamplePaper, ...] = ()


@attrs.frozen(kw_only=True)
class SampleFigure:
    """A yearly figure that the sample's lake holds, for the report of its owner."""

    owner: str
    series: str
    year: int
    value: Decimal
    unit: str


@cache
def sample_reports(year: int) -> tuple[SampleReport, ...]:
    """Return the reports of a year that were due before the open round."""
    texts, chance = _texts(), Chance(DISTRICT_SEED)
    return tuple(
        _report(one, texts, chance)
        for one in sample_returns(year)
        if one.period != OPEN_PERIOD.code and one.due_on <= SAMPLE_WORK_DATE
    )


@cache
def sample_figures() -> tuple[SampleFigure, ...]:
    """Return the newest yearly figures of each owner, some for each, 2022 to 2025."""
    held: dict[tuple[str, int, str], ObservationRow] = {}
    for row in _yearly_rows():
        held[series_of(row.series).owner, int(row.period), row.series] = row
    given: dict[tuple[str, int], int] = {}
    made = []
    for (owner, year, series), row in sorted(held.items()):
        given[owner, year] = given.get((owner, year), 0) + 1
        if given[owner, year] <= _MOST_FIGURES:
            figure = SampleFigure(
                owner=owner,
                series=series,
                year=year,
                value=Decimal(row.value_e6).scaleb(-_SCALE),
                unit=row.unit,
            )
            made.append(figure)
    return tuple(made)


def open_state(unit: str, form: str) -> ReportState:
    """Return how far a unit is with a form of the open round, by lot."""
    lot = Chance(DISTRICT_SEED).between(1, _ALL, "open round", form, unit)
    lots = (
        (ReportState.VERIFIED, 26),
        (ReportState.CONFIRMED, 46),
        (ReportState.SUBMITTED, 58),
        (ReportState.RETURNED, 66),
        (ReportState.DRAFT, 80),
        (ReportState.OPEN, _ALL),
    )
    return next(state for state, upto in lots if lot <= upto)


def words_of(kind: Text, unit: str, form: str, period: Period) -> str:
    """Return the sentence of a kind that a unit writes for a period."""
    return _words(_texts(), Chance(DISTRICT_SEED), kind, (unit, form, period.code))


def percent_of(unit: str, form: str, period: Period) -> Decimal | None:
    """Return how far a unit says it is; forms of figures say nothing of it."""
    if form != TASK_FORM:
        return None
    lot = Chance(DISTRICT_SEED).between(0, 8, "percent", unit, form, period.code)
    return Decimal(min(_QUARTER[period.number] + lot, _ALL))


def _yearly_rows() -> Iterator[ObservationRow]:
    """What was stated of the whole district for one of the years."""
    years = {str(year) for year in REPORT_YEARS}
    for batch in evidence_batches():
        for row in batch.rows:
            if not isinstance(row, ObservationRow) or row.scope:
                continue
            if row.period in years:
                yield row


@cache
def _texts() -> Mapping[Text, tuple[tuple[str, str], ...]]:
    rows = list(packaged_rows("dafeng.sample", "report_texts.csv"))
    return {
        kind: tuple((row["form"], row["text"]) for row in rows if row["part"] == kind)
        for kind in Text
    }


def _report(
    one: Return, texts: Mapping[Text, tuple[tuple[str, str], ...]], chance: Chance
) -> SampleReport:
    period = Period.parse(one.period)
    yearly = period.kind is PeriodKind.YEAR
    frequency = Recurrence.YEARLY if yearly else Recurrence.QUARTERLY
    at = (one.unit, one.form, one.period)
    bare = SampleReport(
        unit=one.unit,
        form=one.form,
        frequency=frequency,
        period=period,
        due_on=one.due_on,
        state=ReportState.OPEN,
        received_on=None,
        verified_on=None,
    )
    if one.received_on is None:
        return bare
    wrote = attrs.evolve(
        bare,
        state=ReportState.VERIFIED if one.accepted else ReportState.RETURNED,
        received_on=one.received_on,
        progress=_words(texts, chance, Text.PROGRESS, at),
        percent=percent_of(one.unit, one.form, period),
        problem=_problem(texts, chance, at),
        next_step=_words(texts, chance, Text.NEXT, at),
    )
    if not one.accepted:
        reason = _words(texts, chance, Text.RETURNED, at)
        return attrs.evolve(wrote, returned_reason=reason)
    days = chance.between(1, 6, "verified", *at)
    return attrs.evolve(
        wrote,
        verified_on=one.received_on + timedelta(days=days),
        papers=tuple(_papers(one, texts, chance)),
    )


def _problem(
    texts: Mapping[Text, tuple[tuple[str, str], ...]],
    chance: Chance,
    at: tuple[str, str, str],
) -> str:
    if chance.between(1, _ALL, "has problem", *at) > _PROBLEMS:
        return ""
    return _words(texts, chance, Text.PROBLEM, at)


def _papers(
    one: Return, texts: Mapping[Text, tuple[tuple[str, str], ...]], chance: Chance
) -> Iterator[SamplePaper]:
    """Two or three papers, written in the days before the report came."""
    if one.received_on is None:
        return
    kinds = texts[Text.EVIDENCE]
    at = (one.unit, one.form, one.period)
    first = chance.between(0, len(kinds) - 1, "paper", *at)
    name = Period.parse(one.period).name_zh
    for number in range(chance.between(2, 3, "papers", *at)):
        wording = kinds[(first + number) % len(kinds)][1]
        serial = chance.between(1, 400, "serial", number, *at)
        dated = one.received_on - timedelta(days=number + 1)
        yield SamplePaper(
            name=wording.format(unit=one.unit, period=name),
            number=f"示范〔{dated.year}〕{serial}号",
            dated=dated,
        )


def _words(
    texts: Mapping[Text, tuple[tuple[str, str], ...]],
    chance: Chance,
    kind: Text,
    at: tuple[str, str, str],
) -> str:
    _unit, form, _period = at
    fitting = [text for of, text in texts[kind] if of in ("", form)]
    fitting = fitting or [text for _of, text in texts[kind]]
    text = fitting[chance.between(0, len(fitting) - 1, "words", kind, *at)]
    return text.format(
        n=chance.between(3, 28, "n", *at), m=chance.between(1, 6, "m", *at)
    )
