"""Tables of the room as files: exactly what is seen, as .xlsx."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dafeng.web.core.access import signed_in
from dafeng.web.core.permissions import require
from dafeng.web.core.sending import XLSX, file_response
from dafeng.web.savings import exporting
from dafeng.web.savings.forms.filters import AnomalyFilterForm
from dafeng.web.savings.forms.stages import ProjectFilterForm
from dafeng.web.savings.permissions import VIEW
from dafeng.web.savings.selectors.advice import diagnosis_of
from dafeng.web.savings.selectors.anomalies import anomaly_rows
from dafeng.web.savings.selectors.contracts import changes_of
from dafeng.web.savings.selectors.products import norm_rows
from dafeng.web.savings.selectors.projects import project_rows, whole_settlements_of
from dafeng.web.savings.settlement_export import settlement_workbook
from dafeng.web.savings.views.products import norm_form
from dafeng.web.savings.views.shared import visible_enterprise, visible_project


@require_http_methods(["GET", "HEAD"])
def projects(request: HttpRequest) -> HttpResponse:
    """Projects as they are narrowed."""
    user = signed_in(request)
    require(user, VIEW)
    wanted = ProjectFilterForm(request.GET).wanted()
    rows = project_rows(user, wanted.q, wanted.stage)
    content = exporting.project_workbook(rows, timezone.localdate())
    return file_response(content, "saving-projects.xlsx", XLSX)


@require_http_methods(["GET", "HEAD"])
def settlements(request: HttpRequest, pk: int) -> HttpResponse:
    """Settlements of one project with all that they are made of."""
    found = visible_project(signed_in(request), pk)
    content = settlement_workbook(
        found, whole_settlements_of(found), changes_of(found), timezone.localdate()
    )
    return file_response(content, f"settlements-{found.pk}.xlsx", XLSX)


@require_http_methods(["GET", "HEAD"])
def anomalies(request: HttpRequest) -> HttpResponse:
    """Anomalies as they are narrowed."""
    user = signed_in(request)
    require(user, VIEW)
    rows = anomaly_rows(user, AnomalyFilterForm(request.GET).wanted())
    rows = rows.select_related("enterprise", "point", "judged_by")
    content = exporting.anomaly_workbook(rows, timezone.localdate())
    return file_response(content, "anomalies.xlsx", XLSX)


@require_http_methods(["GET", "HEAD"])
def norms(request: HttpRequest) -> HttpResponse:
    """Unit consumptions of a year as they are narrowed."""
    user = signed_in(request)
    require(user, VIEW)
    wanted = norm_form(request).wanted()
    rows = norm_rows(user, wanted)
    content = exporting.norm_workbook(rows, wanted.year, timezone.localdate())
    return file_response(content, f"benchmarking-{wanted.year}.xlsx", XLSX)


@require_http_methods(["GET", "HEAD"])
def diagnosis(request: HttpRequest, pk: int) -> HttpResponse:
    """What the readings of an enterprise suggest."""
    firm = visible_enterprise(signed_in(request), pk)
    found = diagnosis_of(firm)
    content = exporting.diagnosis_workbook(firm, found, timezone.localdate())
    return file_response(content, f"diagnosis-{firm.code}.xlsx", XLSX)
