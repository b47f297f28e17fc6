"""Objections of units, what the office does about them, and until when."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.assessment.objections import Act
from dafeng.base.errors import DafengError
from dafeng.web.assessment.forms import AnswerForm, ObjectionForm, ReasonForm
from dafeng.web.assessment.models import Objection
from dafeng.web.assessment.selectors.objections import (
    Course,
    correction_of,
    course_of,
    last_day_to_object,
    objection_of,
    objections_for,
)
from dafeng.web.assessment.selectors.standings import indicators_of
from dafeng.web.assessment.services.objecting import objection_file, objection_move
from dafeng.web.assessment.views.units import visible_score
from dafeng.web.assessment.views.visible import frame, visible_run
from dafeng.web.assessment.wording import error_words, names_of, scheme_words
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import add_errors
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import posted


@require_http_methods(["GET", "HEAD"])
def objections(
    request: HttpRequest, slug: str, period: str, scheme: str
) -> HttpResponse:
    """Every objection that the reader may see, those that wait first."""
    run = visible_run(request, slug, period, scheme)
    rows = sorted(objections_for(request.user, run), key=lambda row: not row.waits)
    context = frame(request, run) | {
        "rows": [(row, course_of(row)) for row in rows],
        "open": sum(row.waits for row in rows),
        "indicators": indicators_of(run),
        "last_day": last_day_to_object(run),
    }
    return render(request, "assessment/objections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def objection_new(
    request: HttpRequest, slug: str, period: str, scheme: str, name: str
) -> HttpResponse:
    """Say that the result of one's unit is wrong."""
    user = signed_in(request)
    run, score = visible_score(request, slug, period, scheme, name)
    require(user, "assessment.objection.file", score)
    names = names_of(scheme_words(run)) | indicators_of(run)
    subjects = dict.fromkeys(point["subject"] for point in score.points)
    form = ObjectionForm(
        posted(request),
        subjects=[(one, f"{one} {names.get(one, '')}") for one in subjects if one],
        initial={"subject": request.GET.get("of")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = objection_file(
                score=score,
                by=user,
                text=form.cleaned_data["text"],
                subject=form.cleaned_data["subject"],
            )
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("异议已提交，等待受理。"))
            return redirect(row)
    context = frame(request, run) | {
        "score": score,
        "form": form,
        "last_day": last_day_to_object(run),
    }
    return render(request, "assessment/objection_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    """One objection: what was done, what may follow, until when."""
    user = signed_in(request)
    found = objection_of(user, pk)
    if found is None:
        raise Http404
    course, run = course_of(found), found.score.run
    form = _next_form(request, found, course)
    if request.method == "POST":
        right = "file" if course.may_appeal else "decide"
        owner = found.score if course.may_appeal else run.organisation
        require(user, f"assessment.objection.{right}", owner)
    if request.method == "POST" and form is not None and form.is_valid():
        data = form.cleaned_data
        try:
            objection_move(
                objection=found,
                by=user,
                act=Act(data.get("act", Act.APPEAL)),
                reason=data["reason"],
                document=data.get("document", ""),
            )
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已记录，各步都保留。"))
            return redirect(found)
    context: dict[str, Any] = frame(request, run) | {
        "objection": found,
        "score": found.score,
        "course": course,
        "form": form,
        "subject_name": indicators_of(run).get(found.subject, ""),
    }
    return render(request, "assessment/objection.html", context)


def _next_form(
    request: HttpRequest, found: Objection, course: Course
) -> AnswerForm | ReasonForm | None:
    """The form of whoever is to act now, if that is the reader."""
    run = found.score.run
    if course.answers and may(
        request.user, "assessment.objection.decide", run.organisation
    ):
        return AnswerForm(
            posted(request), acts=course.answers, document=correction_of(run)
        )
    if course.may_appeal and may(
        request.user, "assessment.objection.file", found.score
    ):
        return ReasonForm(
            posted(request),
            hint=_("写明答复错在哪里；复核只有一次，由另一人作出，结论为最终结论。"),
        )
    return None
