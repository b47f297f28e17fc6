"""One unit's result, explained point by point."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dafeng.web.assessment.forms import ProgressForm
from dafeng.web.assessment.models import AssessmentRun, StateCode, UnitScore
from dafeng.web.assessment.selectors.objections import (
    last_day_to_object,
    objections_for,
)
from dafeng.web.assessment.selectors.proposals import proposals_for
from dafeng.web.assessment.selectors.runs import run_before
from dafeng.web.assessment.selectors.scores import (
    points_by_rule,
    score_of,
    works_of,
)
from dafeng.web.assessment.selectors.standings import indicators_of
from dafeng.web.assessment.views.visible import frame, visible_run
from dafeng.web.assessment.wording import names_of, scheme_words
from dafeng.web.core.selectors import but_names

Row = TypeVar("Row", bound=Model)


@require_http_methods(["GET", "HEAD"])
def unit(
    request: HttpRequest, slug: str, period: str, scheme: str, name: str
) -> HttpResponse:
    """Score, every rule with its points, what is compared, what was objected."""
    run, score = visible_score(request, slug, period, scheme, name)
    earlier = run_before(request.user, run)
    before = None if earlier is None else score_of(request.user, earlier, name)
    words = scheme_words(run)
    rules = points_by_rule(score, before)
    works = works_of(run, score)
    context = frame(request, run) | {
        "score": score,
        "rules": rules,
        "sum": sum(rule.points for rule in rules),
        "of": sum(rule.of for rule in rules),
        "lost": sum(rule.lost for rule in rules),
        "last_day": last_day_to_object(run),
        "today": timezone.localdate(),
        "before": before,
        "names": names_of(words),
        "label": words.label,
        "indicators": indicators_of(run),
        "states": StateCode.values,
        "works": works.rows,
        "titles": works.titles,
        "suppose": ProgressForm(works=works.rows) if works.rows else None,
        "objections": _about(objections_for(request.user, run), score__unit=name)
        .select_related("by")
        .defer(*but_names("by")),
        "proposals": _about(proposals_for(request.user, run), unit=name),
    }
    return render(request, "assessment/unit.html", context)


def _about(rows: QuerySet[Row], **unit: str) -> QuerySet[Row]:
    """Those about a unit, for a list that shows nothing of what they belong to."""
    return rows.filter(**unit).select_related(None).prefetch_related(None)


def visible_score(
    request: HttpRequest, slug: str, period: str, scheme: str, name: str
) -> tuple[AssessmentRun, UnitScore]:
    """The result of a unit at that address, if the person may see it."""
    run = visible_run(request, slug, period, scheme)
    score = score_of(request.user, run, name)
    if score is None:
        raise Http404
    return run, score
