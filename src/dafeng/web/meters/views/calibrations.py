"""Calibrations of a meter, and corrections: see, confirm and take back what changes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.meters import carriers_by_code
from dafeng.web.core.access import signed_in
from dafeng.web.core.models import User
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import posted, sent_files
from dafeng.web.meters.forms.calibrations import CalibrationForm
from dafeng.web.meters.forms.points import ReasonForm
from dafeng.web.meters.models import Calibration, Exchange, MeterCorrection
from dafeng.web.meters.permissions import CONFIRM, KEEP, VIEW
from dafeng.web.meters.selectors.corrections import (
    changes_ahead,
    changes_made,
    corrections_for,
    waits_for_settling,
)
from dafeng.web.meters.selectors.points import points_for
from dafeng.web.meters.services.calibrating import calibration_enter
from dafeng.web.meters.services.correcting import (
    calibration_late,
    correction_confirm,
    correction_withdraw,
    months_closed,
)
from dafeng.web.meters.views.register import acted, tell, visible_point
from dafeng.web.meters.wording import error_words
from dafeng.web.office.services.papers import paper_keep
from dafeng.web.office.views.files import paper_response


@require_http_methods(["GET", "HEAD", "POST"])
def calibrate(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a meter was calibrated, and what that corrects."""
    user = signed_in(request)
    found = visible_point(user, pk)
    require(user, KEEP, found)
    form = CalibrationForm(
        posted(request), sent_files(request), initial={"on": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        facts, correction = form.facts(), form.correction()
        try:
            paper = paper_keep(form.cleaned_data["paper"])
            if correction is None:
                calibration_enter(point=found, by=user, facts=facts, paper=paper)
                messages.success(request, _("检定已登记。"))
                return redirect(found)
            row = calibration_late(
                point=found, by=user, facts=facts, correction=correction, paper=paper
            )
        except (DafengError, ValidationError) as problem:
            tell(form, problem)
        else:
            words = _("检定已登记，更正已提出。请看前后用量，确认后才生效。")
            messages.success(request, words)
            return redirect(row)
    context = {"form": form, "point": found}
    return render(request, "meters/register_calibrate.html", context)


@require_http_methods(["GET", "HEAD"])
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a certificate."""
    return _file_of(Calibration, request, pk)


@require_http_methods(["GET", "HEAD"])
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of the slip of an exchange."""
    return _file_of(Exchange, request, pk)


def _file_of(
    kind: type[Calibration] | type[Exchange], request: HttpRequest, pk: int
) -> HttpResponse:
    user = signed_in(request)
    require(user, VIEW)
    rows = kind.objects.filter(point__in=points_for(user), pk=pk)
    found = rows.exclude(file_sha256="").first()
    if found is None:
        raise Http404
    return paper_response(found.file_sha256, name=found.file_name)


@require_http_methods(["GET", "HEAD"])
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """One correction: what it changes by month, and who confirmed it."""
    user = signed_in(request)
    row = _visible(user, pk)
    closed = months_closed(row)
    waits = waits_for_settling(row)
    ahead = row.confirmed_at is None or (row.holds and waits)
    changes = changes_ahead(row) if ahead else changes_made(row)
    right = CONFIRM if closed else KEEP
    second = bool(closed) and user.pk in {row.entered_by_id, row.confirmed_by_id}
    context: dict[str, Any] = {
        "row": row,
        "point": row.point,
        "changes": changes,
        "unit": carriers_by_code()[row.point.carrier].unit,
        "coal": carriers_by_code()[row.point.carrier].is_energy,
        "closed": closed,
        "waits": waits,
        "may_confirm": row.proposed and may(user, right, row) and not second,
        "second": row.proposed and second,
        "may_withdraw": row.withdrawn_at is None
        and may(user, KEEP if row.proposed else right, row)
        and not (row.holds and second),
    }
    return render(request, "meters/register_correction.html", context)


@require_http_methods(["POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a correction count."""
    user = signed_in(request)
    row = _visible(user, pk)
    try:
        correction_confirm(correction=row, by=user)
    except DafengError as problem:
        messages.error(request, error_words(problem))
    else:
        messages.success(request, _("更正已确认，几分钟后用量按更正后的计。"))
    return redirect(row)


@require_http_methods(["GET", "HEAD", "POST"])
def correction_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a correction back, with a reason."""
    user = signed_in(request)
    row = _visible(user, pk)
    closed = row.holds and months_closed(row)
    require(user, CONFIRM if closed else KEEP, row)
    form = ReasonForm(posted(request))

    def act() -> None:
        correction_withdraw(correction=row, by=user, **form.cleaned_data)

    title, back = _("撤下更正"), row.get_absolute_url()
    return acted(request, form, act, back=back, title=title, about=row.point)


def _visible(user: User, pk: int) -> MeterCorrection:
    require(user, VIEW)
    found = corrections_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
