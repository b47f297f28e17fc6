"""Assessments: results, where targets stand, scores of units, proposals."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Path, Query, Router

from dafeng.web.api.entry import person_of
from dafeng.web.api.models import Scope
from dafeng.web.api.paging import Page, Window, page_of
from dafeng.web.api.shapes import Id, Number, Shape
from dafeng.web.assessment.models import AssessmentRun
from dafeng.web.assessment.selectors.proposals import proposals_for
from dafeng.web.assessment.selectors.runs import runs_for, runs_in_force
from dafeng.web.assessment.selectors.scores import scores_for
from dafeng.web.assessment.selectors.standings import standings_of_run

router = Router(tags=["assessments"])


class ResultShape(Shape):
    """One result: a period of a plan, judged by a scheme with what was known."""

    id: int
    plan: str
    period: str
    scheme: str
    as_of: date
    status: str
    seal: str
    made_at: datetime
    synthetic: bool

    @staticmethod
    def resolve_plan(run: Any) -> str:
        """Address name of the plan."""
        return str(run.plan.slug)


class TargetStandingShape(Shape):
    """Where a target stands; a figure that is null is unknown."""

    key: str
    clause: str
    indicator: str
    definition: str
    state: str
    value: Number | None
    period: str
    unit: str
    comparator: str
    target_value: Number | None
    target_max: Number | None
    year: int | None
    base_year: int | None
    expected: Number | None
    distance: Number | None
    completion: Number | None
    probability: Number | None
    median: Number | None
    low: Number | None
    high: Number | None
    basis: str
    quality: str
    reason: str
    missing: Any
    evidence: Any


class ScoreShape(Shape):
    """What a unit scored, point by point."""

    unit: str
    kind: str
    score: Number | None
    grade: str
    rank: int | None
    points: Any = Field(description="Each point with its rule, reason and evidence.")
    vetoes: Any


class ProposalShape(Shape):
    """What the program proposes, and what a person decided."""

    id: int
    unit: str
    subject: str
    step: str
    rule: str
    clause: str
    facts: str
    figure: str
    demand: str
    reply_by: date | None
    stand: str = Field(description="Whether a person confirmed or dismissed it.")
    reason: str


@router.get("", response=Page[ResultShape], summary="Results")
def results(request: HttpRequest, window: Query[Window]) -> Any:
    """Results in force that the person may see, newest period first."""
    rows = runs_in_force(person_of(request, Scope.READ)).select_related("plan")
    return page_of(request, rows.order_by("-period", "scheme", "-pk"), window)


@router.get("/{pk}", response=ResultShape, summary="One result")
def result(request: HttpRequest, pk: Path[Id]) -> Any:
    """One result."""
    return _run(request, pk)


@router.get("/{pk}/targets", response=Page[TargetStandingShape], summary="Targets")
def targets(request: HttpRequest, pk: Path[Id], window: Query[Window]) -> Any:
    """Where each target stands, in the plan's order."""
    rows = standings_of_run(_run(request, pk)).order_by("order", "pk")
    return page_of(request, rows, window)


@router.get("/{pk}/scores", response=Page[ScoreShape], summary="Scores")
def scores(request: HttpRequest, pk: Path[Id], window: Query[Window]) -> Any:
    """Scores of the units that the person may see."""
    person = person_of(request, Scope.READ)
    rows = scores_for(person, _run(request, pk)).order_by("order", "pk")
    return page_of(request, rows, window)


@router.get("/{pk}/proposals", response=Page[ProposalShape], summary="Proposals")
def proposals(request: HttpRequest, pk: Path[Id], window: Query[Window]) -> Any:
    """What may follow from the result, for the units that the person may see."""
    person = person_of(request, Scope.READ)
    rows = proposals_for(person, _run(request, pk)).order_by("pk")
    return page_of(request, rows, window)


def _run(request: HttpRequest, pk: int) -> AssessmentRun:
    found = runs_for(person_of(request, Scope.READ)).select_related("plan")
    run = found.filter(pk=pk).first()
    if run is None:
        raise Http404
    return run
