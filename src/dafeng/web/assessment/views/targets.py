"""Where each target stands: the table, one target, and what its figure rests on."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.indicators import Definition, definition_register
from dafeng.web.assessment.charts import Outlook, PathPicture, value_against_path
from dafeng.web.assessment.convert import input_rows, missing_rows, pairs
from dafeng.web.assessment.exporting import (
    INTEGERS,
    NUMBERS,
    mark_of,
    standing_cells,
    standing_head,
    standing_json,
    table_workbook,
)
from dafeng.web.assessment.forms import FigureForm, StandingFilterForm
from dafeng.web.assessment.modelled import model_says
from dafeng.web.assessment.models import AssessmentRun, TargetStanding
from dafeng.web.assessment.selectors.indicators import inputs_of, series_behind
from dafeng.web.assessment.selectors.proving import owners_of_target
from dafeng.web.assessment.selectors.readiness import series_known
from dafeng.web.assessment.selectors.standings import (
    binding_of,
    standing_of,
    standings_listed,
    standings_shown,
)
from dafeng.web.assessment.views.visible import frame, visible_run
from dafeng.web.core.exports import csv_response
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import may, require
from dafeng.web.core.selectors.marks import mark_to_draw_by
from dafeng.web.core.sending import XLSX, file_response

PROOF = "assessment.proof.export"


@login_not_required
@require_http_methods(["GET", "HEAD"])
def targets(request: HttpRequest, slug: str, period: str, scheme: str) -> HttpResponse:
    """The filtered table; the table alone for htmx."""
    mark = mark_to_draw_by()  # before anything is read that is drawn for it
    run = visible_run(request, slug, period, scheme)
    form = StandingFilterForm(request.GET, run=run)
    context: dict[str, Any] = {
        "run": run,
        "form": form,
        "rows": page_of(request, standings_listed(run, form.wanted())),
        # What a seal holds never changes; a draft may, with any act.
        "drawn_for": (run.pk, run.seal or mark, form.wanted()),
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "assessment/_targets.html", context)
    return render(request, "assessment/targets.html", context | frame(request, run))


@login_not_required
@require_http_methods(["GET", "HEAD"])
def target(
    request: HttpRequest, slug: str, period: str, scheme: str, key: str
) -> HttpResponse:
    """One target: figure against path, probability, what is missing and from whom."""
    run, standing = visible_standing(request, slug, period, scheme, key)
    lacks = [(one, series_known(one.series)) for one in missing_rows(standing)]
    context = frame(request, run) | {
        "standing": standing,
        "lacks": lacks,
        "definition": definition_of(standing),
        "chart": path_chart(standing),
        "chart_title": course_title(standing),
        "history": pairs(standing.history)[::-1],
        "path": pairs(standing.path),
        "binding": binding_of(standing),
        "modelled": model_says(request.user, standing.target),
        "can_export": _may_export(request, run, standing),
        "suppose": _suppose_form(request, run, standing),
    }
    return render(request, "assessment/target.html", context)


def _may_export(
    request: HttpRequest, run: AssessmentRun, standing: TargetStanding
) -> bool:
    """Whether the person may carry the chain of the figure away."""
    if not run.seal or not may(request.user, PROOF):
        return False
    return may(request.user, PROOF, run.organisation) or may(
        request.user, PROOF, owners_of_target(run, standing)
    )


def _suppose_form(
    request: HttpRequest, run: AssessmentRun, standing: TargetStanding
) -> FigureForm | None:
    """What if a figure came; for people of the district."""
    choices = series_behind(definition_of(standing))
    inside = may(request.user, "assessment.evidence.view", run.organisation)
    return FigureForm(series=choices, period=run.period) if inside and choices else None


@require_http_methods(["GET", "HEAD"])
def evidence(
    request: HttpRequest, slug: str, period: str, scheme: str, key: str
) -> HttpResponse:
    """What the newest figure was reckoned from; a drawer with its own address."""
    run, standing = visible_standing(request, slug, period, scheme, key)
    require(request.user, "assessment.evidence.view", run.organisation)
    definition = definition_of(standing)
    context = {
        "run": run,
        "standing": standing,
        "definition": definition,
        "references": inputs_of(definition) if definition else [],
        "inputs": [(one, series_known(one.series)) for one in input_rows(standing)],
    }
    return render(request, "assessment/evidence.html", context)


def visible_standing(
    request: HttpRequest, slug: str, period: str, scheme: str, key: str
) -> tuple[AssessmentRun, TargetStanding]:
    """The target at that address, if the person may see the result."""
    run = visible_run(request, slug, period, scheme)
    standing = standing_of(run, key)
    if standing is None:
        raise Http404
    return run, standing


def definition_of(standing: TargetStanding) -> Definition | None:
    """How the figure was reckoned; None where nothing reckons it."""
    return definition_register().by_id.get(standing.definition)


def path_chart(standing: TargetStanding) -> dict[str, Any] | None:
    """The picture, where there is a figure or a path to draw."""
    history = pairs(standing.history)
    path = [(int(year), value) for year, value in pairs(standing.path)]
    if len(history) + len(path) < 2:  # noqa: PLR2004 - one point is no picture
        return None
    outlook = _outlook(standing)
    return value_against_path(
        PathPicture(
            history=history,
            path=path,
            outlook=outlook,
            unit=standing.unit,
            name=standing.indicator,
        )
    )


def _outlook(standing: TargetStanding) -> Outlook | None:
    low, high, year = standing.low, standing.high, standing.year
    if standing.settled or low is None or high is None or year is None:
        return None
    return Outlook(year=year, median=standing.median, low=low, high=high)


def course_title(standing: TargetStanding) -> str:
    """Say what the picture of a target shows."""
    words = {
        "met": _("已达到目标"),
        "on-track": _("走在路径上"),
        "at-risk": _("接近路径，有风险"),
        "off-track": _("落在路径后面"),
        "missed": _("没有达到目标"),
        "directional-yes": _("方向正确"),
        "directional-no": _("方向不符"),
    }
    return words.get(standing.state, _("还不能判断"))


# Exports of exactly what is seen ------------------------------------------------------


@login_not_required
@require_http_methods(["GET", "HEAD"])
def targets_csv(
    request: HttpRequest, slug: str, period: str, scheme: str
) -> StreamingHttpResponse:
    """The filtered table, all pages of it, as CSV."""
    run = visible_run(request, slug, period, scheme)
    wanted = StandingFilterForm(request.GET, run=run).wanted()
    return csv_response(
        name=f"{_name(run)}.csv",
        header=standing_head(),
        rows=standing_cells(standings_shown(run, wanted)),
    )


@login_not_required
@require_http_methods(["GET", "HEAD"])
def targets_xlsx(
    request: HttpRequest, slug: str, period: str, scheme: str
) -> HttpResponse:
    """The filtered table as a workbook."""
    run = visible_run(request, slug, period, scheme)
    wanted = StandingFilterForm(request.GET, run=run).wanted()
    content = table_workbook(
        name=_("目标"),
        title=f"{run.plan.title} {run.period}",
        head=standing_head(),
        rows=standing_cells(standings_shown(run, wanted)),
        numbers=NUMBERS,
        integers=INTEGERS,
        note=mark_of(run),
    )
    return file_response(content, f"{_name(run)}.xlsx", XLSX)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def targets_json(
    request: HttpRequest, slug: str, period: str, scheme: str
) -> HttpResponse:
    """The filtered table as JSON, with the keys of ``assess run``."""
    run = visible_run(request, slug, period, scheme)
    wanted = StandingFilterForm(request.GET, run=run).wanted()
    rows = standings_shown(run, wanted).defer(None)
    data: dict[str, Any] = {
        "period": run.period,
        "scheme": run.scheme,
        "as_of": run.as_of.isoformat(),
        "status": run.status,
        "seal": run.seal,
        "targets": [standing_json(one) for one in rows],
    }
    if mark := mark_of(run):
        data["synthetic"] = mark
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _name(run: AssessmentRun) -> str:
    return f"{run.plan.slug}-{run.period}-{run.scheme}-targets"
