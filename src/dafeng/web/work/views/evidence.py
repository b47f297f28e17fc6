"""Evidence: its page, its file as a download, adding and withdrawing it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.permissions import may, require
from dafeng.web.work.forms.reports import (
    DocumentForm,
    FileForm,
    LinkForm,
    WithdrawForm,
)
from dafeng.web.work.models import Evidence, EvidenceKind
from dafeng.web.work.models.tasks import ENDED
from dafeng.web.work.permissions import right_to_carry
from dafeng.web.work.report_words import error_words
from dafeng.web.work.selectors.evidence import evidence_for, same_file_elsewhere
from dafeng.web.work.selectors.reports import TO_FILL
from dafeng.web.work.services.evidence import (
    evidence_add_document,
    evidence_add_file,
    evidence_add_link,
    evidence_path,
    evidence_withdraw,
)
from dafeng.web.work.views.reports import visible_report


@require_http_methods(["GET", "HEAD"])
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """What it is, who added it, its hash; in the drawer or on a page of its own."""
    one = _visible(request, pk)
    elsewhere = same_file_elsewhere(one)
    context = {
        "one": one,
        "owner": one.report or one.task,
        "elsewhere": elsewhere.count(),
        "can_withdraw": _can_withdraw(request, one),
        "withdraw_form": WithdrawForm(),
    }
    return render(request, "work/evidence.html", context)


@never_cache
@require_http_methods(["GET", "HEAD"])
def file(request: HttpRequest, pk: int) -> FileResponse:
    """The file as a download: never shown, never run."""
    one = _visible(request, pk)
    if one.kind != EvidenceKind.FILE:
        raise Http404
    path = evidence_path(one.sha256)
    if not path.is_file():
        raise Http404
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=one.name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_http_methods(["POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a file, a link or a document behind a report."""
    user = signed_in(request)
    report = visible_report(request, pk)
    require(user, "work.report.fill", report.unit)
    kind = request.POST.get("kind", "")
    forms = {
        EvidenceKind.FILE.value: FileForm(request.POST, request.FILES),
        EvidenceKind.LINK.value: LinkForm(request.POST),
        EvidenceKind.DOCUMENT.value: DocumentForm(request.POST),
    }
    if kind not in forms:
        raise BadRequest
    form = forms[kind]
    if not form.is_valid():
        for name, errors in form.errors.items():
            label = form.fields[name].label if name in form.fields else ""
            for error in errors:
                messages.error(request, f"{label} — {error}" if label else str(error))
        return redirect("work:report-edit", pk)
    data = form.cleaned_data
    try:
        if kind == EvidenceKind.FILE:
            given = data["file"]
            evidence_add_file(
                owner=report, by=user, name=given.name, content=given.read()
            )
        elif kind == EvidenceKind.LINK:
            evidence_add_link(owner=report, by=user, **data)
        else:
            evidence_add_document(owner=report, by=user, **data)
    except DafengError as error:
        messages.error(request, error_words(error))
    except ValidationError as error:
        messages.error(request, error_words(error))
    else:
        messages.success(request, _("佐证已加上。"))
    return redirect("work:report-edit", pk)


@require_http_methods(["POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take evidence back, with a reason."""
    user = signed_in(request)
    one = _visible(request, pk)
    try:
        evidence_withdraw(evidence=one, by=user, reason=request.POST.get("reason", ""))
    except (DafengError, ValidationError) as error:
        messages.error(request, error_words(error))
        return redirect(one)
    messages.success(request, _("佐证已撤下，记录仍在。"))
    owner = one.report or one.task
    return redirect(owner if owner is not None else one)


def _visible(request: HttpRequest, pk: int) -> Evidence:
    one = evidence_for(request.user).filter(pk=pk).first()
    if one is None:
        raise Http404
    return one


def _can_withdraw(request: HttpRequest, one: Evidence) -> bool:
    if one.withdrawn_at is not None:
        return False
    if one.report is not None:
        fills = may(request.user, "work.report.fill", one.report.unit)
        return fills and one.report.state in TO_FILL
    if one.task is None or one.task.state in ENDED:
        return False
    return may(request.user, *right_to_carry(one.task))
