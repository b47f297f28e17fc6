"""Rounds and reports: what is asked, what was answered, and handing it in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Path, Query, Router, Schema, Status

from dafeng.web.api.entry import person_of
from dafeng.web.api.models import Scope
from dafeng.web.api.paging import Page, Window, page_of
from dafeng.web.api.shapes import Given, Id, Number, Percent, Shape
from dafeng.web.work.models import Report
from dafeng.web.work.report_content import FigureAnswer, ReportContent
from dafeng.web.work.selectors.reports import report_for, reports_for, rounds_for
from dafeng.web.work.services import report_saving as saving
from dafeng.web.work.services import reports as services
from dafeng.work import Answer, ReportAct, ReportState

router = Router(tags=["reports"])


class RoundShape(Shape):
    """The reports of one period, asked for together."""

    id: int
    frequency: str
    period: str
    opens_on: date
    due_on: date
    status: str


class FigureShape(Shape):
    """The answer for one series; an empty answer is silence."""

    series: str
    answer: str
    value: Number | None
    unit: str
    expected_on: date | None
    note: str
    accepted_reason: str


class ReportShape(Shape):
    """What a unit answered to one duty in one round."""

    id: int
    round: int
    period: str
    form: str
    unit: str
    task: int | None
    state: str
    due_on: date
    progress: str
    percent: Number | None
    problem: str
    next_step: str
    returned_reason: str
    first_received_on: date | None
    confirmed_at: datetime | None
    verified_at: datetime | None
    version: int
    synthetic: bool
    figures: list[FigureShape]

    @staticmethod
    def resolve_round(report: Any) -> int:
        """Number of its round."""
        return int(report.round_id)

    @staticmethod
    def resolve_period(report: Any) -> str:
        """Period that it reports on."""
        return str(report.round.period)

    @staticmethod
    def resolve_form(report: Any) -> str:
        """Name of the form."""
        return str(report.duty.form)

    @staticmethod
    def resolve_unit(report: Any) -> str:
        """Code of the unit that answers."""
        return str(report.unit.code)

    @staticmethod
    def resolve_task(report: Any) -> int | None:
        """Number of the task, where it is about one."""
        held: int | None = report.task_id
        return held

    @staticmethod
    def resolve_figures(report: Any) -> list[Any]:
        """Answers in the order of the form."""
        return list(report.figures.all())


class FigureDraft(Schema):
    """An answer for one series."""

    series: str = Field(max_length=80)
    answer: Answer
    value: Given | None = None
    expected_on: date | None = None
    note: str = Field("", max_length=300)
    accepted_reason: str = Field("", max_length=300)


class ReportDraft(Schema):
    """What is to be written; series that are not named stay as they are."""

    version: int = Field(ge=1, description="The version that was read before.")
    progress: str = Field("", max_length=20_000)
    percent: Percent | None = None
    percent_reason: str = Field("", max_length=300)
    problem: str = Field("", max_length=20_000)
    next_step: str = Field("", max_length=20_000)
    figures: list[FigureDraft] = Field(default_factory=list, max_length=200)


class ReportStep(Schema):
    """An act on a report."""

    act: ReportAct
    reason: str = Field("", max_length=2_000)
    version: int | None = Field(None, ge=1)


class Narrowed(Window):
    """Which reports are asked for; empty fields do not narrow."""

    unit: str = Field("", max_length=32)
    state: ReportState | None = None
    period: str = Field("", max_length=10)
    task: int | None = Field(None, ge=1, le=2**31)


@router.get("/rounds", response=Page[RoundShape], summary="Rounds")
def rounds(request: HttpRequest, window: Query[Window]) -> Any:
    """Rounds in which the person has a part, newest first."""
    rows = rounds_for(person_of(request, Scope.READ)).order_by("-due_on", "-pk")
    return page_of(request, rows, window)


@router.get("/reports", response=Page[ReportShape], summary="Reports")
def reports(request: HttpRequest, wanted: Query[Narrowed]) -> Any:
    """Reports that the person may see, newest first."""
    rows = reports_for(person_of(request, Scope.READ))
    fields = {
        "unit__code": wanted.unit,
        "state": wanted.state,
        "round__period": wanted.period,
        "task_id": wanted.task,
    }
    rows = rows.filter(**{name: value for name, value in fields.items() if value})
    rows = rows.select_related("round", "duty", "unit").prefetch_related("figures")
    return page_of(request, rows.order_by("-due_on", "-pk"), wanted)


@router.get("/reports/{pk}", response=ReportShape, summary="One report")
def report(request: HttpRequest, pk: Path[Id]) -> Any:
    """One report with its figures."""
    return _report(request, pk, Scope.READ)


@router.put("/reports/{pk}", response=ReportShape, summary="Save a report")
def report_save(request: HttpRequest, pk: Path[Id], draft: ReportDraft) -> Any:
    """Keep what was written so far; an edit of an older version is refused (409)."""
    content = ReportContent(
        **draft.dict(exclude={"version", "figures"}),
        figures=tuple(FigureAnswer(**one.dict()) for one in draft.figures),
    )
    found = _report(request, pk, Scope.REPORTS)
    person = person_of(request, Scope.REPORTS)
    return saving.report_save(
        report=found, by=person, content=content, version=draft.version
    )


@router.post("/reports/{pk}/moves", response={201: ReportShape}, summary="Move it")
def report_step(request: HttpRequest, pk: Path[Id], step: ReportStep) -> Any:
    """Submit, recall, confirm, return or verify a report."""
    found = _report(request, pk, Scope.REPORTS)
    person = person_of(request, Scope.REPORTS)
    match step.act:
        case ReportAct.SUBMIT:
            version = step.version or found.version
            moved = services.report_submit(report=found, by=person, version=version)
        case ReportAct.CONFIRM:
            moved = services.report_confirm(
                report=found, by=person, version=step.version
            )
        case _:
            (answer,) = services.reports_act(
                reports=[found], by=person, act=step.act, reason=step.reason
            )
            if answer.error is not None:
                raise answer.error
            moved = answer.report
    return Status(201, moved)


def _report(request: HttpRequest, pk: int, scope: Scope) -> Report:
    found = report_for(person_of(request, scope), pk)
    if found is None:
        raise Http404
    return found
