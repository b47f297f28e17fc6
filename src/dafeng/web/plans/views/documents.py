"""Documents: read a plan, attach its text, read a revised one, settle conflicts."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import attrs
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.plan import DocumentText, read_document, read_text
from dafeng.web.core.access import signed_in
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.core.selectors import organisations_where, the_house
from dafeng.web.plans.forms import DocumentForm
from dafeng.web.plans.models import Plan, PlanSource, Resolution
from dafeng.web.plans.selectors.conflicts import conflict_lines
from dafeng.web.plans.services.attaching import AttachReport, plan_attach_text
from dafeng.web.plans.services.loading import rosters_fill
from dafeng.web.plans.services.publishing import plan_publish
from dafeng.web.plans.services.revising import conflict_resolve, plan_revise
from dafeng.web.plans.services.storing import Provenance, plan_store
from dafeng.web.plans.views.visible import posted, uploaded, visible_plan
from dafeng.web.plans.wording import error_words


@attrs.frozen(kw_only=True)
class Upload:
    """An uploaded document: its text and the file itself."""

    document: DocumentText
    original: bytes


def read_upload(file: UploadedFile[bytes]) -> Upload:
    """Read an uploaded document.

    Raises
    ------
    BadInputError
        The file cannot be read as text.
    """
    content = file.read()
    with tempfile.TemporaryDirectory() as folder:
        # The given name may be longer than this machine's files can be called.
        name = Path(file.name or "document").name
        path = Path(folder) / f"document{Path(name).suffix}"
        path.write_bytes(content)
        document = attrs.evolve(read_document(path), name=name)
        return Upload(document=document, original=content)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request: HttpRequest) -> HttpResponse:
    """Read a document as a new plan: a draft of proposals."""
    user = signed_in(request)
    require(user, "plans.plan.store")
    form = DocumentForm(posted(request), uploaded(request))
    if request.method == "POST" and form.is_valid():
        try:
            plan = _store(user, read_upload(form.cleaned_data["document"]))
        except DafengError as error:
            form.add_error("document", error_words(error))
        else:
            return _read_done(request, plan)
    return _form_page(request, "plans/new.html", {"form": form})


def _store(user: User, upload: Upload) -> Plan:
    house = the_house()
    provenance = Provenance(
        owner=_owner(user),
        source=PlanSource.READ,
        place_code="" if house is None else house.place_code,
    )
    reading = read_text(upload.document.text)
    plan = plan_store(reading=reading, by=user, provenance=provenance)
    if not hasattr(plan, "attached"):
        _attach(plan, user, upload)
        rosters_fill(plan=plan, by=None)
    return plan


def _owner(user: User) -> Organisation:
    """The highest unit where the person may read plans."""
    units = organisations_where(user, "plans.plan.store").order_by("path")
    return units[0]


def _attach(plan: Plan, user: User, upload: Upload) -> AttachReport:
    return plan_attach_text(
        plan=plan,
        document=upload.document,
        by=user,
        original=upload.original,
        reader=read_text,
    )


def _read_done(request: HttpRequest, plan: Plan) -> HttpResponse:
    messages.success(
        request,
        _("读出 %(targets)s 项目标、%(tasks)s 项任务。请逐项核对后确认。")
        % {"targets": plan.targets.count(), "tasks": plan.tasks.count()},
    )
    return redirect("plans:review", plan.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def text_attach(request: HttpRequest, slug: str) -> HttpResponse:
    """Attach the document's text to a plan that came without it."""
    user = signed_in(request)
    plan = visible_plan(request, slug)
    require(user, "plans.plan.attach", plan)
    form = DocumentForm(posted(request), uploaded(request))
    if request.method == "POST" and form.is_valid():
        try:
            upload = read_upload(form.cleaned_data["document"])
            report = _attach(plan, user, upload)
        except DafengError as error:
            form.add_error("document", error_words(error))
        else:
            _say_located(request, report)
            return redirect("plans:clauses", plan.slug)
    return _form_page(request, "plans/attach.html", {"form": form, "plan": plan})


def _say_located(request: HttpRequest, report: AttachReport) -> None:
    found = {"located": report.located, "missing": "、".join(report.missing[:12])}
    if report.missing:
        words = _("已附上原文，找到 %(located)s 处；没有找到的有：%(missing)s。")
        messages.warning(request, words % found)
    else:
        messages.success(request, _("已附上原文，%(located)s 处全部对上。") % found)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def document(request: HttpRequest, slug: str) -> FileResponse:
    """Give the attached file as it was uploaded."""
    plan = visible_plan(request, slug)
    attached = getattr(plan, "attached", None)
    if attached is None or not attached.file:
        raise Http404
    stream = attached.file.open("rb")
    return FileResponse(stream, as_attachment=True, filename=attached.name)


@require_http_methods(["POST"])
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Let everybody read the plan."""
    user = signed_in(request)
    plan = visible_plan(request, slug)
    try:
        plan_publish(plan=plan, by=user)
    except DafengError as error:
        messages.error(request, error_words(error))
    else:
        messages.success(request, _("已发布，人人可读。"))
    return redirect(plan)


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, slug: str) -> HttpResponse:
    """Read a revised document as the next edition."""
    user = signed_in(request)
    plan = visible_plan(request, slug)
    require(user, "plans.plan.revise", plan)
    form = DocumentForm(posted(request), uploaded(request))
    if request.method == "POST" and form.is_valid():
        try:
            upload = read_upload(form.cleaned_data["document"])
            reading = read_text(upload.document.text)
            new = plan_revise(previous=plan, reading=reading, by=user)
            _attach(new, user, upload)
        except DafengError as error:
            form.add_error("document", error_words(error))
        else:
            if new.conflicts.exists():
                return redirect("plans:conflicts", new.slug)
            return _read_done(request, new)
    return _form_page(request, "plans/revise.html", {"form": form, "plan": plan})


@require_http_methods(["GET", "HEAD"])
def conflicts(request: HttpRequest, slug: str) -> HttpResponse:
    """What had been decided and what the new edition says, side by side."""
    user = signed_in(request)
    plan = visible_plan(request, slug)
    require(user, "plans.plan.revise", plan)
    lines = conflict_lines(plan)
    context = {
        "plan": plan,
        "lines": lines,
        "open": sum(not line.conflict.resolution for line in lines),
    }
    return render(request, "plans/conflicts.html", context)


@require_http_methods(["POST"])
def conflict(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Settle one conflict."""
    user = signed_in(request)
    plan = visible_plan(request, slug)
    found = get_object_or_404(plan.conflicts, pk=pk)
    chosen = request.POST.get("resolution", "")
    if chosen not in Resolution.values:
        raise Http404
    try:
        conflict_resolve(conflict=found, by=user, resolution=Resolution(chosen))
    except DafengError as error:
        messages.error(request, error_words(error))
    return redirect("plans:conflicts", plan.slug)


def _form_page(
    request: HttpRequest, template: str, context: dict[str, Any]
) -> HttpResponse:
    return render(request, template, context)
