"""Two results side by side, and what a result would be if something came in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.assessment import Change, Comparison
from dafeng.assessment.score_changes import ROUNDING
from dafeng.assessment.whatif import FigureCame, WorkWent
from dafeng.base.errors import DafengError
from dafeng.web.assessment.forms import FigureForm, ProgressForm
from dafeng.web.assessment.models import AssessmentRun
from dafeng.web.assessment.selectors.indicators import series_behind
from dafeng.web.assessment.selectors.runs import run_beside
from dafeng.web.assessment.selectors.scores import scores_for, titles_of, works_of
from dafeng.web.assessment.selectors.standings import indicators_of
from dafeng.web.assessment.services.supposing import (
    as_seen,
    scope_of,
    side_by_side,
    suppose,
)
from dafeng.web.assessment.views.targets import definition_of, visible_standing
from dafeng.web.assessment.views.units import visible_score
from dafeng.web.assessment.views.visible import frame, visible_run
from dafeng.web.assessment.wording import (
    FIELDS,
    error_words,
    names_of,
    scheme_words,
)
from dafeng.web.core.access import signed_in
from dafeng.web.core.permissions import require


@require_http_methods(["GET", "HEAD"])
def compare(
    request: HttpRequest, slug: str, period: str, scheme: str, other: int
) -> HttpResponse:
    """What changed from another result of the plan to this one, and by which points."""
    user = signed_in(request)
    run = visible_run(request, slug, period, scheme)
    before = run_beside(user, run, other)
    if before is None:
        raise Http404
    found = side_by_side(before, run)
    context = _of_run(request, run, found) | {
        "before": before,
        "inputs": [
            (FIELDS.get(one.field, one.field), one.before, one.after)
            for one in found.inputs
        ],
    }
    return render(request, "assessment/compare.html", context)


@require_http_methods(["GET", "HEAD"])
def suppose_figure(
    request: HttpRequest, slug: str, period: str, scheme: str, key: str
) -> HttpResponse:
    """What if a figure of this target came in."""
    run, standing = visible_standing(request, slug, period, scheme, key)
    require(signed_in(request), "assessment.evidence.view", run.organisation)
    series = series_behind(definition_of(standing))
    form = FigureForm(request.GET or None, series=series, period=run.period)
    change = None
    if form.is_valid():
        change = FigureCame(
            series=form.cleaned_data["series"],
            period=form.cleaned_data["period"],
            value=form.cleaned_data["value"],
            scope=scope_of(run, key),
        )
    back = (standing.indicator, standing.get_absolute_url())
    return _supposed(request, run, form, change, back)


@require_http_methods(["GET", "HEAD"])
def suppose_progress(
    request: HttpRequest, slug: str, period: str, scheme: str, name: str
) -> HttpResponse:
    """What if a task of this unit went on."""
    run, score = visible_score(request, slug, period, scheme, name)
    form = ProgressForm(request.GET or None, works=works_of(run, score).rows)
    change = None
    if form.is_valid():
        data = form.cleaned_data
        change = WorkWent(work=data["work"], percent=data["percent"])
    return _supposed(request, run, form, change, (score.unit, score.get_absolute_url()))


def _supposed(
    request: HttpRequest,
    run: AssessmentRun,
    form: FigureForm | ProgressForm,
    change: Change | None,
    back: tuple[str, str],
) -> HttpResponse:
    found = None
    if change is not None:
        try:
            found = suppose(run, [change])
        except DafengError as error:
            form.add_error(
                "period" if "period" in form.fields else None, error_words(error)
            )
    context = _of_run(request, run, found) | {"form": form, "back": back}
    return render(request, "assessment/suppose.html", context)


def _of_run(
    request: HttpRequest, run: AssessmentRun, found: Comparison | None
) -> dict[str, Any]:
    """The comparison as the reader may see it, with names for its keys."""
    seen, targets = None, indicators_of(run)
    if found is not None:
        units = set(scores_for(request.user, run).values_list("unit", flat=True))
        seen = as_seen(found, units)
    return frame(request, run) | {
        "found": seen,
        "names": {
            ROUNDING: _("取整"),
            **names_of(scheme_words(run)),
            **titles_of(run),
            **targets,
        },
        "targets": targets,
    }
