"""The minutes of an interview: written by the office, signed by who was there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.supervision import CaseStep
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import add_errors
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import SeenDigestForm, posted
from dafeng.web.supervision.comparing import compared_minutes
from dafeng.web.supervision.convert import is_out
from dafeng.web.supervision.forms.interviews import (
    MinutesForm,
    minutes_initial,
)
from dafeng.web.supervision.models import Case, Interview
from dafeng.web.supervision.services.interviewing import (
    REVIEW,
    StaleMinutesError,
    interview_sign,
    interview_write,
    minutes_digest,
    side_of,
)
from dafeng.web.supervision.views.visible import visible_case
from dafeng.web.supervision.wording import error_words


def interview_of(case: Case) -> Interview | None:
    """The minutes of a case, where there are any; fetch them along."""
    return getattr(case, "interview", None)


def _summons(user: User, pk: int) -> Case:
    found = visible_case(user, pk)
    if CaseStep(found.step) is not CaseStep.INTERVIEW or not is_out(found):
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the minutes; a stale change is refused with both versions."""
    user = signed_in(request)
    found = _summons(user, pk)
    require(user, REVIEW, found.organisation)
    initial = minutes_initial(found, interview_of(found))
    form, rows = MinutesForm(posted(request), initial=initial), []
    if request.method == "POST" and form.is_valid():
        try:
            interview_write(
                case=found,
                by=user,
                content=form.content(),
                version=form.cleaned_data["version"],
            )
        except StaleMinutesError as error:
            rows = compared_minutes(error.mine, error.theirs)
            newest = request.POST.copy()
            newest["version"] = str(error.version)
            form = MinutesForm(newest, initial=initial)
            form.add_error(None, error_words(error))
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("约谈记录已保存，请在场的人签字。"))
            return redirect(found)
    written = interview_of(found)
    context: dict[str, Any] = {
        "form": form,
        "case": found,
        "rows": rows,
        "signed": written is not None and written.signatures.exists(),
    }
    return render(request, "supervision/minutes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign the minutes as they stand."""
    user = signed_in(request)
    found = _summons(user, pk)
    written = interview_of(found)
    if side_of(user, found) is None:
        require(user, REVIEW, found.organisation)
    if written is None:
        raise Http404
    initial = {"digest": minutes_digest(written)}
    form = SeenDigestForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            interview_sign(case=found, by=user, digest=form.cleaned_data["digest"])
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已签字。"))
            return redirect(found)
    context = {
        "form": form,
        "case": found,
        "interview": written,
        "signed": written.signatures.filter(user=user).exists(),
    }
    return render(request, "supervision/minutes_sign.html", context)
