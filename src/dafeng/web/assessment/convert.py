"""Between the core's frozen records and the tables of this room."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import attrs

from dafeng.assessment import records
from dafeng.base.plain import record_from_json, record_to_json
from dafeng.base.rounding import round_half_even
from dafeng.indicators.records import Observation
from dafeng.web.assessment.models import (
    AssessmentRun,
    Decree,
    Exemption,
    ProposalRow,
    TargetStanding,
    UnitScore,
)
from dafeng.web.core.models import Organisation
from dafeng.web.plans.models import PlanUnit, Target

SHARE_PLACES, FIGURE_PLACES, SCORE_PLACES = 4, 6, 2
T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Owners:
    """Who stands behind a unit's name.

    Attributes
    ----------
    units : mapping of str to PlanUnit
        Every spelling of the plan's units.
    organisations : mapping of str to Organisation
        Registered units by every name that they have or had.
    """

    units: Mapping[str, PlanUnit]
    organisations: Mapping[str, Organisation]

    def unit(self, name: str) -> PlanUnit | None:
        """The plan's unit of that name."""
        return self.units.get(name)

    def organisation(self, name: str) -> Organisation | None:
        """The registered unit of that name, as the plan or the register knows it."""
        unit = self.units.get(name)
        if unit is not None and unit.organisation is not None:
            return unit.organisation
        return self.organisations.get(name)


@attrs.frozen(kw_only=True)
class Named:
    """A code of the scheme with its names."""

    id: str
    zh: str
    en: str


@attrs.frozen(kw_only=True)
class SchemeWords:
    """What people read instead of a scheme's codes.

    Attributes
    ----------
    name, label : Named
        The scheme itself; ``label`` says where it comes from.
    rules, grades : tuple of Named
        Rules and items with their points, grades the best first.
    """

    name: Named
    label: Named
    rules: tuple[Named, ...] = ()
    grades: tuple[Named, ...] = ()


@attrs.frozen(kw_only=True)
class Behind:
    """What lies behind the standings, by key of the target.

    Attributes
    ----------
    paths : mapping of str to tuple of PathPoint
        What is asked for on the way.
    inputs : mapping of str to tuple of Observation
        What the newest figure was reckoned from.
    """

    paths: Mapping[str, tuple[records.PathPoint, ...]] = attrs.field(factory=dict)
    inputs: Mapping[str, tuple[Observation, ...]] = attrs.field(factory=dict)


def plain(record: object) -> Any:
    """A record, or a tuple of them, as JSON keeps it: canonical, without floats."""
    return json.loads(record_to_json(record))


def from_plain(content: Any, cls: type[T]) -> T:
    """The record back from what :func:`plain` made."""
    return record_from_json(json.dumps(content).encode(), cls)


def assessment_of(run: AssessmentRun) -> records.Assessment:
    """The core's result back from the run."""
    return from_plain(run.record.content, records.Assessment)


def case_of(run: AssessmentRun) -> records.Case:
    """What the result rests on, back from the run."""
    return from_plain(run.record.case, records.Case)


def standing_rows(
    run: AssessmentRun,
    standings: Sequence[records.Standing],
    *,
    targets: Mapping[str, Target],
    behind: Behind,
) -> list[TargetStanding]:
    """Rows for lists and pages, in the order of the result."""
    return [
        _standing_row(run, one, order, targets.get(one.id), behind)
        for order, one in enumerate(standings, start=1)
    ]


def _standing_row(
    run: AssessmentRun,
    one: records.Standing,
    order: int,
    target: Target | None,
    behind: Behind,
) -> TargetStanding:
    return TargetStanding(
        run=run,
        order=order,
        key=one.id,
        target=target,
        clause=one.clause,
        indicator=one.indicator,
        definition=one.definition,
        state=one.state.value,
        value=_figure(one.value),
        period=one.period,
        unit=one.unit,
        target_value=_figure(one.target),
        target_max=_figure(one.target_max),
        comparator=one.comparator,
        year=one.year,
        base_year=one.base_year,
        expected=_figure(one.expected),
        distance=_figure(one.distance),
        completion=_share(one.completion),
        probability=_share(one.probability),
        median=_figure(one.median),
        low=_figure(one.low),
        high=_figure(one.high),
        settled=one.settled,
        data_late=one.data_late,
        work_late=one.work_late,
        basis=one.basis.value if one.basis else "",
        quality=one.quality.value if one.quality else "",
        source=one.source,
        reason=one.reason,
        missing=plain(one.missing),
        evidence=list(one.evidence),
        history=[[point.period, str(point.value)] for point in one.history],
        path=[[p.year, str(p.value)] for p in behind.paths.get(one.id, ())],
        inputs=plain(behind.inputs.get(one.id, ())),
        duties=[[duty.unit, duty.role.value] for duty in one.duties],
    )


def score_rows(
    run: AssessmentRun, scores: Sequence[records.UnitScore], owners: Owners
) -> list[UnitScore]:
    """Rows of the units, in the order of the result."""
    return [
        UnitScore(
            run=run,
            order=order,
            unit=one.name,
            kind=one.kind,
            plan_unit=owners.unit(one.name),
            organisation=owners.organisation(one.name),
            score=None if one.score is None else rounded(one.score, SCORE_PLACES),
            grade=one.grade,
            best=one.best,
            rank=one.rank,
            points=plain(one.points),
            vetoes=list(one.vetoes),
        )
        for order, one in enumerate(scores, start=1)
    ]


def proposal_rows(
    run: AssessmentRun, proposals: Sequence[records.Proposal], owners: Owners
) -> list[ProposalRow]:
    """Rows of the proposals, nobody having decided."""
    return [
        ProposalRow(
            run=run,
            order=order,
            core_id=one.id,
            step=one.step.value,
            unit=one.unit,
            organisation=owners.organisation(one.unit),
            subject=one.subject,
            rule=one.rule,
            clause=one.clause,
            facts=one.facts,
            figure=one.figure,
            demand=one.demand,
            reply_by=one.reply_by,
        )
        for order, one in enumerate(proposals, start=1)
    ]


def decree_record(row: Decree) -> records.Decree:
    """The core's record of a letter; fetch ``target`` and ``entered_by`` along."""
    return records.Decree(
        goal=row.target.key,
        number=row.number,
        issued_on=row.issued_on,
        value=_short(row.value),
        unit=row.unit,
        year=row.year,
        base_year=row.base_year,
        comparator=row.comparator,
        path=tuple(
            records.PathPoint(year=int(year), value=Decimal(value))
            for year, value in row.path
        ),
        entered_by="" if row.entered_by is None else row.entered_by.display_name,
    )


def exemption_record(row: Exemption) -> records.Exemption:
    """The core's record of an exemption; fetch ``unit`` and ``approved_by`` along."""
    person = row.approved_by
    by = row.document if person is None else f"{person.display_name}（{row.document}）"
    return records.Exemption(
        unit="" if row.unit is None else row.unit.name,
        subject=row.subject,
        ground=row.ground,
        approved_by=by,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


@attrs.frozen(kw_only=True)
class PointRow:
    """What one rule gave a unit, read back; see :class:`records.Point`."""

    rule: str
    subject: str
    points: Decimal
    of: Decimal
    weight: Decimal
    state: str
    evidence: tuple[str, ...]
    reason: str

    @property
    def lost(self) -> Decimal:
        """What was not given."""
        return self.of - self.points


def point_rows(score: UnitScore) -> list[PointRow]:
    """Points of a unit, read back from its row."""
    return [
        PointRow(
            rule=one["rule"],
            subject=one["subject"],
            points=Decimal(one["points"]),
            of=Decimal(one["of"]),
            weight=Decimal(one["weight"]),
            state=one["state"],
            evidence=tuple(one["evidence"]),
            reason=one["reason"],
        )
        for one in score.points
    ]


@attrs.frozen(kw_only=True)
class MissingRow:
    """A figure that nobody has stated; see ``Missing`` of the indicators."""

    series: str
    period: str
    scope: str
    owner: str
    due_on: date


def missing_rows(standing: TargetStanding) -> list[MissingRow]:
    """What a target lacks, read back from its row."""
    return [
        MissingRow(
            series=one["series"],
            period=one["period"],
            scope=one["scope"],
            owner=one["owner"],
            due_on=date.fromisoformat(one["due_on"]),
        )
        for one in standing.missing
    ]


def input_rows(standing: TargetStanding) -> list[Observation]:
    """What the newest figure was reckoned from, read back."""
    return [from_plain(one, Observation) for one in standing.inputs]


def pairs(content: Iterable[Sequence[Any]]) -> list[tuple[str, Decimal]]:
    """Pairs of a period and a figure, read back."""
    return [(str(when), Decimal(value)) for when, value in content]


def rounded(value: Decimal, places: int) -> Decimal:
    """A figure as the table keeps it."""
    return round_half_even(value, places)


def _figure(value: Decimal | None) -> Decimal | None:
    return None if value is None else rounded(value, FIGURE_PLACES)


def _share(value: Decimal | None) -> Decimal | None:
    return None if value is None else rounded(value, SHARE_PLACES)


def _short(value: Decimal) -> Decimal:
    """``Decimal("14.500000")`` as a person writes it: ``Decimal("14.5")``."""
    return Decimal(f"{value.normalize():f}")
