"""Figures of reports: what the lake knows beside them, and their way into the lake."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import attrs
from django.utils import timezone

from dafeng.base.periods import Period, PeriodKind
from dafeng.indicators import (
    OBSERVATIONS,
    Basis,
    Evidence,
    Observation,
    Quality,
    Sum,
    read_indicator_evidence,
    series_of,
)
from dafeng.web.accounts.lakes import house_lake
from dafeng.web.accounts.services.outbox import outbox_promise
from dafeng.web.core.models import User
from dafeng.web.core.selectors import the_house
from dafeng.web.work.models import Report, ReportFigure, ReportingDuty, Round
from dafeng.web.work.selectors.evidence import evidence_in_words
from dafeng.work import Answer, Beside

SCALE = 6
SMALLEST = Decimal(1).scaleb(-SCALE)


@attrs.frozen(kw_only=True)
class Known:
    """What the lake held about one figure when the round was opened."""

    known: Decimal | None = None
    previous: Decimal | None = None
    year_ago: Decimal | None = None
    parts: Decimal | None = None


class Knowledge:
    """What the lake knows about the places of a round; each place is read once."""

    def __init__(self, on: date) -> None:
        self._on = on
        self._read: dict[str, Evidence] = {}

    def of(self, place: str, series: str, period: Period, scope: str) -> Known:
        """What is known about a figure, and beside it."""
        evidence = self._evidence(place)
        if evidence is None:
            return Known()
        year_ago = Period(period.kind, period.first_month - PeriodKind.YEAR)
        return Known(
            known=_value(evidence, series, period, scope),
            previous=_value(evidence, series, period.previous(), scope),
            year_ago=_value(evidence, series, year_ago, scope),
            parts=_parts(evidence, series, period, scope),
        )

    def _evidence(self, place: str) -> Evidence | None:
        if not place:
            return None
        if place not in self._read:
            self._read[place] = read_indicator_evidence(
                house_lake(), place, as_of=self._on
            )
        return self._read[place]


def _value(
    evidence: Evidence, series: str, period: Period, scope: str
) -> Decimal | None:
    found = evidence.find(series, period, scope)
    return _sum(found) if found else None


def _sum(found: Iterable[Observation]) -> Decimal:
    return sum((one.value for one in found), Decimal())


def _parts(
    evidence: Evidence, series: str, period: Period, scope: str
) -> Decimal | None:
    """What the parts of a flow came to so far, even where some are missing."""
    if series_of(series).sum is not Sum.FLOW:
        return None
    for kind in (PeriodKind.QUARTER, PeriodKind.MONTH):
        if kind >= period.kind:
            continue
        found = [
            one
            for part in period.children(kind)
            if part.code in {p.code for p in evidence.periods(series, scope)}
            for one in evidence.find(series, part, scope)
        ]
        if found:
            return _sum(found)
    return None


def place_of(duty: ReportingDuty, round_: Round) -> str:
    """Code of the district that a duty's figures are about: plan, asker, house."""
    plan = duty.task.plan if duty.task is not None else None
    house = the_house()
    return (
        (plan.place_code if plan is not None else "")
        or round_.organisation.place_code
        or (house.place_code if house is not None else "")
    )


def figures_make(report: Report, knowledge: Knowledge) -> list[ReportFigure]:
    """Lay out the figures of a new report, filled with what the lake knows."""
    duty, period = report.duty, Period.parse(report.round.period)
    place = place_of(duty, report.round)
    rows = []
    for code in duty.series:
        held = knowledge.of(place, code, period, duty.scope)
        rows.append(
            ReportFigure(
                report=report,
                series=code,
                unit=series_of(code).unit,
                answer="" if held.known is None else Answer.FIGURE.value,
                value=_fitting(held.known),
                known=_fitting(held.known),
                previous=_fitting(held.previous),
                year_ago=_fitting(held.year_ago),
                parts=_fitting(held.parts),
            )
        )
    return rows


def _fitting(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(SMALLEST)


def beside(figure: ReportFigure) -> Beside:
    """What the core holds a figure against."""
    return Beside(
        previous=figure.previous,
        year_ago=figure.year_ago,
        parts=figure.parts,
        unit=figure.unit,
    )


def figures_to_lake(report: Report, *, by: User | None) -> int:
    """Promise the figures of a verified report to the lake; return how many.

    A figure that the lake has from this report already, unchanged, is not sent again.
    The key holds the version: a correction supersedes, a second click adds nothing.
    """
    house = the_house()
    synthetic = report.synthetic or bool(house and house.synthetic)
    evidence = evidence_in_words(report)
    rows: list[dict[str, object]] = []
    changed: list[ReportFigure] = []
    for figure in report.figures.all():
        if figure.value is None or figure.value == figure.stored:
            continue
        rows.append(
            {
                "place": place_of(report.duty, report.round),
                "series": figure.series,
                "scope": report.duty.scope,
                "period": report.round.period,
                "value_e6": int(figure.value.scaleb(SCALE)),
                "unit": figure.unit,
                "basis": Basis.REPORTED.value,
                "quality": Quality.B.value,
                "evidence": evidence,
                "entered_by": _who(report.filled_by),
                "approved_by": _who(by),
                "synthetic": synthetic,
                "note": figure.accepted_reason or figure.note,
            }
        )
        changed.append(figure)
    if not rows:
        return 0
    outbox_promise(
        origin=f"work.report:{report.pk}",
        key=f"work/report/{report.pk}/{report.version}",
        schema=OBSERVATIONS,
        rows=rows,
        learned_at=timezone.now(),
    )
    for figure in changed:
        figure.stored = figure.value
        figure.save(update_fields=["stored"])
    return len(rows)


def _who(person: User | None) -> str:
    if person is None:
        return "dafeng"
    unit = f"({person.organisation.name_zh})" if person.organisation else ""
    return f"{person.display_name}{unit}"
