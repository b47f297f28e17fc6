"""One unit's result, explained point by point; objections and their answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.web.assessment.forms import AnswerForm, ObjectionForm
from dafeng.web.assessment.models import (
    AssessmentRun,
    Objection,
    ObjectionState,
    StateCode,
    UnitScore,
)
from dafeng.web.assessment.selectors.runs import run_before
from dafeng.web.assessment.selectors.scores import (
    objection_of,
    objections_for,
    points_by_rule,
    proposals_for,
    score_of,
    works_of,
)
from dafeng.web.assessment.selectors.standings import indicators_of
from dafeng.web.assessment.services.deciding import objection_decide, objection_file
from dafeng.web.assessment.views.visible import frame, posted, visible_run
from dafeng.web.assessment.wording import error_words, names_of, scheme_words
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import add_errors
from dafeng.web.core.permissions import require


@require_http_methods(["GET", "HEAD"])
def unit(
    request: HttpRequest, slug: str, period: str, scheme: str, name: str
) -> HttpResponse:
    """Score, every rule with its points, what is compared, what was objected."""
    run, score = _visible_score(request, slug, period, scheme, name)
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
        "before": before,
        "names": names_of(words),
        "label": words.label,
        "indicators": indicators_of(run),
        "states": StateCode.values,
        "works": works.rows,
        "titles": works.titles,
        "objections": objections_for(request.user, run).filter(score__unit=name),
        "proposals": proposals_for(request.user, run).filter(unit=name),
    }
    return render(request, "assessment/unit.html", context)


@require_http_methods(["GET", "HEAD"])
def objections(
    request: HttpRequest, slug: str, period: str, scheme: str
) -> HttpResponse:
    """Every objection that the reader may see, open ones first."""
    run = visible_run(request, slug, period, scheme)
    rows = list(objections_for(request.user, run))
    rows.sort(key=lambda row: row.state != ObjectionState.OPEN)
    context = frame(request, run) | {
        "rows": rows,
        "open": sum(row.state == ObjectionState.OPEN for row in rows),
        "indicators": indicators_of(run),
    }
    return render(request, "assessment/objections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def objection_new(
    request: HttpRequest, slug: str, period: str, scheme: str, name: str
) -> HttpResponse:
    """Say that the result of one's unit is wrong, or contest an answer."""
    user = signed_in(request)
    run, score = _visible_score(request, slug, period, scheme, name)
    require(user, "assessment.objection.file", score)
    appealed = _appealed(request, score)
    names = names_of(scheme_words(run)) | indicators_of(run)
    subjects = dict.fromkeys(point["subject"] for point in score.points)
    form = ObjectionForm(
        posted(request),
        subjects=[(one, f"{one} {names.get(one, '')}") for one in subjects if one],
        initial={"subject": appealed.subject if appealed else request.GET.get("of")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            objection_file(
                score=score,
                by=user,
                text=form.cleaned_data["text"],
                subject=form.cleaned_data["subject"],
                appeals=appealed,
            )
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("异议已提交，等待答复。"))
            return redirect(score)
    context = frame(request, run) | {
        "score": score,
        "form": form,
        "appealed": appealed,
    }
    return render(request, "assessment/objection_new.html", context)


def _appealed(request: HttpRequest, score: UnitScore) -> Objection | None:
    text = request.GET.get("appeals", "")
    if not text.isdigit():
        return None
    found = objection_of(request.user, int(text))
    if (
        found is None
        or found.score_id != score.pk
        or found.state != ObjectionState.UPHELD
    ):
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    """One objection, and its answer."""
    user = signed_in(request)
    found = objection_of(user, pk)
    if found is None:
        raise Http404
    form = AnswerForm(posted(request))
    if request.method == "POST":
        require(user, "assessment.objection.decide", found.score.run.organisation)
    if request.method == "POST" and form.is_valid():
        try:
            objection_decide(
                objection=found,
                by=user,
                state=ObjectionState(form.cleaned_data["state"]),
                outcome=form.cleaned_data["outcome"],
            )
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("异议已答复。"))
            return redirect(found.score)
    context: dict[str, Any] = frame(request, found.score.run) | {
        "objection": found,
        "score": found.score,
        "form": form,
        "subject_name": indicators_of(found.score.run).get(found.subject, ""),
    }
    return render(request, "assessment/objection.html", context)


def _visible_score(
    request: HttpRequest, slug: str, period: str, scheme: str, name: str
) -> tuple[AssessmentRun, UnitScore]:
    run = visible_run(request, slug, period, scheme)
    score = score_of(request.user, run, name)
    if score is None:
        raise Http404
    return run, score
