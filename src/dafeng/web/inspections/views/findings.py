"""Findings: the list with its lights, one finding, the acts on it."""

from __future__ import annotations

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dafeng.web.core.access import signed_in
from dafeng.web.core.exports import csv_response
from dafeng.web.core.models import User
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted
from dafeng.web.core.sending import XLSX, file_response
from dafeng.web.inspections.exporting import finding_cells, finding_head, workbook
from dafeng.web.inspections.forms import (
    FindingFilterForm,
    PenaltyForm,
    RecheckForm,
)
from dafeng.web.inspections.models import InspectionFinding, RecheckResult
from dafeng.web.inspections.selectors.cases import cases_for
from dafeng.web.inspections.selectors.inspections import (
    VIEW,
    broken_before,
    finding_at,
    finding_list,
    findings_for,
    rechecks_due,
)
from dafeng.web.inspections.selectors.plans import plans_for
from dafeng.web.inspections.services.findings import (
    finding_penalise,
    finding_recheck,
    finding_supervise,
)
from dafeng.web.inspections.services.inspections import WRITE
from dafeng.web.inspections.views.acting import Deed, acted
from dafeng.web.inspections.views.inspections import empty_form

DEEDS: dict[str, Deed[InspectionFinding]] = {
    "recheck": Deed(
        title=gettext_lazy("登记复查"),
        done=gettext_lazy("复查已登记。"),
        tells=gettext_lazy("未整改到位的，按规则排定下次复查日期。"),
        right=WRITE,
        on=lambda finding: finding.inspection.plan,
        form=lambda request, _thing: RecheckForm(
            posted(request), initial={"on": timezone.localdate()}
        ),
        run=lambda finding, by, form: finding_recheck(
            finding=finding,
            by=by,
            result=RecheckResult(form.cleaned_data["result"]),
            on=form.cleaned_data["on"],
            note=form.cleaned_data["note"],
        ),
    ),
    "penalty": Deed(
        title=gettext_lazy("登记处罚"),
        done=gettext_lazy("处罚已登记。"),
        tells=gettext_lazy("处罚由有权机关决定，这里只登记结果。"),
        right=WRITE,
        on=lambda finding: finding.inspection.plan,
        form=lambda request, _thing: PenaltyForm(
            posted(request), initial={"penalty_on": timezone.localdate()}
        ),
        run=lambda finding, by, form: finding_penalise(
            finding=finding,
            by=by,
            facts=form.facts(),  # type: ignore[attr-defined] # its own form
        ),
    ),
    "supervise": Deed(
        title=gettext_lazy("转督办"),
        done=gettext_lazy("已起草督办单，请在督办中审核和签发。"),
        tells=gettext_lazy("程序按这个问题起草督办单，由另外的人审核和签发。"),
        right="supervision.case.draft",
        on=lambda finding: finding.inspection.plan.organisation,
        form=empty_form,
        run=lambda finding, by, _form: finding_supervise(finding=finding, by=by),
    ),
}


def visible_finding(user: User, pk: int) -> InspectionFinding:
    """A finding that the person may read; else there is none."""
    require(user, VIEW)
    found = finding_at(user, pk)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD"])
def findings(request: HttpRequest) -> HttpResponse:
    """Findings with the day of the next look."""
    user = signed_in(request)
    require(user, VIEW)
    today = timezone.localdate()
    form = FindingFilterForm(request.GET, plans=plans_for(user))
    rows = finding_list(user, form.wanted(), on=today)
    seen = findings_for(user)
    context = {
        "form": form,
        "rows": page_of(request, rows),
        "today": today,
        "open": seen.filter(state="open").count(),
        "late": seen.filter(state="open", recheck_on__lt=today).count(),
        "due": rechecks_due(user, on=today).count(),
    }
    return render(request, "inspections/findings.html", context)


@require_http_methods(["GET", "HEAD"])
def findings_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as CSV."""
    user = signed_in(request)
    require(user, VIEW)
    form = FindingFilterForm(request.GET, plans=plans_for(user))
    rows = finding_list(user, form.wanted(), on=timezone.localdate())
    return csv_response(
        name="findings.csv", header=finding_head(), rows=finding_cells(rows)
    )


@require_http_methods(["GET", "HEAD"])
def findings_xlsx(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook."""
    user = signed_in(request)
    require(user, VIEW)
    form = FindingFilterForm(request.GET, plans=plans_for(user))
    rows = finding_list(user, form.wanted(), on=timezone.localdate())
    content = workbook(_("监察发现的问题"), finding_head(), finding_cells(rows), set())
    return file_response(content, "findings.xlsx", XLSX)


@require_http_methods(["GET", "HEAD"])
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding: demand, re-checks, penalty, what followed."""
    user = signed_in(request)
    found = visible_finding(user, pk)
    context = {
        "finding": found,
        "today": timezone.localdate(),
        "cases": cases_for(user).filter(finding=found),
        "before": broken_before(user, found),
    }
    return render(request, "inspections/finding.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def finding_act(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Do one thing with a finding."""
    user = signed_in(request)
    return acted(request, user, visible_finding(user, pk), DEEDS, deed)
