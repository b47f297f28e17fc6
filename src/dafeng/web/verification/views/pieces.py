"""A conservative value by pieces of time: looked at first, then confirmed."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import BadInputError, DafengError
from dafeng.enterprises.reporting import Accuracy, Corrected, Hand
from dafeng.web.core.access import signed_in
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted
from dafeng.web.verification.forms.pieces import (
    CalibrationForms,
    RequiredForm,
    calibrations_in,
)
from dafeng.web.verification.models import Nonconformity, PlanParameter
from dafeng.web.verification.permissions import RIGHT_OF, object_for
from dafeng.web.verification.selectors.pieces import (
    calibration_told,
    calibrations_known,
)
from dafeng.web.verification.selectors.reports import findings_for, reports_for
from dafeng.web.verification.services.holding import line_of
from dafeng.web.verification.services.nonconforming import finding_conservative
from dafeng.web.verification.services.valuing import value_of
from dafeng.web.verification.views.visible import tell, visible_report

CONFIRM, PREFIX = "confirm", "calibration"


@require_http_methods(["GET", "HEAD", "POST"])
def pieces(request: HttpRequest, pk: int) -> HttpResponse:
    """Divide the year of a line by the calibrations of its instrument.

    What is confirmed is what the page showed: with other calibrations it is shown anew.
    """
    user = signed_in(request)
    rows = findings_for(user).filter(report__in=reports_for(user), pk=pk)
    finding = rows.first()
    if finding is None or not finding.line:
        raise Http404
    report = visible_report(user, finding.report_id)
    require(user, RIGHT_OF[Hand.VERIFIER], object_for(report, Hand.VERIFIER))
    try:
        line = line_of(report, finding.line)
    except BadInputError as error:
        raise Http404 from error
    form = RequiredForm(posted(request), initial={"required": _asked(finding)})
    calibrations = CalibrationForms(
        posted(request), initial=calibrations_known(report, line), prefix=PREFIX
    )
    made: Corrected | None = None
    if request.method == "POST" and form.is_valid() and calibrations.is_valid():
        held = calibrations_in(calibrations)
        accuracy = Accuracy(required=form.cleaned_data["required"])
        try:
            finding.required = accuracy.required
            finding.calibrations = [calibration_told(one) for one in held]
            made = value_of(finding, line)
            if request.POST.get(CONFIRM) == str(made.after):
                finding_conservative(
                    finding=finding, by=user, accuracy=accuracy, calibrations=held
                )
                return redirect(report)
        except (DafengError, ValidationError) as problem:
            tell(form, problem)
    context = {
        "report": report,
        "finding": finding,
        "line": line,
        "form": form,
        "calibrations": calibrations,
        "made": made,
        "parts": () if made is None else made.parts,
    }
    return render(request, "verification/pieces.html", context)


def _asked(finding: Nonconformity) -> str | None:
    """What the newest approved plan asks of the instrument of the line."""
    rows = PlanParameter.objects.filter(
        plan__enterprise=finding.report.enterprise,
        plan__state="approved",
        code=finding.line,
        accuracy__isnull=False,
    )
    newest = rows.order_by("-plan__number").first()
    if newest is None or newest.accuracy is None:
        return None
    return f"{newest.accuracy.normalize():f}"
