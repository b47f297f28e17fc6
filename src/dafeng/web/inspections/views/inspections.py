"""Inspections: own ones, one with its record, and the acts on it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dafeng.inspections import NoticeForm, rules_on
from dafeng.web.core.access import signed_in
from dafeng.web.core.models import User
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import SeenDigestForm, posted, sent_files
from dafeng.web.inspections.convert import record_digest
from dafeng.web.inspections.forms import (
    ApprovalForm,
    FileForm,
    FindingForm,
    NoteForm,
    ReasonForm,
    RecordForm,
    StatementForm,
)
from dafeng.web.inspections.models import (
    Inspection,
    InspectionNotice,
    InspectionState,
)
from dafeng.web.inspections.selectors.inspections import (
    inspection_at,
    inspections_for,
    inspections_to_make,
    records_to_sign,
    statements_to_give,
)
from dafeng.web.inspections.services.findings import finding_add
from dafeng.web.inspections.services.inspections import (
    STATEMENT,
    WRITE,
    inspection_cancel,
    inspection_close,
    record_file_add,
    record_sign,
    record_write,
    statement_give,
)
from dafeng.web.inspections.services.notices import (
    SIGN,
    notice_check,
    notice_draft,
    notice_issue,
)
from dafeng.web.inspections.views.acting import Deed, acted, attempt, both_versions
from dafeng.web.office.services.papers import paper_keep
from dafeng.web.office.views.files import paper_response

VIEW = "inspections.inspection.view"


def visible_inspection(user: User, pk: int) -> Inspection:
    """An inspection that the person may read; else there is none."""
    require(user, VIEW)
    found = inspection_at(user, pk)
    if found is None:
        raise Http404
    return found


def empty_form(request: HttpRequest, _thing: object) -> NoteForm:
    """A form without fields: the act needs a yes alone."""
    form = NoteForm(posted(request))
    del form.fields["note"]
    return form


def _signature(request: HttpRequest, inspection: Inspection) -> SeenDigestForm:
    """A form with the digest of the page that the person comes from."""
    seen = request.GET.get("digest") or record_digest(inspection)
    return SeenDigestForm(posted(request), initial={"digest": seen})


def _seen(request: HttpRequest, notice: InspectionNotice) -> ApprovalForm:
    """A form with the version of the page that the person comes from."""
    seen = request.GET.get("version") or notice.version
    return ApprovalForm(posted(request), initial={"version": seen})


def _drafting(form: NoticeForm, title: object) -> Deed[Inspection]:
    return Deed(
        title=title,  # type: ignore[arg-type] # lazy text
        done=gettext_lazy("文书已起草，等审核和签发。"),
        right=WRITE,
        on=lambda inspection: inspection.plan,
        form=empty_form,
        run=lambda inspection, by, _form: notice_draft(
            inspection=inspection, by=by, form=form
        ),
    )


DEEDS: dict[str, Deed[Inspection]] = {
    "sign": Deed(
        title=gettext_lazy("签字"),
        done=gettext_lazy("已签字。"),
        tells=gettext_lazy("签字后记录、问题和证据不能再改。"),
        right=WRITE,
        on=lambda inspection: inspection.plan,
        form=_signature,
        run=lambda inspection, by, form: record_sign(
            inspection=inspection, by=by, digest=form.cleaned_data["digest"]
        ),
    ),
    "statement": Deed(
        title=gettext_lazy("填写意见"),
        done=gettext_lazy("意见已提交。"),
        right=STATEMENT,
        on=lambda inspection: inspection.subject,
        form=lambda request, _thing: StatementForm(posted(request)),
        run=lambda inspection, by, form: statement_give(
            inspection=inspection, by=by, **form.cleaned_data
        ),
    ),
    "opinion": _drafting(NoticeForm.OPINION, gettext_lazy("起草节能监察意见书")),
    "order": _drafting(NoticeForm.ORDER, gettext_lazy("起草限期整改通知书")),
    "close": Deed(
        title=gettext_lazy("办结监察"),
        done=gettext_lazy("已办结，未整改的问题继续跟踪。"),
        right=WRITE,
        on=lambda inspection: inspection.plan,
        form=lambda request, _thing: NoteForm(posted(request)),
        run=lambda inspection, by, form: inspection_close(
            inspection=inspection, by=by, **form.cleaned_data
        ),
    ),
    "cancel": Deed(
        title=gettext_lazy("取消监察"),
        done=gettext_lazy("已取消，记录保留。"),
        right="inspections.plan.draft",
        on=lambda inspection: inspection.plan,
        form=lambda request, _thing: ReasonForm(posted(request)),
        run=lambda inspection, by, form: inspection_cancel(
            inspection=inspection, by=by, **form.cleaned_data
        ),
    ),
}
NOTICE_DEEDS: dict[str, Deed[InspectionNotice]] = {
    "check": Deed(
        title=gettext_lazy("审核文书"),
        done=gettext_lazy("已审核，等另一人签发。"),
        right=SIGN,
        on=lambda notice: notice.inspection.plan,
        form=_seen,
        run=lambda notice, by, form: notice_check(
            notice=notice, by=by, **form.cleaned_data
        ),
    ),
    "issue": Deed(
        title=gettext_lazy("签发文书"),
        done=gettext_lazy("已签发并编号。"),
        tells=gettext_lazy("签发后在发文登记簿取得文号，不能更改。"),
        right=SIGN,
        on=lambda notice: notice.inspection.plan,
        form=_seen,
        run=lambda notice, by, form: notice_issue(
            notice=notice, by=by, **form.cleaned_data
        ),
    ),
}


@require_http_methods(["GET", "HEAD"])
def inspections(request: HttpRequest) -> HttpResponse:
    """Inspections that the person makes, or that were made at the own unit."""
    user = signed_in(request)
    require(user, VIEW)
    chosen = {
        "make": inspections_to_make,
        "sign": records_to_sign,
        "statement": statements_to_give,
    }.get(request.GET.get("only", ""))
    rows = inspections_for(user)
    if chosen is not None:
        rows = rows.filter(pk__in=chosen(user).values("pk"))
    ordered = rows.prefetch_related("sent__user").order_by(
        "-plan__year", "-state", "subject__code"
    )
    context = {
        "rows": page_of(request, ordered),
        "only": request.GET.get("only", ""),
        "to_make": inspections_to_make(user).count(),
        "to_sign": records_to_sign(user).count(),
        "to_state": statements_to_give(user).count(),
    }
    return render(request, "inspections/inspections.html", context)


@require_http_methods(["GET", "HEAD"])
def inspection(request: HttpRequest, pk: int) -> HttpResponse:
    """One inspection: record, findings, evidence, signatures, papers."""
    user = signed_in(request)
    found = visible_inspection(user, pk)
    findings = list(found.findings.all())
    waiting = {one.form for one in findings if one.notice_id is None}
    mine = any(one.user_id == user.pk for one in found.sent.all())
    to_sign = mine and found.state == InspectionState.VISITED
    context = {
        "inspection": found,
        "digest": record_digest(found) if to_sign else "",
        "findings": findings,
        "waiting": waiting,
        "mine": mine,
        "signed": [one.user_id for one in found.signatures.all()],
        "me": user.pk,
        "today": timezone.localdate(),
    }
    return render(request, "inspections/inspection.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the record, or correct it before anybody has signed."""
    user = signed_in(request)
    found = visible_inspection(user, pk)
    require(user, WRITE, found.plan)
    initial = {
        "visited_on": found.visited_on or timezone.localdate(),
        "place": found.place,
        "facts": found.facts,
        "version": found.version,
    }
    form = RecordForm(posted(request), initial=initial)
    if request.method == "POST" and attempt(
        form,
        lambda: record_write(
            inspection=found,
            by=user,
            facts=form.record(),
            version=form.cleaned_data["version"],
        ),
    ):
        messages.success(request, _("记录已保存。请登记问题、上传证据，再由两人签字。"))
        return redirect(found)
    context = {
        "form": form,
        "inspection": found,
        "title": _("填写监察记录"),
        "rows": both_versions(form),
    }
    return render(request, "inspections/inspection_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def finding_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a finding."""
    user = signed_in(request)
    found = visible_inspection(user, pk)
    require(user, WRITE, found.plan)
    form = FindingForm(posted(request), terms=_terms(found))
    if request.method == "POST" and attempt(
        form, lambda: finding_add(inspection=found, by=user, facts=form.facts())
    ):
        messages.success(request, _("问题已登记。"))
        return redirect(found)
    context = {"form": form, "inspection": found, "title": _("登记问题")}
    return render(request, "inspections/inspection_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def file_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Lay evidence into the record."""
    user = signed_in(request)
    found = visible_inspection(user, pk)
    require(user, WRITE, found.plan)
    form = FileForm(posted(request), sent_files(request))

    def keep() -> None:
        paper = paper_keep(form.cleaned_data["paper"])
        if paper is not None:
            record_file_add(inspection=found, by=user, paper=paper)

    if request.method == "POST" and attempt(form, keep):
        messages.success(request, _("证据已保存。"))
        return redirect(found)
    context = {"form": form, "inspection": found, "title": _("上传证据")}
    return render(request, "inspections/inspection_form.html", context)


@require_http_methods(["GET", "HEAD"])
def file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A file of the record, to keep; never shown inside the site."""
    found = visible_inspection(signed_in(request), pk)
    for row in found.files.all():
        if row.pk == number:
            return paper_response(row.sha256, name=row.name)
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def inspection_act(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Do one thing with an inspection."""
    user = signed_in(request)
    return acted(request, user, visible_inspection(user, pk), DEEDS, deed)


@require_http_methods(["GET", "HEAD", "POST"])
def notice_act(request: HttpRequest, pk: int, number: int, deed: str) -> HttpResponse:
    """Sign a paper of an inspection."""
    user = signed_in(request)
    found = visible_inspection(user, pk)
    for notice in found.notices.all():
        if notice.pk == number:
            return acted(request, user, notice, NOTICE_DEEDS, deed)
    raise Http404


def _terms(found: Inspection) -> str:
    rules = rules_on(found.visited_on or timezone.localdate())
    days = {one.severity.value: one.demand_days for one in rules.follow_ups}
    words = _(
        "不填时按规则：一般 %(minor)s 天，较重 %(serious)s 天，"
        "严重 %(grave)s 天，遇节假日顺延。"
    )
    return words % days
