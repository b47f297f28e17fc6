"""Will it peak, by when: the sentence, the fan, the years, the targets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import attrs
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.pathways import GapPart, Pathway, SeenTarget
from dafeng.web.pathways import wording
from dafeng.web.pathways.charts import (
    compared,
    cost_curve,
    fan,
    peak_years,
    sector_areas,
    tornado,
    wedge_areas,
)
from dafeng.web.pathways.models import OutlookRun
from dafeng.web.pathways.selectors.answers import case_of
from dafeng.web.pathways.selectors.runs import scenarios_for
from dafeng.web.pathways.selectors.targets import owners_by_code, targets_by_key
from dafeng.web.pathways.views.visible import Shown, frame, shown_path, shown_run

STEPS = 50
"""Rows of the table of costs on one page."""
LARGEST = 3
"""Parts of a unit's gap that are named."""
SENSITIVE = 12
"""Unknowns that the picture shows; the table shows all."""


@attrs.frozen(kw_only=True)
class ComparedRow:
    """One scenario in the table of comparison."""

    code: str
    name: str
    path: Pathway
    share: str
    """Probability of the peak by the promised year, in words."""
    last_g: int
    """Middle of the draws in the last year."""


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
    known = targets_by_key(request.user)
    return [(one, known.get(one.key)) for one in path.targets]


@require_http_methods(["GET", "HEAD"])
def compare(request: HttpRequest) -> HttpResponse:
    """Scenarios beside each other, under one convention."""
    run = shown_run(request)
    if run is None:
        return render(request, "pathways/none.html")
    shown = shown_path(request, run)
    rows = compared_rows(shown)
    context = frame(request, shown) | {
        "rows": rows,
        "saved": scenarios_for(request.user),
        "chart": compared(shown.outlook.history, [(r.name, r.path) for r in rows]),
        "chart_title": wording.compare_title(shown.outlook, shown.path.convention),
    }
    return render(request, "pathways/compare.html", context)


def compared_rows(shown: Shown) -> list[ComparedRow]:
    """Every scenario under the convention that is shown."""
    outlook, convention = shown.outlook, shown.path.convention
    rows = []
    for one in outlook.scenarios:
        path = outlook.path(one.code, convention)
        rows.append(
            ComparedRow(
                code=one.code,
                name=wording.named(one),
                path=path,
                share=wording.percent(path.peak.by(outlook.by)),
                last_g=path.fan[-1].p50_g,
            )
        )
    return rows


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
        "noticed": wording.noticed(outlook, _names(run)),
    }
    return render(request, "pathways/measures.html", context)


def _names(run: OutlookRun) -> dict[str, str]:
    """Words for what findings speak of; codes alone where the case cannot be read."""
    try:
        case = case_of(run.seal)
    except DafengError:
        return {}
    measures = {one.id: wording.named(one) for one in case.measures}
    return measures | {one.code: wording.named(one) for one in case.model.sectors}


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
        "units": _gap_of_units(outlook.gap),
    }
    return render(request, "pathways/sensitivity.html", context)


@attrs.frozen(kw_only=True)
class UnitGap:
    """What is lost when the measures of one unit come only in part."""

    name: str
    grams: int
    parts: tuple[GapPart, ...]
    """Its largest parts."""


def _gap_of_units(gap: Sequence[GapPart]) -> list[UnitGap]:
    names, parts = owners_by_code(), defaultdict[str, list[GapPart]](list)
    for one in gap:
        parts[one.owner].append(one)
    found = [
        UnitGap(
            name=names.get(owner, owner),
            grams=sum(one.grams for one in held),
            parts=tuple(held[:LARGEST]),
        )
        for owner, held in parts.items()
    ]
    return sorted(found, key=lambda one: -one.grams)
