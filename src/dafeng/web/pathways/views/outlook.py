"""Will it peak, by when: the sentence, the fan, the years, the targets."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from dafeng.pathways import Pathway, SeenTarget
from dafeng.web.pathways import wording
from dafeng.web.pathways.charts import (
    cost_curve,
    fan,
    peak_years,
    sector_areas,
    tornado,
    wedge_areas,
)
from dafeng.web.pathways.selectors.answers import names_of_case
from dafeng.web.pathways.selectors.targets import targets_by_key
from dafeng.web.pathways.views.visible import frame, shown_path, shown_run

STEPS = 50
"""Rows of the table of costs on one page."""
SENSITIVE = 12
"""Unknowns that the picture shows; the table shows all."""


@require_http_methods(["GET", "HEAD"])
def index(request: HttpRequest, seal: str = "") -> HttpResponse:
    """Answer the question of the plan, out of the outlook in force or a named one."""
    run = shown_run(request, seal)
    if run is None:
        return render(request, "pathways/none.html")
    shown = shown_path(request, run)
    outlook, path = shown.outlook, shown.path
    context = frame(request, shown) | {
        "fan": fan(outlook.history, path),
        "fan_title": wording.fan_title(outlook, path),
        "years": peak_years(path.peak, outlook.by),
        "years_title": wording.years_title(path),
        "share": wording.percent(path.peak.by(outlook.by)),
        "sectors": sector_areas(path),
        "targets": _targets(request, path),
    }
    return render(request, "pathways/outlook.html", context)


def _targets(request: HttpRequest, path: Pathway) -> list[tuple[SeenTarget, Any]]:
    known = targets_by_key(request.user, (one.key for one in path.targets))
    return [(one, known.get(one.key)) for one in path.targets]


@require_http_methods(["GET", "HEAD"])
def measures(request: HttpRequest) -> HttpResponse:
    """What the measures take off, and what each tonne costs."""
    run = shown_run(request)
    if run is None:
        return render(request, "pathways/none.html")
    shown = shown_path(request, run)
    outlook = shown.outlook
    upper = [
        base + sum(one.grams[at] for one in outlook.wedges)
        for at, base in enumerate(_central(outlook.headline))
    ]
    years = outlook.headline.years
    context = frame(request, shown) | {
        "wedges": wedge_areas(years, upper, outlook.wedges),
        "wedge_title": wording.wedge_title(outlook),
        "at": years.index(outlook.by) if outlook.by in years else len(years) - 1,
        "rows": Paginator(outlook.steps, STEPS).get_page(request.GET.get("page")),
        "costs": cost_curve(outlook.steps),
        "cost_title": wording.cost_title(outlook),
        "noticed": wording.noticed(outlook, names_of_case(run.seal)),
        "unpriced": outlook.unpriced,
    }
    return render(request, "pathways/measures.html", context)


def _central(path: Pathway) -> list[int]:
    return [sum(grams) for grams in zip(*(s.grams for s in path.sectors), strict=True)]


@require_http_methods(["GET", "HEAD"])
def sensitivity(request: HttpRequest) -> HttpResponse:
    """Which unknown matters most, so that the office knows what to measure better."""
    run = shown_run(request)
    if run is None:
        return render(request, "pathways/none.html")
    shown = shown_path(request, run)
    outlook = shown.outlook
    middle = _central(outlook.headline)[outlook.headline.years.index(outlook.by)]
    context = frame(request, shown) | {
        "chart": tornado(outlook.sensitivity[:SENSITIVE], middle),
        "chart_title": wording.sensitivity_title(outlook),
        "rows": Paginator(outlook.sensitivity, STEPS).get_page(request.GET.get("page")),
    }
    return render(request, "pathways/sensitivity.html", context)
