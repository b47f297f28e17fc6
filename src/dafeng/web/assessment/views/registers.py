"""What data is lacking, and the register of indicators."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from dafeng.base.indicators import indicator_register
from dafeng.web.assessment.charts import PathPicture, value_against_path
from dafeng.web.assessment.convert import pairs
from dafeng.web.assessment.exporting import lack_cells, lack_head
from dafeng.web.assessment.forms import IndicatorFilterForm
from dafeng.web.assessment.models import TargetStanding
from dafeng.web.assessment.selectors.indicators import (
    definitions_of,
    inputs_of,
    register_rows,
    standings_of_indicator,
)
from dafeng.web.assessment.selectors.readiness import lacks_of
from dafeng.web.assessment.selectors.runs import latest_run
from dafeng.web.assessment.views.visible import frame, visible_run
from dafeng.web.core.exports import csv_response
from dafeng.web.core.paging import ROWS


@require_http_methods(["GET", "HEAD"])
def readiness(
    request: HttpRequest, slug: str, period: str, scheme: str
) -> HttpResponse:
    """What is lacking, by who would state it."""
    run = visible_run(request, slug, period, scheme)
    owners = lacks_of(run)
    context = frame(request, run) | {
        "owners": owners,
        "count": sum(len(owner.lacks) for owner in owners),
        "late": sum(lack.late for owner in owners for lack in owner.lacks),
        "waiting": len(
            {
                key
                for owner in owners
                for lack in owner.lacks
                for key, _name in lack.targets
            }
        ),
    }
    return render(request, "assessment/readiness.html", context)


@require_http_methods(["GET", "HEAD"])
def readiness_csv(
    request: HttpRequest, slug: str, period: str, scheme: str
) -> StreamingHttpResponse:
    """The same list as CSV."""
    run = visible_run(request, slug, period, scheme)
    return csv_response(
        name=f"{run.plan.slug}-{run.period}-lacking.csv",
        header=lack_head(),
        rows=lack_cells(lacks_of(run)),
    )


@login_not_required
@require_http_methods(["GET", "HEAD"])
def indicators(request: HttpRequest) -> HttpResponse:
    """The register, searched and narrowed."""
    form = IndicatorFilterForm(request.GET)
    rows = register_rows(request.user, form.wanted())
    context: dict[str, Any] = {
        "form": form,
        "rows": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "total": len(indicator_register()),
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "assessment/_indicators.html", context)
    return render(request, "assessment/indicators.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: its definitions, what they need, its figures over the years."""
    found = indicator_register().by_code.get(code)
    if found is None:
        raise Http404
    run = latest_run(request.user)
    standings = list(standings_of_indicator(run, code))
    context = {
        "run": run,
        "indicator": found,
        "definitions": [(one, inputs_of(one)) for one in definitions_of(code)],
        "standings": standings,
        "charts": [_picture(one) for one in _with_own_history(standings)],
    }
    return render(request, "assessment/indicator.html", context)


def _with_own_history(standings: list[TargetStanding]) -> list[TargetStanding]:
    """One standing for each run of figures: several targets share one."""
    found: dict[tuple[str, str], TargetStanding] = {}
    for one in standings:
        if one.history:
            found.setdefault((one.definition, str(one.history)), one)
    return list(found.values())


def _picture(standing: TargetStanding) -> tuple[TargetStanding, dict[str, Any]]:
    picture = PathPicture(
        history=pairs(standing.history),
        path=(),
        outlook=None,
        unit=standing.unit,
        name=standing.indicator,
    )
    return standing, value_against_path(picture)
